"""The pretend machines the sandbox starts with, read from resources/sandbox.

Everything follows from a machine's place in the row, so the same numbers always give the same
machines, and a larger fleet contains the smaller one.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from tat_console.sandbox.machines import Machine
from tat_console.support.resources import resource_path
from tat_console.tat.listing import Tag
from tat_console.tat.statuses import AgentStatus, InstanceKind, InstanceState, OperatingSystem

AGENT_VERSION: Final = "1.1.9"
_ID_PREFIX: Final = {
    InstanceKind.CVM: "ins",
    InstanceKind.LIGHTHOUSE: "lhins",
    InstanceKind.HOSTED: "rins",
}
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_FIRST_CREATED: Final = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
_HOSTS_PER_NET: Final = 240


class Region(msgspec.Struct, frozen=True):
    """One region: how it is called, and what names and addresses in it look like."""

    short: str
    name: str
    name_zh: str
    zones: tuple[int, ...]
    network: str
    public: str


class Group(msgspec.Struct, frozen=True):
    """Machines that were set up alike."""

    kind: InstanceKind
    name: str
    first: int
    os: str
    instance_type: str
    cpu: int
    memory_gib: int
    public_address: bool
    tags: dict[str, str]


class Fleet(msgspec.Struct, frozen=True):
    """The file fleet.toml."""

    pattern: tuple[str, ...]
    group: dict[str, Group]


def all_regions() -> dict[str, Region]:
    """Every region the sandbox can stand for, by its code."""
    text = resource_path("sandbox", "regions.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, Region])


def build_fleet(count: int, regions: Mapping[str, Region]) -> Iterator[Machine]:
    """The first `count` machines, spread over the regions."""
    fleet = msgspec.toml.decode(resource_path("sandbox", "fleet.toml").read_bytes(), type=Fleet)
    codes, numbers, turns = list(regions), Counter[str](), Counter[str]()
    for index in range(count):
        group_name, _, trouble = fleet.pattern[index % len(fleet.pattern)].partition(" ")
        group = fleet.group[group_name]
        code = codes[turns[group_name] % len(codes)]
        turns[group_name] += 1
        name_key = group.name.replace("{region}", code)
        number = group.first + numbers[name_key]
        numbers[name_key] += 1
        place = turns[f"{code}/{group.kind}"]
        turns[f"{code}/{group.kind}"] += 1
        yield _machine(group, code, regions[code], number, place, trouble)


def _machine(
    group: Group, code: str, region: Region, number: int, place: int, trouble: str
) -> Machine:
    name = group.name.format(region=region.short, number=number)
    identity = f"{group.kind}/{code}/{name}"
    hosted = group.kind is InstanceKind.HOSTED
    zone = region.zones[place % len(region.zones)]
    system = system_of(group.os)
    agent = _agent(system, trouble)
    return Machine(
        instance_id=f"{_ID_PREFIX[group.kind]}-{_letters(identity)}",
        kind=group.kind,
        region=code,
        name=name,
        host_name=name,
        zone="" if hosted else f"{code}-{zone}",
        state=InstanceState.STOPPED if trouble == "stopped" else InstanceState.RUNNING,
        private_address=_private_address(group.kind, region, place),
        public_address=_public_address(group, region, place),
        vpc_id=f"vpc-{_letters(f'vpc/{code}')}" if group.kind is InstanceKind.CVM else "",
        subnet_id=f"subnet-{_letters(f'subnet/{code}/{zone}')}",
        os_name=group.os,
        system=system,
        agent=agent,
        agent_version=AGENT_VERSION if agent else "",
        tags=tuple(Tag(key=key, value=value) for key, value in group.tags.items()),
        instance_type=group.instance_type,
        cpu=group.cpu,
        memory_gib=group.memory_gib,
        uuid=str(uuid.uuid5(uuid.NAMESPACE_DNS, identity)),
        created_time=_FIRST_CREATED + timedelta(hours=7 * number, minutes=11 * place),
        machine_id=str(uuid.uuid5(uuid.NAMESPACE_URL, identity)) if hosted else "",
        public_key=pretend_public_key(identity) if hosted else "",
    )


def _agent(system: OperatingSystem, trouble: str) -> AgentStatus | None:
    if trouble == "no-agent":
        return None
    if trouble or not can_run(system):
        return AgentStatus.OFFLINE
    return AgentStatus.ONLINE


def can_run(system: OperatingSystem) -> bool:
    """Whether this computer has an interpreter for scripts of that system."""
    if system is OperatingSystem.WINDOWS:
        return os.name == "nt" or shutil.which("pwsh") is not None
    return shutil.which("bash") is not None or shutil.which("sh") is not None


def system_of(os_name: str) -> OperatingSystem:
    """The system an operating system's name belongs to."""
    windows = os_name.startswith("Windows")
    return OperatingSystem.WINDOWS if windows else OperatingSystem.LINUX


def _private_address(kind: InstanceKind, region: Region, place: int) -> str:
    match kind:
        case InstanceKind.LIGHTHOUSE:
            return _address("10.0", place, 4)
        case InstanceKind.HOSTED:
            return _address("192.168", place, 40)
        case _:
            return _address(region.network, place, 3)


def _public_address(group: Group, region: Region, place: int) -> str:
    if not group.public_address:
        return ""
    return _address(region.public, place, 4 if group.kind is InstanceKind.CVM else 139)


def _address(network: str, place: int, first_net: int) -> str:
    net, host = divmod(place, _HOSTS_PER_NET)
    return f"{network}.{(first_net + net) % 256}.{host + 11}"


def _letters(text: str, length: int = 8) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = []
    for _ in range(length):
        number, index = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[index])
    return "".join(letters)


def pretend_public_key(identity: str) -> str:
    """Text in the shape of an agent's key; nothing was ever signed with it."""
    blocks: Sequence[bytes] = [
        hashlib.sha256(f"{identity}/{part}".encode()).digest() for part in range(8)
    ]
    body = base64.encodebytes(b"0\x82\x01\n\x02\x82\x01\x01\x00" + b"".join(blocks)).decode()
    return f"-----BEGIN RSA PUBLIC KEY-----\n{body}-----END RSA PUBLIC KEY-----\n"

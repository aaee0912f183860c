"""How a machine outside the cloud joins: the agent's call RegisterInstance (facts §7.2)."""

from __future__ import annotations

import ipaddress
import uuid
from typing import Final

import msgspec

from tat_console.sandbox.fleet import AGENT_VERSION, can_run, pretend_public_key
from tat_console.sandbox.machines import Machine
from tat_console.sandbox.records import RegisterCodeRecord, now
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.state import State, new_id
from tat_console.tat.statuses import AgentStatus, InstanceKind, InstanceState, OperatingSystem

PATH: Final = "/agent"
_OS_NAMES: Final = {
    OperatingSystem.LINUX: "Linux",
    OperatingSystem.WINDOWS: "Windows Server",
}


class RegisterInstance(msgspec.Struct, rename="pascal", frozen=True):
    """What an agent sends to join; the code's value is all the proof it has."""

    machine_id: str
    active_code: str
    active_value: str
    hostname: str
    local_ip: str
    public_key: str = ""
    system_name: OperatingSystem = OperatingSystem.LINUX


class RegisterInstanceReply(msgspec.Struct, rename="pascal", frozen=True):
    """The id of the new hosted instance."""

    instance_id: str
    request_id: str = ""


def register(state: State, body: bytes) -> RegisterInstanceReply:
    """Add a machine to the code's region; raises Refused where the code does not allow it."""
    try:
        request = msgspec.json.decode(body, type=RegisterInstance)
    except msgspec.DecodeError as error:
        raise Refused("InvalidParameter", field="body", detail=str(error)) from error
    record = _code(state, request)
    code = record.code
    taken = msgspec.structs.replace(code, registered_count=code.registered_count + 1)
    state.register_codes.put(msgspec.structs.replace(record, code=taken))
    machine = _machine(record, request)
    state.world.put(machine)
    state.store.flush()
    return RegisterInstanceReply(machine.instance_id, str(uuid.uuid4()))


def _code(state: State, request: RegisterInstance) -> RegisterCodeRecord:
    record = state.register_codes.get(request.active_code)
    if record is None or record.value != request.active_value:
        raise Refused("ResourceNotFound.RegisterCodesNotFoundCode", value=request.active_code)
    code = record.code
    if not code.enabled:
        raise Refused("OperationDenied", detail="The register code is disabled.")
    if code.expired_time is not None and code.expired_time <= now():
        raise Refused("OperationDenied", detail="The register code has expired.")
    if code.registered_count >= code.register_limit:
        raise Refused("LimitExceeded", detail="The register code has been used up.")
    if not _is_in(request.local_ip, code.ip_address_range):
        detail = f"The register code is not meant for {request.local_ip}."
        raise Refused("OperationDenied", detail=detail)
    return record


def _is_in(address: str, address_range: str) -> bool:
    try:
        own = ipaddress.IPv4Address(address)
    except ValueError as error:
        raise Refused("InvalidParameter", field="LocalIp", detail=address) from error
    return not address_range or own in ipaddress.IPv4Network(address_range, strict=False)


def _machine(record: RegisterCodeRecord, request: RegisterInstance) -> Machine:
    prefix = record.code.instance_name_prefix
    name = f"{prefix}-{request.hostname}" if prefix else request.hostname
    return Machine(
        instance_id=new_id("rins", 8),
        kind=InstanceKind.HOSTED,
        region=record.region,
        name=name[:60],
        host_name=request.hostname,
        zone="",
        state=InstanceState.RUNNING,
        private_address=request.local_ip,
        public_address="",
        vpc_id="",
        subnet_id="",
        os_name=_OS_NAMES.get(request.system_name, "Linux"),
        system=request.system_name,
        agent=AgentStatus.ONLINE if can_run(request.system_name) else AgentStatus.OFFLINE,
        agent_version=AGENT_VERSION,
        tags=(),
        instance_type="",
        cpu=0,
        memory_gib=0,
        uuid=request.machine_id,
        created_time=now(),
        register_code_id=record.key,
        machine_id=request.machine_id,
        public_key=request.public_key or pretend_public_key(request.machine_id),
    )

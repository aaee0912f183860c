"""The agent: where it comes from, how it is installed and registered, whom it calls (facts §7.1).

Lines to install it: the product's guide “Installing TAT agent”, which names a bucket a region.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from enum import Enum
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat.statuses import OperatingSystem

NEWEST_KNOWN: Final = (1, 1, 9)
"""The version whose source the facts describe; later ones are not old."""

_HOME_REGION: Final = "ap-guangzhou"
_SHORT_NAMES: Final = {
    "ap-bangkok": "th",
    "ap-beijing": "bj",
    "ap-beijing-fsi": "bjjr",
    "ap-chengdu": "cd",
    "ap-chongqing": "cq",
    "ap-guangzhou": "gz",
    "ap-hongkong": "hk",
    "ap-jakarta": "jkt",
    "ap-mumbai": "in",
    "ap-nanjing": "nj",
    "ap-seoul": "kr",
    "ap-shanghai": "sh",
    "ap-shanghai-fsi": "shjr",
    "ap-shenzhen-fsi": "szjr",
    "ap-singapore": "sg",
    "ap-taipei": "tpe",
    "ap-tokyo": "jp",
    "eu-frankfurt": "de",
    "na-ashburn": "use",
    "na-siliconvalley": "usw",
    "na-toronto": "ca",
    "sa-saopaulo": "sao",
}
_WINDOWS_FOLDER: Final = r"C:\Program Files\qcloud\tat_agent"


class Network(Enum):
    """How a machine reaches the place the agent comes from; the value says it."""

    INTERNET = N_("Over the internet")
    CLOUD = N_("Inside the cloud, without internet")

    @property
    def words(self) -> str:
        """The network, translated."""
        return _(self.value)


class Address(msgspec.Struct, frozen=True):
    """Whom the agent calls: it opens every connection itself, none comes in."""

    host: str
    port: int
    purpose: str


def bucket(region: str, network: Network) -> str:
    """The address of the agent's files; regions without a bucket take that of Guangzhou."""
    place = region if network is Network.CLOUD and region in _SHORT_NAMES else _HOME_REGION
    return f"https://tat-{_SHORT_NAMES[place]}-1258344699.cos.{place}.myqcloud.com"


def install_line(system: OperatingSystem, region: str, network: Network = Network.INTERNET) -> str:
    """The line that installs or updates the agent, for root or an administrator."""
    files = bucket(region, network)
    if system is OperatingSystem.WINDOWS:
        source = f"Invoke-WebRequest -useb {files}/install_agent.ps1"
        return f". {{ {source} }} | Invoke-Expression;"
    return f"wget -O - {files}/install_agent.sh | sh"


def enrolment_lines(
    system: OperatingSystem,
    *,
    region: str,
    code_id: str,
    code_value: str,
    network: Network = Network.INTERNET,
) -> str:
    """The lines that install the agent, register the machine and start the agent anew."""
    install = install_line(system, region, network)
    if system is OperatingSystem.WINDOWS:
        values = " ".join(f"'{value}'" for value in (region, code_id, code_value))
        agent = f"& '{_WINDOWS_FOLDER}\\tat_agent.exe'"
        return f"{install}\n{agent} register {values}\nRestart-Service tatsvc\n"
    values = " ".join(map(shlex.quote, (region, code_id, code_value)))
    return f"{install}\ntat_agent register {values}\nsystemctl restart tat_agent\n"


def addresses(region: str, *, is_hosted: bool) -> Iterator[Address]:
    """Yield whom the agent of a machine must be able to reach."""
    place = f"{region}." if is_hosted else ""
    yield Address(f"{place}invoke.tat-tc.tencent.cn", 443, _("Takes tasks, brings results"))
    yield Address(f"{place}notify.tat-tc.tencent.cn", 8186, _("Is told of new tasks"))
    if not is_hosted:
        yield Address("metadata.tencentyun.com", 80, _("Asks which machine it is on"))


def version_of(text: str) -> tuple[int, ...]:
    """A version as numbers to compare; () where it cannot be read."""
    parts = text.strip().lstrip("v").split(".")
    return (
        tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else ()
    )

"""How kinds, regions, times and durations are said everywhere in the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from tat_console.support.i18n import N_, _
from tat_console.tat.statuses import CommandType, InstanceKind, OperatingSystem, TaskStatus

_KINDS: Final = {
    InstanceKind.CVM: N_("CVM"),
    InstanceKind.LIGHTHOUSE: N_("Lighthouse"),
    InstanceKind.HOSTED: N_("Hosted"),
}
_TYPES: Final = {
    CommandType.SHELL: N_("Shell"),
    CommandType.POWERSHELL: N_("PowerShell"),
    CommandType.BAT: N_("Batch"),
}
_REGIONS: Final = {
    "ashburn": N_("Ashburn"),
    "bangkok": N_("Bangkok"),
    "beijing": N_("Beijing"),
    "beijing-fsi": N_("Beijing Finance"),
    "chengdu": N_("Chengdu"),
    "chongqing": N_("Chongqing"),
    "frankfurt": N_("Frankfurt"),
    "guangzhou": N_("Guangzhou"),
    "hongkong": N_("Hong Kong"),
    "jakarta": N_("Jakarta"),
    "mumbai": N_("Mumbai"),
    "nanjing": N_("Nanjing"),
    "saopaulo": N_("São Paulo"),
    "seoul": N_("Seoul"),
    "shanghai": N_("Shanghai"),
    "shanghai-adc": N_("Shanghai Auto Driving"),
    "shanghai-fsi": N_("Shanghai Finance"),
    "shenzhen-fsi": N_("Shenzhen Finance"),
    "siliconvalley": N_("Silicon Valley"),
    "singapore": N_("Singapore"),
    "tokyo": N_("Tokyo"),
    "toronto": N_("Toronto"),
}
"""Cities whose name is translated or has more than one word; others are called by their code."""

_KILO: Final = 1024
DASH: Final = "–"
"""Stands where a value is not there."""


def kind_word(kind: InstanceKind) -> str:
    """The family of a machine; a word the program does not know is shown as it is."""
    return _(_KINDS.get(kind, str(kind)))


def type_word(command_type: CommandType) -> str:
    """The language of a script."""
    return _(_TYPES.get(command_type, str(command_type)))


def region_word(region: str) -> str:
    """The city of a region's code: "Guangzhou" for "ap-guangzhou"."""
    city = region.partition("-")[2] or region
    return _(_REGIONS[city]) if city in _REGIONS else city.replace("-", " ").title()


def clock_word(moment: datetime | None) -> str:
    """The time of day on this computer: "14:03:37"."""
    return f"{moment.astimezone():%H:%M:%S}" if moment else DASH


def moment_word(moment: datetime | None, now: datetime) -> str:
    """A time of day, with its date unless that is today."""
    if moment is None:
        return DASH
    local = moment.astimezone()
    is_today = local.date() == now.astimezone().date()
    return f"{local:%H:%M:%S}" if is_today else f"{local:%Y-%m-%d %H:%M}"


def duration_word(seconds: float) -> str:
    """How long something took: "< 1 s", "0.9 s", "42 s", "03:05".

    The service tells whole seconds, so nothing may look more exact than that.
    """
    if seconds < 1 and float(seconds).is_integer():
        return _("< 1 s")
    if seconds < 10 and not float(seconds).is_integer():
        return _("{seconds:.1f} s").format(seconds=seconds)
    if seconds < 60:
        return _("{seconds:.0f} s").format(seconds=seconds)
    return stopwatch_word(seconds)


def stopwatch_word(seconds: float) -> str:
    """A running time of fixed form: "03:42", from an hour on "1:03:42"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def own_exit_code(status: TaskStatus, exit_code: int | None) -> int | None:
    """The script's own exit code; where it never came to one, the service says -1."""
    return exit_code if status in (TaskStatus.SUCCESS, TaskStatus.FAILED) else None


def size_word(size_bytes: int) -> str:
    """A size in bytes, or in KB of 1024 and so on: "268 B", "3.1 KB", "1.4 MB"."""
    if size_bytes < _KILO:
        return f"{size_bytes:,} B"
    size, unit = size_bytes / _KILO, "KB"
    for larger in ("MB", "GB"):
        if size >= _KILO:
            size, unit = size / _KILO, larger
    return f"{size:,.1f} {unit}"


def counted(words: Iterable[str]) -> list[tuple[str, int]]:
    """How often each word occurs, the most frequent first."""
    return Counter(words).most_common()


def default_user(command_type: CommandType) -> str:
    """Who runs a script where no user is given (facts §1.1)."""
    return "root" if command_type.system is OperatingSystem.LINUX else "System"


def default_folder(command_type: CommandType) -> str:
    """Where a script runs where no folder is given (facts §1.1)."""
    is_linux = command_type.system is OperatingSystem.LINUX
    return "/root" if is_linux else r"C:\Program Files\qcloud\tat_agent\workdir"

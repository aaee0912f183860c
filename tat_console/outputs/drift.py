"""What changed between two runs of the same script, machine by machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from tat_console.outputs.fold import GroupKey
from tat_console.support.i18n import N_


class Drift(StrEnum):
    """How the answer of one machine stands to its earlier one."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    SAME = "same"


TITLES: Final[dict[Drift, str]] = {
    Drift.CHANGED: N_("Changed"),
    Drift.NEW: N_("New"),
    Drift.GONE: N_("Gone"),
    Drift.SAME: N_("Same"),
}


class MachineDrift(NamedTuple):
    """One machine then and now; None where it gave no answer."""

    member: str
    drift: Drift
    before: GroupKey | None
    now: GroupKey | None


def drift(before: Mapping[str, GroupKey], now: Mapping[str, GroupKey]) -> list[MachineDrift]:
    """Compare the answers of two runs; what changed first, what stayed the same last.

    A machine is new where it answers only now, and gone where it answered only before.
    """
    found = [_of(member, before.get(member), now.get(member)) for member in {**now, **before}]
    order = list(Drift)
    return sorted(found, key=lambda row: (order.index(row.drift), row.member))


def _of(member: str, before: GroupKey | None, now: GroupKey | None) -> MachineDrift:
    if before is None:
        return MachineDrift(member, Drift.NEW, before, now)
    if now is None:
        return MachineDrift(member, Drift.GONE, before, now)
    return MachineDrift(member, Drift.SAME if before == now else Drift.CHANGED, before, now)

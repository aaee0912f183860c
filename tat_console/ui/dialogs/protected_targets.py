"""The question before a run that would touch machines of protected sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from tat_console.runs.target_sets import TargetSet
from tat_console.services.target_sets import TargetSets
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.machines import Machine
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type

INCLUDE: Final = ACCEPTED + 1
NAMES_SHOWN: Final = 8
WIDTH: Final = 520


async def ask_about_protected(
    parent: QWidget, target_sets: TargetSets, machines: Sequence[Machine]
) -> frozenset[str] | None:
    """The ids of protected sets that the user lifts for one run; None where there is to be none."""
    protected_ids = target_sets.protected_ids()
    protected = [machine for machine in machines if machine.instance_id in protected_ids]
    if not protected:
        return frozenset()
    touched = [
        one for one in target_sets if one.protected and _touches(target_sets, one, protected)
    ]
    answer = await ask(ProtectedTargets(parent, touched, protected))
    if answer == INCLUDE:
        return frozenset(one.set_id for one in touched)
    return frozenset() if answer == ACCEPTED else None


def _touches(target_sets: TargetSets, one: TargetSet, machines: Sequence[Machine]) -> bool:
    inside = {machine.instance_id for machine in target_sets.members(one).machines}
    return any(machine.instance_id in inside for machine in machines)


class ProtectedTargets(Dialog):
    """Ends with ACCEPTED to leave the machines out, or with INCLUDE; Enter gives up."""

    def __init__(
        self, parent: QWidget, sets: Sequence[TargetSet], machines: Sequence[Machine]
    ) -> None:
        count = len(machines)
        title = ngettext(
            "{count:,} machine is protected", "{count:,} machines are protected", count
        ).format(count=count)
        super().__init__(parent, title, WIDTH)
        self.setObjectName("protected_targets")
        text = _("The set {sets} keeps them out of runs: {names}.").format(
            sets=listed(f"“{one.name}”" for one in sets),
            names=_shortened([machine.name for machine in machines]),
        )
        self.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
        cancel = self.add_cancel(_("Cancel"))
        include = self.add_button(_("Include them…"), INCLUDE, ButtonKind.DANGER)
        include.setObjectName("include_protected")
        leave_out = self.add_button(_("Leave them out"), ACCEPTED, ButtonKind.PRIMARY)
        leave_out.setObjectName("leave_out_protected")
        cancel.setFocus()


def _shortened(names: Sequence[str]) -> str:
    shown = listed(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return _("{names} and {count:,} more").format(names=shown, count=more) if more > 0 else shown

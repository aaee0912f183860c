"""Which ends of a task count as failures: a button that opens a list of them to tick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from tat_console.services.guard_texts import FAILURE_KINDS
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.controls import MenuButton
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.widgets.chip import StayingMenu

NAMED: Final = 3


class FailureKinds(MenuButton):
    """Says which ends count; `changed` tells that others are ticked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guard_failures")
        self.setAutoDefault(False)
        self._actions: dict[TaskStatus, QAction] = {}
        menu = StayingMenu(self)
        for status in FAILURE_KINDS:
            action = QAction(look_of(status).word, menu)
            action.setObjectName(f"failure_{status.value}")
            action.setCheckable(True)
            action.toggled.connect(self._ticked)
            menu.addAction(action)
            self._actions[status] = action
        self.setMenu(menu)

    def chosen(self) -> tuple[TaskStatus, ...]:
        """The ends that count."""
        return tuple(status for status, action in self._actions.items() if action.isChecked())

    def choose(self, statuses: Iterable[TaskStatus]) -> None:
        """Tick exactly these."""
        wanted = set(statuses)
        for status, action in self._actions.items():
            action.setChecked(status in wanted)
        self._ticked()

    def _ticked(self) -> None:
        chosen = self.chosen()
        names = failure_names(chosen)
        kinds = ngettext("{count:,} ending", "{count:,} endings", len(chosen))
        self.setText(kinds.format(count=len(chosen)) if len(chosen) > NAMED else names or _("None"))
        self.setToolTip(names)
        self.setAccessibleDescription(names)
        self.changed.emit()


def failure_names(statuses: Iterable[TaskStatus]) -> str:
    """The ends in a line, in the order of the list."""
    wanted = set(statuses)
    return listed(look_of(status).word for status in FAILURE_KINDS if status in wanted)

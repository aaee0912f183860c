"""The head of a run: where it is, how it stands, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from tat_console.ports.archive import BatchState
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.ui.dialogs.start_run import is_worth_a_retry
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, IconLabel, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, row
from tat_console.ui.pages.runs.outcome import look_of_run
from tat_console.ui.widgets.status_badge import StatusBadge

HEIGHT = 50


class RunHead(QFrame):
    """Breadcrumb, title, badge and actions; actions that cannot be done now are disabled."""

    back_asked = Signal()
    cancel_asked = Signal()
    cancel_chosen_asked = Signal()
    again_asked = Signal()
    retry_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.back = button(_("Runs"), kind=ButtonKind.LINK)
        self.back.setObjectName("back_to_runs")
        self.back.setToolTip(_("All runs (Alt+Left)"))
        self.back.clicked.connect(self.back_asked)
        self.title = ElidedLabel("", Type.TITLE)
        self.title.setObjectName("run_title")
        self.badge = StatusBadge()
        self.cancel = self._action(_("Cancel all…"), "ph.stop-fill", "cancel_all")
        self.cancel.clicked.connect(self.cancel_asked)
        self.cancel_chosen = self._action("", "ph.stop", "cancel_chosen")
        self.cancel_chosen.clicked.connect(self.cancel_chosen_asked)
        self.again = self._action(_("Run again…"), "ph.play", "run_again")
        self.again.clicked.connect(self.again_asked)
        self.retry = self._action("", "ph.arrow-clockwise", "retry_failed")
        self.retry.clicked.connect(self.retry_asked)
        self.setLayout(self._line())

    def show_run(self, progress: RunProgress) -> None:
        """Show how the run stands and enable what can be done."""
        self.title.setText(progress.run.script.name or _("Untitled script"))
        self.badge.set_look(look_of_run(progress.run, progress.counts))
        failed = sum(count for status, count in progress.counts.items() if is_worth_a_retry(status))
        self.retry.setText(_("Retry failed ({count:,})").format(count=failed))
        self.retry.setVisible(failed > 0)
        self.retry.setToolTip(_("Run the script anew where it failed or was not sent"))
        self.cancel.setVisible(progress.is_live)
        self.cancel.setEnabled(can_cancel(progress))

    def show_chosen(self, count: int, *, is_live: bool) -> None:
        """Say how many of the chosen tasks can be cancelled."""
        self.cancel_chosen.setText(_("Cancel selected ({count:,})…").format(count=count))
        self.cancel_chosen.setVisible(is_live and count > 0)

    def _line(self) -> QHBoxLayout:
        caret = IconLabel("ph.caret-right", "text_3", 12)
        line = row(self.back, caret, gap=GRID, margins=(MARGIN, 0, GAP, 0))
        line.addWidget(self.title, 0)
        line.addWidget(self.badge)
        line.addStretch(1)
        for part in (self.cancel_chosen, self.cancel, self.retry, self.again):
            line.addWidget(part)
        return line

    def _action(self, text: str, icon_name: str, name: str) -> QPushButton:
        made = button(text, icon_name)
        made.setObjectName(name)
        return made


def can_cancel(progress: RunProgress) -> bool:
    """Whether any task can still be cancelled."""
    return any(
        batch.state is BatchState.SENT
        and any(progress.tasks[one].status.is_cancellable for one in progress.members(number))
        for number, batch in progress.batches.items()
    )

"""The head of a run: where it is, how it stands, and what can be done about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton

from tat_console.ports.archive import BatchState
from tat_console.runs.control import Doing
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.tat.statuses import CANCELLABLE_TASK_STATUSES
from tat_console.ui.dialogs.repeat_run import AGAIN, FAILED, MORE, Repeat
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, IconLabel, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, row
from tat_console.ui.pages.runs.outcome import look_of_run
from tat_console.ui.widgets.status_badge import StatusBadge

HEIGHT: Final = 50
_WAITS_FOR_GO: Final = frozenset({Doing.ASKING, Doing.RESTING})


class RunHead(QFrame):
    """Breadcrumb, title, badge and actions; what cannot be done now is not there.

    `repeat_asked` tells which `Repeat` is wanted.
    """

    back_asked = Signal()
    go_asked = Signal()
    pause_asked = Signal()
    stop_asked = Signal()
    cancel_asked = Signal()
    cancel_chosen_asked = Signal()
    repeat_asked = Signal(object)
    look_again_asked = Signal()
    report_asked = Signal()
    window_asked = Signal()

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
        self.go = self._action(_("Begin the next wave"), "ph.play-fill", "go_on_with_wave")
        self.pause = self._action(_("Pause"), "ph.pause-fill", "pause_run")
        self.stop = self._action(_("Stop…"), "ph.stop-fill", "stop_run")
        self.cancel = self._action(_("Cancel all…"), "ph.stop-fill", "cancel_all")
        self.cancel_chosen = self._action("", "ph.stop", "cancel_chosen")
        self.again = self._action(AGAIN.words(0), "ph.play", "run_again")
        self.retry = self._action("", "ph.arrow-clockwise", "retry_failed")
        self.retry.setToolTip(_("Run the script anew where it failed or was refused"))
        self.more = self._make_more()
        self.setLayout(self._line())
        self._connect()

    def show_run(self, progress: RunProgress) -> None:
        """Show how the run stands and offer what can be done."""
        self.title.setText(progress.run.script.name or _("Untitled script"))
        self.badge.set_look(look_of_run(progress.run, progress.counts))
        self._show_control(progress)
        failed = len(FAILED.tasks(progress))
        self.retry.setText(FAILED.words(failed))
        is_ours = not progress.is_elsewhere
        self.retry.setVisible(is_ours and failed > 0)
        for repeat, action in self._repeats:
            count = len(repeat.tasks(progress)) if not progress.is_live else 0
            action.setText(repeat.words(count))
            action.setVisible(count > 0)
        unknown = any(one.state is BatchState.UNKNOWN for one in progress.batches.values())
        self._look_again.setVisible(is_ours and unknown)

    def stand_alone(self) -> None:
        """Offer no way back to the other runs: this one has a window of its own."""
        self.back.setVisible(False)
        self._caret.setVisible(False)
        self._apart.setVisible(False)

    def show_chosen(self, count: int, *, is_live: bool) -> None:
        """Say how many of the chosen tasks can be cancelled."""
        self.cancel_chosen.setText(_("Cancel selected ({count:,})…").format(count=count))
        self.cancel_chosen.setVisible(is_live and count > 0)

    # -- inside

    def _show_control(self, progress: RunProgress) -> None:
        """A run that has not sent everything can be held and stopped; one that has, cancelled."""
        wave = progress.current_wave()
        stopped = progress.control.stopped is not None
        is_ours = not progress.is_elsewhere
        is_live = progress.is_live and is_ours
        is_sending = is_live and not stopped and wave is not None and _has_plans(progress)
        is_paused = progress.control.paused is not None
        doing = progress.step.doing if progress.step else None
        self.go.setVisible(is_sending and doing in _WAITS_FOR_GO)
        self.pause.setVisible(is_sending)
        self.pause.setText(_("Go on") if is_paused else _("Pause"))
        self.pause.setToolTip(
            _("Send on") if is_paused else _("Send nothing more for now; what runs goes on")
        )
        self.stop.setVisible(is_sending)
        self.cancel.setVisible(is_live and not is_sending)
        self.cancel.setEnabled(can_cancel(progress))
        self.again.setVisible(is_ours and not is_sending)

    def _make_more(self) -> QToolButton:
        made = tool_button("ph.dots-three", _("More that can be done with this run"), framed=True)
        made.setObjectName("run_more")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(made)
        self._repeats: list[tuple[Repeat, QAction]] = []
        for repeat in MORE:
            action = self._menu.addAction(repeat.words(0))
            action.setObjectName(f"repeat_{repeat.key}")
            action.triggered.connect(lambda _on=False, one=repeat: self.repeat_asked.emit(one))
            self._repeats.append((repeat, action))
        self._look_again = self._menu.addAction(_("Look again for lost replies"))
        self._look_again.setObjectName("look_again")
        self._look_again.triggered.connect(self.look_again_asked)
        self._apart = self._menu.addAction(_("Open in a new window"))
        self._apart.setObjectName("open_in_window")
        self._apart.triggered.connect(self.window_asked)
        report = self._menu.addAction(_("Save a report…"))
        report.setObjectName("save_report")
        report.triggered.connect(self.report_asked)
        made.setMenu(self._menu)
        return made

    def _connect(self) -> None:
        self.go.clicked.connect(self.go_asked)
        self.pause.clicked.connect(self.pause_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.cancel.clicked.connect(self.cancel_asked)
        self.cancel_chosen.clicked.connect(self.cancel_chosen_asked)
        self.again.clicked.connect(lambda: self.repeat_asked.emit(AGAIN))
        self.retry.clicked.connect(lambda: self.repeat_asked.emit(FAILED))

    def _line(self) -> QHBoxLayout:
        self._caret = IconLabel("ph.caret-right", "text_3", 12)
        line = row(self.back, self._caret, gap=GRID, margins=(MARGIN, 0, GAP, 0))
        line.addWidget(self.title, 0)
        line.addWidget(self.badge)
        line.addStretch(1)
        for part in (self.cancel_chosen, self.go, self.pause, self.stop, self.cancel):
            line.addWidget(part)
        line.addWidget(self.retry)
        line.addWidget(self.again)
        line.addWidget(self.more)
        return line

    def _action(self, text: str, icon_name: str, name: str) -> QPushButton:
        made = button(text, icon_name)
        made.setObjectName(name)
        return made


def _has_plans(progress: RunProgress) -> bool:
    return any(wave.planned for wave in progress.tally.waves.values())


def can_cancel(progress: RunProgress) -> bool:
    """Whether any task can still be cancelled."""
    return any(progress.counts[status] for status in CANCELLABLE_TASK_STATUSES)

"""The test of a profile: each step as it is tried, and what is in the way, with what to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication

from tat_console.ports.profiles import Profile
from tat_console.services.connection_trial import (
    ConnectionTrial,
    ReadKey,
    StepResult,
    titles_of,
    try_profile,
)
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.tat.policies import together
from tat_console.ui.dialogs.test_steps import ClockRow, StepDetails, StepRow
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.layout import GRID, HALF, column, scrolled
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName

WIDTH: Final = 640
HEIGHT: Final = 560


class ConnectionTest(Dialog):
    """Tries a profile as it is typed; nothing is changed or saved by it.

    `wants_field` names the field of the form in which the cause can be corrected. Closing the
    dialog gives the test up.
    """

    wants_field = Signal(str)

    def __init__(self, page: Page, services: Services, profile: Profile, read_key: ReadKey) -> None:
        title = _("Test of “{name}”").format(name=profile.name)
        super().__init__(page, title, WIDTH)
        self.setObjectName("connection_test")
        self.resize(WIDTH, min(HEIGHT, round(page.window().height() * 0.9)))
        self._services = services
        self._profile = profile
        self._read_key = read_key
        self._scope = TaskScope(self, page.errors.report)
        self._lines: list[str] = []
        self._policies: list[str] = []
        self._first_failure: tuple[StepRow, StepDetails] | None = None
        self.summary = Notice(ToneName.BUSY, "")
        self.summary.setObjectName("test_summary")
        self.body.addWidget(self.summary)
        self.rows: dict[str, StepRow] = {}
        self._steps = column(gap=HALF, margins=(0, 0, GRID, 0))
        self._view = scrolled(self._steps)
        self.body.addWidget(self._view, 1)
        self._fill_foot()
        self.finished.connect(lambda _code: self._scope.cancel())
        self.finished.connect(self.deleteLater)

    def begin(self) -> None:
        """Try every step, from the first on."""
        self._lines, self._policies = [], []
        self._first_failure = None
        while item := self._steps.takeAt(0):
            if earlier := item.widget():
                earlier.setParent(None)
                earlier.deleteLater()
        self.rows = {title: StepRow(_(title)) for title in titles_of(self._profile)}
        for line in self.rows.values():
            self._steps.addWidget(line)
        self._steps.addStretch(1)
        self.summary.set_message(ToneName.BUSY, _("Testing …"), _("Nothing is changed by it."))
        self._set_busy(True)
        self._show_next()
        self._scope.start(self._try(), key="test")

    async def _try(self) -> None:
        trial = await try_profile(
            self._services.connect,
            self._services.session.keys,
            self._profile,
            self._read_key,
            self._heard,
        )
        self._set_busy(False)
        self._show_end(trial)

    def _heard(self, result: StepResult) -> None:
        line = self.rows[result.title]
        self._lines.append(line.show_result(result))
        if result.diagnosis is not None:
            details = StepDetails(result.diagnosis)
            details.wants_field.connect(self._go_to_field)
            self._first_failure = self._first_failure or (line, details)
            self._steps.insertWidget(self._steps.indexOf(line) + 1, details)
            if result.diagnosis.policy:
                self._policies.append(result.diagnosis.policy)
        self._show_next()

    def _show_next(self) -> None:
        waiting = (line for line in self.rows.values() if line.is_waiting)
        if line := next(waiting, None):
            line.show_trying()

    def _show_end(self, trial: ConnectionTrial) -> None:
        for line in self.rows.values():
            if line.is_open:
                line.show_untried()
        if trial.identity is not None:
            clock = ClockRow(trial.clock_offset_s, trial.clock_warning)
            self._lines.append(clock.words)
            self._steps.insertWidget(self._steps.count() - 1, clock)
        self.summary.set_message(*_summary(trial))
        self._copy_policies.setVisible(len(self._policies) > 1)
        if self._first_failure is not None:
            QTimer.singleShot(0, self, self._show_first_failure)

    def _show_first_failure(self) -> None:
        """Once it has its place: bring all of it into view, or else its beginning."""
        if self._first_failure is not None:
            line, details = self._first_failure
            self._view.ensureWidgetVisible(details, 0, GRID)
            self._view.ensureWidgetVisible(line, 0, GRID)

    def _set_busy(self, is_busy: bool) -> None:
        self._again.setEnabled(not is_busy)
        self._copy.setEnabled(not is_busy)
        self._close.setText(_("Cancel") if is_busy else _("Close"))
        if is_busy:
            self._copy_policies.hide()

    def _go_to_field(self, name: str) -> None:
        self.done(0)
        self.wants_field.emit(name)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText("\n".join((self.windowTitle(), *self._lines)))

    # -- building

    def _fill_foot(self) -> None:
        self._copy = button(_("Copy report"), "ph.copy")
        self._copy.clicked.connect(self._copy_report)
        self._copy_policies = button(_("Copy all policies as one"), "ph.copy")
        self._copy_policies.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(together(self._policies))
        )
        self._again = button(_("Test again"), "ph.arrow-clockwise")
        self._again.clicked.connect(self.begin)
        for place, (made, name) in enumerate(
            (
                (self._copy, "copy_report"),
                (self._copy_policies, "copy_policies"),
                (self._again, "test_again"),
            )
        ):
            made.setObjectName(name)
            made.setAutoDefault(False)
            self.foot.insertWidget(place, made)
        self._copy_policies.hide()
        self._close = self.add_cancel(_("Close"))
        self._close.setObjectName("close_test")
        self._close.setFocus()


def _summary(trial: ConnectionTrial) -> tuple[ToneName, str, str]:
    """Tone, title and text on the whole test."""
    if trial.identity is None:
        cause = trial.diagnosis.cause.words if trial.diagnosis else ""
        title = _("The profile cannot be used: {cause}").format(cause=cause)
        return ToneName.BAD, title, ""
    who = _("Account {account}, {arn}").format(
        account=trial.identity.account_id, arn=trial.identity.arn
    )
    if trial.is_good:
        return ToneName.GOOD, _("Everything works"), who
    text = _("What failed is explained below; the rest can be used.")
    return ToneName.LATE, _("The key works, but not for everything"), f"{who}. {text}"

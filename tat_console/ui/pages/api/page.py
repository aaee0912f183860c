"""The page of the calls this console made, and any other."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _, ngettext
from tat_console.tat.actions import ACTIONS
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Errand, Navigator, OpenFiles
from tat_console.ui.pages.api.call_details import CallDetails
from tat_console.ui.pages.api.calls_view import CallsView
from tat_console.ui.pages.api.explorer_view import ExplorerView
from tat_console.ui.pages.api.recording_bar import RecordingBar
from tat_console.ui.pages.api.recording_work import RecordingWork
from tat_console.ui.pages.api.samples import Sample, code_of_call, request_values
from tat_console.ui.widgets.segments import Segments


class Side(StrEnum):
    """The two sides of the page."""

    CALLS = "calls"
    EXPLORER = "explorer"


_WORDS = {Side.CALLS: N_("Calls"), Side.EXPLORER: N_("Explorer")}


class ApiPage(Page):
    """Calls with request and reply, an explorer for every action, and recordings of traffic."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("API"))
        self._services = services
        self._navigator = navigator
        self.details = CallDetails()
        self.calls = CallsView(services, self.details)
        self.explorer = ExplorerView(services, self.start)
        self.work = RecordingWork(self, services)
        self._build()
        self._connect()

    def arrive(self, errand: Errand) -> None:
        """Come to the front; a recording that was dropped becomes a profile."""
        if isinstance(errand, OpenFiles):
            self.start(self.work.add_all(errand.paths), key="recording")
        self._focus()

    def show_side(self, side: Side) -> None:
        """Turn to the calls or to the explorer."""
        self.sides.choose(side)
        self._turner.setCurrentWidget(self._views[side])
        self.subtitle.setVisible(side is Side.CALLS)
        self.clear.setVisible(side is Side.CALLS)
        self._focus()

    # -- building

    def _build(self) -> None:
        self.sides = Segments(_("Side of the page"), [(side, _(_WORDS[side])) for side in Side])
        self.sides.name_buttons("api")
        self.clear = button(_("Clear list"), "ph.trash", ButtonKind.FLAT)
        self.clear.setObjectName("clear_calls")
        self.clear.setToolTip(_("Forget all calls up to now; a recording keeps its own"))
        self.recording = RecordingBar(self._services)
        self.head_start.insertWidget(1, self.sides)
        self.head_actions.addWidget(self.clear)
        self.head_actions.addWidget(self.recording)
        self._views = {Side.CALLS: self.calls, Side.EXPLORER: self.explorer}
        self._turner = QStackedWidget()
        for view in self._views.values():
            self._turner.addWidget(view)
        self.set_content(self._turner)

    def _connect(self) -> None:
        self.sides.chosen.connect(self.show_side)
        self.clear.clicked.connect(self._clear)
        self.calls.counted.connect(self._show_counts)
        self.details.copy_asked.connect(lambda sample: self.start(self._copy(sample), key="copy"))
        self.details.explore_asked.connect(self._explore)
        bar, work = self.recording, self.work
        for pressed, made in (
            (bar.record, lambda: work.record(bar.profiles.profile_id)),
            (bar.stop, work.stop_and_save),
            (bar.save, work.save),
            (bar.discard, work.discard),
            (bar.replay, work.replay),
        ):
            pressed.clicked.connect(lambda _on, made=made: self.start(made(), key="recording"))
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)

    # -- inside

    def _focus(self) -> None:
        if self._turner.currentWidget() is self.calls:
            self.calls.table.setFocus()
        else:
            self.explorer.action_list.search.setFocus()

    def _find(self) -> None:
        is_calls = self._turner.currentWidget() is self.calls
        field = self.calls.filter.search if is_calls else self.explorer.action_list.search
        field.setFocus()
        field.selectAll()

    def _show_counts(self) -> None:
        model = self.calls.model
        calls, shown = model.all_rows(), model.rowCount()
        failed = sum(not call.is_good for call in calls)
        if shown == len(calls):
            text = ngettext("{count:,} call", "{count:,} calls", shown).format(count=shown)
        else:
            text = _("{shown:,} of {total:,} calls").format(shown=shown, total=len(calls))
        if failed:
            text = _("{calls}, {failed:,} failed").format(calls=text, failed=failed)
        self.subtitle.setText(text)

    def _clear(self) -> None:
        self._services.administration.calls.clear()
        self.calls.go_to_newest()

    async def _copy(self, sample: Sample) -> None:
        call = self.details.call
        if call is not None:
            code, sentence = await code_of_call(self._services, call, sample)
            QGuiApplication.clipboard().setText(code)
            self.details.said.setText(sentence)

    def _explore(self) -> None:
        """Fill the explorer's form with the call that is looked at."""
        call = self.details.call
        if call is None:
            return
        try:
            values, _is_masked = request_values(call)
        except ConsoleError as error:
            self.errors.report(error)
            return
        self.show_side(Side.EXPLORER)
        self.explorer.open_request(ACTIONS[call.key], values, call.record)

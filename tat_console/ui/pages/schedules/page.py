"""The page of when commands run by themselves: a list, a calendar, and what each did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget

from tat_console.services.schedule_days import DayRuns, runs_of_day
from tat_console.services.schedule_records import ScheduleRecords
from tat_console.services.schedule_times import Together
from tat_console.services.schedules import Firing, Schedule
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Errand, Navigator, OpenSchedule
from tat_console.ui.pages.schedules.browser import ScheduleBrowser
from tat_console.ui.pages.schedules.calendar_pane import CalendarPane
from tat_console.ui.pages.schedules.columns import Around
from tat_console.ui.pages.schedules.details import WIDTH, ScheduleDetails
from tat_console.ui.pages.schedules.head import CALENDAR, LIST, ScheduleHead
from tat_console.ui.pages.schedules.states import PageStates
from tat_console.ui.pages.schedules.troubles import troubles_of
from tat_console.ui.pages.schedules.work import ScheduleWork

NARROW_BELOW: Final = 1000
LEAST_WIDTH: Final = 560
"""With the pane open the page must still become narrow enough for the pane to lie on top."""
_TICK_MS: Final = 1_000
Doing = Coroutine[Any, Any, object]


class SchedulesPage(Page):
    """Reads the schedules each time it comes to the front, then what they did, one by one."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Schedules"))
        self._services = services
        self._navigator = navigator
        self._schedules = services.administration.schedules
        self._records = ScheduleRecords(self._schedules)
        self._together: list[Together] = []
        self._around = Around(now=services.clock.now())
        self._shown_errors: tuple[ConsoleError, ...] = ()
        self._stays_closed = False
        self._wanted: tuple[str, str] | None = None
        self._read_regions: tuple[str, ...] = ()
        self.work = ScheduleWork(self, services, navigator)
        self._states = PageStates(
            self, services, navigator, retry=self.refresh, create=self._create
        )
        self.browser = ScheduleBrowser(self._around)
        self.calendar = CalendarPane(self._runs_of, services.clock.now)
        self.details = ScheduleDetails()
        self._pile = QStackedWidget()
        self._pile.addWidget(self.browser)
        self._pile.addWidget(self.calendar)
        self._pile.setMinimumWidth(LEAST_WIDTH)
        self._head = ScheduleHead(self)
        self.set_content(self._pile)
        self._sides = self.put_beside(self.details, width=WIDTH)
        self._sides.overlay_share = 0.5
        self._tick = QTimer(self, interval=_TICK_MS)
        self._connect()
        self._show_schedules()

    def arrive(self, errand: Errand) -> None:
        """Come to the front; the schedules are read anew, the one that is asked for is opened."""
        if isinstance(errand, OpenSchedule):
            self._want(errand.key)
        if self._services.session.connection is not None:
            self.refresh()
        self._take_focus()

    def refresh(self) -> None:
        """Read all schedules and what they did again."""
        self.start(self._read(), key="read")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what can be folded where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._sides.set_narrow(narrow)
        self.calendar.set_narrow(narrow)

    # -- building

    def _connect(self) -> None:
        services = self._services
        self.listen(self._schedules.changed, lambda _none: self._show_schedules())
        self.listen(services.directory.changed, lambda _none: self._show_again())
        self.listen(services.session.changed, lambda _none: self._follow_session())
        self.listen(self._records.changed, lambda _key: self._show_again())
        self._head.views.chosen.connect(self.turn_to)
        self._head.refresh.clicked.connect(self.refresh)
        self._head.create.clicked.connect(self._create)
        self.work.made.connect(self._want)
        table, details = self.browser.table, self.details
        table.current_changed.connect(self._follow_current)
        table.row_activated.connect(self._open)
        table.escaped.connect(self._close)
        table.delete_asked.connect(lambda: self._do(self.work.delete))
        details.close_asked.connect(self._close)
        details.edit_asked.connect(lambda: self._do(self.work.edit))
        details.switch_asked.connect(lambda: self._do(self.work.switch))
        details.copy_asked.connect(lambda: self._do(self.work.copy))
        details.delete_asked.connect(lambda: self._do(self.work.delete))
        details.firing_opened.connect(self._open_firing)
        self.calendar.schedule_opened.connect(self._go_to)
        self._tick.timeout.connect(self._pass_time)
        self._tick.start()
        for keys, act in (
            ("Ctrl+N", self._create),
            ("Ctrl+F", self._find),
        ):
            made = QShortcut(QKeySequence(keys), self, act)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- reading

    async def _read(self) -> None:
        session = self._services.session
        self._read_regions = session.chosen_regions
        try:
            if not session.regions:
                await session.load_account()
            await self._schedules.refresh()
        except ConsoleError as error:
            self._states.failure = error
            self._show_state()
            if self._schedules.schedules:
                raise
            return
        self._states.failure = None
        self._read_regions = session.chosen_regions
        self._show_state()
        await self._records.read_all()

    def _follow_session(self) -> None:
        """Another profile, or other regions of it, have other schedules."""
        session = self._services.session
        self._states.failure = None
        self._show_state()
        is_other = self._schedules.updated_at is None or (
            session.chosen_regions != self._read_regions
        )
        if self.isVisible() and is_other and session.regions and not session.is_loading:
            self.refresh()

    # -- showing

    def _show_schedules(self) -> None:
        """Take over the schedules as they were read last."""
        schedules = self._schedules
        self._together = [] if schedules.is_loading else schedules.together()
        self._head.show_reading(schedules)
        self._show_errors()
        if not schedules.is_loading:
            self._show_again()
        self._show_state()
        if self._wanted and self.browser.table.go_to(self._wanted):
            self._wanted = None

    def _show_again(self) -> None:
        """Say anew what is known of the schedules besides themselves."""
        schedules = self._schedules.schedules
        around = self._around
        around.now = self._services.clock.now()
        around.warnings = {each.key: self._schedules.warnings(each) for each in schedules}
        around.missed = {each.key: len(self._records.missed(each)) for each in schedules}
        meetings = Counter(
            invoker_id for met in self._together for invoker_id in {met.first_id, met.second_id}
        )
        around.meets = {each.key: meetings[each.invoker.invoker_id] for each in schedules}
        self.browser.show_schedules(schedules)
        self._head.show_counts(self._schedules, around.now)
        self._refresh_details()
        if self._pile.currentWidget() is self.calendar:
            self.calendar.show_again()

    def _refresh_details(self) -> None:
        shown = self.details.schedule
        if shown is None:
            return
        fresh = next((one for one in self._schedules.schedules if one.key == shown.key), None)
        if fresh is not None:
            self._show_details(fresh)
        elif not self._schedules.is_loading:
            self._sides.close_pane()

    def _show_details(self, schedule: Schedule) -> None:
        own_id = schedule.invoker.invoker_id
        troubles = troubles_of(
            schedule,
            self._records.missed(schedule),
            self._around.warnings.get(schedule.key, ()),
            [met for met in self._together if own_id in (met.first_id, met.second_id)],
            {one.invoker.invoker_id: one.invoker.name for one in self._schedules.schedules},
        )
        machines = self._services.directory.find(schedule.invoker.instance_ids)
        names = {machine.instance_id: machine.name for machine in machines}
        self.details.show_schedule(schedule, self._services.clock.now(), names, troubles)
        self.details.show_firings(self._records.of(schedule), self._records.error_of(schedule))

    def _pass_time(self) -> None:
        """What comes next changes by itself; a run that was due is looked for a moment later."""
        if self.scope.is_stopped or not self.isVisible():
            return
        before, self._around.now = self._around.now, self._services.clock.now()
        due = [
            one
            for one in self._schedules.schedules
            if (moment := next(iter(one.next_runs(before, 1)), None)) and moment <= self._around.now
        ]
        if due or before.minute != self._around.now.minute:
            self._show_again()
        else:
            self.browser.table.viewport().update()
        if (due or self._is_waiting()) and not self.scope.is_busy("read"):
            self.start(self._look_again(), key="read")

    def _is_waiting(self) -> bool:
        """Whether a run of the schedule on show still goes on, or its record is still to come."""
        shown = self.details.schedule if self.details.isVisible() else None
        if shown is None:
            return False
        found = self._records.of(shown) or ()
        return any(each.record and not each.record.result.is_final for each in found[:1])

    async def _look_again(self) -> None:
        await self._services.clock.sleep(1)
        if shown := self.details.schedule:
            await self._records.read(shown)

    # -- one schedule

    def _follow_current(self) -> None:
        schedule = self.browser.table.current_row()
        if schedule is None:
            return
        self._show_details(schedule)
        if not self._sides.is_narrow and not self._stays_closed:
            self._sides.open_pane()

    def _open(self, schedule: Schedule | None) -> None:
        if schedule is not None:
            self._stays_closed = False
            self._show_details(schedule)
            self._sides.open_pane()
            if self._sides.is_narrow:
                self.details.setFocus()

    def _close(self) -> None:
        self._stays_closed = True
        self._sides.close_pane()
        self._take_focus()

    def _want(self, key: tuple[str, str]) -> None:
        """Show a schedule as soon as it is listed."""
        self.browser.clear()
        self._wanted = None if self._go_to(key) else key

    def _go_to(self, key: tuple[str, str]) -> bool:
        found = next((one for one in self._schedules.schedules if one.key == key), None)
        if found is None:
            return False
        self.turn_to(LIST)
        self.browser.clear()
        self.browser.table.go_to(key)
        self._open(found)
        return True

    def _create(self) -> None:
        self._begin(self.work.create())

    def _do(self, act: Callable[[Schedule], Doing]) -> None:
        schedule = self.details.schedule or self.browser.table.current_row()
        if schedule is not None:
            self._begin(act(schedule))

    def _begin(self, work: Doing) -> None:
        """One thing at a time: a second click does nothing while the first still asks."""
        if self.scope.is_busy("work"):
            work.close()
        else:
            self.start(work, key="work")

    def _open_firing(self, firing: Firing) -> None:
        if schedule := self.details.schedule:
            self.start(self.work.show_outputs(schedule, firing), key="outputs")

    # -- views and states

    def turn_to(self, view: object) -> None:
        """Show the list or the calendar."""
        self._head.views.choose(view)
        is_calendar = view == CALENDAR
        self._pile.setCurrentIndex(1 if is_calendar else 0)
        if is_calendar:
            self._sides.close_pane()
            self.calendar.show_again()
        self._take_focus()

    def _take_focus(self) -> None:
        is_calendar = self._pile.currentWidget() is self.calendar
        (self.calendar.view if is_calendar else self.browser.table).setFocus()

    def _find(self) -> None:
        self.turn_to(LIST)
        self.browser.search.setFocus()

    def _runs_of(self, day: date) -> list[DayRuns]:
        now = self._services.clock.now()
        return runs_of_day(self._schedules.schedules, self._records.of, day, now)

    def _show_errors(self) -> None:
        schedules = self._schedules
        if schedules.is_loading or schedules.errors == self._shown_errors:
            return
        self._shown_errors = schedules.errors
        self.banners.clear()
        for error in schedules.errors if schedules.schedules else ():
            self.banners.show_error(error)

    def _show_state(self) -> None:
        has_content = self._states.show()
        is_connected = self._services.session.connection is not None
        self._head.set_usable(has_content=has_content, is_connected=is_connected)
        if not has_content:
            self._sides.close_pane()

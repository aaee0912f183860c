"""Reads the past of the machine whose details are on show, and leads to what is in it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from tat_console.ports.history import MachinePast
from tat_console.services.services import Services
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import FindRuns, Navigator, OpenRun, OpenSchedule, PageKey
from tat_console.ui.pages.instances.details import DetailsPane
from tat_console.ui.pages.instances.past import RUNS_SHOWN


class PastWork(QObject):
    """The runs come from the archive of this computer, the schedules as they were last read."""

    def __init__(
        self, page: Page, services: Services, navigator: Navigator, pane: DetailsPane
    ) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._navigator = navigator
        self._pane = pane
        self._shown_id = ""
        pane.machine_shown.connect(self._show)
        pane.history_asked.connect(self.find_runs)
        pane.past.run_opened.connect(self._open_run)
        pane.past.schedule_opened.connect(self._open_schedule)
        page.listen(services.administration.schedules.changed, lambda _none: self.read_again())

    def read_again(self) -> None:
        """Say anew what was run on the machine on show."""
        if self._pane.machine is not None:
            self._show(self._pane.machine.instance_id)

    def _show(self, instance_id: str) -> None:
        now = self._services.clock.now()
        schedules = self._services.administration.schedules.schedules
        reaching = [one for one in schedules if instance_id in one.invoker.instance_ids]
        self._pane.past.show_schedules(reaching, now)
        if instance_id != self._shown_id:
            self._shown_id = instance_id
            self._pane.past.show_past(MachinePast(), now)
        self._page.start(self._read(instance_id), key="past")

    async def _read(self, instance_id: str) -> None:
        past = await self._services.past.history.of_machine(instance_id, RUNS_SHOWN)
        self._pane.past.show_past(past, self._services.clock.now())

    def find_runs(self, instance_id: str) -> None:
        """Show all runs on a machine in the history."""
        self._navigator.go(PageKey.HISTORY, FindRuns(f"instance:{instance_id}"))

    def _open_run(self, run_id: str) -> None:
        self._navigator.go(PageKey.RUNS, OpenRun(run_id))

    def _open_schedule(self, key: tuple[str, str]) -> None:
        self._navigator.go(PageKey.SCHEDULES, OpenSchedule(key))

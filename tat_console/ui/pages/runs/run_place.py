"""Where one run is on show at a time: on the page of runs, or in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.ui.answers.whole_output import run_for_whole
from tat_console.ui.dialogs.repeat_run import Repeat, repeat_run
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.navigation import Navigator
from tat_console.ui.pages.runs.run_view import NARROW, RunView


class RunPlace(QStackedWidget):
    """Takes the view of a run over `beneath`; what the view asks for is started in `scope`."""

    def __init__(
        self,
        beneath: QWidget,
        services: Services,
        navigator: Navigator,
        scope: TaskScope,
        errors: ErrorDesk,
    ) -> None:
        super().__init__()
        self.view: RunView | None = None
        self._services = services
        self._navigator = navigator
        self._scope = scope
        self._errors = errors
        self.addWidget(beneath)

    async def put(self, progress: RunProgress) -> RunView:
        """Make the view of a run; the one before stays until that is ready."""
        view = RunView(self._services, progress, self._errors.report)
        self.addWidget(view)
        await view.furnish_in_turns()
        self.drop()
        self.view = view
        view.head.repeat_asked.connect(self._repeat)
        view.rescue_asked.connect(self._rescue)
        view.set_narrow(self.width() < NARROW)
        return view

    def drop(self) -> None:
        """Give up the view, if there is one."""
        if self.view is not None:
            self.view.leave()
            self.removeWidget(self.view)
            self.view.deleteLater()
            self.view = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the width there is."""
        super().resizeEvent(event)
        if self.view is not None:
            self.view.set_narrow(self.width() < NARROW)

    def _repeat(self, repeat: Repeat) -> None:
        self._start(lambda run: repeat_run(self, self._services, self._navigator, run, repeat))

    def _rescue(self) -> None:
        self._start(lambda run: run_for_whole(self, self._services, self._navigator, run))

    def _start(self, work: Callable[[RunProgress], Coroutine[Any, Any, object]]) -> None:
        """Begin to run the run on show again, unless that is being asked already."""
        if self.view is not None and not self._scope.is_busy("repeat"):
            self._scope.start(work(self.view.progress), key="repeat")

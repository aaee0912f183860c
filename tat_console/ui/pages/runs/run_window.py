"""A run in a window of its own, so that two can be looked at side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.layout import GAP, MARGIN, column
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.memory import remember
from tat_console.ui.kit.states import LoadingState
from tat_console.ui.navigation import Navigator, OpenRun
from tat_console.ui.pages.runs.run_place import RunPlace
from tat_console.ui.pages.runs.run_view import RunView

FIRST_SIZE: Final = QSize(1100, 720)
SMALLEST: Final = QSize(640, 480)
STEP: Final = QPoint(32, 32)
"""So far from the last one a further window opens."""


class RunWindow(QMainWindow):
    """Shows one run at a time; it belongs to the main window and ends with it.

    Ctrl+W closes it. What is run again from here opens in the main window.
    """

    arranged = Signal()

    def __init__(self, owner: QWidget, services: Services, navigator: Navigator) -> None:
        super().__init__(owner)
        self._services = services
        self.run_id = ""
        self.setObjectName("run_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(SMALLEST)
        self.resize(FIRST_SIZE)
        self.banners = BannerStrip()
        self.errors = ErrorDesk(self.banners)
        self.scope = TaskScope(self, self.errors.report)
        reading = LoadingState(_("Reading the run…"))
        self._place = RunPlace(reading, services, navigator, self.scope, self.errors)
        central = QWidget()
        box = column(column(self.banners, margins=(MARGIN, 0, GAP, 0)), self._place, gap=0)
        box.setStretch(1, 1)
        central.setLayout(box)
        self.setCentralWidget(central)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        remember(self, str, self.place, self.put, self.arranged, self._put_at_first)

    @property
    def view(self) -> RunView | None:
        """The view of the run on show."""
        return self._place.view

    def place(self) -> str:
        """Where the window is and how large, in Qt's own words."""
        return bytes(self.saveGeometry().toHex().data()).decode()

    def put(self, place: str) -> None:
        """Put the window where one was."""
        self.restoreGeometry(QByteArray.fromHex(place.encode()))

    async def show_run(self, progress: RunProgress) -> None:
        """Show a run in the place of the one before."""
        self.run_id = progress.run_id
        name = progress.run.script.name or _("Untitled script")
        self.setWindowTitle(_("{name} – run").format(name=name))
        view = await self._place.put(progress)
        view.head.stand_alone()
        view.run_asked.connect(lambda run_id: self.scope.start(self._open(run_id), key="open"))
        self._place.setCurrentWidget(view)
        view.tasks.table.setFocus()

    # -- what Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remember how large the window is."""
        super().resizeEvent(event)
        self._tell()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Remember where the window stands."""
        super().moveEvent(event)
        self._tell()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what the view was doing."""
        self._place.drop()
        self.scope.cancel()
        super().closeEvent(event)

    # -- inside

    async def _open(self, run_id: str) -> None:
        progress = await self._services.runs.open(run_id)
        if progress is not None:
            await self.show_run(progress)

    def _tell(self) -> None:
        if self.isVisible():
            self.arranged.emit()

    def _put_at_first(self) -> None:
        self.resize(FIRST_SIZE)


class RunWindows:
    """The windows of single runs; a run has one at most."""

    def __init__(self, owner: QWidget, make: Callable[[], RunWindow]) -> None:
        self._owner = owner
        self._make = make

    def __iter__(self) -> Iterator[RunWindow]:
        """The windows that are open."""
        return iter(
            [one for one in self._owner.window().findChildren(RunWindow) if one.isVisible()]
        )

    def errands(self) -> list[OpenRun]:
        """What opens the same windows again, each in its place."""
        return [OpenRun(one.run_id, apart=True, place=one.place()) for one in self]

    async def open(self, progress: RunProgress, place: str = "") -> None:
        """Show a run in a window of its own, or bring the one it has to the front."""
        others = list(self)
        earlier = next((one for one in others if one.run_id == progress.run_id), None)
        if earlier is not None:
            earlier.raise_()
            earlier.activateWindow()
            return
        window = self._make()
        window.run_id = progress.run_id
        window.show()
        if place:
            window.put(place)
        elif others:
            window.move(others[-1].pos() + STEP)
        await window.show_run(progress)

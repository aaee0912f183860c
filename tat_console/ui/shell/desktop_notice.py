"""Messages of the desktop when a run ends while nobody looks, and an icon that stays if wanted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.support.resources import resource_path
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.navigation import Navigator, OpenRun, PageKey
from tat_console.ui.widgets.status_bar_chart import results_in_words

SHOWN_MS: Final = 10_000
KEPT_MS: Final = 30_000


class DesktopNotice(QObject):
    """Shows messages where the desktop has a place for them, and does nothing where it has none.

    `clicked` tells that the user wants to see what the message was about.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._tray: QSystemTrayIcon | None = None
        self._stays = False
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(KEPT_MS)
        self._gone.timeout.connect(self._hide)

    def show(self, title: str, text: str) -> bool:
        """Show a message; False where the desktop takes none."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        tray = self._shown_tray()
        tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)
        self._gone.start()
        return True

    def stay(self, is_on: bool) -> bool:
        """Keep an icon in the tray, or no longer; False where the desktop has no tray."""
        self._stays = is_on
        if is_on and QSystemTrayIcon.isSystemTrayAvailable():
            self._shown_tray().setToolTip("tat-console")
            return True
        self._hide()
        return False

    def _shown_tray(self) -> QSystemTrayIcon:
        if self._tray is None:
            # The panel has a colour of its own: the program's picture is seen on light and dark.
            picture = QIcon(str(resource_path("icons", "tat-console.svg")))
            self._tray = QSystemTrayIcon(picture, self)
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(self.clicked)
        self._tray.show()
        return self._tray

    def _hide(self) -> None:
        if self._tray is not None and not self._stays:
            self._tray.hide()


class EndsOfRuns:
    """Tells of a run that ended while the window is not in front, and leads back to it."""

    def __init__(self, window: QWidget, services: Services, navigator: Navigator) -> None:
        self._window = window
        self._settings = services.settings
        self._navigator = navigator
        self._run_id = ""
        self._notice = DesktopNotice(window)
        self._notice.clicked.connect(self._come_back)
        self._follow("tray_icon")
        listen(window, services.runs.ended, self._tell)
        listen(window, services.settings.changed, self._follow)

    def _tell(self, progress: RunProgress) -> None:
        if not self._settings.get("notify_on_end") or self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        name = progress.run.script.name or _("Untitled script")
        self._run_id = progress.run_id
        self._notice.show(
            _("“{name}” has ended").format(name=name), results_in_words(progress.counts)
        )

    def _come_back(self) -> None:
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if self._run_id:
            self._navigator.go(PageKey.RUNS, OpenRun(self._run_id))

    def _follow(self, key: str) -> None:
        if key == "tray_icon":
            self._notice.stay(self._settings.get("tray_icon"))

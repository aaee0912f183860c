"""Files that are dropped on the window, led to the page that takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from tat_console.services.recordings import SUFFIX
from tat_console.services.script_file import EXTENSIONS
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.navigation import Navigator, OpenFiles, PageKey

_LISTS: Final = frozenset({".txt", ".csv"})
_SCRIPTS: Final = frozenset({*EXTENSIONS, ".zip"}) - _LISTS
_MOVES: Final = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})


class FileDrops(QObject):
    """Scripts open in the editor, lists choose machines, recordings become profiles."""

    def __init__(self, window: QWidget, navigator: Navigator, banners: BannerStrip) -> None:
        super().__init__(window)
        self._navigator = navigator
        self._banners = banners
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files, and nothing else that is dragged."""
        if event.type() not in _MOVES and event.type() != QEvent.Type.Drop:
            return False
        paths = files_in(event.mimeData()) if isinstance(event, QDropEvent) else ()
        if not paths or not isinstance(event, QDropEvent):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(paths)
        return True

    def take(self, paths: tuple[Path, ...]) -> None:
        """Lead files to their pages, all of a kind at once."""
        by_page: dict[PageKey, list[Path]] = {}
        for path in paths:
            page = page_of(path)
            if page is None:
                self._refuse(path)
            else:
                by_page.setdefault(page, []).append(path)
        for page, found in by_page.items():
            self._navigator.go(page, OpenFiles(tuple(found)))

    def _refuse(self, path: Path) -> None:
        title = _("“{name}” was not opened.").format(name=path.name)
        what = _("The program opens scripts, lists of machines (.txt, .csv) and recordings.")
        self._banners.show_error(ConsoleError(title, what))


def files_in(dragged: QMimeData) -> tuple[Path, ...]:
    """The files of this computer that are dragged."""
    return tuple(Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile())


def page_of(path: Path) -> PageKey | None:
    """The page that takes a file; None for a kind that nobody knows."""
    suffix = path.suffix.lower()
    if path.name.lower().endswith(SUFFIX):
        return PageKey.API
    if suffix in _LISTS:
        return PageKey.INSTANCES
    if suffix in _SCRIPTS or path.is_dir():
        return PageKey.SCRIPTS
    return None

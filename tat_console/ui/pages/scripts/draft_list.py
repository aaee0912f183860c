"""The scripts at the left: find one, go to it, begin a new one, bring in a file."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from tat_console.services.drafts import Draft
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GRID, column, panel, row
from tat_console.ui.widgets.search_field import SearchField

WIDTH = 168
ROW_HEIGHT = 25
_KEY = Qt.ItemDataRole.UserRole


class DraftList(QFrame):
    """All scripts by name; `picked` tells the id of the one the user goes to."""

    picked = Signal(str)
    new_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setFixedWidth(WIDTH)
        self.search = SearchField(_("Find script"))
        self.search.setObjectName("find_script")
        self.search.textChanged.connect(lambda _text: self._filter())
        self.list = QListWidget()
        self.list.setProperty("kind", "panel")
        self.list.setAccessibleName(_("Scripts"))
        self.list.setFont(font(Type.BASE))
        self.list.setIconSize(QSize(14, 14))
        self.list.setUniformItemSizes(True)
        self.list.currentItemChanged.connect(self._tell)
        new = button(_("New"), "ph.plus", ButtonKind.FLAT)
        new.setObjectName("new_script")
        new.setToolTip(_("New script (Ctrl+N)"))
        new.clicked.connect(self.new_asked)
        bring = button(_("Import"), "ph.download-simple", ButtonKind.FLAT)
        bring.setObjectName("import_script")
        bring.setToolTip(_("Open a script file in a tab of its own (Ctrl+O)"))
        bring.clicked.connect(self.import_asked)
        foot = panel(row(new, bring, None, gap=0, margins=(6, 0, 6, 0)), edge="top", height=41)
        find = column(self.search, margins=(GRID, 9, GRID, GRID))
        self.setLayout(column(find, self.list, foot, gap=0))

    def show_drafts(self, drafts: Iterable[Draft], current_id: str) -> None:
        """Show these scripts, the current one marked."""
        self.list.blockSignals(True)
        self.list.clear()
        for draft in drafts:
            item = QListWidgetItem(icon("ph.terminal-window"), title_of(draft))
            item.setData(_KEY, draft.draft_id)
            item.setSizeHint(QSize(WIDTH - 24, ROW_HEIGHT))
            item.setToolTip(title_of(draft))
            self.list.addItem(item)
            if draft.draft_id == current_id:
                self.list.setCurrentItem(item)
        self._filter()
        self.list.blockSignals(False)

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(_KEY))


def title_of(draft: Draft) -> str:
    """What a draft is called where it has no name yet."""
    return draft.name.strip() or _("Untitled")

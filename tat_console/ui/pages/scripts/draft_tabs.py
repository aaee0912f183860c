"""The tabs above the editor, one a script."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QTabBar, QToolButton

from tat_console.services.drafts import Draft
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GRID, HALF, row
from tat_console.ui.pages.scripts.library_menu import LIBRARY_ROWS, fill_menu
from tat_console.ui.pages.scripts.library_rows import SCRIPT, title_of

TABS_HEIGHT = 37
"""Room for tabs with the line below the one in front, and for the edge of their strip."""
LEAST_WIDTH = 136
"""Of a tab, in pixels: where names would be shorter than this leaves them, the tabs scroll."""


class _Bar(QTabBar):
    def minimumTabSizeHint(self, index: int) -> QSize:
        """Not so narrow that a name cannot be told from others."""
        wanted = self.tabSizeHint(index)
        return QSize(min(LEAST_WIDTH, wanted.width()), wanted.height())


class DraftTabs(QFrame):
    """Tabs with a cross each, a plus, and a menu that stands in for the list where it is hidden."""

    picked = Signal(str)
    close_asked = Signal(str)
    rename_asked = Signal(str)
    new_asked = Signal()
    import_asked = Signal()
    script_asked = Signal(str)
    library_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(TABS_HEIGHT)
        self.bar = _Bar()
        self.bar.setObjectName("script_tabs")
        self.bar.setAccessibleName(_("Open scripts"))
        self.bar.setFont(font(Type.BASE))
        self.bar.setIconSize(QSize(14, 14))
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        # The dot of what is not saved stands at the end, and stays.
        self.bar.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.bar.currentChanged.connect(self._tell)
        self.bar.tabBarDoubleClicked.connect(self._ask_name)
        plus = tool_button("ph.plus", _("New script (Ctrl+N)"))
        plus.clicked.connect(self.new_asked)
        self.menu_button = tool_button("ph.list", _("All scripts"))
        self.menu_button.setMenu(QMenu(self.menu_button))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.hide()
        line = row(self.menu_button, self.bar, plus, None, gap=HALF, margins=(0, 0, GRID, 1))
        self.setLayout(line)
        self._drafts: list[Draft] = []
        self._library: tuple[str, ...] = ()

    def show_drafts(
        self,
        drafts: Iterable[Draft],
        current_id: str,
        unsaved: Collection[str] = (),
        library: Iterable[str] = (),
    ) -> None:
        """Show a tab for each script, the current one in front, a dot after the unsaved ones.

        `library` are the paths of all scripts, for the menu.
        """
        self._drafts = list(drafts)
        self._library = tuple(library)
        self.bar.blockSignals(True)
        while self.bar.count() > len(self._drafts):
            self.bar.removeTab(self.bar.count() - 1)
        for place, draft in enumerate(self._drafts):
            if place == self.bar.count():
                self._add_tab()
            title = title_of(draft).replace("&", "&&")
            is_unsaved = draft.draft_id in unsaved
            self.bar.setTabText(place, f"{title} ●" if is_unsaved else title)
            tip = draft.path or title_of(draft)
            if is_unsaved:
                tip = _("{name}: not saved (Ctrl+S)").format(name=tip)
            self.bar.setTabToolTip(place, tip)
            if draft.draft_id == current_id:
                self.bar.setCurrentIndex(place)
        self.bar.blockSignals(False)
        self._fill_menu()

    def _add_tab(self) -> None:
        place = self.bar.addTab(icon("ph.terminal-window"), "")
        cross = tool_button("ph.x", _("Close this script (Ctrl+W)"))
        cross.setProperty("kind", "mark")
        cross.setIconSize(QSize(12, 12))
        cross.setFixedSize(18, 18)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(lambda: self._ask_close(cross))
        self.bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, cross)

    def _tell(self, place: int) -> None:
        if 0 <= place < len(self._drafts):
            self.picked.emit(self._drafts[place].draft_id)

    def _ask_name(self, place: int) -> None:
        if 0 <= place < len(self._drafts):
            self.rename_asked.emit(self._drafts[place].draft_id)

    def _ask_close(self, cross: QToolButton) -> None:
        for place, draft in enumerate(self._drafts):
            if self.bar.tabButton(place, QTabBar.ButtonPosition.RightSide) is cross:
                self.close_asked.emit(draft.draft_id)
                return

    def _fill_menu(self) -> None:
        menu = self.menu_button.menu()
        menu.clear()
        for draft in self._drafts:
            action = menu.addAction(title_of(draft).replace("&", "&&"))
            action.triggered.connect(
                lambda _checked, draft_id=draft.draft_id: self.picked.emit(draft_id)
            )
        open_paths = {draft.path for draft in self._drafts}
        menu.addSeparator()
        for path in self._library:
            if path not in open_paths:
                action = menu.addAction(path.replace("&", "&&"))
                action.triggered.connect(
                    lambda _checked, path=path: self.script_asked.emit(SCRIPT + path)
                )
        menu.addSeparator()
        menu.addAction(_("New script")).triggered.connect(self.new_asked)
        menu.addAction(_("Import file…")).triggered.connect(self.import_asked)
        fill_menu(menu.addMenu(_("Library")), LIBRARY_ROWS, self.library_asked.emit)

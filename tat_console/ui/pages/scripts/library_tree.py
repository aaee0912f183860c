"""The scripts at the left: those of the library by folder, open texts, and those in the cloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, button, tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GRID, HALF, column, panel, row
from tat_console.ui.pages.scripts.library_menu import LIBRARY_ROWS, fill_menu
from tat_console.ui.pages.scripts.library_search import parts_of, with_tag
from tat_console.ui.widgets.search_field import SearchField

WIDTH: Final = 184
ROW_HEIGHT: Final = 25
STATE_WIDTH: Final = 26
_KEY: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Leaf:
    """One script: `key` says what it is and which ("draft:d1", "script:a/b.sh", "command:cmd-1")."""

    key: str
    name: str
    tip: str = ""
    state_icon: str = ""
    state_role: str = "text_3"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its scripts."""

    name: str
    leaves: tuple[Leaf, ...]


class LibraryTree(QFrame):
    """`picked` tells the key of the script the user goes to, `opened` of one that was activated.

    `library_asked` tells the name of what is to be done with the library as a whole.
    """

    picked = Signal(str)
    opened = Signal(str)
    menu_asked = Signal(str, QPoint)
    search_changed = Signal(str)
    new_asked = Signal()
    import_asked = Signal()
    library_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setFixedWidth(WIDTH)
        self._groups: Sequence[Group] = ()
        self.search = SearchField(_("Find script, #tag"))
        self.search.setObjectName("find_script")
        self.search.textChanged.connect(self.search_changed)
        self.tree = self._make_tree()
        new = button(_("New"), "ph.plus", ButtonKind.FLAT)
        new.setObjectName("new_script")
        new.setToolTip(_("New script (Ctrl+N)"))
        new.clicked.connect(self.new_asked)
        bring = button(_("Import"), "ph.download-simple", ButtonKind.FLAT)
        bring.setObjectName("import_script")
        bring.setToolTip(_("Open a script file, or take in a zip file of scripts (Ctrl+O)"))
        bring.clicked.connect(self.import_asked)
        self.more = tool_button("ph.dots-three", _("More that can be done with the library"))
        self.more.setObjectName("library_more")
        self.more.clicked.connect(self._open_menu)
        self._menu = QMenu(self.more)
        self._menu.setObjectName("library_menu")
        fill_menu(self._menu, LIBRARY_ROWS, self.library_asked.emit)
        foot = panel(
            row(new, bring, None, self.more, gap=0, margins=(HALF, 0, HALF, 0)), edge="top"
        )
        foot.setFixedHeight(41)
        self.tags = tool_button("ph.tag", _("Show the scripts of a tag only"))
        self.tags.setObjectName("tag_filter")
        self.tags.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.tags.setMenu(QMenu(self.tags))
        self.tags.menu().setObjectName("tag_menu")
        find = row(self.search, self.tags, gap=2, margins=(GRID, 9, HALF, GRID))
        self.setLayout(column(find, self.tree, foot, gap=0))

    def _open_menu(self) -> None:
        """Open the menu above its button, which stands at the foot of the window."""
        above = QPoint(0, -self._menu.sizeHint().height())
        self._menu.popup(self.more.mapToGlobal(above))

    def show_tags(self, tags: Sequence[str]) -> None:
        """Offer the tags that are in use; those in the search are ticked."""
        menu = self.tags.menu()
        menu.clear()
        _text, chosen = parts_of(self.search.text())
        for tag in tags:
            action = menu.addAction(f"#{tag}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(tag in chosen)
            action.triggered.connect(
                lambda _checked, tag=tag: self.search.setText(with_tag(self.search.text(), tag))
            )
        self.tags.setVisible(bool(tags))

    def show_groups(self, groups: Sequence[Group], current_key: str) -> None:
        """Show these groups, open unless the user closed them, the current script marked."""
        self.tree.blockSignals(True)
        if groups != self._groups:
            closed = {item.data(0, _KEY) for item in self._tops() if not item.isExpanded()}
            at = self.tree.verticalScrollBar().value()
            self._groups = groups
            self.tree.clear()
            for group in groups:
                self._add(group, is_open=group.name not in closed)
            self.tree.verticalScrollBar().setValue(at)
        self._mark(current_key)
        self.tree.blockSignals(False)

    def names(self) -> list[str]:
        """The names that are shown, in their order."""
        return [leaf.name for group in self._groups for leaf in group.leaves]

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("library_tree")
        tree.setProperty("kind", "panel")
        tree.setAccessibleName(_("Scripts"))
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.header().setStretchLastSection(False)
        tree.header().setMinimumSectionSize(STATE_WIDTH)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        tree.header().resizeSection(1, STATE_WIDTH)
        tree.setIndentation(14)
        tree.setUniformRowHeights(True)
        tree.setIconSize(QSize(14, 14))
        tree.setFont(font(Type.BASE))
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.itemClicked.connect(lambda item, _column: self.picked.emit(key_of(item)))
        tree.itemActivated.connect(lambda item, _column: self.opened.emit(key_of(item)))
        tree.customContextMenuRequested.connect(self._ask_menu)
        return tree

    def _add(self, group: Group, *, is_open: bool) -> None:
        top = QTreeWidgetItem([group.name, str(len(group.leaves))])
        top.setData(0, _KEY, group.name)
        top.setFont(0, font(Type.NAME))
        top.setFont(1, font(Type.SMALL))
        top.setTextAlignment(1, Qt.AlignmentFlag.AlignCenter)
        top.setSizeHint(0, QSize(10, ROW_HEIGHT))
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.tree.addTopLevelItem(top)
        for leaf in group.leaves:
            item = QTreeWidgetItem([leaf.name])
            item.setData(0, _KEY, leaf.key)
            item.setSizeHint(0, QSize(10, ROW_HEIGHT))
            item.setToolTip(0, leaf.tip or leaf.name)
            if leaf.state_icon:
                item.setIcon(1, icon(leaf.state_icon, leaf.state_role))
                item.setToolTip(1, leaf.tip)
            top.addChild(item)
        top.setExpanded(is_open)

    def _mark(self, key: str) -> None:
        self.tree.clearSelection()
        for top in self._tops():
            for place in range(top.childCount()):
                item = top.child(place)
                if key_of(item) == key and item is not None:
                    self.tree.setCurrentItem(item)

    def _tops(self) -> Iterable[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _ask_menu(self, spot: QPoint) -> None:
        if key := key_of(self.tree.itemAt(spot)):
            self.menu_asked.emit(key, self.tree.viewport().mapToGlobal(spot))


def key_of(item: QTreeWidgetItem | None) -> str:
    """The key of a script's row; "" for a heading, or none."""
    return str(item.data(0, _KEY)) if item is not None and item.parent() is not None else ""

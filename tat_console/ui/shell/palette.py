"""The command palette: everything the window can do or show, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import GRID
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write

WIDTH: Final = 560
ROW_HEIGHT: Final = 34
SHOWN_AT_MOST: Final = 12
_ROLE: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Find:
    """One thing that can be found: `hint` stands at the right, `words` are searched too."""

    title: str
    icon: str
    act: Callable[[], object]
    hint: str = ""
    words: str = ""

    def matches(self, asked: Sequence[str]) -> bool:
        """Whether every asked word begins or stands somewhere in this row's words."""
        hay = f"{self.title} {self.hint} {self.words}".casefold()
        return all(word in hay for word in asked)

    def rank(self, asked: Sequence[str]) -> int:
        """The lower the better: words at the start of the title come first."""
        title = self.title.casefold()
        return sum(0 if title.startswith(word) else 1 + (word not in title) for word in asked)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        found = index.data(_ROLE)  # type: ignore[attr-defined]
        colours = current()
        box = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colours.bg_current)
        icon = QRectF(box.left() + 12, box.top() + 9, 16, 16)
        paint_icon(painter, icon, found.icon, colours.text_2)
        hint_box = box.adjusted(40, 0, -12, 0)
        taken = write(painter, hint_box, found.hint, Type.BASE, colours.text_3, AT_RIGHT) + 16
        title_box = hint_box.adjusted(0, 0, -taken, 0)
        write(painter, title_box, found.title, Type.BASE, colours.text)
        painter.restore()


class Palette(QFrame):
    """A field and the rows that match; Enter does the chosen one, Escape closes."""

    def __init__(self, parent: QWidget, rows: Callable[[], Iterable[Find]]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._owner = parent
        self._rows = rows
        self._all: list[Find] = []
        self.setProperty("ground", "card")
        self.setObjectName("palette")
        self.setAccessibleName(_("Command palette"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find a machine, script, run or action"))
        self.field.setObjectName("palette_field")
        self.field.setAccessibleName(_("Find"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.list = QListWidget()
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("What was found"))
        self.list.itemClicked.connect(self._do)
        box = QVBoxLayout(self)
        box.setContentsMargins(GRID, GRID, GRID, GRID)
        box.addWidget(self.field)
        box.addWidget(self.list)

    def pop_up(self) -> None:
        """Show the palette in the upper middle of its window."""
        self._all = list(self._rows())
        self._search("")
        window = self._owner.window()
        self.setFixedSize(WIDTH, ROW_HEIGHT * SHOWN_AT_MOST + 60)
        self.move(window.mapToGlobal(QPoint((window.width() - WIDTH) // 2, 52)))
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field keeps the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                count = self.list.count()
                if count:
                    self.list.setCurrentRow((self.list.currentRow() + step) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        asked = text.casefold().split()
        found = [row for row in self._all if row.matches(asked)]
        found.sort(key=lambda row: row.rank(asked))
        self.list.clear()
        for row in found[: SHOWN_AT_MOST * 4]:
            item = QListWidgetItem(row.title)
            item.setData(_ROLE, row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        found: Find = item.data(_ROLE)
        self.close()
        found.act()

"""Text that does not fit where it stands: what would be cut for everybody who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QListView,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyledItemDelegate,
    QTabBar,
    QToolButton,
    QWidget,
)

from tat_console.ui.kit.controls import ElidedLabel
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.models.header import TableHeader
from tests.journeys.painted import is_own_word

W = TypeVar("W", bound=QWidget)
SLACK = 1
HEADER_PADDING = 14
BORDERS = 4


def clipped(root: QWidget) -> Iterator[str]:
    """Every text in view that has less room than it needs, unless it is cut on purpose.

    Cut on purpose is what ends in "…" and has the whole in its tool tip.
    """
    # What was said a moment ago has its room only after the layouts have heard of it.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for label in _shown(root, QLabel):
        yield from _label(label)
    for button in _shown(root, QAbstractButton):
        if isinstance(button, (QPushButton, QToolButton, QCheckBox, QRadioButton)):
            yield from _button(button)
    for box in _shown(root, QComboBox):
        yield from _combo_box(box)
    for bar in _shown(root, QTabBar):
        yield from _tabs(bar)
    for header in _shown(root, QHeaderView):
        yield from _header(header)
    for area in _shown(root, QScrollArea):
        yield from _sideways(area)
    for view in _shown(root, QAbstractItemView):
        if type(view.itemDelegate()) is QStyledItemDelegate and view.model() is not None:
            yield from _items(view)


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or isinstance(label, ElidedLabel) or label.textFormat() == Qt.TextFormat.RichText:
        return
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + SLACK:
            yield f"label “{text}” needs more lines than it has room for"
        return
    needed = label.sizeHint()
    if needed.width() > label.width() + SLACK:
        yield f"label “{text}” needs {needed.width()} px and has {label.width()}"
    if needed.height() > label.height() + SLACK:
        yield f"label “{text}” needs a height of {needed.height()} px and has {label.height()}"
    yield from _outside(label, text)


def _button(button: QAbstractButton) -> Iterator[str]:
    text = button.text()
    if not text:
        return
    if isinstance(button, QToolButton) and _shows_icon_only(button):
        return
    words = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text)
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    needed = words.width() + icon + BORDERS
    if needed > button.width() + SLACK:
        yield f"button “{text}” needs {needed} px and has {button.width()}"
    if words.height() > button.height() + SLACK:
        yield f"button “{text}” needs a height of {words.height()} px and has {button.height()}"
    yield from _outside(button, text)


def _combo_box(box: QComboBox) -> Iterator[str]:
    text = box.currentText()
    room = box.width() - 36 - (20 if not box.itemIcon(box.currentIndex()).isNull() else 0)
    if box.isEditable() or text in box.toolTip():
        return
    if box.fontMetrics().horizontalAdvance(text) > room + SLACK:
        yield f"list “{text}” has {room} px"


def _tabs(bar: QTabBar) -> Iterator[str]:
    if bar.objectName() == "script_tabs":  # scripts have any name; a tip tells the whole
        return
    for place in range(bar.count()):
        if not bar.isTabVisible(place):
            continue
        words = bar.fontMetrics().horizontalAdvance(bar.tabText(place))
        box = bar.tabRect(place)
        if words + 8 > box.width() or not bar.rect().contains(box.center()):
            yield f"tab “{bar.tabText(place)}” needs {words} px and has {box.width()}"
        if box.right() > bar.width() + SLACK:
            yield f"tab “{bar.tabText(place)}” ends outside of its bar"


def _header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() != Qt.Orientation.Horizontal or header.model() is None:
        return
    kind = Type.HEADER if isinstance(header, TableHeader) else Type.BASE
    metrics = QFontMetrics(font(kind))
    for place in range(header.count()):
        title = str(header.model().headerData(place, Qt.Orientation.Horizontal) or "")
        needed = metrics.horizontalAdvance(title)
        room = header.sectionSize(place) - HEADER_PADDING
        if needed > room + SLACK and not header.isSectionHidden(place):
            yield f"header “{title}” needs {needed} px and has {room}"


def _items(view: QAbstractItemView) -> Iterator[str]:
    """Items that Qt paints: what it cuts there must be told by a tip."""
    model, seen = view.model(), view.viewport().rect()
    columns = 1 if isinstance(view, QListView) else model.columnCount(view.rootIndex())
    for row in range(model.rowCount(view.rootIndex())):
        for column in range(columns):
            index = model.index(row, column, view.rootIndex())
            text, tip = str(index.data() or ""), str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            box, needed = view.visualRect(index), view.sizeHintForIndex(index).width()
            if not text or not box.intersects(seen) or needed <= box.width() + SLACK:
                continue
            if is_own_word(text) or text not in tip:
                yield f"item “{text}” of “{view.objectName()}” is {needed} px in {box.width()}"


def _sideways(area: QScrollArea) -> Iterator[str]:
    """What is wider than the part it is scrolled in, where that is never scrolled sideways."""
    is_never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    inside, room = area.widget(), area.viewport().width()
    if is_never and inside is not None and inside.width() > room + SLACK:
        above = type(area.parentWidget()).__name__
        yield f"what is scrolled in {above} “{area.objectName()}” needs {inside.width()} px and has {room}"


def _outside(widget: QWidget, text: str) -> Iterator[str]:
    """What stands partly outside of the part it is in, where nothing can be scrolled."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _can_scroll(widget):
        return
    box = widget.geometry()
    if box.right() > parent.width() + SLACK or box.bottom() > parent.height() + SLACK:
        place = f"{type(parent).__name__} “{parent.objectName()}”"
        yield f"“{text}” stands partly outside of the {place} it is in"


def _can_scroll(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def _shows_icon_only(button: QToolButton) -> bool:
    is_plain = button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    return is_plain and not button.icon().isNull()


def _shown(root: QWidget, kind: type[W]) -> list[W]:
    return [one for one in root.findChildren(kind) if one.isVisible()]

"""Every text that a part of the window shows or tells, and the Latin words in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QToolButton,
    QWidget,
)

from tat_console.ui.kit.controls import ElidedLabel
from tat_console.ui.widgets.key_value import ValueLabel

_ROWS_LOOKED_AT: Final = 40
_ROLES: Final = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_MARKUP: Final = re.compile(r"<[^>]+>|https?://\S*|&(?=\w)")
_WORD: Final = re.compile(r"[A-Za-z0-9_.+/\\$@:#{}-]*[A-Za-z][A-Za-z0-9_.+/\\$@:#{}-]*")
_IDENTIFIER: Final = re.compile(
    r"(cmd|invt?|ivk|(r|lh)?ins)-[a-z0-9]+|.*[0-9_/\\$@#{}:].*|.*\w[.:]\w.*|.*[a-z][A-Z].*|-.*|.*=.*"
)


def latin_words(text: str) -> Iterator[str]:
    """The words in Latin letters, without what can only be an id, a path or a name in code."""
    for found in _WORD.findall(_MARKUP.sub(" ", text)):
        if not _IDENTIFIER.match(found.strip(".:-+/")):
            yield from (word for word in re.split(r"[^A-Za-z]+", found) if len(word) > 1)


def texts_in(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Where a text stands and the text, for all of a part of the window that can be seen."""
    for part in (widget, *widget.findChildren(QWidget)):
        if part is widget or part.isVisible():
            place = part.objectName() or type(part).__name__
            yield from ((place, text) for text in _texts_of(part) if text)


def _texts_of(part: QWidget) -> Iterator[str]:
    yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
    if part.isWindow():
        yield part.windowTitle()
    if isinstance(part, ElidedLabel):
        yield part.full_text()
    elif isinstance(part, ValueLabel):
        yield part.value()
    elif isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    if isinstance(part, QLineEdit | QPlainTextEdit):
        yield part.placeholderText()
    if isinstance(part, QComboBox):
        yield from (part.itemText(place) for place in range(part.count()))
    if isinstance(part, QTabBar):
        yield from (part.tabText(place) for place in range(part.count()))
        yield from (part.tabToolTip(place) for place in range(part.count()))
    if isinstance(part, QToolButton) and (menu := part.menu()) is not None:
        yield from _texts_of_menu(menu)
    if isinstance(part, QAbstractItemView) and not isinstance(part, QHeaderView):
        yield from _texts_of_view(part)


def _texts_of_menu(menu: QMenu) -> Iterator[str]:
    for action in menu.actions():
        yield action.text()
        below: Any = action.menu()
        if below is not None:
            yield from _texts_of_menu(below)


def _texts_of_view(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    columns = range(1 if isinstance(view, QListView) else model.columnCount())
    yield from (
        str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for column in columns
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    )
    for row in range(min(model.rowCount(), _ROWS_LOOKED_AT)):
        for column in columns:
            index = model.index(row, column)
            yield from (str(index.data(role) or "") for role in _ROLES)


def words_of_data(*data: Any) -> set[str]:
    """All Latin words in the texts of what the service and the user have named."""
    return {word for text in _strings(data) for word in latin_words(text)}


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from _strings([*data, *data.values()])
    elif isinstance(data, Iterable) and not isinstance(data, bytes):
        for one in data:
            yield from _strings(one)

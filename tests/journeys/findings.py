"""What is wrong with a window for people who do not see it, or do not use a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QListView,
    QScrollBar,
    QWidget,
)

from tat_console.ui.widgets.script_editor import ScriptEditor

W = TypeVar("W", bound=QWidget)
_Role = QAccessible.Role
NAMED: Final = frozenset(
    {
        *(_Role.Button, _Role.CheckBox, _Role.RadioButton, _Role.ComboBox, _Role.SpinBox),
        *(_Role.EditableText, _Role.Slider, _Role.PageTab, _Role.PageTabList, _Role.MenuItem),
        *(_Role.Table, _Role.List, _Role.Tree, _Role.Dialog, _Role.Link, _Role.ButtonMenu),
        *(_Role.ButtonDropDown, _Role.Graphic, _Role.Chart),
    }
)
"""Roles that say nothing without a name."""
ROWS_LOOKED_AT: Final = 4
MOST_CHILDREN: Final = 200
MOST_STOPS: Final = 300
PARENTS_TOLD: Final = 4
_TELLING: Final = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.CheckStateRole,
    Qt.ItemDataRole.ToolTipRole,
)


def nameless(widget: QWidget) -> Iterator[str]:
    """Everything in an accessibility tree that a screen reader could not call by a name."""
    for found in _tree(QAccessible.queryAccessibleInterface(widget)):
        state = found.state()
        needs_name = found.role() in NAMED or state.focusable
        if needs_name and not found.text(QAccessible.Text.Name).strip():
            yield f"{_words(found)} has no name"
    for view in _shown(widget, QAbstractItemView):
        if not isinstance(view, QHeaderView):
            yield from _mute_cells(view)


def _tree(found: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """A part and all that is in it and can be seen; cells of views are looked at by their model."""
    if found is None or not found.isValid() or found.state().invisible:
        return
    owner = found.object()
    if _is_part_of_another(owner):
        return
    yield found
    if isinstance(owner, QAbstractItemView):
        return
    for place in range(min(found.childCount(), MOST_CHILDREN)):
        yield from _tree(found.child(place))


def _is_part_of_another(owner: QObject | None) -> bool:
    """Scroll bars, and the field inside a spin or combo box: named by what they belong to."""
    if not isinstance(owner, QWidget):
        return False
    parent = owner.parentWidget()
    return isinstance(owner, QScrollBar) or isinstance(parent, (QAbstractSpinBox, QComboBox))


def _mute_cells(view: QAbstractItemView) -> Iterator[str]:
    """Cells on which something is painted that nobody would hear of."""
    model = view.model()
    if model is None:
        return
    for row in range(min(model.rowCount(QModelIndex()), ROWS_LOOKED_AT)):
        for column in range(_columns(view)):
            index = model.index(row, column)
            box = view.visualRect(index).intersected(view.viewport().rect())
            if box.width() < 12 or box.height() < 8 or _says_something(view, index):
                continue
            if _is_painted(view, box):
                title = model.headerData(column, Qt.Orientation.Horizontal) or column
                yield f"{view.objectName() or type(view).__name__}: nothing tells of {title!r}"


def _columns(view: QAbstractItemView) -> int:
    return 1 if isinstance(view, QListView) else view.model().columnCount(QModelIndex())


def _says_something(view: QAbstractItemView, index: QModelIndex) -> bool:
    return any(view.model().data(index, role) not in (None, "") for role in _TELLING)


def _is_painted(view: QAbstractItemView, box: QRect) -> bool:
    image = view.viewport().grab(box.adjusted(2, 2, -2, -2)).toImage()
    first = image.pixel(0, 0)
    return any(
        image.pixel(x, y) != first
        for x in range(0, image.width(), 2)
        for y in range(image.height())
    )


def _words(found: QAccessibleInterface) -> str:
    owner: QObject | None = found.object()
    above: list[str] = []
    while owner is not None and len(above) < PARENTS_TOLD:
        above.append(f"{type(owner).__name__} “{owner.objectName()}”")
        owner = owner.parent()
    return f"{found.role().name} {' in '.join(above)}"


def _shown(root: QWidget, kind: type[W]) -> list[W]:
    return [one for one in root.findChildren(kind) if one.isVisible()]


def unreachable(window: QWidget) -> Iterator[str]:
    """What Tab and Shift+Tab do not come round to, and where they are caught."""
    wanted = {one for one in _shown(window, QWidget) if _is_stop(one)}
    if QApplication.focusWidget() is None and wanted:
        next(iter(wanted)).setFocus()
    for key, word in ((Qt.Key.Key_Tab, "Tab"), (Qt.Key.Key_Backtab, "Shift+Tab")):
        visited = set(_round(window, key))
        if len(visited) < 2 <= len(wanted):
            yield f"{word} is caught by {', '.join(map(_called, visited))}"
            return
        missed = [_called(one) for one in wanted - visited]
        yield from (f"{word} does not reach {one}" for one in missed)


def _is_stop(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    takes_tab = policy & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox))
    has_proxy = widget.focusProxy() is not None
    if isinstance(widget, QAbstractButton) and (group := widget.group()) is not None:
        takes_tab &= not group.exclusive() or widget.isChecked()
    return takes_tab and widget.isEnabled() and not inner and not has_proxy


def _round(window: QWidget, key: Qt.Key) -> Iterator[QWidget]:
    """Who has the focus in turn, until somebody has it for the second time."""
    seen: set[QWidget] = set()
    for _step in range(MOST_STOPS):
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            return
        seen.add(focus)
        yield focus
        if isinstance(focus, ScriptEditor):
            QTest.keyClick(focus, Qt.Key.Key_Escape)
        QTest.keyClick(focus, key)


def unmarked(window: QWidget) -> Iterator[str]:
    """Controls that look the same with and without the focus."""
    for focus in list(_round(window, Qt.Key.Key_Tab)):
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = _picture(focus)
        focus.clearFocus()
        if _picture(focus) == with_focus:
            yield f"{_called(focus)} does not show that it has the focus"


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _called(widget: QWidget) -> str:
    kind = type(widget).__name__
    words = widget.objectName() or widget.accessibleName() or getattr(widget, "text", str)()
    return f"{kind} “{words}”"

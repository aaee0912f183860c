"""How the columns of a table stand: their order, widths, which are hidden, and the sorting."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from tat_console.support.i18n import _
from tat_console.ui.kit.memory import remember
from tat_console.ui.models.columns import Column
from tat_console.ui.models.table import TableModel

_Order = Qt.SortOrder
_Fixed = QHeaderView.ResizeMode.Fixed
_Stretch = QHeaderView.ResizeMode.Stretch


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """What the user made of the columns, by their keys; `widths` in pixels.

    `order` is empty for the one at first, `sorted_by` for rows in the order they came in.
    """

    order: tuple[str, ...] = ()
    widths: dict[str, int] = {}
    hidden: tuple[str, ...] = ()
    sorted_by: str = ""
    descending: bool = False


class Arrangement(QObject):
    """The columns of one table: the user moves, widens and hides them; a narrow page folds some.

    A column is shown when neither the user nor the page has put it away.
    """

    changed = Signal()

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._header = view.horizontalHeader()
        self._hidden: set[str] = set()
        self._folded: set[str] = set()
        self._widths: dict[str, int] = {}
        self._first_sort = ("", False)
        self._is_settling = False
        self._header.setSectionsMovable(True)
        self._header.setFirstSectionMovable(model.blocked is None)
        self._header.sectionResized.connect(self._take_width)
        self._header.sectionMoved.connect(lambda *_places: self._tell())
        remember(view, Columns, self.columns, self.restore, self.changed, self.reset)

    def columns(self) -> Columns:
        """How the columns stand now."""
        keys = [one.key for one in self._model.columns]
        order = tuple(keys[self._header.logicalIndex(place)] for place in range(len(keys)))
        sorted_by, is_descending = self._sorting()
        return Columns(
            order=() if list(order) == keys else order,
            widths=dict(self._widths),
            hidden=tuple(key for key in keys if key in self._hidden),
            sorted_by=sorted_by,
            descending=is_descending,
        )

    def restore(self, kept: Columns) -> None:
        """Arrange the columns so; keys of columns that there are not are passed over."""
        self._apply(kept)

    def reset(self) -> None:
        """Arrange the columns as they were at first."""
        widths = {one.key: one.width for one in self._model.columns}
        key, is_descending = self._first_sort
        self._apply(Columns(widths=widths, sorted_by=key, descending=is_descending))
        self._widths = {}

    def fold(self, place: int, is_folded: bool) -> None:
        """Put a column away for want of room, or let it come back."""
        key = self._model.columns[place].key
        (self._folded.add if is_folded else self._folded.discard)(key)
        self._show()

    def hide(self, key: str, is_hidden: bool) -> None:
        """Put a column away because the user does not want it; the last one stays."""
        wanted = self._hidden | {key} if is_hidden else self._hidden - {key}
        if all(one.key in wanted for one in self._offered()):
            return
        self._hidden = wanted
        self._show()
        self._tell()

    def fill(self, menu: QMenu) -> None:
        """Offer every column to be shown or hidden, and all of them as at first."""
        for one in self._offered():
            action = menu.addAction(one.title.replace("&", "&&"))
            action.setObjectName(f"column_{one.key}")
            action.setCheckable(True)
            action.setChecked(one.key not in self._hidden | self._folded)
            action.setEnabled(one.key not in self._folded)
            action.toggled.connect(lambda on, key=one.key: self.hide(key, not on))
        menu.addSeparator()
        menu.addAction(_("Columns as at first")).triggered.connect(self._start_anew)

    def first_column(self) -> int:
        """The column at the left."""
        header = self._header
        places = map(header.logicalIndex, range(header.count()))
        return next((place for place in places if not header.isSectionHidden(place)), 0)

    def sort(self, place: int, order: Qt.SortOrder) -> None:
        """Sort by a column because the user wants it so."""
        self._header.setSortIndicator(place, order)
        self._model.sort(place, order)
        self._tell()

    def sort_at_first(self, place: int, order: Qt.SortOrder) -> None:
        """Sort by a column until the user wants another one."""
        self._header.setSortIndicator(place, order)
        self._model.sort(place, order)
        self._first_sort = self._sorting()

    # -- inside

    def _start_anew(self) -> None:
        self.reset()
        self._tell()

    def _apply(self, wanted: Columns) -> None:
        self._is_settling = True
        self._move(wanted.order)
        for place, one in enumerate(self._model.columns):
            width = wanted.widths.get(one.key, 0)
            if self._is_free(place) and width >= self._header.minimumSectionSize():
                self._widths[one.key] = width
                self._header.resizeSection(place, width)
        known = {one.key for one in self._offered()}
        self._hidden = set(wanted.hidden) & known
        if self._hidden == known:
            self._hidden = set()
        self._show()
        self._sort(wanted.sorted_by, wanted.descending)
        self._is_settling = False

    def _move(self, order: tuple[str, ...]) -> None:
        """Columns that are not named keep their place behind those that are."""
        keys = [one.key for one in self._model.columns]
        locked = keys[:1] if self._model.blocked is not None else []
        named = [key for key in dict.fromkeys(order) if key in keys and key not in locked]
        rest = [key for key in keys if key not in named and key not in locked]
        for place, key in enumerate([*locked, *named, *rest]):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), place)

    def _sort(self, key: str, is_descending: bool) -> None:
        keys = [one.key for one in self._model.columns]
        place = keys.index(key) if key in keys else -1
        order = _Order.DescendingOrder if is_descending else _Order.AscendingOrder
        self._header.setSortIndicator(place, order)
        self._model.sort(place, order)

    def _sorting(self) -> tuple[str, bool]:
        if self._model.sorted_by is None:
            return "", False
        place, order = self._model.sorted_by
        return self._model.columns[place].key, order == _Order.DescendingOrder

    def _show(self) -> None:
        for place, one in enumerate(self._model.columns):
            is_away = one.key in self._hidden or one.key in self._folded
            if self._header.isSectionHidden(place) != is_away:
                self._header.setSectionHidden(place, is_away)

    def _take_width(self, place: int, earlier: int, width: int) -> None:
        if earlier and width and self._is_free(place) and not self._is_settling:
            self._widths[self._model.columns[place].key] = width
            self._tell()

    def _is_free(self, place: int) -> bool:
        return self._header.sectionResizeMode(place) not in (_Fixed, _Stretch)

    def _offered(self) -> list[Column[Any]]:
        return [one for one in self._model.columns if one.title]

    def _tell(self) -> None:
        if not self._is_settling:
            self.changed.emit()

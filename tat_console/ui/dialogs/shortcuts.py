"""The sheet of shortcuts: every key of the program, by the place where it works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tat_console.support.i18n import _
from tat_console.ui.dialogs.shortcut_rows import ShortcutGroup, ShortcutRow
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column, row, scrolled
from tat_console.ui.widgets.search_field import SearchField

WIDTH: Final = 760
HEIGHT: Final = 540
COLUMNS: Final = 2
_OR: Final = " · "


class ShortcutSheet(Dialog):
    """Groups in two columns of about the same height; typing leaves the rows that match."""

    def __init__(self, parent: QWidget, groups: Sequence[ShortcutGroup]) -> None:
        super().__init__(parent, _("Keyboard shortcuts"), width=WIDTH)
        self.setObjectName("shortcut_sheet")
        self.resize(WIDTH, HEIGHT)
        self.search = SearchField(_("Find a shortcut by what it does or by its key"))
        self.search.setObjectName("shortcut_search")
        self.search.textChanged.connect(self._filter)
        self.groups = [_Group(group) for group in groups]
        self.nothing = Label(_("No shortcut has these words."), Type.BASE, "text_2")
        self.nothing.hide()
        self.body.addWidget(self.search)
        self.body.addWidget(self.nothing)
        columns = row(*map(_stacked, _columns(self.groups)), gap=MARGIN * 2)
        area = scrolled(columns, _("Keyboard shortcuts"))
        self.body.addWidget(area, 1)
        self.add_cancel(_("Close"))
        self.search.setFocus()
        self.finished.connect(self.deleteLater)

    def _filter(self, text: str) -> None:
        asked = text.casefold().split()
        shown = [group.show_matching(asked) for group in self.groups]
        self.nothing.setHidden(any(shown))


class _Group(QWidget):
    """The title of a place and a line for each of its rows."""

    def __init__(self, group: ShortcutGroup) -> None:
        super().__init__()
        self.title = _(group.title)
        self.lines = [_Line(line) for line in group.rows]
        self.setLayout(column(Label(self.title, Type.HEADING), *self.lines, gap=HALF))

    def show_matching(self, asked: Sequence[str]) -> bool:
        """Hide the lines without the asked words; whether any is left."""
        for line in self.lines:
            line.setHidden(not line.matches(asked, self.title))
        self.setHidden(all(line.isHidden() for line in self.lines))
        return not self.isHidden()


class _Line(QWidget):
    """What a key does, and the key at the right."""

    def __init__(self, line: ShortcutRow) -> None:
        super().__init__()
        self.what = _(line.what)
        self.keys = keys_in_words(line.keys)
        key = Label(self.keys, Type.SMALL, "text_2")
        key.setProperty("kind", "key")
        what = Label(self.what, Type.BASE, wrap=True)
        inside = row(what, key, gap=GAP)
        inside.setStretch(0, 1)
        inside.setAlignment(key, Qt.AlignmentFlag.AlignTop)
        self.setLayout(inside)
        self.setAccessibleName(_("{what}: {keys}").format(what=self.what, keys=self.keys))

    def matches(self, asked: Sequence[str], title: str) -> bool:
        """Whether every asked word is in its words, its keys or the title of its group."""
        hay = f"{self.what} {self.keys} {title}".casefold()
        return all(word in hay for word in asked)


def keys_in_words(keys: Iterable[str]) -> str:
    """Keys as this system writes them; the two keys that say Enter are one."""
    native = (
        QKeySequence(key.replace("Return", "Enter")).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        for key in keys
    )
    return _OR.join(dict.fromkeys(native))


def _columns(groups: Sequence[_Group]) -> list[list[_Group]]:
    """The groups in their order, broken into columns of about as many lines."""
    lines = sum(len(group.lines) + 2 for group in groups)
    made: list[list[_Group]] = [[] for _column in range(COLUMNS)]
    taken = 0
    for group in groups:
        place = min(taken * COLUMNS // lines, COLUMNS - 1)
        made[place].append(group)
        taken += len(group.lines) + 2
    return made


def _stacked(groups: Sequence[_Group]) -> QVBoxLayout:
    return column(*groups, None, gap=MARGIN, margins=(0, 0, GRID, 0))

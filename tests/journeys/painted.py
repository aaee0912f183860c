"""Text that is painted by hand and had to be cut: words of the program, and data without a tip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final, NamedTuple

from babel.messages.pofile import read_po
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from installer.translations import LANGUAGES, po_path
from tat_console.support.i18n import language
from tat_console.ui.kit.writing import Cut, cuts

NO_TIP: Final = "no tip"
_FIELD: Final = re.compile(r"\\\{\w+\\\}")
_NUMBER: Final = r"[\d,.:]+"


class _Found(NamedTuple):
    widget: QWidget
    spot: QPoint
    text: str


class PaintedTexts(QObject):
    """Notices what is cut while parts of the window are painted."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[_Found] = []
        self._painted: QWidget | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Know which widget is painted: it is the last that was asked to."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._painted = watched
        return False

    def take(self, cut: Cut) -> None:
        """Keep what was cut if one can look there: boxes without room hold nothing on purpose."""
        box = cut.painter.worldTransform().mapRect(cut.box).toRect()
        widget = self._painted
        if widget is None or not (seen := box.intersected(widget.rect())).isValid():
            return
        self._found.append(_Found(widget, seen.center(), cut.text))

    def cut_in(self, root: QWidget) -> Iterator[str]:
        """Paint a part of the window, and tell what was cut there that should not have been."""
        self._found.clear()
        root.grab()
        for found in list(dict.fromkeys(self._found)):
            if is_own_word(found.text):
                yield f"{_name(found.widget)}: “{found.text}” is cut"
            elif found.text.strip() not in _tip(found):
                yield f"{_name(found.widget)}: “{found.text}” is cut, and no tip tells the whole"


def _name(widget: QWidget) -> str:
    """What a part is called; the inside of a view is called like the view."""
    above = widget.parentWidget()
    named = above if above and widget.objectName() == "qt_scrollarea_viewport" else widget
    return f"{type(named).__name__} “{named.objectName()}”"


def _tip(found: _Found) -> str:
    """What the tool tip says at the place of a text."""
    where = found.widget.mapToGlobal(found.spot)
    QToolTip.showText(where, NO_TIP, found.widget)
    QApplication.sendEvent(found.widget, QHelpEvent(QEvent.Type.ToolTip, found.spot, where))
    said = QToolTip.text()
    QToolTip.hideText()
    return said


def is_own_word(text: str) -> bool:
    """Whether the program itself says this; numbers may stand in it, but nobody else's words."""
    return any(pattern.fullmatch(text) for pattern in _own_words(language()))


@cache
def _own_words(spoken: str) -> tuple[re.Pattern[str], ...]:
    with po_path(LANGUAGES[0]).open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    sides = [message.id if spoken == "en" else message.string for message in messages]
    texts = {text for side in sides for text in _forms(side)}
    return tuple(
        re.compile(_FIELD.sub(lambda _match: _NUMBER, re.escape(text)))
        for text in texts
        if any(letter.isalpha() for letter in re.sub(r"\{\w+\}", "", text))
    )


def _forms(side: str | Sequence[str] | None) -> Sequence[str]:
    """A message, or its forms for one and many."""
    return (side,) if isinstance(side, str) else side or ()


@contextmanager
def painted_texts() -> Iterator[PaintedTexts]:
    """Listen while this lasts."""
    listener = PaintedTexts()
    application = QApplication.instance()
    assert application is not None
    subscription = cuts.subscribe(listener.take)
    application.installEventFilter(listener)
    try:
        yield listener
    finally:
        application.removeEventFilter(listener)
        subscription.cancel()

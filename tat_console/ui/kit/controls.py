"""Buttons and labels of the house, in one line each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStyleOptionButton, QToolButton, QWidget

from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon, paint_icon
from tat_console.ui.kit.theme import current

BUTTON_ICON: Final = QSize(19, 16)
"""Box of an icon before words: the glyph stands left in it, the rest is the gap."""
CARET: Final = 12


class ButtonKind(StrEnum):
    """How much weight a button has; a page has at most one PRIMARY or DANGER."""

    NORMAL = "normal"
    PRIMARY = "primary"
    DANGER = "danger"
    FLAT = "flat"
    LINK = "link"


class MenuButton(QPushButton):
    """A button with a caret, which says that a press opens a list."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setProperty("opens", "menu")

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The caret is ours: Qt would centre the words as if there were none."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the caret at the right end."""
        super().paintEvent(event)
        colours = current()
        ink = colours.text_2 if self.isEnabled() else colours.text_3
        box = QRect(self.width() - CARET - 10, 0, CARET, self.height())
        paint_icon(QPainter(self), box, "ph.caret-down", ink)


def button(
    text: str,
    icon_name: str = "",
    kind: ButtonKind = ButtonKind.NORMAL,
    *,
    strip: bool = False,
    opens_menu: bool = False,
) -> QPushButton:
    """A push button; `strip` makes it 24 px high for tool strips, `opens_menu` gives it a caret.

    A button of an icon alone is a `tool_button`.
    """
    made = MenuButton(text) if opens_menu else QPushButton(text)
    made.setProperty("kind", kind.value)
    made.setProperty("strip", strip)
    made.setFont(font(Type.BASE))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon_name:
        filled = kind in (ButtonKind.PRIMARY, ButtonKind.DANGER)
        made.setIcon(icon(icon_name, "accent_on" if filled else "text_2"))
        made.setIconSize(BUTTON_ICON)
    return made


def tool_button(
    icon_name: str, tip: str, *, framed: bool = False, role: str = "text_2"
) -> QToolButton:
    """A button that is an icon only; `tip` is its tool tip and its accessible name."""
    made = QToolButton()
    made.setIcon(icon(icon_name, role, "accent"))
    made.setIconSize(QSize(16, 16))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if framed:
        made.setProperty("kind", "framed")
    return made


class Label(QLabel):
    """Text in a type role and a colour role; `text.2` is written "text_2"."""

    def __init__(
        self, text: str = "", kind: Type = Type.BASE, ink: str = "text", *, wrap: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("ink", ink)
        self.setFont(font(kind))
        self.setWordWrap(wrap)

    def set_ink(self, role: str) -> None:
        """Change the colour role."""
        set_look(self, "ink", role)


class ElidedLabel(Label):
    """One line of text that ends in "…" where it does not fit; the tool tip has all of it."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BASE,
        ink: str = "text",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__("", kind, ink)
        self._mode = mode
        self._full = ""
        self.setMinimumWidth(24)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text, cut where needed."""
        self._full = text
        self.setAccessibleName(text)
        self._cut()

    def full_text(self) -> str:
        """The text before cutting."""
        return self._full

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        return QSize(
            self.fontMetrics().horizontalAdvance(self._full) + 2, super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._mode, max(self.width(), 24))
        super().setText(shown)
        self.setToolTip(self._full if shown != self._full else "")
        self.updateGeometry()


class IconLabel(QWidget):
    """An icon that is only looked at; its colour follows the theme."""

    def __init__(self, name: str = "", role: str = "text_2", side: int = 16) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self.setFixedSize(side, side)

    def set_icon(self, name: str, role: str = "text_2") -> None:
        """Show another icon."""
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glyph in the current colour of its role."""
        if self._name:
            paint_icon(QPainter(self), self.rect(), self._name, current().colour(self._role))


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and have the widget styled again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()

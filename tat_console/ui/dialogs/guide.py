"""A short guide through the window: a card beside the real control, and a ring around that.

It lies over the window and takes nothing from it: every control works while the guide is open.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from tat_console.support.i18n import _
from tat_console.ui.dialogs.guide_steps import STEPS
from tat_console.ui.kit.controls import ButtonKind, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, row
from tat_console.ui.kit.theme import current
from tat_console.ui.navigation import Navigator

WIDTH: Final = 320
_AWAY: Final = 10
_RING: Final = 3
_RADIUS: Final = 6


class Guide(QFrame):
    """The card of one step at a time; Escape or the cross ends it."""

    def __init__(self, window: QWidget, navigator: Navigator) -> None:
        super().__init__(window)
        self.setObjectName("guide")
        self._window = window
        self._navigator = navigator
        self._place = 0
        self._ring = _Ring(window)
        self.setFixedWidth(WIDTH)
        self._title = Label("", Type.HEADING, wrap=True)
        self._title.setObjectName("guide_title")
        self._text = Label("", Type.BASE, "text_2", wrap=True)
        self._count = Label("", Type.SMALL, "text_3")
        close = tool_button("ph.x", _("End the guide (Escape)"))
        close.setObjectName("guide_close")
        close.clicked.connect(self.end)
        self.back = button(_("Back"), kind=ButtonKind.FLAT)
        self.back.setObjectName("guide_back")
        self.back.clicked.connect(lambda: self.show_step(self._place - 1))
        self.on = button("", kind=ButtonKind.PRIMARY)
        self.on.setObjectName("guide_next")
        self.on.clicked.connect(self._go_on)
        head = row(self._title, close)
        head.setStretch(0, 1)
        head.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        foot = row(self._count, None, self.back, self.on, gap=GRID)
        inside = (MARGIN, GAP, GAP, GAP)
        self.setLayout(column(head, self._text, foot, gap=GRID, margins=inside))
        window.installEventFilter(self)

    def start(self) -> None:
        """Begin with the first step."""
        self.show_step(0)

    def show_step(self, place: int) -> None:
        """Go to the page of a step and point at its control."""
        self._place = place
        step = STEPS[place]
        is_last = place == len(STEPS) - 1
        self._title.setText(_(step.title))
        self._text.setText(_(step.text))
        words = _("Step {number} of {count}").format(number=place + 1, count=len(STEPS))
        self._count.setText(words)
        self.back.setEnabled(place > 0)
        self.on.setText(_("Done") if is_last else _("Next"))
        self.setAccessibleName(f"{words}. {_(step.title)}. {_(step.text)}")
        self._navigator.go(step.page)
        # The page lays out its parts before the card can stand beside one of them.
        QTimer.singleShot(0, self, self._point)

    def end(self) -> None:
        """Take the guide away."""
        self._ring.deleteLater()
        self._ring.hide()
        self.hide()
        self.deleteLater()

    # -- what Qt tells

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the guide."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the control when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            QTimer.singleShot(0, self, self._arrange)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card with a border in the accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().accent, 2))
        painter.setBrush(current().bg_raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    # -- inside

    def _go_on(self) -> None:
        if self._place == len(STEPS) - 1:
            self.end()
        else:
            self.show_step(self._place + 1)

    def _point(self) -> None:
        self._arrange()
        self.show()
        self.raise_()
        self.on.setFocus(Qt.FocusReason.TabFocusReason)

    def _arrange(self) -> None:
        """Put the card beside the control, or into the middle where the control is folded away."""
        window = self._window
        self.resize(WIDTH, max(self.heightForWidth(WIDTH), self.sizeHint().height()))
        controls = window.findChildren(QWidget, STEPS[self._place].control)
        shown = next((found for found in controls if found.isVisible()), None)
        self._ring.setVisible(shown is not None)
        if shown is None:
            self.move(window.rect().center() - self.rect().center())
            return
        spot = QRect(shown.mapTo(window, QPoint(0, 0)), shown.size())
        self._ring.surround(spot)
        self.move(_beside(spot, self.rect(), window.rect()))


class _Ring(QWidget):
    """A frame in the accent around a control; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, spot: QRect) -> None:
        """Lie around a part of the window."""
        self.setGeometry(spot.adjusted(-_RING, -_RING, _RING, _RING))
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().accent, _RING))
        box = QRectF(self.rect()).adjusted(_RING / 2, _RING / 2, -_RING / 2, -_RING / 2)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)


def _beside(spot: QRect, card: QRect, window: QRect) -> QPoint:
    """Right of a control, left of it, below or above; over its corner where nothing is free."""
    inside = window.adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY)
    middle = min(spot.top(), inside.bottom() - card.height())
    left = max(inside.left(), min(spot.left(), inside.right() - card.width()))
    places = (
        QPoint(spot.right() + _AWAY, middle),
        QPoint(spot.left() - _AWAY - card.width(), middle),
        QPoint(left, spot.bottom() + _AWAY),
        QPoint(left, spot.top() - _AWAY - card.height()),
    )
    for place in places:
        if inside.contains(QRect(place, card.size())):
            return place
    corner = QPoint(spot.right() - card.width() - 2 * _AWAY, spot.bottom() - card.height())
    return corner - QPoint(0, 2 * _AWAY)

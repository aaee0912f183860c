"""The small things that style, tables and headers paint alike: boxes, fields, carets, rings."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from tat_console.ui.kit import theme
from tat_console.ui.kit.icons import paint_icon

RADIUS_SMALL: Final = 3
RADIUS: Final = 5
RADIUS_CARD: Final = 6
BOX_SIDE: Final = 16
CARET_SIDE: Final = 12

_State = QStyle.StateFlag


def paint_check_box(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Paint a check box of 16 pixels into the middle of `rect`: off, on or partly on."""
    colours = theme.current()
    box = centred(rect, BOX_SIDE - 2)
    is_set = bool(state & (_State.State_On | _State.State_NoChange))
    rounded(painter, box, RADIUS_SMALL, *_box_colours(state, is_set))
    if state & _State.State_On:
        paint_icon(painter, centred(rect, 12), "ph.check-bold", colours.accent_on)
    elif state & _State.State_NoChange:
        paint_icon(painter, centred(rect, 12), "ph.minus-bold", colours.accent_on)
    if state & _State.State_HasFocus:
        paint_focus(painter, box.adjusted(-2, -2, 2, 2).toRect())


def paint_field(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, raised: bool = False
) -> None:
    """Paint the frame and ground of a field; with focus the border is the 2 px accent."""
    colours = theme.current()
    ground = colours.bg_raised if raised else colours.bg_surface
    if not state & _State.State_Enabled:
        rounded(painter, QRectF(rect), RADIUS, colours.line, colours.bg_panel)
    elif state & _State.State_HasFocus:
        rounded(painter, QRectF(rect), RADIUS, colours.accent, ground, width=2)
    else:
        hovered = raised and bool(state & _State.State_MouseOver)
        ground = colours.bg_hover if hovered else ground
        rounded(painter, QRectF(rect), RADIUS, colours.line_control, ground)


def _box_colours(state: QStyle.StateFlag, is_set: bool) -> tuple[QColor, QColor]:
    colours = theme.current()
    if not state & _State.State_Enabled:
        return colours.line, (colours.line_control if is_set else colours.bg_panel)
    if is_set:
        return colours.accent_fill, colours.accent_fill
    return colours.line_control, colours.bg_surface


def paint_radio_button(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Paint a radio button of 16 pixels into the middle of `rect`."""
    colours = theme.current()
    is_on = bool(state & _State.State_On)
    box = centred(rect, BOX_SIDE - 2)
    rounded(painter, box, box.width() / 2, *_box_colours(state, is_on))
    if is_on:
        dot = centred(rect, 6)
        rounded(painter, dot, 3, colours.accent_on, colours.accent_on)
    if state & _State.State_HasFocus:
        paint_focus(painter, box.adjusted(-2, -2, 2, 2).toRect())


def paint_caret(painter: QPainter, rect: QRect, name: str, state: QStyle.StateFlag) -> None:
    """Paint a caret of 12 pixels into the middle of `rect`."""
    colours = theme.current()
    colour = colours.text_2 if state & _State.State_Enabled else colours.line_control
    paint_icon(painter, centred(rect, min(CARET_SIDE, rect.height())), name, colour)


def paint_focus(painter: QPainter, rect: QRect) -> None:
    """Paint the ring of 2 pixels that shows the focus, inside `rect`."""
    nothing = QColor(Qt.GlobalColor.transparent)
    rounded(painter, QRectF(rect), RADIUS_SMALL, theme.current().accent, nothing, width=2)


def rounded(
    painter: QPainter,
    box: QRectF,
    radius: float,
    border: QColor,
    ground: QColor,
    *,
    width: float = 1,
) -> None:
    """Paint a box with round corners, its border inside."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, width))
    painter.setBrush(ground)
    inset = width / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def centred(rect: QRect, side: float) -> QRectF:
    """The square of `side` pixels in the middle of `rect`, on whole pixels."""
    left = rect.left() + round((rect.width() - side) / 2)
    top = rect.top() + round((rect.height() - side) / 2)
    return QRectF(left, top, side, side)

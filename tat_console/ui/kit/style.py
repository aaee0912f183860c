"""Fusion with the parts a style sheet cannot draw: boxes, carets, fields and focus rings.

A style sheet wants image files for indicators and arrows and, once it touches a combo box, takes
all of it over. Here they come from the icon font and follow the theme.
"""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionSpinBox,
    QWidget,
)

from tat_console.ui.kit import theme
from tat_console.ui.kit.icons import paint_icon

CONTROL_HEIGHT: Final = 28
STRIP_CONTROL_HEIGHT: Final = 24
RADIUS_SMALL: Final = 3
RADIUS: Final = 5
RADIUS_CARD: Final = 6
BOX_SIDE: Final = 16
CARET_SIDE: Final = 12
ARROW_WIDTH: Final = 24

_State = QStyle.StateFlag
_CARETS: Final = {
    QStyle.PrimitiveElement.PE_IndicatorArrowDown: "ph.caret-down",
    QStyle.PrimitiveElement.PE_IndicatorArrowUp: "ph.caret-up",
    QStyle.PrimitiveElement.PE_IndicatorArrowLeft: "ph.caret-left",
    QStyle.PrimitiveElement.PE_IndicatorArrowRight: "ph.caret-right",
    QStyle.PrimitiveElement.PE_IndicatorSpinUp: "ph.caret-up",
    QStyle.PrimitiveElement.PE_IndicatorSpinDown: "ph.caret-down",
}
_BOXES: Final = frozenset(
    {
        QStyle.PrimitiveElement.PE_IndicatorCheckBox,
        QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck,
    }
)
_METRICS: Final = {
    QStyle.PixelMetric.PM_IndicatorWidth: BOX_SIDE,
    QStyle.PixelMetric.PM_IndicatorHeight: BOX_SIDE,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: BOX_SIDE,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: BOX_SIDE,
    QStyle.PixelMetric.PM_CheckBoxLabelSpacing: 8,
    QStyle.PixelMetric.PM_RadioButtonLabelSpacing: 8,
    QStyle.PixelMetric.PM_SmallIconSize: 16,
    QStyle.PixelMetric.PM_ButtonIconSize: 16,
    QStyle.PixelMetric.PM_LayoutHorizontalSpacing: 8,
    QStyle.PixelMetric.PM_LayoutVerticalSpacing: 8,
    QStyle.PixelMetric.PM_SplitterWidth: 5,
    QStyle.PixelMetric.PM_ToolBarIconSize: 20,
}
_CONTROL_HEIGHTS: Final = frozenset(
    {
        QStyle.ContentsType.CT_LineEdit,
        QStyle.ContentsType.CT_ComboBox,
        QStyle.ContentsType.CT_SpinBox,
    }
)


class ConsoleStyle(QProxyStyle):
    """The look of every control that the style sheet leaves alone."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Sizes of boxes, icons and gaps in pixels."""
        fixed = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if fixed is None else fixed

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Fusion's size, with fields and combo boxes at least the control height."""
        made = super().sizeFromContents(kind, option, size, cast("QWidget", widget))
        if kind in _CONTROL_HEIGHTS:
            made.setHeight(max(made.height(), CONTROL_HEIGHT))
        if kind == QStyle.ContentsType.CT_ComboBox:
            made.setWidth(made.width() + 12)
        return made

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        answer: QStyleHintReturn | None = None,
    ) -> int:
        """Small dots for hidden text; the rest is Fusion's."""
        if hint == QStyle.StyleHint.SH_LineEdit_PasswordCharacter:
            return ord("•")
        return super().styleHint(hint, option, widget, answer)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Boxes, radio buttons, carets, field frames and focus rings of our own."""
        if element in _BOXES:
            paint_check_box(painter, option.rect, option.state)
        elif element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            _paint_radio_button(painter, option.rect, option.state)
        elif element in _CARETS:
            _paint_caret(painter, option.rect, _CARETS[element], option.state)
        elif element == QStyle.PrimitiveElement.PE_IndicatorMenuCheckMark:
            if option.state & _State.State_On:
                paint_icon(
                    painter, _centred(option.rect, 14), "ph.check-bold", theme.current().accent
                )
        elif element == QStyle.PrimitiveElement.PE_IndicatorBranch:
            _paint_branch(painter, option)
        elif element == QStyle.PrimitiveElement.PE_PanelLineEdit:
            if not _is_inside_other_field(widget):
                paint_field(painter, option.rect, option.state)
        elif element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            _paint_focus(painter, option.rect)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Combo boxes and spin boxes of our own."""
        if control == QStyle.ComplexControl.CC_ComboBox:
            self._draw_combo_box(option, painter, widget)
        elif control == QStyle.ComplexControl.CC_SpinBox and isinstance(
            option, QStyleOptionSpinBox
        ):
            self._draw_spin_box(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _draw_combo_box(
        self, option: QStyleOptionComplex, painter: QPainter, widget: QWidget | None
    ) -> None:
        if isinstance(option, QStyleOptionComboBox) and not option.frame:
            super().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, widget)
            return
        paint_field(painter, option.rect, option.state, raised=True)
        arrow = QRect(option.rect)
        arrow.setLeft(arrow.right() - ARROW_WIDTH)
        _paint_caret(painter, arrow, "ph.caret-down", option.state)

    def _draw_spin_box(
        self, option: QStyleOptionSpinBox, painter: QPainter, widget: QWidget | None
    ) -> None:
        paint_field(painter, option.rect, option.state)
        if option.subControls & QStyle.SubControl.SC_SpinBoxUp:
            for part, name, flag in (
                (QStyle.SubControl.SC_SpinBoxUp, "ph.caret-up", "StepUpEnabled"),
                (QStyle.SubControl.SC_SpinBoxDown, "ph.caret-down", "StepDownEnabled"),
            ):
                area = self.subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, widget)
                state = option.state
                if flag not in str(option.stepEnabled):
                    state &= ~_State.State_Enabled
                _paint_caret(painter, area, name, state)

    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        """Where the text of a field is: 8 px from its left border."""
        made = super().subElementRect(element, option, cast("QWidget", widget))
        is_field = element == QStyle.SubElement.SE_LineEditContents
        if is_field and not _is_inside_other_field(widget):
            return made.adjusted(4, 0, -2, 0)
        return made

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Where text and arrows of combo and spin boxes are."""
        box = option.rect
        if control == QStyle.ComplexControl.CC_ComboBox:
            if part == QStyle.SubControl.SC_ComboBoxEditField:
                return box.adjusted(7, 1, -ARROW_WIDTH, -1)
            if part == QStyle.SubControl.SC_ComboBoxArrow:
                return box.adjusted(box.width() - ARROW_WIDTH, 0, 0, 0)
        if control == QStyle.ComplexControl.CC_SpinBox and (found := _spin_box_part(box, part)):
            return found
        return super().subControlRect(control, option, part, cast("QWidget", widget))


def paint_check_box(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Paint a check box of 16 pixels into the middle of `rect`: off, on or partly on."""
    colours = theme.current()
    box = _centred(rect, BOX_SIDE - 2)
    is_set = bool(state & (_State.State_On | _State.State_NoChange))
    _rounded(painter, box, RADIUS_SMALL, *_box_colours(state, is_set))
    if state & _State.State_On:
        paint_icon(painter, _centred(rect, 12), "ph.check-bold", colours.accent_on)
    elif state & _State.State_NoChange:
        paint_icon(painter, _centred(rect, 12), "ph.minus-bold", colours.accent_on)
    if state & _State.State_HasFocus:
        _paint_focus(painter, box.adjusted(-2, -2, 2, 2).toRect())


def paint_field(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, raised: bool = False
) -> None:
    """Paint the frame and ground of a field; with focus the border is the 2 px accent."""
    colours = theme.current()
    ground = colours.bg_raised if raised else colours.bg_surface
    if not state & _State.State_Enabled:
        _rounded(painter, QRectF(rect), RADIUS, colours.line, colours.bg_panel)
    elif state & _State.State_HasFocus:
        _rounded(painter, QRectF(rect), RADIUS, colours.accent, ground, width=2)
    else:
        hovered = raised and bool(state & _State.State_MouseOver)
        ground = colours.bg_hover if hovered else ground
        _rounded(painter, QRectF(rect), RADIUS, colours.line_control, ground)


def _is_inside_other_field(widget: QWidget | None) -> bool:
    return isinstance(widget and widget.parentWidget(), (QComboBox, QAbstractSpinBox))


def _box_colours(state: QStyle.StateFlag, is_set: bool) -> tuple[QColor, QColor]:
    colours = theme.current()
    if not state & _State.State_Enabled:
        return colours.line, (colours.line_control if is_set else colours.bg_panel)
    if is_set:
        return colours.accent_fill, colours.accent_fill
    return colours.line_control, colours.bg_surface


def _paint_radio_button(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    colours = theme.current()
    is_on = bool(state & _State.State_On)
    box = _centred(rect, BOX_SIDE - 2)
    _rounded(painter, box, box.width() / 2, *_box_colours(state, is_on))
    if is_on:
        dot = _centred(rect, 6)
        _rounded(painter, dot, 3, colours.accent_on, colours.accent_on)
    if state & _State.State_HasFocus:
        _paint_focus(painter, box.adjusted(-2, -2, 2, 2).toRect())


def _paint_caret(painter: QPainter, rect: QRect, name: str, state: QStyle.StateFlag) -> None:
    colours = theme.current()
    colour = colours.text_2 if state & _State.State_Enabled else colours.line_control
    paint_icon(painter, _centred(rect, min(CARET_SIDE, rect.height())), name, colour)


def _paint_branch(painter: QPainter, option: QStyleOption) -> None:
    if option.state & _State.State_Children:
        is_open = bool(option.state & _State.State_Open)
        name = "ph.caret-down" if is_open else "ph.caret-right"
        _paint_caret(painter, option.rect, name, option.state)


def _paint_focus(painter: QPainter, rect: QRect) -> None:
    nothing = QColor(Qt.GlobalColor.transparent)
    _rounded(painter, QRectF(rect), RADIUS_SMALL, theme.current().accent, nothing, width=2)


def _rounded(
    painter: QPainter,
    box: QRectF,
    radius: float,
    border: QColor,
    ground: QColor,
    *,
    width: float = 1,
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, width))
    painter.setBrush(ground)
    inset = width / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def _centred(rect: QRect, side: float) -> QRectF:
    left = rect.left() + round((rect.width() - side) / 2)
    top = rect.top() + round((rect.height() - side) / 2)
    return QRectF(left, top, side, side)


def _spin_box_part(box: QRect, part: QStyle.SubControl) -> QRect | None:
    half = box.height() // 2
    arrows = QRect(box.right() - ARROW_WIDTH + 1, box.top() + 1, ARROW_WIDTH - 1, half - 1)
    match part:
        case QStyle.SubControl.SC_SpinBoxUp:
            return arrows
        case QStyle.SubControl.SC_SpinBoxDown:
            return arrows.translated(0, half - 1)
        case QStyle.SubControl.SC_SpinBoxEditField:
            return box.adjusted(2, 2, -ARROW_WIDTH, -2)
        case QStyle.SubControl.SC_SpinBoxFrame:
            return box
        case _:
            return None

"""Fusion with the parts a style sheet cannot draw: boxes, carets, fields and focus rings.

A style sheet wants image files for indicators and arrows and, once it touches a combo box, takes
all of it over. Here they come from the icon font and follow the theme.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionSpinBox,
    QWidget,
)

from tat_console.ui.kit import theme
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import (
    BOX_SIDE,
    centred,
    paint_caret,
    paint_check_box,
    paint_field,
    paint_focus,
    paint_radio_button,
)

CONTROL_HEIGHT: Final = 28
ARROW_WIDTH: Final = 24

_State = QStyle.StateFlag
_Primitive = QStyle.PrimitiveElement
_Paint = Callable[[QPainter, QStyleOption, QWidget | None], None]
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

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Boxes, radio buttons, carets, field frames and focus rings of our own."""
        if paint := _PRIMITIVES.get(element):
            paint(painter, option, widget)
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
        paint_caret(painter, arrow, "ph.caret-down", option.state)

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
                paint_caret(painter, area, name, state)

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


def _is_inside_other_field(widget: QWidget | None) -> bool:
    return isinstance(widget and widget.parentWidget(), (QComboBox, QAbstractSpinBox))


def _caret(name: str) -> _Paint:
    return lambda painter, option, _widget: paint_caret(painter, option.rect, name, option.state)


def _check_box(painter: QPainter, option: QStyleOption, _widget: QWidget | None) -> None:
    paint_check_box(painter, option.rect, option.state)


def _radio_button(painter: QPainter, option: QStyleOption, _widget: QWidget | None) -> None:
    paint_radio_button(painter, option.rect, option.state)


def _field(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    if not _is_inside_other_field(widget):
        paint_field(painter, option.rect, option.state)


def _focus(painter: QPainter, option: QStyleOption, _widget: QWidget | None) -> None:
    paint_focus(painter, option.rect)


def _branch(painter: QPainter, option: QStyleOption, _widget: QWidget | None) -> None:
    if option.state & _State.State_Children:
        is_open = bool(option.state & _State.State_Open)
        name = "ph.caret-down" if is_open else "ph.caret-right"
        paint_caret(painter, option.rect, name, option.state)


def _menu_check(painter: QPainter, option: QStyleOption, _widget: QWidget | None) -> None:
    if option.state & _State.State_On:
        accent = theme.current().accent
        paint_icon(painter, centred(option.rect, 14), "ph.check-bold", accent)


_PRIMITIVES: Final[dict[QStyle.PrimitiveElement, _Paint]] = {
    _Primitive.PE_IndicatorCheckBox: _check_box,
    _Primitive.PE_IndicatorItemViewItemCheck: _check_box,
    _Primitive.PE_IndicatorRadioButton: _radio_button,
    _Primitive.PE_IndicatorMenuCheckMark: _menu_check,
    _Primitive.PE_IndicatorArrowDown: _caret("ph.caret-down"),
    _Primitive.PE_IndicatorArrowUp: _caret("ph.caret-up"),
    _Primitive.PE_IndicatorArrowLeft: _caret("ph.caret-left"),
    _Primitive.PE_IndicatorArrowRight: _caret("ph.caret-right"),
    _Primitive.PE_IndicatorSpinUp: _caret("ph.caret-up"),
    _Primitive.PE_IndicatorSpinDown: _caret("ph.caret-down"),
    _Primitive.PE_IndicatorBranch: _branch,
    _Primitive.PE_PanelLineEdit: _field,
    _Primitive.PE_FrameFocusRect: _focus,
}
"""What is painted otherwise than Fusion does."""

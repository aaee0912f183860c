"""Numbers as bars, or as dots where they are many: one of each machine, the largest first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.painting import paint_focus
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write
from tat_console.ui.widgets.axis import number_word, ticks

BARS_AT_MOST: Final = 60
TOP: Final = 10
BOTTOM: Final = 10
RIGHT: Final = 12
DOT: Final = 2.5
WIDEST_BAR: Final = 28.0
"""A lonely value must not become a wall."""
_TICKS: Final = 5


class PlotValue(NamedTuple):
    """A number, and the words and the key of what it belongs to."""

    key: Hashable
    words: str
    number: float


class ValuePlot(QWidget):
    """`chosen(key)` tells a click or Enter; arrows go from value to value, tool tips tell them.

    Values stand in the order given. A line shows the median.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._values: Sequence[PlotValue] = ()
        self._title = ""
        self._unit = ""
        self._median: float | None = None
        self._current = -1
        self.setMinimumHeight(120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Plot"))

    def set_values(
        self,
        values: Iterable[PlotValue],
        title: str,
        unit: str = "",
        median: float | None = None,
    ) -> None:
        """Show these numbers; the unit stands beside the largest tick."""
        self._values = list(values)
        self._title, self._unit, self._median = title, unit, median
        self._current = -1
        words = _("Plot of {title}, {count} values")
        self.setAccessibleName(words.format(title=title, count=len(self._values)))
        self.update()

    @property
    def values(self) -> Sequence[PlotValue]:
        """The numbers on show."""
        return self._values

    def current_value(self) -> PlotValue | None:
        """The value under the arrow keys."""
        return self._values[self._current] if self._current >= 0 else None

    def place_at(self, spot: QPoint) -> int:
        """The place of the value at a spot, -1 for none."""
        area = self._area()
        if not self._values or not area.adjusted(0, -TOP, 0, BOTTOM).contains(spot):
            return -1
        pitch = area.width() / len(self._values)
        return min(len(self._values) - 1, int((spot.x() - area.left()) / pitch))

    def box_of(self, place: int) -> QRectF:
        """The bar of a value, or the dot at its end."""
        area = self._area()
        least, most = self._span()
        pitch = area.width() / len(self._values)
        number = self._values[place].number
        end, zero = (
            area.bottom() - area.height() * (n - least) / (most - least)
            for n in (number, max(least, 0.0))
        )
        left = area.left() + place * pitch
        if len(self._values) > BARS_AT_MOST:
            middle = left + pitch / 2
            return QRectF(middle - DOT, end - DOT, 2 * DOT, 2 * DOT)
        gap = min(4.0, pitch * 0.2)
        top, bottom = min(end, zero), max(end, zero, min(end, zero) + 1)
        width = min(WIDEST_BAR, max(1.0, pitch - gap))
        return QRectF(left + (pitch - width) / 2, top, width, bottom - top)

    # -- what Qt asks

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(400, 160)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a value."""
        place = self.place_at(event.position().toPoint())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(place)
            self.chosen.emit(self._values[place].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Enter."""
        last = len(self._values) - 1
        moves = {
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves and self._values:
            self._go_to(max(0, min(last, moves[Qt.Key(event.key())])))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.chosen.emit(self._values[self._current].key)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the value under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_at(event.pos())
            QToolTip.showText(event.globalPos(), self._words(place) if place >= 0 else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lines, values and the median."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(Type.SMALL))
        self._paint_lines(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in range(len(self._values)):
            is_here = place == self._current
            painter.setBrush(current().accent_fill if is_here else current().busy_fill)
            if len(self._values) > BARS_AT_MOST:
                painter.drawEllipse(self.box_of(place))
            else:
                painter.drawRect(self.box_of(place))
        self._paint_median(painter)
        if self.hasFocus():
            paint_focus(painter, self.rect())

    # -- inside

    def _go_to(self, place: int) -> None:
        self._current = place
        self.setAccessibleDescription(self._words(place))
        self.update()

    def _words(self, place: int) -> str:
        value = self._values[place]
        return f"{value.words}: {number_word(value.number)} {self._unit}".strip()

    def _span(self) -> tuple[float, float]:
        """From the least to the most; zero belongs to it where bars stand on it."""
        numbers = [value.number for value in self._values]
        least, most = min(numbers, default=0.0), max(numbers, default=1.0)
        if len(numbers) <= BARS_AT_MOST or 0 <= least < (most - least):
            least, most = min(least, 0.0), max(most, 0.0)
        return (least, most) if most > least else (least, least + 1)

    def _labels(self) -> list[tuple[float, str]]:
        numbers = ticks(*self._span(), _TICKS)
        return [(number, f"{number_word(number)} {self._unit}".strip()) for number in numbers]

    def _area(self) -> QRectF:
        metrics = QFontMetrics(font(Type.SMALL))
        widths = (metrics.horizontalAdvance(words) for _number, words in self._labels())
        left = max(widths, default=0) + 14
        return QRectF(left, TOP, self.width() - left - RIGHT, self.height() - TOP - BOTTOM)

    def _paint_lines(self, painter: QPainter) -> None:
        area = self._area()
        least, most = self._span()
        for number, words in self._labels():
            y = round(area.bottom() - area.height() * (number - least) / (most - least))
            ink = current().line if number else current().line_control
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), ink)
            box = QRectF(0, y - 8, area.left() - 6, 16)
            write(painter, box, words, Type.SMALL, current().text_2, AT_RIGHT)

    def _paint_median(self, painter: QPainter) -> None:
        if self._median is None or not self._values:
            return
        area = self._area()
        least, most = self._span()
        y = area.bottom() - area.height() * (self._median - least) / (most - least)
        painter.setPen(current().late_text)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        words = _("median {number}").format(number=number_word(self._median))
        box = QRectF(area.left(), y - 15, area.width(), 14)
        write(painter, box, words, Type.SMALL, current().late_text, AT_RIGHT)

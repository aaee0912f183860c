"""How many tasks are in which state: a segmented bar, and a legend whose entries filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from tat_console.support.i18n import _, listed
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import column, row
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.status_looks import TASK_LOOKS, look_of
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.kit.writing import write

BAR_HEIGHT: Final = 12
LEGEND_HEIGHT: Final = 34
LEGEND_PADDING: Final = 5
SEGMENT_GAP: Final = 2
SEGMENT_LEAST: Final = 6
ICON_SIDE: Final = 14
ICON_INSET: Final = 1.3
"""How far the round of an icon is from the edge of its box."""
_TONES: Final = list(ToneName)
_ORDER: Final = {status: place for place, status in enumerate(TASK_LOOKS)}

Counts = Mapping[TaskStatus, int]


class StatusBarChart(QWidget):
    """Bar and legend; `status_chosen` tells the state to filter by, None for all again."""

    status_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self._entries: dict[TaskStatus, LegendEntry] = {}
        self._chosen: TaskStatus | None = None
        self.legend = row(gap=0)
        self.legend.addStretch(1)
        # The bar begins where the icons of the legend do: their ground is wider by a padding.
        bar = row(self._bar, margins=(LEGEND_PADDING, 0, 0, 0))
        self.setLayout(column(bar, 5, self.legend, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Counts) -> None:
        """Show these counts; states nobody is in are left out."""
        shown = ordered(counts)
        self._bar.set_counts(shown)
        for status in [one for one in self._entries if one not in shown]:
            self._entries.pop(status).deleteLater()
        for place, (status, count) in enumerate(shown.items()):
            entry = self._entries.get(status) or self._add(status)
            entry.set_count(count)
            if self.legend.indexOf(entry) != place:
                self.legend.insertWidget(place, entry)
        if self._chosen is not None and self._chosen not in shown:
            self._choose(None)

    def chosen(self) -> TaskStatus | None:
        """The state that is filtered by."""
        return self._chosen

    def choose(self, status: TaskStatus | None) -> None:
        """Mark a state as the one that is filtered by, without telling so."""
        self._chosen = status
        for key, entry in self._entries.items():
            entry.setChecked(key == status)

    def _add(self, status: TaskStatus) -> LegendEntry:
        entry = self._entries[status] = LegendEntry(status)
        entry.setChecked(status == self._chosen)
        entry.clicked.connect(lambda on: self._choose(status if on else None))
        return entry

    def _choose(self, status: TaskStatus | None) -> None:
        self.choose(status)
        self.status_chosen.emit(status)


class LegendEntry(QAbstractButton):
    """Icon, word and count of one state; pressed while it is the filter."""

    def __init__(self, status: TaskStatus) -> None:
        super().__init__()
        self._look = look_of(status)
        self._count = 0
        self.setCheckable(True)
        self.setFixedHeight(LEGEND_HEIGHT - 10)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_count(self, count: int) -> None:
        """Show another count."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self._look.word} {count:,}")
            self.setToolTip(_("{status}: show only these tasks").format(status=self._look.word))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        words = QFontMetrics(font(Type.BASE)).horizontalAdvance(self._look.word)
        number = QFontMetrics(font(Type.NAME)).horizontalAdvance(f"{self._count:,}")
        return QSize(ICON_SIDE + 5 + words + 6 + number + 22, self.height())

    def minimumSizeHint(self) -> QSize:
        """Icon and count; where there is no room the word gives way first."""
        number = QFontMetrics(font(Type.NAME)).horizontalAdvance(f"{self._count:,}")
        return QSize(ICON_SIDE + 5 + number + 16, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon, word and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -5.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(colours.accent, 1) if self.isChecked() else Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_soft if self.isChecked() else colours.bg_hover)
            painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        if self.hasFocus():
            painter.setPen(QPen(colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
        inside = QRectF(LEGEND_PADDING - ICON_INSET, box.top(), box.width(), box.height())
        self._paint_words(painter, inside)

    def _has_room(self) -> bool:
        return self.width() >= self.sizeHint().width() - 4

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        tone = current().tone(self._look.tone)
        spot = QRectF(box.left(), box.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        paint_icon(painter, spot, self._look.icon, tone.text)
        left = box.left() + ICON_SIDE + 5
        number = (f"{self._count:,}", Type.NAME, current().text)
        word = (self._look.word, Type.BASE, tone.text)
        for text, kind, ink in (word, number) if self._has_room() else (number,):
            words = QRectF(left, box.top(), self.width() - left, box.height())
            left += write(painter, words, text, kind, ink) + 6


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._counts: Counts = {}
        self.setFixedHeight(BAR_HEIGHT)

    def set_counts(self, counts: Counts) -> None:
        self._counts = counts
        words = listed(f"{look_of(one).word} {count:,}" for one, count in counts.items())
        self.setAccessibleName(words or _("No tasks"))
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = current()
        widths = segment_widths(list(self._counts.values()), self.width())
        left = 0.0
        for status, width in zip(self._counts, widths, strict=True):
            tone_name = look_of(status).tone
            box = QRectF(left, 0, width, self.height())
            if tone_name is ToneName.IDLE:  # nothing happened yet: an outline, as in the grid
                painter.setPen(QPen(colours.idle_fill, 1))
                painter.setBrush(colours.idle_soft)
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            else:
                painter.fillRect(box, colours.tone(tone_name).fill)
            left += width + SEGMENT_GAP


def ordered(counts: Counts) -> dict[TaskStatus, int]:
    """The counts above zero: good, bad, late, busy, idle, halted."""
    shown = [status for status, count in counts.items() if count > 0]
    shown.sort(key=lambda one: (_TONES.index(look_of(one).tone), _ORDER.get(one, len(_ORDER))))
    return {status: counts[status] for status in shown}


def results_in_words(counts: Counts) -> str:
    """The counts in one line: "12 Success, 1 Failed"."""
    return listed(f"{count:,} {look_of(status).word}" for status, count in ordered(counts).items())


def segment_widths(counts: list[int], width: float) -> list[float]:
    """Widths in pixels in proportion, none under 6; the larger ones give what that takes."""
    total, room = sum(counts), width - SEGMENT_GAP * (len(counts) - 1)
    if not total or room <= 0:
        return [0.0] * len(counts)
    small = [count for count in counts if room * count / total < SEGMENT_LEAST]
    rest_room = room - SEGMENT_LEAST * len(small)
    rest_total = total - sum(small)
    if rest_room <= 0 or not rest_total:
        return [room / len(counts)] * len(counts)
    return [
        float(SEGMENT_LEAST)
        if room * count / total < SEGMENT_LEAST
        else rest_room * count / rest_total
        for count in counts
    ]

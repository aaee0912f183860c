"""The waves of a run side by side: the one on its way stretches, the others are small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import row
from tat_console.ui.kit.painting import RADIUS_CARD, rounded
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write
from tat_console.ui.pages.runs.wave_cards import WaveCard

HEIGHT: Final = 46
CARD_WIDTH: Final = 178
ACTIVE_WIDTH: Final = 250
BETWEEN: Final = 22
ICON_SIDE: Final = 14
PADDING: Final = 9


class WaveStrip(QScrollArea):
    """A card for each wave; where there is no room the one on its way is scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("wave_strip")
        self.setFixedHeight(HEIGHT)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._line = row(gap=BETWEEN)
        body = QFrame()
        body.setProperty("ground", "surface")
        body.setLayout(self._line)
        self.setWidget(body)
        self.cards: list[CardView] = []
        self.hide()

    def show_cards(self, cards: Sequence[WaveCard]) -> None:
        """Show these waves; none hides the strip."""
        while len(self.cards) < len(cards):
            self.cards.append(CardView(is_first=not self.cards))
            self._line.addWidget(self.cards[-1])
        while len(self.cards) > len(cards):
            self.cards.pop().deleteLater()
        active = None
        for place, (view, card) in enumerate(zip(self.cards, cards, strict=True)):
            was_active = view.card is not None and view.card.is_active
            view.show_card(card)
            self._line.setStretch(place, 1 if card.is_active else 0)
            if card.is_active and not was_active:
                active = view
        self.setVisible(bool(cards))
        if active is not None:
            self.ensureWidgetVisible(active)


class CardView(QWidget):
    """One card, with the arrow that leads to it."""

    def __init__(self, *, is_first: bool) -> None:
        super().__init__()
        self.card: WaveCard | None = None
        self._is_first = is_first
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def show_card(self, card: WaveCard) -> None:
        """Show what a wave does now."""
        if card != self.card:
            self.card = card
            self.setAccessibleName(f"{card.title}, {card.count}, {card.note}")
            self.setToolTip(f"{card.look.word}: {card.note}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Small, and larger for the wave on its way."""
        is_active = self.card is not None and self.card.is_active
        return QSize(ACTIVE_WIDTH if is_active else CARD_WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: the strip scrolls where there is no room."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        if self.card is None:
            return
        painter = QPainter(self)
        colours = current()
        box = QRectF(self.rect())
        if not self._is_first:
            spot = QRectF(-BETWEEN / 2 - 6, box.center().y() - 6, 12, 12)
            painter.setClipping(False)
            paint_icon(painter, spot.translated(BETWEEN / 2, 0), "ph.caret-right", colours.text_3)
        active = self.card.is_active
        border = colours.accent if active else colours.line
        ground = colours.bg_selected if active else colours.bg_panel
        rounded(painter, box, RADIUS_CARD, border, ground)
        self._paint_words(painter, box.adjusted(PADDING, 4, -PADDING, -7), self.card)
        self._paint_share(painter, box, self.card)

    def _paint_words(self, painter: QPainter, box: QRectF, card: WaveCard) -> None:
        colours = current()
        top = QRectF(box.left(), box.top(), box.width(), 18)
        below = QRectF(box.left(), box.top() + 18, box.width(), 16)
        spot = QRectF(top.left(), top.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        paint_icon(painter, spot, card.look.icon, colours.tone(card.look.tone).text)
        taken = write(painter, top, card.count, Type.BASE, colours.text_2, AT_RIGHT) + PADDING
        title = top.adjusted(ICON_SIDE + 7, 0, -taken, 0)
        write(painter, title, card.title, Type.NAME, colours.text)
        write(painter, below, card.note, Type.SMALL, colours.text_2)

    def _paint_share(self, painter: QPainter, box: QRectF, card: WaveCard) -> None:
        line = QRectF(box.left() + 3, box.bottom() - 4, box.width() - 6, 3)
        colours = current()
        painter.fillRect(line, colours.line)
        line.setWidth(line.width() * card.share)
        painter.fillRect(line, colours.tone(card.look.tone).fill)

"""Paints headings and cards; tells where the star of a card and the link of a heading are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_CARD, rounded
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, metrics, width_of, write
from tat_console.ui.pages.gallery.card_model import ROLE, Card, Heading, Index

CARD_HEIGHT: Final = 94
GAP: Final = 10
HEADING_HEIGHT: Final = 26
PADDING: Final = 12
STAR_SIDE: Final = 16
TEXT_LINES: Final = 2
_State = QStyle.StateFlag


class CardDelegate(QStyledItemDelegate):
    """The view tells `width`, `columns` and what the mouse is over."""

    def __init__(self) -> None:
        super().__init__()
        self.width = 600
        self.columns = 3
        self.hovered = -1
        self.hovers_spot = False

    @property
    def pitch(self) -> int:
        """How wide the place of a card is; Qt wraps cards that fill the whole width."""
        return (self.width - 1) // self.columns

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading takes the whole width, cards share it."""
        if isinstance(index.data(ROLE), Heading):
            return QSize(self.width - 1, HEADING_HEIGHT)
        return QSize(self.pitch, CARD_HEIGHT + GAP)

    def card_box(self, rect: QRect) -> QRectF:
        """The frame of a card within its place: the gaps lie between the cards only."""
        wide = (self.width - GAP * (self.columns - 1)) // self.columns
        place = round(rect.left() / self.pitch)
        return QRectF(place * (wide + GAP), rect.top(), wide, CARD_HEIGHT)

    def spot(self, rect: QRect, index: Index) -> QRectF:
        """Where to click within a row: the star of a card, the link of a heading."""
        row = index.data(ROLE)
        if isinstance(row, Heading):
            if not row.more_key:
                return QRectF()
            wide = width_of(row.more, Type.BASE)
            return QRectF(self.width - wide - 4, rect.top(), wide + 8, rect.height())
        box = self.card_box(rect)
        return QRectF(box.right() - PADDING - STAR_SIDE - 5, box.top() + 4, 28, 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(ROLE)
        painter.save()
        is_hovered = index.row() == self.hovered
        if isinstance(row, Card):
            self._paint_card(painter, option, row, is_hovered)
        else:
            self._paint_heading(painter, QRectF(option.rect), row, is_hovered and self.hovers_spot)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, box: QRectF, row: Heading, hovers_link: bool
    ) -> None:
        colours = current()
        icon = QRectF(box.left(), box.top() + 5, 16, 16)
        paint_icon(painter, icon, row.icon, colours.text_2)
        write(painter, box.adjusted(24, 0, 0, 0), row.title, Type.HEADING, colours.text)
        ink = colours.accent if row.more_key else colours.text_3
        width = write(painter, box, row.more, Type.BASE, ink, AT_RIGHT)
        if hovers_link and row.more_key:
            line = box.center().y() + metrics(Type.BASE).ascent() / 2
            painter.fillRect(QRectF(box.right() - width, round(line), width, 1), ink)

    def _paint_card(
        self, painter: QPainter, option: QStyleOptionViewItem, card: Card, is_hovered: bool
    ) -> None:
        colours = current()
        box = self.card_box(option.rect)
        _paint_frame(painter, box, option.state, is_hovered)
        inner = box.adjusted(PADDING, 0, -PADDING, 0)
        title = QRectF(inner.left(), box.top() + 9, inner.width() - STAR_SIDE - 6, 20)
        write(painter, title, card.title, Type.NAME, colours.text)
        star = QRectF(inner.right() - STAR_SIDE + 1, box.top() + 10, STAR_SIDE, STAR_SIDE)
        _paint_star(painter, star, card, is_hovered and self.hovers_spot)
        text = QRectF(inner.left(), box.top() + 30, inner.width(), 33)
        _write_lines(painter, text, card.text, colours.text_2)
        foot = QRectF(inner.left(), box.bottom() - 26, inner.width(), 20)
        icon = QRectF(foot.left(), foot.top() + 3, 14, 14)
        paint_icon(painter, icon, card.system_icon, colours.text_3)
        write(painter, foot.adjusted(18, 0, 0, 0), card.system, Type.SMALL, colours.text_2)
        write(painter, foot, card.parameters, Type.SMALL, colours.text_2, AT_RIGHT)


def _paint_frame(painter: QPainter, box: QRectF, state: QStyle.StateFlag, is_hovered: bool) -> None:
    colours = current()
    if state & _State.State_Selected:
        width = 2 if state & _State.State_HasFocus else 1
        rounded(painter, box, RADIUS_CARD, colours.accent, colours.bg_selected, width=width)
    else:
        ground = colours.bg_hover if is_hovered else colours.bg_surface
        rounded(painter, box, RADIUS_CARD, colours.line, ground)


def _paint_star(painter: QPainter, box: QRectF, card: Card, is_hovered: bool) -> None:
    colours = current()
    if card.is_favourite:
        paint_icon(painter, box, "ph.star-fill", colours.late_fill)
    else:
        paint_icon(painter, box, "ph.star", colours.accent if is_hovered else colours.text_3)


def _write_lines(painter: QPainter, box: QRectF, text: str, ink: QColor) -> None:
    """Write a text over the lines there is room for, the last one ended by "…"."""
    layout = QTextLayout(text, font(Type.BASE))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < TEXT_LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(box.width())
        starts.append(line.textStart())
    layout.endLayout()
    high = box.height() / TEXT_LINES
    for place, start in enumerate(starts):
        is_last = place == len(starts) - 1
        end = len(text) if is_last else starts[place + 1]
        line_box = QRectF(QPointF(box.left(), box.top() + place * high), box.size())
        line_box.setHeight(high)
        write(painter, line_box, text[start:end].rstrip(), Type.BASE, ink)

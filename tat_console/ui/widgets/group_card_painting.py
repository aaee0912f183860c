"""How the card of a group looks, and what stands where in it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from math import ceil
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import CARET_SIDE, RADIUS_CARD, rounded
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, width_of, write
from tat_console.ui.models.table import TableModel
from tat_console.ui.widgets.letter_box import LETTER_SIDE, paint_letter
from tat_console.ui.widgets.masked_text import paint_masked

LINES_SHOWN: Final = 4
HEAD_HEIGHT: Final = 31
LINE_HEIGHT: Final = 15
BODY_PADDING: Final = 5
FOOT_HEIGHT: Final = 27
GAP: Final = 9
SIDE: Final = 10
LINE_LEFT: Final = 130
_NAMES_PAINTED: Final = 12


@dataclass(frozen=True, slots=True)
class GroupCard:
    """One answer: the machines that gave it, and its first lines with marks for what is masked.

    `more_lines` is how many lines the answer has beyond `lines`.
    """

    key: Hashable
    status: TaskStatus
    exit_code: int | None
    names: tuple[str, ...]
    lines: tuple[str, ...] = ()
    more_lines: int = 0

    @classmethod
    def of(
        cls,
        key: Hashable,
        status: TaskStatus,
        exit_code: int | None,
        names: tuple[str, ...],
        text: str,
    ) -> GroupCard:
        """A card with the first lines of an answer's text."""
        lines = text.rstrip("\n").split("\n", LINES_SHOWN)
        more = lines[LINES_SHOWN].count("\n") + 1 if len(lines) > LINES_SHOWN else 0
        return cls(key, status, exit_code, names, tuple(lines[:LINES_SHOWN]), more)

    @property
    def machines_word(self) -> str:
        """What stands behind the number of machines."""
        return ngettext("machine", "machines", len(self.names))

    @property
    def exit_word(self) -> str:
        """The exit code in words."""
        if self.exit_code is None:
            return _("no exit")
        return _("exit {code}").format(code=self.exit_code)

    @property
    def spoken(self) -> str:
        """The whole card in one line, for screen readers and for copying."""
        head = f"{len(self.names):,} {self.machines_word}, {look_of(self.status).word}"
        return listed((head, self.exit_word, *self.lines))


@dataclass(slots=True)
class CardState:
    """What the user did with cards: closed ones, and the two letters for comparing.

    Where height `is_scarce` only the current card is open; the others tell their first line.
    """

    closed: set[Hashable] = field(default_factory=set)
    letters: dict[str, Hashable] = field(default_factory=dict)
    current: Hashable | None = None
    has_focus: bool = False
    is_scarce: bool = False

    def is_open(self, card: GroupCard) -> bool:
        """Whether the lines of a card are shown."""
        return card.key not in self.closed and (not self.is_scarce or card.key == self.current)

    def letter_of(self, key: Hashable) -> str:
        """The letter of a card, "" where it has none."""
        return next((letter for letter, one in self.letters.items() if one == key), "")


def card_height(card: GroupCard, state: CardState) -> int:
    """How high a card is, with the gap under it."""
    height = HEAD_HEIGHT + GAP
    if state.is_open(card):
        height += _body_height(card)
    return height + (FOOT_HEIGHT if card.key == state.current else 0)


@dataclass(frozen=True, slots=True)
class CardBoxes:
    """Where the parts of a card are, in the coordinates of the box it was laid out in."""

    card: QRect
    caret: QRect
    letter: QRect
    body: QRect
    foot: QRect
    retry: QRect
    copy: QRect


def card_boxes(card: GroupCard, state: CardState, box: QRect) -> CardBoxes:
    """Lay a card out; links of a card that is not the current one are empty boxes."""
    whole = box.adjusted(0, 0, 0, -GAP)
    head_bottom = whole.top() + HEAD_HEIGHT
    body_height = _body_height(card) if state.is_open(card) else 0
    body = QRect(whole.left(), head_bottom, whole.width(), body_height)
    letter_top = whole.top() + (HEAD_HEIGHT - LETTER_SIDE) // 2 + 1
    foot = retry = copy = QRect()
    if card.key == state.current:
        foot = QRect(whole.left(), body.bottom() + 1, whole.width(), FOOT_HEIGHT)
        copy = _link_before(foot.right() - SIDE, foot, copy_words())
        if card.status.is_failure:
            retry = _link_before(copy.left() - 9, foot, retry_words())
    return CardBoxes(
        card=whole,
        caret=QRect(whole.left() + 4, whole.top(), 24, HEAD_HEIGHT),
        letter=QRect(whole.left() + 29, letter_top, LETTER_SIDE, LETTER_SIDE),
        body=body,
        foot=foot,
        retry=retry,
        copy=copy,
    )


def copy_words() -> str:
    """The link that copies names."""
    return _("Copy names")


def retry_words() -> str:
    """The link that runs again on these machines."""
    return _("Retry")


class GroupCardDelegate(QStyledItemDelegate):
    """Paints cards of a `TableModel` of `GroupCard`."""

    def __init__(self, state: CardState) -> None:
        super().__init__()
        self._state = state

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as the card's lines."""
        return QSize(120, card_height(_card(index), self._state))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one card."""
        card = _card(index)
        boxes = card_boxes(card, self._state, option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, card, boxes, option)
        self._paint_head(painter, card, boxes)
        if boxes.body.height():
            _paint_body(painter, card, boxes.body)
        if boxes.foot.isValid():
            _paint_foot(painter, card, boxes)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, card: GroupCard, boxes: CardBoxes, option: QStyleOptionViewItem
    ) -> None:
        colours = current()
        is_current = card.key == self._state.current
        is_ringed = is_current and self._state.has_focus
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        border = colours.line_control if is_current or is_hovered else colours.line
        if is_ringed or self._state.letter_of(card.key):
            border = colours.accent
        inside = QPainterPath()
        inside.addRoundedRect(QRectF(boxes.card), RADIUS_CARD, RADIUS_CARD)
        painter.save()
        painter.setClipPath(inside)
        painter.fillRect(boxes.card, colours.bg_surface)
        painter.fillRect(boxes.body, colours.bg_panel)
        for edge in (boxes.body.top(), boxes.foot.top()):
            if boxes.card.top() + 1 < edge < boxes.card.bottom():
                painter.fillRect(boxes.card.left(), edge, boxes.card.width(), 1, colours.line)
        painter.restore()
        nothing = QColor(Qt.GlobalColor.transparent)
        rounded(
            painter,
            QRectF(boxes.card),
            RADIUS_CARD,
            border,
            nothing,
            width=2 if is_ringed else 1,
        )

    def _paint_head(self, painter: QPainter, card: GroupCard, boxes: CardBoxes) -> None:
        colours = current()
        caret = "ph.caret-down" if self._state.is_open(card) else "ph.caret-right"
        spot = QRectF(0, 0, CARET_SIDE, CARET_SIDE)
        spot.moveCenter(QRectF(boxes.caret).center())
        paint_icon(painter, spot, caret, colours.text_2)
        paint_letter(painter, boxes.letter, self._state.letter_of(card.key))
        head = QRectF(boxes.card.left(), boxes.card.top(), boxes.card.width(), HEAD_HEIGHT)
        right = _paint_status(painter, card, head)
        left = boxes.letter.right() + 8.0
        for text, kind, ink in (
            (f"{len(card.names):,}", Type.HEADING, colours.text),
            (card.machines_word, Type.BASE, colours.text_2),
        ):
            box = QRectF(left, head.top(), right - left - GAP, head.height())
            left += write(painter, box, text, kind, ink) + 8
        if self._state.is_scarce and card.lines and not self._state.is_open(card):
            left = max(left, boxes.letter.right() + LINE_LEFT)
            line = QRectF(left, head.top(), right - left - GAP, head.height())
            paint_masked(painter, line, card.lines[0])


def _paint_status(painter: QPainter, card: GroupCard, head: QRectF) -> float:
    """Paint how it ended; returns where that begins."""
    look = look_of(card.status)
    tone = current().tone(look.tone).text
    box = head.adjusted(SIDE, 0, -SIDE, 0)
    taken = write(painter, box, card.exit_word, Type.BASE, current().text_2, AT_RIGHT) + SIDE
    box.setRight(box.right() - taken)
    left = box.right() - write(painter, box, look.word, Type.BASE, tone, AT_RIGHT)
    paint_icon(painter, QRectF(left - 18, head.center().y() - 6.5, 14, 14), look.icon, tone)
    return left - 18


def _paint_body(painter: QPainter, card: GroupCard, body: QRect) -> None:
    top = body.top() + BODY_PADDING
    width = body.width() - 2 * SIDE
    for line in card.lines:
        paint_masked(painter, QRectF(body.left() + SIDE, top, width, LINE_HEIGHT), line)
        top += LINE_HEIGHT
    if card.more_lines:
        words = ngettext("{count} more line", "{count} more lines", card.more_lines)
        box = QRectF(body.left() + SIDE, top, width, LINE_HEIGHT)
        words = words.format(count=f"{card.more_lines:,}")
        write(painter, box, words, Type.SMALL, current().text_3)


def _paint_foot(painter: QPainter, card: GroupCard, boxes: CardBoxes) -> None:
    links = boxes.retry if boxes.retry.isValid() else boxes.copy
    width = links.left() - boxes.foot.left() - 2 * SIDE
    rest = "…" if len(card.names) > _NAMES_PAINTED else ""
    names = listed(card.names[:_NAMES_PAINTED]) + rest
    box = QRectF(boxes.foot.left() + SIDE, boxes.foot.top(), width, boxes.foot.height())
    write(painter, box, names, Type.SMALL, current().text_2)
    for link, words in ((boxes.retry, retry_words()), (boxes.copy, copy_words())):
        if link.isValid():
            write(painter, QRectF(link), words, Type.SMALL, current().accent)
    if boxes.retry.isValid():
        painter.setPen(QPen(current().line_control, 1))
        middle = boxes.copy.left() - 5
        painter.drawLine(middle, boxes.foot.center().y() - 6, middle, boxes.foot.center().y() + 6)


def _link_before(right: int, foot: QRect, words: str) -> QRect:
    width = ceil(width_of(words, Type.SMALL)) + 2
    return QRect(right - width, foot.top() + 2, width, foot.height() - 4)


def _body_height(card: GroupCard) -> int:
    lines = len(card.lines) + bool(card.more_lines)
    return lines * LINE_HEIGHT + 2 * BODY_PADDING if lines else 0


def _card(index: QModelIndex | QPersistentModelIndex) -> GroupCard:
    model = cast("TableModel[GroupCard]", index.model())
    return model.shown_rows()[index.row()]

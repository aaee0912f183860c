"""A message after the end of a line of an editor, with a link that puts the line right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.kit.writing import CENTRED, width_of, write

PROBLEM_ICONS: Final = {
    ToneName.BAD: "ph.x-circle-fill",
    ToneName.LATE: "ph.warning-fill",
    ToneName.BUSY: "ph.info-fill",
    ToneName.IDLE: "ph.lightbulb-fill",
}
"""The icon of a problem by its tone: error, warning, note, matter of style."""
_ICON_SIDE: Final = 12
_PADDING: Final = 6
_LEAST_WIDTH: Final = 96


def paint_line_note(
    painter: QPainter, room: QRectF, words: str, tone: ToneName, *, can_fix: bool
) -> QRectF:
    """Paint a message into the room after a line; returns where its link is, empty without one."""
    link = _("Fix") if can_fix else ""
    link_width = width_of(link, Type.SMALL_NAME) + _PADDING if link else 0
    around = _ICON_SIDE + 3 * _PADDING + link_width
    if room.width() < _LEAST_WIDTH + link_width:
        return QRectF()
    width = min(width_of(words, Type.SMALL), room.width() - around)
    ground = QRectF(room.left(), room.top() + 1, around + width, room.height() - 2)
    colours = current().tone(tone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.soft)
    painter.drawRoundedRect(ground, RADIUS_SMALL, RADIUS_SMALL)
    spot = QRectF(ground.left() + _PADDING, ground.top(), _ICON_SIDE, ground.height())
    paint_icon(painter, spot, PROBLEM_ICONS.get(tone, "ph.warning-fill"), colours.text)
    text = QRectF(spot.right() + _PADDING, ground.top(), width + 1, ground.height())
    write(painter, text, words, Type.SMALL, current().text)
    if not link:
        return QRectF()
    box = QRectF(text.right(), ground.top(), link_width + _PADDING, ground.height())
    write(painter, box, link, Type.SMALL_NAME, current().accent, CENTRED)
    return box

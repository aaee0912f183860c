"""A message after the end of a line of an editor, with a link that puts the line right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.theme import ToneName, current

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
    painter.setFont(font(Type.SMALL))
    metrics = painter.fontMetrics()
    link = _("Fix") if can_fix else ""
    link_width = metrics.horizontalAdvance(link) + _PADDING if link else 0
    around = _ICON_SIDE + 3 * _PADDING + link_width
    if room.width() < _LEAST_WIDTH + link_width:
        return QRectF()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width() - around))
    width = metrics.horizontalAdvance(shown)
    ground = QRectF(room.left(), room.top() + 1, around + width, room.height() - 2)
    colours = current().tone(tone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.soft)
    painter.drawRoundedRect(ground, RADIUS_SMALL, RADIUS_SMALL)
    spot = QRectF(ground.left() + _PADDING, ground.top(), _ICON_SIDE, ground.height())
    paint_icon(painter, spot, PROBLEM_ICONS.get(tone, "ph.warning-fill"), colours.text)
    text = QRectF(spot.right() + _PADDING, ground.top(), width + 1, ground.height())
    painter.setPen(current().text)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown)
    if not link:
        return QRectF()
    box = QRectF(text.right(), ground.top(), link_width + _PADDING, ground.height())
    painter.setFont(font(Type.SMALL_NAME))
    painter.setPen(current().accent)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, link)
    return box

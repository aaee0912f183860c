"""A banner that says what was thrown away, with the way back while it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer

from tat_console.support.i18n import _
from tat_console.ui.kit.banner import BannerStrip, Notice
from tat_console.ui.kit.controls import ButtonKind, button, tool_button
from tat_console.ui.kit.theme import ToneName

STANDS_MS: Final = 20_000
AT_MOST: Final = 3


class UndoBanner(Notice):
    """Says what is gone; Undo brings it back once, the cross or time take the offer away."""

    def __init__(self, title: str, undo: Callable[[], object]) -> None:
        super().__init__(ToneName.IDLE, title, icon_name="ph.trash")
        self._undo = undo
        self.is_over = False
        self.button = button(_("Undo"), "ph.arrow-counter-clockwise", ButtonKind.FLAT, strip=True)
        self.button.setObjectName("undo")
        self.button.setAccessibleDescription(title)
        self.button.clicked.connect(self._bring_back)
        close = tool_button("ph.x", _("Close this message"))
        close.clicked.connect(self.leave)
        self.line.addWidget(self.button)
        self.line.addWidget(close)
        for part in (self._icon, self.button, close):
            self.line.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        self._end = QTimer(self, interval=STANDS_MS, singleShot=True)
        self._end.timeout.connect(self.leave)
        self._end.start()

    def leave(self) -> None:
        """Take the offer away."""
        self.is_over = True
        self.hide()
        self.deleteLater()

    def _bring_back(self) -> None:
        if not self.is_over:
            self.leave()
            self._undo()


def offer_undo(strip: BannerStrip, title: str, undo: Callable[[], object]) -> None:
    """Say above the content that something is gone, and offer to bring it back for a while."""
    offers = [one for one in strip.findChildren(UndoBanner) if not one.is_over]
    for oldest in offers[: len(offers) - AT_MOST + 1]:
        oldest.leave()
    strip.put(UndoBanner(title, undo))

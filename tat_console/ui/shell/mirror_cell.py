"""How far the reading of what others ran is; nothing where there is little or nothing to read."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame

from tat_console.services.mirroring import SyncState
from tat_console.services.services import Services
from tat_console.services.sync import SyncProgress
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.lifetime import listen

MANY: Final = 100
"""A page of the service's list; what takes one call is over before anybody has read of it."""


class MirrorCell(QFrame):
    """Counts the records while many are read, and warns where they could not be."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("mirror_state")
        self._icon = IconLabel("ph.cloud-arrow-down", "text_2", 14)
        self.text = Label("", Type.SMALL, "text_2")
        self.setLayout(row(self._icon, self.text, gap=6, margins=(GRID, 0, GRID, 0)))
        listen(self, services.sync.changed, self._show)
        self.hide()

    def _show(self, state: SyncState) -> None:
        progress = state.now
        if progress is not None and (words := _words(progress)):
            tip = _("Runs that other programs and schedules started are read into the history.")
            self._say("ph.cloud-arrow-down", "text_2", words, tip)
        elif progress is None and state.problems:
            self._say("ph.warning", "late_text", _("Runs of others not read"), _reasons(state))
        elif progress is None:
            self.hide()

    def _say(self, icon_name: str, role: str, words: str, tip: str) -> None:
        self._icon.set_icon(icon_name, role)
        self.text.setText(words)
        self.text.set_ink(role)
        self.setToolTip(tip)
        self.setAccessibleName(f"{words}. {tip}")
        self.show()


def _words(progress: SyncProgress) -> str:
    if progress.total - progress.listed >= MANY:
        words = _("Runs of others: {read} of {all} read")
        return words.format(read=f"{progress.listed:,}", all=f"{progress.total:,}")
    if progress.unread >= MANY:
        words = _("Runs of others: {count} results to read")
        return words.format(count=f"{progress.unread:,}")
    return ""


def _reasons(state: SyncState) -> str:
    """The regions and what went wrong there; the next round goes on from where it stopped."""
    lines = [f"{one.region}: {one.error}" for one in state.problems]
    again = _("It is tried again in a few minutes, or when the history is opened.")
    return "\n".join([*dict.fromkeys(lines), again])

"""Says that the service cut an output, and how to get all of it."""

from __future__ import annotations

from tat_console.support.i18n import _
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.theme import ToneName


class CutNotice(Notice):
    """Hidden until something was cut; `full` fetches what was uploaded, `rescue` runs again."""

    def __init__(self) -> None:
        super().__init__(ToneName.LATE, "")
        self.hide()
        self.full = button(_("Get the whole output"), kind=ButtonKind.LINK)
        self.full.setObjectName("whole_output")
        self.rescue = button(_("Run again for all of it…"), kind=ButtonKind.LINK)
        self.rescue.setObjectName("rescue_output")
        self.rescue.setVisible(False)
        for link in (self.full, self.rescue):
            self.line.addWidget(link)

    def say_dropped(self, dropped_bytes: int, kept_bytes: int) -> None:
        """Say how much of an output is missing; nothing where nothing is."""
        self.setVisible(dropped_bytes > 0)
        if dropped_bytes > 0:
            title = _("{cut:,} of {all:,} bytes were cut by the service").format(
                cut=dropped_bytes, all=dropped_bytes + kept_bytes
            )
            text = _("It keeps the first 24 KB of an output.")
            self.set_message(ToneName.LATE, title, text)

"""When the temporary key of the profile in use ends; nothing where the key lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.words import moment_word

SOON: Final = timedelta(minutes=10)
"""Twice the time before its end at which a key is exchanged: that has not worked then."""
REFRESH_MS: Final = 5_000


class KeyEnd(QFrame):
    """A clock with the time; it warns when the end is near, and says what to do after it."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.setObjectName("key_end")
        self._icon = IconLabel("ph.hourglass", "text_2", 14)
        self.text = Label("", Type.SMALL, "text_2")
        self.setLayout(row(self._icon, self.text, gap=6, margins=(GRID, 0, GRID, 0)))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._timer.start(REFRESH_MS)
        listen(self, services.session.changed, lambda _none: self.refresh())
        listen(self, services.session.keys.changed, lambda _id: self.refresh())
        self.hide()

    def refresh(self) -> None:
        """Show the end of the key that is in use now."""
        profile = self._services.session.profile
        ends = self._services.session.keys.ends_at(profile.profile_id) if profile else None
        if ends is not None:
            self._say(ends, self._services.clock.now())
        self.setVisible(ends is not None)

    def _say(self, ends: datetime, now: datetime) -> None:
        time = moment_word(ends, now)
        if ends <= now:
            icon_name, role = "ph.warning-circle-fill", "bad_text"
            text = _("Key ended {time}").format(time=time)
            tip = _(
                "The temporary key has ended. Renew it where it comes from (tccli, the SDK's "
                "file), or type a new one in Settings, Profiles. Runs go on and are read again."
            )
        else:
            is_soon = ends - now < SOON
            icon_name = "ph.hourglass-low-fill" if is_soon else "ph.hourglass"
            role = "late_text" if is_soon else "text_2"
            text = _("Key until {time}").format(time=time)
            tip = _("The key is temporary. A new one is asked for shortly before this one ends.")
        self._icon.set_icon(icon_name, role)
        self.text.setText(text)
        self.text.set_ink(role)
        self.setToolTip(tip)
        self.setAccessibleName(f"{text}. {tip}")

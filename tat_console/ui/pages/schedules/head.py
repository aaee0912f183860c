"""The head of the page: what there is in numbers, list or calendar, and a new schedule."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tat_console.services.schedules import Schedules
from tat_console.support.i18n import _, listed, ngettext
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.words import clock_word
from tat_console.ui.pages.schedules.words import countdown
from tat_console.ui.widgets.segments import Segments

LIST: Final = "list"
CALENDAR: Final = "calendar"
_LEAST_SUBTITLE: Final = 24


class ScheduleHead:
    """Puts its parts into the head of a page; `views`, `refresh` and `create` are its controls."""

    def __init__(self, page: Page) -> None:
        self._subtitle = page.subtitle
        self._subtitle.setMinimumWidth(_LEAST_SUBTITLE)
        self.views = Segments(_("List or calendar"), [(LIST, _("List")), (CALENDAR, _("Calendar"))])
        self.views.setObjectName("schedule_views")
        self.refresh = button("", "ph.arrows-clockwise", ButtonKind.FLAT)
        self.refresh.setObjectName("refresh_schedules")
        self.refresh.setToolTip(_("Read all schedules again (F5)"))
        self.create = button(_("New schedule…"), "ph.plus", ButtonKind.PRIMARY)
        self.create.setObjectName("new_schedule")
        self.create.setToolTip(_("Let a saved command run by itself (Ctrl+N)"))
        for part in (self.refresh, self.views, self.create):
            page.head_actions.addWidget(part)

    def show_reading(self, schedules: Schedules) -> None:
        """Say when the schedules were read, or that they are being read."""
        self.refresh.setEnabled(not schedules.is_loading)
        updated = _("Updated {time}").format(time=clock_word(schedules.updated_at))
        self.refresh.setText(_("Reading…") if schedules.is_loading else updated)

    def show_counts(self, schedules: Schedules, now: datetime) -> None:
        """Say how many there are, how many of them fire, and when the next one does."""
        enabled = [one for one in schedules.schedules if one.invoker.enable]
        comes = min((runs[0] for one in enabled if (runs := one.next_runs(now, 1))), default=None)
        count = len(schedules.schedules)
        said = []
        if count:
            said.append(ngettext("{count:,} schedule", "{count:,} schedules", count))
            said.append(_("{enabled:,} enabled"))
        if comes:
            said.append(_("next {when}"))
        when = countdown(comes, now) if comes else ""
        text = listed(said).format(count=count, enabled=len(enabled), when=when)
        self._subtitle.setText(text)

    def set_usable(self, *, has_content: bool, is_connected: bool) -> None:
        """Show only what can be used."""
        self.views.setVisible(has_content)
        self.refresh.setVisible(is_connected)
        self.create.setVisible(is_connected)

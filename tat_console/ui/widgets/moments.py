"""How moments of runs are said in lists."""

from __future__ import annotations

from datetime import datetime

from tat_console.support.i18n import _
from tat_console.ui.widgets.axis import day_word, full_day_word


def when_word(moment: datetime, now: datetime) -> str:
    """When something is or was: "today 14:02", "20 Nov 23:10", "20 Nov 2025 23:10"."""
    local, today = moment.astimezone(), now.astimezone().date()
    if local.date() == today:
        return _("today {time}").format(time=f"{local:%H:%M}")
    is_this_year = local.year == today.year
    day = day_word(local.date()) if is_this_year else full_day_word(local.date())
    return f"{day} {local:%H:%M}"

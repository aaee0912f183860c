"""A moment as it is typed, read in one zone or the other."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

from tat_console.support.i18n import _

_FORMS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")


def read_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """The moment in UTC; `zone` None is this computer's. None where the text is no moment."""
    typed = " ".join(text.split())
    for form in _FORMS:
        try:
            naive = datetime.strptime(typed, form).replace(tzinfo=zone)
        except ValueError:
            continue
        return naive.astimezone(UTC)
    return None


def write_moment(moment: datetime, zone: tzinfo | None) -> str:
    """A moment as it would be typed; seconds only where there are some."""
    local = moment.astimezone(zone)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def moment_problem(text: str) -> str:
    """What is wrong with a moment as a sentence, "" where it can be read."""
    if not text.strip():
        return _("Write when it is to run, such as 2026-12-24 03:30.")
    if read_moment(text, UTC) is None:
        said = _("“{text}” is no date and time; write them as 2026-12-24 03:30.")
        return said.format(text=text.strip())
    return ""

"""How far this computer's clock is from the service's, told by the Date header of each answer."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tat_console.cloud.transport import HttpReply
from tat_console.support.clock import Clock


class ClockOffset:
    """Measures the difference, and corrects timestamps by it once that has proved necessary."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._correction_s = 0.0
        self.measured_s = 0.0
        """Seconds the service's clock is ahead, as last seen; good to about a second."""

    def timestamp_s(self) -> int:
        """Return the Unix time to sign with."""
        return int(self._clock.now().timestamp() + self._correction_s)

    def learn(self, answer: HttpReply) -> None:
        """Take the Date of an answer that has just come; one that cannot be read is passed over."""
        there = _date_of(answer)
        if there is not None:
            # The header has whole seconds, so the middle of that second is the best guess.
            here = self._clock.now().timestamp() - answer.elapsed_s / 2
            self.measured_s = there.timestamp() + 0.5 - here

    def correct(self) -> None:
        """Sign with the service's time from now on."""
        self._correction_s = self.measured_s


def _date_of(answer: HttpReply) -> datetime | None:
    try:
        date = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)

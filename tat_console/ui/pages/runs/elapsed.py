"""The clock of a run: how long it takes, how long it will, and how fast it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from tat_console.runs.estimate import estimate, time_left_s
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.ui.kit.words import stopwatch_word

LEAST_LEFT_S = 2


class Elapsed:
    """Says the time of a run; `durations_s` are what tasks of its script took before."""

    def __init__(self) -> None:
        self.durations_s: Sequence[float] = ()

    def words(self, progress: RunProgress, now: datetime) -> str:
        """The time so far, while it is live with the time it will take: "03:42 of about 04:31"."""
        seconds = progress.elapsed_s(now)
        so_far = stopwatch_word(seconds)
        over = len(progress.tasks) - progress.tally.open_tasks
        if not progress.is_live or not (over or self.durations_s):
            return so_far
        calls = Counter(batch.wave_no for batch in progress.batches.values())
        total = len(progress.tasks)
        expected = estimate(
            [calls[number] for number in sorted(calls)],
            total,
            progress.run.guards,
            self.durations_s,
        )
        left_s = time_left_s(expected, total, over, seconds)
        if left_s < LEAST_LEFT_S:
            return so_far
        return _("{time} of about {whole}").format(
            time=so_far, whole=stopwatch_word(seconds + left_s)
        )

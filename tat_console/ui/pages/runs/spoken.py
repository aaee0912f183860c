"""How a run stands, in one sentence for people who listen to the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _, ngettext
from tat_console.ui.widgets.status_bar_chart import results_in_words

QUIET: Final = timedelta(seconds=5)
"""A run that goes on is not told more often than this, so that other words are heard too."""


def sentence_of(progress: RunProgress) -> str:
    """The run's name, how many of its tasks have ended, and how they stand."""
    tasks = len(progress.tasks)
    ended = sum(count for status, count in progress.counts.items() if status.is_final)
    words = ngettext(
        "Run “{name}”: {ended:,} of {tasks:,} task has ended. {results}.",
        "Run “{name}”: {ended:,} of {tasks:,} tasks have ended. {results}.",
        tasks,
    )
    if not progress.is_live:
        words = _("Run “{name}” is over. {results}.")
    return words.format(
        name=progress.run.script.name or _("Untitled script"),
        ended=ended,
        tasks=tasks,
        results=results_in_words(progress.counts) or _("No tasks"),
    )


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say something, where one is at work."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class SpokenRun:
    """Keeps the sentence of a run as the description of a widget, and has it read out."""

    def __init__(
        self,
        widget: QWidget,
        now: Callable[[], datetime],
        say: Callable[[QWidget, str], None] | None = None,
    ) -> None:
        widget.setAccessibleName(_("Run"))
        self._widget = widget
        self._now = now
        self._say = say or announce
        self._told = ""
        self._told_at: datetime | None = None
        self._was_live = False

    def tell(self, progress: RunProgress) -> None:
        """Take a change in; it is read out at once at the end, else after a pause only."""
        sentence = sentence_of(progress)
        self._widget.setAccessibleDescription(sentence)
        has_ended = self._was_live and not progress.is_live
        self._was_live = progress.is_live
        if sentence == self._told or not (has_ended or (progress.is_live and self._is_due())):
            return
        self._told, self._told_at = sentence, self._now()
        self._say(self._widget, sentence)

    def _is_due(self) -> bool:
        return self._told_at is None or self._now() - self._told_at >= QUIET

"""What stands in the way of a whole run, said above its tasks."""

from __future__ import annotations

from tat_console.ports.archive import BatchState
from tat_console.ports.waves import Turn
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.theme import ToneName


def notice_of(progress: RunProgress, *, is_followed: bool) -> tuple[ToneName, str, str] | None:
    """Tone, title and text of the gravest thing; None where nothing is in the way."""
    stopped = progress.control.stopped
    if stopped is not None and stopped.turn in (Turn.TRIPPED, Turn.CLOSED):
        count = progress.counts[TaskStatus.NOT_SENT]
        title = _("The run stopped by itself; {count:,} not sent").format(count=count)
        return ToneName.BAD, title, stopped.note
    for state, status, tone, words in (
        (BatchState.REFUSED, TaskStatus.NOT_SENT, ToneName.BAD, _("{count:,} not sent")),
        (
            BatchState.UNKNOWN,
            TaskStatus.UNSETTLED,
            ToneName.LATE,
            _("{count:,} not known whether they ran"),
        ),
    ):
        found = [one for one in progress.batches.values() if one.state is state]
        if found:
            return tone, words.format(count=progress.counts[status]), found[0].error
    if progress.is_live and progress.held:
        title = _("A part of the run waits; the rest goes on")
        return ToneName.LATE, title, str(next(iter(progress.held.values())))
    paused = progress.control.paused
    if progress.is_live and paused is not None and paused.note:
        return ToneName.LATE, _("The run is paused"), paused.note
    if progress.is_elsewhere:
        return (
            ToneName.BUSY,
            _("Another tat-console carries out this run"),
            _(
                "A second start of the program, or a command line, does. Pause, stop and cancel "
                "the run there; when that one ends, the run goes on here."
            ),
        )
    if progress.is_live and not is_followed:
        return (
            ToneName.BUSY,
            _("Nobody follows this run now"),
            _("Choose the profile “{name}” at the top of the window to follow it.").format(
                name=progress.run.profile_name
            ),
        )
    return None

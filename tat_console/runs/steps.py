"""What comes next in a run: one pure function over what is known (facts §6.4, §6.5).

Everything it looks at is in the archive, so a program that was killed decides as the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from tat_console.ports.archive import BatchRecord, BatchState
from tat_console.ports.waves import Turn
from tat_console.runs.control import Doing, Step
from tat_console.runs.hours import next_opening
from tat_console.runs.progress import RunProgress
from tat_console.runs.tally import WaveCount
from tat_console.support.i18n import _

CALLS_AT_ONCE: Final = 8


def next_step(
    progress: RunProgress, now: datetime, *, sending: int = 0, is_frozen: bool = False
) -> Step:
    """The next step of a run; `sending` is the number of calls that are on their way now."""
    if progress.control.stopped is not None:
        return _after_the_stop(progress, sending)
    if ended := _wave_to_close(progress):
        return ended
    wave = progress.current_wave()
    if wave is None:
        return Step(doing=Doing.ENDING)
    if wave.planned and (breach := guard_breach(progress, wave)):
        return Step(doing=Doing.ENDING, wave_no=wave.wave_no, turn=Turn.TRIPPED, note=breach)
    if not wave.planned:
        return _until_results(progress, wave, sending)
    return _held(progress, wave, now, is_frozen) or _send(progress, wave, sending)


def guard_breach(progress: RunProgress, current: WaveCount) -> str:
    """Which guard holds the run back, as a sentence; "" where none does."""
    guards, tally = progress.run.guards, progress.tally
    if guards.canary and _canary_failed(canary := tally.waves[0]):
        return _("The canary failed: {good:,} of {total:,} machines did well.").format(
            good=canary.good, total=canary.total
        )
    most = guards.stop_at_failures
    if most and tally.failed >= most:
        return _("{failed:,} machines failed; {most:,} was the limit.").format(
            failed=tally.failed, most=most
        )
    before = tally.waves.get(current.wave_no - 1, current)
    for wave in (before, current):
        percent = guards.stop_at_percent
        if percent and wave.failed * 100 >= percent * wave.total:
            text = _("{failed:,} of {total:,} machines of wave {wave} failed; {limit:g} % stop it.")
            return text.format(
                failed=wave.failed, total=wave.total, wave=wave.wave_no + 1, limit=percent
            )
    return ""


def _canary_failed(wave: WaveCount) -> bool:
    """A canary that was cancelled throughout proves nothing."""
    return wave.failed > 0 or (wave.is_over and not wave.good)


def _after_the_stop(progress: RunProgress, sending: int) -> Step:
    given_up = tuple(
        batch_no for wave in progress.tally.waves.values() for batch_no in wave.planned
    )
    if given_up:
        return Step(doing=Doing.ENDING, batches=given_up)
    wave = progress.current_wave()
    return _until_results(progress, wave, sending) if wave else Step(doing=Doing.ENDING)


def _wave_to_close(progress: RunProgress) -> Step | None:
    """The line about a wave that is over, where there are waves to speak of."""
    waves = progress.tally.waves
    if len(waves) < 2:
        return None
    for wave in waves.values():
        if not wave.is_over:
            return None
        if wave.wave_no not in progress.control.ended:
            note = _("{good:,} of {total:,} did well, {failed:,} failed.").format(
                good=wave.good, total=wave.total, failed=wave.failed
            )
            return Step(doing=Doing.SENDING, wave_no=wave.wave_no, turn=Turn.WAVE_ENDED, note=note)
    return None


def _until_results(progress: RunProgress, wave: WaveCount, sending: int) -> Step:
    doing = Doing.HELD if any(_uncertain(progress, held=True)) else Doing.WATCHING
    if not sending and any(_uncertain(progress)):
        doing = Doing.SETTLING
    return Step(doing=doing, wave_no=wave.wave_no)


def _uncertain(progress: RunProgress, *, held: bool = False) -> Iterator[BatchRecord]:
    """The batches that nobody knows of and that can be looked for, or those that are held."""
    for batch in progress.uncertain_batches():
        if progress.is_held(batch.batch_no) is held:
            yield batch


def _held(progress: RunProgress, wave: WaveCount, now: datetime, is_frozen: bool) -> Step | None:
    """What keeps the wave from being sent on, or the line that it begins."""
    guards, control = progress.run.guards, progress.control
    number = wave.wave_no
    if control.paused is not None:
        return Step(doing=Doing.PAUSED, wave_no=number)
    if is_frozen:
        return Step(doing=Doing.FROZEN, wave_no=number)
    if guards.closes_at is not None and now >= guards.closes_at:
        note = _("The time window has closed.")
        return Step(doing=Doing.ENDING, wave_no=number, turn=Turn.CLOSED, note=note)
    if guards.opens_at is not None and now < guards.opens_at:
        return Step(doing=Doing.EARLY, wave_no=number, until=guards.opens_at)
    if guards.hours is not None and (opens_at := next_opening(guards.hours, now)):
        return Step(doing=Doing.EARLY, wave_no=number, until=opens_at)
    if number <= control.began_wave_no or len(progress.tally.waves) < 2:
        return None
    if guards.asks_before_waves and number > control.go_wave_no:
        return Step(doing=Doing.ASKING, wave_no=number)
    if (before := control.ended.get(number - 1)) and control.go_wave_no < number:
        rested_at = before + timedelta(seconds=guards.pause_s)
        if now < rested_at:
            return Step(doing=Doing.RESTING, wave_no=number, until=rested_at)
    return Step(doing=Doing.SENDING, wave_no=number, turn=Turn.WAVE_BEGAN)


def _send(progress: RunProgress, wave: WaveCount, sending: int) -> Step:
    """As many batches as may go now; none while it is unknown whether others arrived."""
    number = wave.wave_no
    if not sending and any(_uncertain(progress)):
        return Step(doing=Doing.SETTLING, wave_no=number)
    if any(one.state is BatchState.UNKNOWN for one in _uncertain(progress)):
        return Step(doing=Doing.SENDING, wave_no=number)
    most, in_flight = progress.run.guards.at_once, progress.tally.in_flight
    chosen: list[int] = []
    may_go = (batch_no for batch_no in wave.planned if not progress.is_held(batch_no))
    for batch_no in islice(may_go, max(0, CALLS_AT_ONCE - sending)):
        in_flight += progress.tally.batches[batch_no].unfinished
        if most and in_flight > most and (chosen or progress.tally.in_flight):
            break
        chosen.append(batch_no)
    if chosen or sending:
        return Step(doing=Doing.SENDING, wave_no=number, batches=tuple(chosen))
    all_held = all(progress.is_held(batch_no) for batch_no in wave.planned)
    return Step(doing=Doing.HELD if all_held else Doing.BUSY, wave_no=number)

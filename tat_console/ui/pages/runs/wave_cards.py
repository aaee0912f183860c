"""The waves of a run on its way, in words: how far each is, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tat_console.ports.waves import Turn
from tat_console.runs.control import Doing
from tat_console.runs.progress import RunProgress
from tat_console.runs.tally import WaveCount
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.wave_words import gate_words, stop_words, wave_name
from tat_console.ui.kit.status_looks import StatusLook, look_of
from tat_console.ui.kit.words import stopwatch_word

_HOLDING: Final = frozenset(
    {Doing.PAUSED, Doing.ASKING, Doing.EARLY, Doing.FROZEN, Doing.BUSY, Doing.SETTLING, Doing.HELD}
)


@dataclass(frozen=True, slots=True)
class WaveCard:
    """What the card of one wave says; `share` of it is over, from 0 to 1."""

    look: StatusLook
    title: str
    count: str
    note: str
    share: float
    is_active: bool = False


def wave_cards(progress: RunProgress, now: datetime) -> list[WaveCard]:
    """A card for each wave; none for a run of one wave."""
    waves = progress.tally.waves
    if len(waves) < 2:
        return []
    current = progress.current_wave()
    return [_card(progress, wave, current, now) for wave in waves.values()]


def group_note(progress: RunProgress, wave: WaveCount) -> str:
    """What stands beside the title of a wave in the grid."""
    if wave.good == wave.total:
        return _("all {count:,} succeeded").format(count=wave.total)
    if not wave.over and len(wave.planned) and wave is not progress.current_wave():
        return _("{count:,} pending").format(count=wave.total)
    if wave.failed:
        return _("{failed:,} of {count:,} failed").format(failed=wave.failed, count=wave.total)
    return _("by region, then in the order of choosing")


def _card(
    progress: RunProgress, wave: WaveCount, current: WaveCount | None, now: datetime
) -> WaveCard:
    is_active = progress.is_live and wave is current
    return WaveCard(
        look=_look(progress, wave, is_active=is_active),
        title=wave_name(wave.wave_no, progress.run.guards),
        count=_("{over:,} of {total:,}").format(over=wave.over, total=wave.total),
        note=_note(progress, wave, now, is_active=is_active),
        share=wave.over / wave.total if wave.total else 1.0,
        is_active=is_active,
    )


def _look(progress: RunProgress, wave: WaveCount, *, is_active: bool) -> StatusLook:
    if wave.is_over:
        if wave.failed:
            return look_of(TaskStatus.FAILED)
        return look_of(TaskStatus.SUCCESS if wave.good else TaskStatus.NOT_SENT)
    has_begun = is_active and wave.wave_no <= max(0, progress.control.began_wave_no)
    return look_of(TaskStatus.RUNNING if has_begun else TaskStatus.PENDING)


def _note(progress: RunProgress, wave: WaveCount, now: datetime, *, is_active: bool) -> str:
    if wave.is_over:
        return _result(progress, wave)
    if is_active:
        return _doing(progress, wave, now)
    waits = _("Waits for the wave before")
    gate = gate_words(wave.wave_no, progress.run.guards)
    return _("{waits}, {gate}").format(waits=waits, gate=gate) if gate else waits


def _result(progress: RunProgress, wave: WaveCount) -> str:
    if not wave.good and not wave.failed:
        return _("Not sent")
    words = (
        _("{count:,} failed").format(count=wave.failed)
        if wave.failed
        else _("all ok")
        if wave.good == wave.total
        else _("{count:,} ok").format(count=wave.good)
    )
    took_s = _took_s(progress, wave.wave_no)
    if took_s is None:
        return _("Done, {words}").format(words=words)
    return _("Done in {time}, {words}").format(time=stopwatch_word(took_s), words=words)


def _doing(progress: RunProgress, wave: WaveCount, now: datetime) -> str:
    step = progress.step
    if step is not None and step.doing is Doing.RESTING and step.until is not None:
        seconds = max(0.0, (step.until - now).total_seconds())
        return _("Begins in {time}").format(time=stopwatch_word(seconds))
    if step is not None and step.doing in _HOLDING:
        return step.doing.words
    stops = stop_words(progress.run.guards)
    if not stops:
        return _("{count:,} failed so far").format(count=wave.failed)
    rate = _("Now {percent:.1f} %").format(percent=100 * wave.failed / max(1, wave.total))
    begun = f"{stops[:1].upper()}{stops[1:]}"
    return _("{sentence}. {reason}").format(sentence=begun, reason=rate)


def _took_s(progress: RunProgress, wave_no: int) -> float | None:
    began = [
        one.at
        for one in progress.decisions
        if one.turn is Turn.WAVE_BEGAN and one.wave_no == wave_no
    ]
    ended = progress.control.ended.get(wave_no)
    return (ended - began[-1]).total_seconds() if began and ended else None

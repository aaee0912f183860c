"""The waves of a run in words, before it begins and while it is on its way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tat_console.ports.waves import COUNTED_AS_FAILURE, Guards
from tat_console.runs.plan import Plan
from tat_console.services.hours_text import hours_text
from tat_console.services.time_words import moment_text
from tat_console.support.i18n import _, listed, ngettext
from tat_console.ui.dialogs.failure_kinds import failure_names


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One wave of a plan: what it is called, how many machines, and what is to be known of it."""

    name: str
    count: int
    note: str


def wave_name(wave_no: int, guards: Guards) -> str:
    """What a wave is called; they are counted from 1, the canary with them."""
    if guards.canary is not None and wave_no == 0:
        return _("Canary")
    return _("Wave {number}").format(number=wave_no + 1)


def wave_lines(plan: Plan) -> list[WaveLine]:
    """The waves of a plan in their order."""
    guards = plan.run.guards
    wave_of = {batch.batch_no: batch.wave_no for batch in plan.batches}
    sizes = Counter(wave_of[task.batch_no] for task in plan.tasks)
    return [
        WaveLine(wave_name(wave_no, guards), sizes[wave_no], _note(wave_no, guards))
        for wave_no in sorted(sizes)
    ]


def summary_of(plan: Plan) -> str:
    """How many waves and calls: "3 waves, 16 invocations"; a single wave is not worth a word."""
    calls = len(plan.batches)
    sent = ngettext("{count:,} invocation", "{count:,} invocations", calls).format(count=calls)
    count = len({batch.wave_no for batch in plan.batches})
    if count < 2:
        return sent
    waves = ngettext("{count:,} wave", "{count:,} waves", count).format(count=count)
    return _("{waves}, {calls}").format(waves=waves, calls=sent)


def stop_words(guards: Guards) -> str:
    """When the run stops by itself; "" where it never does."""
    parts = []
    if guards.stop_at_failures:
        parts.append(_("stops at {count:,} failed").format(count=guards.stop_at_failures))
    if guards.stop_at_percent:
        parts.append(_("stops at {percent:g} % failed").format(percent=guards.stop_at_percent))
    return listed(parts)


def guard_sentences(guards: Guards) -> list[str]:
    """When the run may send and what counts as a failure, where that is not as ever."""
    found = (_window_words(guards), _hours_words(guards), _failure_words(guards))
    return [sentence for sentence in found if sentence]


def _window_words(guards: Guards) -> str:
    """When the run may send, as a sentence; "" for always."""
    opens, closes = moment_text(guards.opens_at), moment_text(guards.closes_at)
    if opens and closes:
        text = _("Nothing is sent before {opens}, nor after {closes}.")
    elif opens:
        text = _("Nothing is sent before {opens}.")
    else:
        text = _("Nothing is sent after {closes}.") if closes else ""
    return text.format(opens=opens, closes=closes)


def _hours_words(guards: Guards) -> str:
    """At which hours the run may send, as a sentence; "" for all."""
    if guards.hours is None:
        return ""
    return _("Sent only at these hours: {hours}; the run waits in between.").format(
        hours=hours_text(guards.hours)
    )


def _failure_words(guards: Guards) -> str:
    """What counts as a failure, as a sentence; "" where it is what always does."""
    if guards.failures == COUNTED_AS_FAILURE:
        return ""
    return _("Counts as a failure: {names}.").format(names=failure_names(guards.failures))


def gate_words(wave_no: int, guards: Guards) -> str:
    """What a wave waits for after the one before it; "" for nothing."""
    if wave_no == 0:
        return ""
    if guards.asks_before_waves:
        return _("only after you say so")
    if guards.pause_s:
        return _("after a pause of {seconds:,} s").format(seconds=guards.pause_s)
    return ""


def _note(wave_no: int, guards: Guards) -> str:
    if guards.canary is not None and wave_no == 0:
        return _("goes on only if all succeed")
    at_once = _("{count:,} at a time").format(count=guards.at_once) if guards.at_once else ""
    return listed(filter(None, (gate_words(wave_no, guards), at_once, stop_words(guards))))

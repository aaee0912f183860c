"""Gathers what the report of a run says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from tat_console.outputs.ansi import plain
from tat_console.outputs.report import Failure, Report
from tat_console.ports.archive import Archive, BatchRecord, TaskRecord
from tat_console.ports.waves import Turn
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import N_, _
from tat_console.support.logs import MASK
from tat_console.tat import templating
from tat_console.tat.statuses import TaskStatus

OUTPUTS_SHOWN: Final = 50
_TURNS: Final = {
    Turn.WAVE_BEGAN: N_("Wave {wave} began"),
    Turn.WAVE_ENDED: N_("Wave {wave} ended"),
    Turn.GO: N_("Go for wave {wave}"),
    Turn.PAUSED: N_("Paused"),
    Turn.WENT_ON: N_("Went on"),
    Turn.TRIPPED: N_("Stopped by its guard"),
    Turn.STOPPED: N_("Stopped by the user"),
    Turn.CLOSED: N_("Stopped: the time window closed"),
    Turn.CANCELLED: N_("Tasks cancelled"),
    Turn.LOOKED_AGAIN: N_("Looked again for lost replies"),
}


async def report_of(progress: RunProgress, archive: Archive, account: str = "") -> Report:
    """The report of a run, live or ended; `account` says who it was, where that is known."""
    run = progress.run
    return Report(
        title=_("Run {name}").format(name=run.script.name or run.run_id),
        facts=tuple(_facts(progress, account)),
        script=templating.as_text(run.script.content),
        parameters=tuple(_parameters(progress)),
        counts=tuple(
            (status.value, count) for status, count in progress.counts.most_common() if count
        ),
        waves=tuple(_waves(progress)),
        failures=await _failures(progress, archive),
        left_out=tuple(
            (one.instance_name or one.instance_id, one.reason.words) for one in progress.exclusions
        ),
        journal=tuple((_time(at), words) for at, words in sorted(_journal(progress))),
    )


def _facts(progress: RunProgress, account: str) -> Iterator[tuple[str, str]]:
    run = progress.run
    regions = dict.fromkeys(batch.region for batch in progress.batches.values())
    yield _("Run"), run.run_id
    yield _("Profile"), f"{run.profile_name} ({run.environment.value})"
    if account:
        yield _("Account"), account
    yield _("Regions"), ", ".join(regions)
    yield _("Machines"), f"{len(progress.tasks):,}"
    yield _("Started"), _time(run.created_at)
    yield _("Ended"), _time(run.ended_at) if run.ended_at else _("Still live")
    if run.script.username:
        yield _("User"), run.script.username
    if run.script.working_directory:
        yield _("Folder"), run.script.working_directory
    yield _("Timeout"), _("{count:,} s").format(count=run.script.timeout_s)


def _parameters(progress: RunProgress) -> Iterator[tuple[str, str]]:
    script = progress.run.script
    yield from script.parameters.items()
    hidden = {one.key for one in templating.parameters(script.content) if one.hidden}
    for name in sorted(hidden.union(script.hidden)):
        yield name, MASK
    sets = {tuple(batch.parameters.items()) for batch in progress.batches.values()}
    for name in sorted({name for values in sets for name, _value in values}):
        found = sorted({dict(values).get(name, "") for values in sets})
        yield (
            _("{name}, by machine").format(name=name),
            found[0] if len(found) == 1 else _("{count:,} values").format(count=len(found)),
        )


def _waves(progress: RunProgress) -> Iterator[tuple[str, ...]]:
    waves = progress.tally.waves
    if len(waves) > 1:
        for wave in waves.values():
            numbers = (wave.wave_no + 1, wave.total, wave.good, wave.failed)
            yield tuple(f"{number:,}" for number in numbers)


async def _failures(progress: RunProgress, archive: Archive) -> tuple[Failure, ...]:
    """Machines that failed with the same output together, the largest groups first."""
    groups: dict[tuple[TaskStatus, str, str], list[TaskRecord]] = {}
    for task in progress.tasks.values():
        if progress.tally.is_failure(task):
            reason = task.verdict_note or task.error_info
            groups.setdefault((task.status, reason, task.output_sha256), []).append(task)
    failures = []
    for (status, reason, output), tasks in sorted(groups.items(), key=lambda pair: -len(pair[1]))[
        :OUTPUTS_SHOWN
    ]:
        kept = await archive.output(output) if output else None
        failures.append(
            Failure(
                machines=_names(tasks),
                status=status.value,
                reason=reason,
                output=plain((kept or b"").decode("utf-8", "replace")),
            )
        )
    return tuple(failures)


def _names(tasks: list[TaskRecord]) -> tuple[str, ...]:
    return tuple(task.instance_name or task.instance_id for task in tasks)


def _journal(progress: RunProgress) -> Iterator[tuple[datetime, str]]:
    for decision in progress.decisions:
        words = _(_TURNS[decision.turn]).format(wave=decision.wave_no + 1)
        yield decision.at, f"{words}. {decision.note}".strip()
    for batch in progress.batches.values():
        yield from _sending(batch, len(progress.members(batch.batch_no)))


def _sending(batch: BatchRecord, machines: int) -> Iterator[tuple[datetime, str]]:
    if batch.intent_at is not None:
        text = _("Sending part {number} to {count:,} machines in {region}.")
        yield (
            batch.intent_at,
            text.format(number=batch.batch_no + 1, count=machines, region=batch.region),
        )
    if batch.sent_at is not None:
        text = _("Part {number} is {invocation}.")
        yield (
            batch.sent_at,
            text.format(number=batch.batch_no + 1, invocation=batch.invocation_id),
        )
    at = batch.settled_at or batch.intent_at
    if batch.error and at is not None:
        part = _("Part {number}: {error}")
        yield at, part.format(number=batch.batch_no + 1, error=batch.error)


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S %z}"

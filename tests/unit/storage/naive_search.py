"""What a query lets through, said as plainly as can be, over records in memory."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from tat_console.ports.archive import RunState, Script, StoredRun, TaskRecord
from tat_console.ports.history import Annotations, Facet, Query, Source
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.history import SqliteHistory
from tat_console.storage.search_index import script_text
from tat_console.support.words import Term
from tat_console.tat.statuses import TaskStatus
from tests.unit.storage.records import START, plain_run, planned_batch, sha256

WORDS = ("disk", "full", "net", "down", "diskette")
STATUSES = (TaskStatus.SUCCESS, TaskStatus.FAILED, TaskStatus.TIMEOUT)
EXIT_CODES = (None, 0, 0, 3, 9)
REGIONS = ("ap-guangzhou", "ap-beijing")
MACHINES = ("ins-1", "ins-2", "ins-10")
NAMES = ("web net", "db", "web_1")
LABELS = ("incident", "weekly")
PROFILES = ("East", "West")


@dataclass
class Past:
    """Runs with what they printed and what is written on them."""

    runs: list[StoredRun] = field(default_factory=list)
    outputs: dict[str, bytes] = field(default_factory=dict)
    annotations: dict[str, Annotations] = field(default_factory=dict)

    def newest_first(self) -> list[StoredRun]:
        """In the order in which the history lists them: later ones of a moment first."""
        return sorted(self.runs, key=lambda one: one.run.created_at)[::-1]


def made_up(seed: int, runs: int = 40) -> Past:
    """A past in which everything coincides often."""
    chance, past = random.Random(seed), Past()
    for number in range(runs):
        run_id = f"run-{number}"
        stored = plain_run(run_id, START + timedelta(hours=chance.randrange(60)), tasks=0)
        regions = chance.sample(REGIONS, chance.randrange(3))
        batches = [
            msgspec.structs.replace(planned_batch(run_id, place), region=region)
            for place, region in enumerate(regions)
        ]
        tasks = [
            _task(past, chance, run_id, batch.batch_no, instance_id)
            for batch in batches
            for instance_id in chance.sample(MACHINES, chance.randint(1, len(MACHINES)))
        ]
        run = msgspec.structs.replace(
            stored.run,
            script=Script(name=_said(chance, 1) or "plain", content=_said(chance, 2).encode()),
            profile_name=chance.choice(PROFILES),
            state=RunState.ENDED,
        )
        past.runs.append(StoredRun(run=run, batches=tuple(batches), tasks=tuple(tasks)))
        if chance.random() < 0.4:
            past.annotations[run_id] = Annotations(
                starred=chance.random() < 0.5,
                note=_said(chance, 2),
                labels=tuple(chance.sample(LABELS, chance.randrange(3))),
            )
    return past


def _task(past: Past, chance: random.Random, run_id: str, batch_no: int, name: str) -> TaskRecord:
    output = _said(chance, 4).encode()
    past.outputs[sha256(output)] = output
    return TaskRecord(
        run_id=run_id,
        batch_no=batch_no,
        instance_id=name,
        instance_name=chance.choice(NAMES),
        status=chance.choice(STATUSES),
        exit_code=chance.choice(EXIT_CODES),
        output_sha256=sha256(output) if output else "",
        output_bytes=len(output),
    )


def _said(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))


async def keep(past: Past, archive: SqliteArchive, history: SqliteHistory) -> None:
    """Put all of it into an archive, taken into the search."""
    await archive.save_tasks([], past.outputs)
    for stored in past.runs:
        await archive.add_run(stored)
    for run_id, written in past.annotations.items():
        await history.annotate(run_id, written)
    while await history.index_more():
        pass


def let_through(past: Past, query: Query) -> dict[str, int]:
    """The runs in the order of the list, each with the number of its tasks that are let through."""
    return {
        stored.run.run_id: len(_counted(past, stored, query))
        for stored in past.newest_first()
        if _is_through(past, stored, query)
    }


def facet_counts(past: Past, query: Query, facet: Facet) -> dict[str, int]:
    """How many runs each value of a facet would leave, asked for on its own."""
    counts = {}
    for value in _values(facet):
        chosen = [
            stored
            for stored in past.runs
            if _has(past, stored, facet, value) and _is_through(past, stored, query, facet, value)
        ]
        if chosen:
            counts[value] = len(chosen)
    return counts


def _values(facet: Facet) -> Sequence[str]:
    return {
        Facet.PROFILE: PROFILES,
        Facet.SCRIPT: ("plain", *WORDS),
        Facet.REGION: REGIONS,
        Facet.STATUS: STATUSES,
        Facet.SOURCE: (Source.CONSOLE,),
        Facet.LABEL: LABELS,
    }[facet]


def _has(past: Past, stored: StoredRun, facet: Facet, value: str) -> bool:
    match facet:
        case Facet.PROFILE:
            return stored.run.profile_name == value
        case Facet.SCRIPT:
            return stored.run.script.name == value
        case Facet.LABEL:
            return value in _annotations(past, stored).labels
        case _:
            return True


def _is_through(
    past: Past, stored: StoredRun, query: Query, facet: Facet | None = None, value: str = ""
) -> bool:
    if facet is Facet.REGION:
        query = msgspec.structs.replace(query, regions=(value,))
    if facet is Facet.STATUS:
        query = msgspec.structs.replace(query, statuses=(TaskStatus(value),))
    if not _suits_run(past, stored, query):
        return False
    asks_tasks = query.statuses or query.exit_codes or query.instances or query.regions
    if not asks_tasks and _is_written(past, stored, query.terms):
        return True
    return bool(_counted(past, stored, query))


def _counted(past: Past, stored: StoredRun, query: Query) -> list[TaskRecord]:
    """The tasks that say the words; where none does, all, if they stand in note or script."""
    suitable = [task for task in stored.tasks if _suits_task(stored, task, query)]
    saying = [task for task in suitable if _says(past, task, query.terms)]
    return saying or (suitable if _is_written(past, stored, query.terms) else [])


def _suits_run(past: Past, stored: StoredRun, query: Query) -> bool:
    run, written = stored.run, _annotations(past, stored)
    return (
        (query.after is None or run.created_at >= query.after)
        and (query.before is None or run.created_at < query.before)
        and _contains(run.script.name, query.scripts)
        and _contains(run.profile_name, query.profiles)
        and (not query.sources or Source.CONSOLE in query.sources)
        and (not query.labels or bool(set(query.labels) & set(written.labels)))
        and (written.starred or not query.starred)
        and _contains(written.note, query.notes)
    )


def _suits_task(stored: StoredRun, task: TaskRecord, query: Query) -> bool:
    region = stored.batches[task.batch_no].region
    return (
        (not query.statuses or task.status in query.statuses)
        and (not query.exit_codes or task.exit_code in query.exit_codes)
        and (not query.regions or region in query.regions)
        and (task.instance_id in query.instances or _contains(task.instance_name, query.instances))
    )


def _says(past: Past, task: TaskRecord, terms: Sequence[Term]) -> bool:
    output = past.outputs[task.output_sha256].decode() if task.output_sha256 else ""
    # Machines are found by every name they have ever had.
    names = {
        other.instance_name
        for stored in past.runs
        for other in stored.tasks
        if other.instance_id == task.instance_id
    }
    return any(
        _stand_in(text, terms) for text in (output, *(f"{task.instance_id} {one}" for one in names))
    )


def _is_written(past: Past, stored: StoredRun, terms: Sequence[Term]) -> bool:
    texts = (_annotations(past, stored).note, script_text(stored.run.script))
    return any(_stand_in(text, terms) for text in texts)


def _stand_in(text: str, terms: Sequence[Term]) -> bool:
    """Whether every term stands in a text, the words of a term side by side."""
    said = text.replace("-", " ").replace("_", " ").split()
    return all(
        any(_begins(said[start:], term.text.split(), term.is_prefix) for start in range(len(said)))
        for term in terms
    )


def _begins(said: Sequence[str], asked: Sequence[str], is_prefix: bool) -> bool:
    if len(said) < len(asked) or list(said[: len(asked) - 1]) != list(asked[:-1]):
        return False
    last = said[len(asked) - 1]
    return last.startswith(asked[-1]) if is_prefix else last == asked[-1]


def _contains(text: str, parts: Sequence[str]) -> bool:
    return not parts or any(part.casefold() in text.casefold() for part in parts)


def _annotations(past: Past, stored: StoredRun) -> Annotations:
    return past.annotations.get(stored.run.run_id, Annotations())


def moment(hours: int) -> datetime:
    """A moment within the past that is made up."""
    return START + timedelta(hours=hours)

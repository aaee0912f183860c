"""What can be found, marked and counted in the archive, and the store that does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from tat_console.ports.archive import RunRecord, RunSummary
from tat_console.support.words import Term
from tat_console.tat.statuses import TaskStatus


class Source(StrEnum):
    """Who started a run: this console, somebody else, or a schedule of the service."""

    CONSOLE = "console"
    OTHERS = "others"
    SCHEDULE = "schedule"


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for: all terms, in one place; of each list of values, one at least.

    `after` is included, `before` is not. `scripts`, `profiles`, `instances` and `notes`
    are parts of names and notes; instances may be given by id.
    """

    terms: tuple[Term, ...] = ()
    statuses: tuple[TaskStatus, ...] = ()
    exit_codes: tuple[int, ...] = ()
    instances: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    starred: bool = False


class Where(StrEnum):
    """In what a search found something; also the order in which finds are shown."""

    NOTE = "note"
    SCRIPT = "script"
    INSTANCE = "instance"
    OUTPUT = "output"


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One find, told by the newest run it stands for.

    `number` is its place in the list of its kind. For OUTPUT, `tasks` is how many tasks printed it;
    for INSTANCE, how many the machine had; instance and status are those of the newest of them.
    """

    where: Where
    number: int
    run_id: str
    script_name: str
    profile_name: str
    created_at: datetime
    tasks: int = 0
    instance_id: str = ""
    instance_name: str = ""
    status: TaskStatus | None = None
    exit_code: int | None = None


class HitPage(msgspec.Struct, frozen=True, kw_only=True):
    """Finds of one kind, newest first; `next_number` asks for more, None where that is all."""

    where: Where
    hits: tuple[Hit, ...]
    next_number: int | None = None


class Annotations(msgspec.Struct, frozen=True, kw_only=True):
    """What a user wrote on a run; a starred run is never removed by the rules."""

    starred: bool = False
    note: str = ""
    labels: tuple[str, ...] = ()


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the history."""

    run: RunRecord
    counts: dict[TaskStatus, int]
    annotations: Annotations = Annotations()
    source: Source = Source.CONSOLE


class MatchCount(msgspec.Struct, frozen=True, kw_only=True):
    """How much a query lets through."""

    runs: int
    tasks: int


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """Runs of one day, in this computer's time, and those of them in which a task failed."""

    day: date
    runs: int
    failed: int


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long the tasks of one run of a script took, and how many failed."""

    run_id: str
    created_at: datetime
    median_s: float
    longest_s: float
    tasks: int
    failed: int


class Facet(StrEnum):
    """By what the history can be narrowed, with counts."""

    PROFILE = "profile"
    SCRIPT = "script"
    REGION = "region"
    STATUS = "status"
    SOURCE = "source"
    LABEL = "label"


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a facet and how many runs have it."""

    value: str
    runs: int


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: runs not older than so many days, and no more than so many bytes; 0 is all."""

    keep_days: int = 0
    keep_bytes: int = 0


class ArchiveSize(msgspec.Struct, frozen=True, kw_only=True):
    """How large the archive is; `free_bytes` of the file are empty and will be used again."""

    file_bytes: int
    free_bytes: int
    runs: int
    tasks: int
    outputs: int
    output_bytes: int
    oldest_at: datetime | None


class MachineTask(msgspec.Struct, frozen=True, kw_only=True):
    """What a machine was told by one run; `created_at` is when the run began."""

    run_id: str
    script_name: str
    created_at: datetime
    status: TaskStatus


class MachinePast(msgspec.Struct, frozen=True, kw_only=True):
    """How many runs a machine was in, and its newest tasks, newest first."""

    runs: int = 0
    latest: tuple[MachineTask, ...] = ()


class History(Protocol):
    """Everything that was ever run, as it is looked at later."""

    async def search(self, query: Query, limit: int = 50) -> list[HitPage]:
        """The newest finds of each kind, in the order of Where; without terms there are none."""
        ...

    async def more(self, query: Query, page: HitPage, limit: int = 50) -> HitPage:
        """The finds that come after a page."""
        ...

    async def texts(self, hits: Sequence[Hit]) -> list[str]:
        """The text that each find stands in, for excerpts."""
        ...

    async def rows(
        self, query: Query, limit: int = 100, before: HistoryRow | None = None
    ) -> list[HistoryRow]:
        """The runs that a query lets through, newest first; those after `before` in the list.

        The terms of the query may stand in any place of a run.
        """
        ...

    async def match_count(self, query: Query) -> MatchCount:
        """How many tasks of how many runs a query lets through."""
        ...

    async def matching_tasks(self, query: Query, run_ids: Sequence[str]) -> dict[str, int]:
        """How many tasks of each of these runs a query lets through."""
        ...

    async def finds(self, query: Query, run_ids: Sequence[str], most_each: int) -> list[Hit]:
        """In what of these runs the terms of a query stand, in the order of Where.

        Of each run, the most frequent outputs and machines are told, so many of a kind at the most;
        their tasks are those that hold what the query asks of tasks.
        """
        ...

    async def facets(self, query: Query, facet: Facet) -> list[FacetValue]:
        """The values of one facet among the runs that the rest of the query lets through."""
        ...

    async def annotate(self, run_id: str, annotations: Annotations) -> None:
        """Overwrite what is written on a run; raises LookupError where it is not kept."""
        ...

    async def lineage(self, run_id: str) -> list[RunSummary]:
        """The whole family of a run, oldest first: what it came from, and what came from it."""
        ...

    async def last_good_run(self, run_id: str) -> str | None:
        """The newest earlier run of the same script with a success, by its id."""
        ...

    async def days(self, query: Query) -> list[DayCount]:
        """Runs per day, oldest first; days without runs are left out."""
        ...

    async def durations(self, run_id: str, limit: int = 200) -> list[Duration]:
        """How long the runs of the same script took, oldest first."""
        ...

    async def of_machine(self, instance_id: str, limit: int) -> MachinePast:
        """What was run on one machine; its newest tasks, so many at the most."""
        ...

    async def served_since(self, most_records: int) -> datetime | None:
        """Since when the service may have all records of every account, which keeps so many.

        None while no account has more. Of several accounts, the latest such moment counts.
        """
        ...

    async def size(self) -> ArchiveSize:
        """How large the archive is."""
        ...

    async def count_old(self, rules: Retention, now: datetime) -> int:
        """How many runs are older than the rules keep; live and starred ones are not counted."""
        ...

    async def remove_old(self, rules: Retention, now: datetime, most: int = 50) -> int:
        """Remove the oldest runs that the rules do not keep, `most` at once; returns how many.

        Live and starred runs stay. Call it again until it returns 0.
        """
        ...

    async def index_more(self) -> int:
        """Take some of what is new into the search; returns how much is still left."""
        ...

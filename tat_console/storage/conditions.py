"""What a query asks of runs and of their tasks, as conditions of SQL with the values they need."""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from tat_console.ports.history import Query
from tat_console.storage.rows import stamp
from tat_console.storage.search_index import match_of

SOURCE: Final = (
    "coalesce((SELECT source FROM foreign_runs WHERE foreign_runs.run_no = runs.run_no), 'console')"
)
SCRIPT_NAME: Final = "json_extract(runs.script, '$.name')"
_ANNOTATED: Final = "EXISTS (SELECT 1 FROM annotations WHERE annotations.run_no = runs.run_no AND "
# The machines that ever had such an id or name; those of the newest tasks may not be known yet.
_MACHINES: Final = """tasks.instance_id IN (
    SELECT instance_id FROM machines WHERE {machine}
    UNION SELECT instance_id FROM tasks AS newest
        WHERE task_no > (SELECT number FROM search_done WHERE kind = 'task') AND {machine})"""


class Conditions:
    """The conditions of a query over `runs`, `tasks` and `batches`, without its terms.

    `narrow` are those of `of_task` that an index answers; it is "" where there are none.
    """

    def __init__(self, query: Query) -> None:
        self.values: dict[str, Any] = {}
        if query.terms:
            self.values["match"] = match_of(query.terms)
        runs = [*self._times(query), *self._marks(query)]
        runs += self._any(f"{SCRIPT_NAME} LIKE {{}} ESCAPE '\\'", _parts(query.scripts))
        runs += self._any("runs.profile_name LIKE {} ESCAPE '\\'", _parts(query.profiles))
        runs += self._any(f"{SOURCE} = {{}}", query.sources)
        narrow = [*self._exit_codes(query), *self._instances(query)]
        others = [
            *self._any("tasks.status = {}", query.statuses),
            *self._any("batches.region = {}", query.regions),
        ]
        wide = self._any("tasks.exit_code = {}", query.exit_codes if 0 in query.exit_codes else ())
        self.narrow = " AND ".join(narrow)
        self.of_run = every(runs)
        self.of_task = every([*narrow, *wide, *others])
        self.asks_tasks = bool(narrow or wide or others)
        self._asks_runs = bool(runs)
        self._asks_batches = bool(query.regions)

    @property
    def task_tables(self) -> str:
        """The tables that the conditions on a task and its run need."""
        runs = " JOIN runs USING (run_no)" if self._asks_runs else ""
        return f"{self.tasks_by_index}{runs}"

    @property
    def tasks_by_index(self) -> str:
        """Those that the conditions on a task need, where an index tells the tasks."""
        return (
            "tasks CROSS JOIN batches USING (run_no, batch_no)" if self._asks_batches else "tasks"
        )

    @property
    def tasks_of_run(self) -> str:
        """The same where the run is known: in the wrong region, its tasks are not looked at."""
        return (
            "batches CROSS JOIN tasks USING (run_no, batch_no)" if self._asks_batches else "tasks"
        )

    @property
    def tables_by_task(self) -> str:
        """Those with the runs, read from the tasks."""
        return f"{self.tasks_by_index} CROSS JOIN runs USING (run_no)"

    @property
    def tables_by_run(self) -> str:
        """Those with the runs, read run by run; where nothing is asked of tasks, also runs without."""
        if not self.asks_tasks:
            return "runs LEFT JOIN tasks USING (run_no)"
        batches = " CROSS JOIN batches USING (run_no)" if self._asks_batches else ""
        more = ", batch_no" if self._asks_batches else ""
        return f"runs{batches} CROSS JOIN tasks USING (run_no{more})"

    # -- inside

    def _times(self, query: Query) -> list[str]:
        found = []
        for name, sign, time in (("after", ">=", query.after), ("before", "<", query.before)):
            if time is not None:
                self.values[name] = stamp(time)
                found.append(f"runs.created_at {sign} :{name}")
        return found

    def _marks(self, query: Query) -> list[str]:
        starred = [f"{_ANNOTATED} is_starred)"] if query.starred else []
        labels = f"{_ANNOTATED} {{}} IN (SELECT value FROM json_each(labels)))"
        notes = f"{_ANNOTATED} note LIKE {{}} ESCAPE '\\')"
        return [
            *starred,
            *self._any(labels, query.labels),
            *self._any(notes, _parts(query.notes)),
        ]

    def _exit_codes(self, query: Query) -> list[str]:
        """Codes other than 0 have an index, which SQLite takes only where it is told of that."""
        if 0 in query.exit_codes:
            return []
        found = self._any("tasks.exit_code = {}", query.exit_codes)
        return [*found, "tasks.exit_code <> 0"] if found else []

    def _instances(self, query: Query) -> list[str]:
        """By id or by a part of the name: of the task, which says how it was called then."""
        if not query.instances:
            return []
        (ids,) = self._any("instance_id = {}", query.instances)
        (names,) = self._any("instance_name LIKE {} ESCAPE '\\'", _parts(query.instances))
        machine = f"({ids} OR {names})"
        task = machine.replace("instance_", "tasks.instance_")
        return [_MACHINES.format(machine=machine), task]

    def _any(self, condition: str, values: Sequence[object]) -> list[str]:
        """The condition for one of the values at least, none where there are no values."""
        names = []
        for value in values:
            names.append(f"v{len(self.values)}")
            self.values[names[-1]] = value
        alternatives = (condition.format(f":{name}") for name in names)
        return [f"({' OR '.join(alternatives)})"] if names else []


def every(conditions: Iterable[str]) -> str:
    """All of the conditions; of none, that everything holds."""
    return " AND ".join(conditions) or "1"


def _parts(values: Sequence[str]) -> list[str]:
    """Patterns for LIKE that find the values anywhere in a name."""
    return ["%" + _escaped(value) + "%" for value in values]


def _escaped(value: str) -> str:
    for sign in "\\%_":
        value = value.replace(sign, f"\\{sign}")
    return value

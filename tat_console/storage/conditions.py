"""A query as conditions of SQL: what runs, and what tasks of them, it lets through."""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from tat_console.ports.history import Query
from tat_console.storage.rows import stamp
from tat_console.storage.search_index import match_of

SOURCE: Final = (
    "coalesce((SELECT source FROM foreign_runs WHERE foreign_runs.run_no = runs.run_no), 'console')"
)
SCRIPT_NAME: Final = "json_extract(runs.script, '$.name')"
_ANNOTATED: Final = "EXISTS (SELECT 1 FROM annotations WHERE annotations.run_no = runs.run_no AND "
# What was printed, and on what machines, by the terms: outputs and machines by their indexes.
_OUTPUTS: Final = "(SELECT rowid FROM search_outputs WHERE search_outputs MATCH :match)"
_MACHINES: Final = (
    "(SELECT instance_id FROM machines WHERE machine_no IN "
    "(SELECT rowid FROM search_machines WHERE search_machines MATCH :match))"
)
_WRITTEN: Final = """(
    SELECT rowid AS run_no FROM search_notes WHERE search_notes MATCH :match
    UNION SELECT rowid FROM search_scripts WHERE search_scripts MATCH :match)"""
# Few tasks are read by the indexes; of many, each is looked at in the order of the runs, for
# jumping about in a million rows takes twenty times as long as reading them all.
_FEW_TASKS: Final = 20_000
_MANY: Final = tuple(
    f"SELECT count(*) FROM (SELECT 1 FROM tasks WHERE {column} IN {found} LIMIT {_FEW_TASKS + 1})"
    for column, found in (("output_no", _OUTPUTS), ("instance_id", _MACHINES))
)
_BY_INDEX: Final = f"""{{tasks}}.task_no IN (
    SELECT task_no FROM tasks WHERE output_no IN {_OUTPUTS}
    UNION ALL SELECT task_no FROM tasks WHERE instance_id IN {_MACHINES})"""
_BY_LOOKING: Final = (
    f"(+{{tasks}}.output_no IN {_OUTPUTS} OR +{{tasks}}.instance_id IN {_MACHINES})"
)
_RUNS_BY_INDEX: Final = f"""runs.run_no IN (
    SELECT run_no FROM {_WRITTEN}
    UNION SELECT run_no FROM tasks WHERE output_no IN {_OUTPUTS}
    UNION SELECT run_no FROM tasks WHERE instance_id IN {_MACHINES})"""
IN_WRITTEN: Final = f"runs.run_no IN {_WRITTEN}"
_RUNS_BY_LOOKING: Final = f"""({IN_WRITTEN} OR EXISTS (
    SELECT 1 FROM tasks WHERE tasks.run_no = runs.run_no AND {_BY_LOOKING.format(tasks="tasks")}))"""


class TermConditions:
    """Where the terms of a query stand; their expression is the value `match`."""

    def __init__(self, *, are_few: bool) -> None:
        self.are_few = are_few
        self._task = _BY_INDEX if are_few else _BY_LOOKING
        self.of_run = _RUNS_BY_INDEX if are_few else _RUNS_BY_LOOKING

    @classmethod
    def of(cls, connection: sqlite3.Connection, query: Query) -> TermConditions:
        """Those that are the fastest for what the terms of a query find."""
        values = {"match": match_of(query.terms)}
        counts = (connection.execute(count, values).fetchone()[0] for count in _MANY)
        return cls(are_few=all(count <= _FEW_TASKS for count in counts))

    def of_task(self, tasks: str = "tasks") -> str:
        """The condition on a row of `tasks` that the terms stand in its output or its machine."""
        return self._task.format(tasks=tasks)


class Conditions:
    """The conditions of a query over `runs`, `tasks` and `batches`, and the values they need."""

    def __init__(self, query: Query) -> None:
        self.values: dict[str, Any] = {}
        if query.terms:
            self.values["match"] = match_of(query.terms)
        self._query = query
        self._runs = [*self._times(query), *self._marks(query)]
        self._runs += self._any(f"{SCRIPT_NAME} LIKE {{}} ESCAPE '\\'", _parts(query.scripts))
        self._runs += self._any("runs.profile_name LIKE {} ESCAPE '\\'", _parts(query.profiles))
        self._runs += self._any(f"{SOURCE} = {{}}", query.sources)
        self._regions = bool(query.regions)
        self._tasks = [
            *self._any("tasks.status = {}", query.statuses),
            *self._any("tasks.exit_code = {}", query.exit_codes),
            *self._instances(query),
            *self._any("batches.region = {}", query.regions),
        ]

    @property
    def of_task(self) -> str:
        """The condition on a task that is joined with its run and its batch."""
        return _all([*self._tasks, *self._runs])

    @property
    def task_tables(self) -> str:
        """The tables that the condition on a task needs."""
        runs = " JOIN runs USING (run_no)" if self._runs else ""
        return f"tasks{runs}{self._batches}"

    @property
    def tables_by_task(self) -> str:
        """Those with the runs, read from the tasks."""
        return f"tasks CROSS JOIN runs USING (run_no){self._batches}"

    @property
    def tables_by_run(self) -> str:
        """Those with the runs, read run by run."""
        return f"runs CROSS JOIN tasks USING (run_no){self._batches}"

    @property
    def _batches(self) -> str:
        return " JOIN batches USING (run_no, batch_no)" if self._regions else ""

    @property
    def of_run(self) -> str:
        """The condition on a run, whatever its text: one task at least is let through."""
        if not self._tasks:
            return _all(self._runs)
        some_task = (
            f"EXISTS (SELECT 1 FROM tasks{self._batches} "
            f"WHERE tasks.run_no = runs.run_no AND {_all(self._tasks)})"
        )
        return _all([*self._runs, some_task])

    def of_run_with_terms(self, connection: sqlite3.Connection) -> str:
        """The same, and the terms stand somewhere in the run."""
        if not self._query.terms:
            return self.of_run
        return f"{self.of_run} AND {TermConditions.of(connection, self._query).of_run}"

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

    def _instances(self, query: Query) -> list[str]:
        ids = self._any("tasks.instance_id = {}", query.instances)
        names = self._any("tasks.instance_name LIKE {} ESCAPE '\\'", _parts(query.instances))
        return [f"({' OR '.join([*ids, *names])})"] if ids else []

    def _any(self, condition: str, values: Sequence[object]) -> list[str]:
        """The condition for one of the values at least, none where there are no values."""
        names = []
        for value in values:
            names.append(f"v{len(self.values)}")
            self.values[names[-1]] = value
        alternatives = (condition.format(f":{name}") for name in names)
        return [f"({' OR '.join(alternatives)})"] if names else []


def _all(conditions: list[str]) -> str:
    return " AND ".join(conditions) if conditions else "1"


def _parts(values: Sequence[str]) -> list[str]:
    """Patterns for LIKE that find the values anywhere in a name."""
    return ["%" + _escaped(value) + "%" for value in values]


def _escaped(value: str) -> str:
    for sign in "\\%_":
        value = value.replace(sign, f"\\{sign}")
    return value

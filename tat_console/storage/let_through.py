"""Which runs and tasks a query lets through, asked for in the way that is the fastest.

A task is let through where all that is asked for holds for it at once: what is asked of its run,
what is asked of itself, and the words, which stand in its output, on its machine, or in the note or
the script of its run. A run is let through where one of its tasks is; where nothing is asked of
tasks, also a run that has none.
"""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from tat_console.ports.history import Query
from tat_console.storage.conditions import Conditions, every

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
_BY_INDEX: Final = f"""tasks.task_no IN (
    SELECT task_no FROM tasks WHERE output_no IN {_OUTPUTS}
    UNION ALL SELECT task_no FROM tasks WHERE instance_id IN {_MACHINES})"""
_BY_LOOKING: Final = f"(+tasks.output_no IN {_OUTPUTS} OR +tasks.instance_id IN {_MACHINES})"
_SAYING: Final = (f"tasks.output_no IN {_OUTPUTS}", f"tasks.instance_id IN {_MACHINES}")

Key = Sequence[tuple[str, str]]
"""Columns of the statement outside, each with the column of `tasks` that must be the same."""
RUN: Final[Key] = (("runs.run_no", "tasks.run_no"),)


class LetThrough:
    """What a query lets through of all runs; with `of_some_runs`, for statements about a few.

    Of those, looking at each of their tasks is never much.
    """

    def __init__(
        self, connection: sqlite3.Connection, query: Query, *, of_some_runs: bool = False
    ) -> None:
        self.conditions = Conditions(query)
        self.values = self.conditions.values
        self.has_terms = bool(query.terms)
        self._connection = connection
        self._of_some_runs = of_some_runs

    @property
    def is_by_task(self) -> bool:
        """Whether it is fast to begin with the tasks that say the words, or are asked for."""
        return self._saying_are_few or self._tasks_are_few

    @property
    def saying(self) -> str:
        """The condition on a task that the terms stand in its output or on its machine."""
        if not self.has_terms:
            return "1"
        return _BY_INDEX if self._saying_are_few else _BY_LOOKING

    @property
    def of_run(self) -> str:
        """The condition on a run."""
        return every([self.conditions.of_run, self._of_its_tasks()])

    @property
    def of_written_run(self) -> str:
        """The condition on a run of which is known that the terms stand in its note or script."""
        return every([self.conditions.of_run, self._asked(RUN)])

    @property
    def by_writing_only(self) -> str:
        """The condition on a run that the terms stand in its note or script, and no task says them."""
        return f"runs.run_no IN {_WRITTEN} AND NOT {self._some_task(RUN, self.saying)}"

    def of_part(self, key: Key) -> str:
        """The condition on a part of a run that was let through: that a task in it is.

        `key` tells the part, and what tasks are in it.
        """
        if not self.has_terms:
            return self._asked(key)
        said = self._some_task(key, self.saying)
        return f"({said} OR (runs.run_no IN {_WRITTEN} AND {self._asked(key)}))"

    # -- inside

    @cached_property
    def _saying_are_few(self) -> bool:
        return self.has_terms and self._are_few(*_SAYING)

    @cached_property
    def _tasks_are_few(self) -> bool:
        return bool(self.conditions.narrow) and self._are_few(self.conditions.narrow)

    def _are_few(self, *asked: str) -> bool:
        """Whether few tasks hold each of these, every one of them on its own."""
        return not self._of_some_runs and all(
            self._connection.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM tasks WHERE {one} LIMIT {_FEW_TASKS + 1})",
                self.values,
            ).fetchone()[0]
            <= _FEW_TASKS
            for one in asked
        )

    def _of_its_tasks(self) -> str:
        if not self.has_terms or not self._saying_are_few:
            return self.of_part(RUN)
        asked = self._asked((("written.run_no", "tasks.run_no"),))
        return f"""runs.run_no IN (
            {self._tasks(RUN, self.saying)}
            UNION SELECT run_no FROM {_WRITTEN} AS written WHERE {asked})"""

    def _asked(self, key: Key) -> str:
        """That there is a task which holds what is asked of tasks, if anything is."""
        return self._some_task(key) if self.conditions.asks_tasks else "1"

    def _some_task(self, key: Key, saying: str = "1") -> str:
        """That there is a task which holds what is asked of tasks, and says the words."""
        asked = [saying, self.conditions.of_task]
        if self._tasks_are_few or saying == _BY_INDEX:
            outside = ", ".join(outer for outer, _inner in key)
            return f"({outside}) IN ({self._tasks(key, saying)})"
        same = (f"{inner} = {outer}" for outer, inner in key)
        source = self.conditions.tasks_of_run
        return f"EXISTS (SELECT 1 FROM {source} WHERE {every([*same, *asked])})"

    def _tasks(self, key: Key, saying: str) -> str:
        """The tasks that hold and say it, read by an index, told by the columns of the key."""
        columns = ", ".join(inner for _outer, inner in key)
        asked = every([saying, self.conditions.of_task])
        return f"SELECT {columns} FROM {self.conditions.tasks_by_index} WHERE {asked}"

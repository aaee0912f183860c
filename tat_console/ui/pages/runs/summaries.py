"""One line of each output, for the table: read once per content, in the background."""

from __future__ import annotations

from collections.abc import Callable

from tat_console.outputs.text import summary_of
from tat_console.ports.archive import TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.services.runs import Runs


class Summaries:
    """Lines of outputs by their SHA-256; what is not read yet has none."""

    def __init__(self, runs: Runs, progress: RunProgress) -> None:
        self._runs = runs
        self._progress = progress
        self._lines: dict[str, str] = {}

    def of(self, task: TaskRecord) -> str:
        """The line for a task: why it failed without an output, or what its output says."""
        if task.output_sha256:
            return self._lines.get(task.output_sha256, "")
        if partial := self._progress.partial_outputs.get(task.instance_id):
            return summary_of(partial)
        return task.error_info.partition("\n")[0]

    async def read(self, tell: Callable[[list[str]], object]) -> None:
        """Read the outputs that are missing, and tell the instance ids that have a line now."""
        while wanted := self._missing():
            for sha256, instance_ids in wanted.items():
                output = await self._runs.output(self._progress, instance_ids[0])
                failed = self._progress.tasks[instance_ids[0]].status.is_failure
                self._lines[sha256] = summary_of(output, failed=failed)
                tell(instance_ids)

    def _missing(self) -> dict[str, list[str]]:
        wanted: dict[str, list[str]] = {}
        for task in self._progress.tasks.values():
            if task.output_sha256 and task.output_sha256 not in self._lines:
                wanted.setdefault(task.output_sha256, []).append(task.instance_id)
        return wanted

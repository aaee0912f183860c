"""What the sandbox asks of an agent: to run one script on one machine and tell how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

import msgspec

from tat_console.sandbox.machines import Machine
from tat_console.sandbox.records import now
from tat_console.tat.limits import OUTPUT_BYTES
from tat_console.tat.statuses import CommandType, TaskStatus

KILLED_EXIT_CODE: Final = -1
"""Exit code of a script that a signal ended, or that never started (facts §7.4)."""


class Job(msgspec.Struct, frozen=True):
    """One script for one machine, with every default filled in and every placeholder replaced."""

    invocation_task_id: str
    machine: Machine
    script: bytes
    command_type: CommandType
    working_directory: str
    username: str
    timeout_s: int


class Outcome(msgspec.Struct, frozen=True):
    """How a job ended; `error_info` is the agent's text of a start that failed."""

    status: TaskStatus
    exit_code: int = KILLED_EXIT_CODE
    error_info: str = ""


class Progress:
    """What a running job tells the service: its start, its output, and whether to stop it.

    The first 24,576 bytes of output are kept, byte-wise, the rest is counted (facts §7.4);
    `whole` gets all of it, for COS.
    """

    def __init__(
        self,
        announce: Callable[[], None],
        whole: Callable[[bytes], None] | None = None,
    ) -> None:
        self.cancelled = asyncio.Event()
        self.output = bytearray()
        self.dropped = 0
        self.started: datetime | None = None
        self._announce = announce
        self._whole = whole

    def about_to_start(self) -> None:
        """Tell that the script starts now; to be called before it does."""
        self._announce()
        self.started = now()

    def write(self, data: bytes) -> None:
        """Take output of the script."""
        room = OUTPUT_BYTES - len(self.output)
        self.output += data[:room]
        self.dropped += max(0, len(data) - room)
        if self._whole:
            self._whole(data)


class Agent(Protocol):
    """Runs jobs; the real one starts processes, the synthetic one makes results up."""

    async def run(self, job: Job, progress: Progress) -> Outcome:
        """Run the job to its end, its timeout or its cancellation."""
        ...

    async def stop(self) -> None:
        """End whatever is still running."""
        ...

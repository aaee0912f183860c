"""What really ran: one line per start of a script, written before the script starts."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec


class Execution(msgspec.Struct, frozen=True):
    """One start of a script on one instance."""

    time: datetime
    invocation_task_id: str
    instance_id: str
    script_sha256: str


class GroundTruth:
    """Appends to `executions.jsonl`; each line has left the process before `append` returns."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    def append(self, invocation_task_id: str, instance_id: str, script: bytes) -> None:
        """Note that this script is about to start as this task."""
        line = Execution(
            time=datetime.now(UTC),
            invocation_task_id=invocation_task_id,
            instance_id=instance_id,
            script_sha256=hashlib.sha256(script).hexdigest(),
        )
        self._file.write(msgspec.json.encode(line) + b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

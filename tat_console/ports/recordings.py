"""Recorded traffic: what a session asked and what was answered, secrets taken out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec


class RecordedCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call: `key` is for instance `tat.RunCommand`; bodies are JSON texts, masked."""

    at: datetime
    key: str
    region: str
    outcome: str
    duration_s: float = 0.0
    request_id: str = ""
    request: str = ""
    reply: str = ""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A session's calls in the order in which they ended."""

    name: str
    begun_at: datetime
    calls: tuple[RecordedCall, ...] = ()


class RecordingFiles(Protocol):
    """Recordings in files."""

    async def read(self, path: str) -> Recording:
        """The recording in a file; raises ConsoleError where it cannot be read or is none."""
        ...

    async def write(self, path: Path, content: bytes) -> None:
        """Write a recording whole or not at all; raises ConsoleError where that fails."""
        ...

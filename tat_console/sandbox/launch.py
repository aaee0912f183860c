"""Starts the sandbox as a child process and ends it again, for a program that uses it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from tat_console.support.child_process import kill
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret

_START_LIMIT_S: Final = 30.0
_STOP_LIMIT_S: Final = 8.0


class _Ready(msgspec.Struct):
    """The line the sandbox prints when it can be used."""

    endpoint: str
    secret_id: str
    secret_key: str
    regions: tuple[str, ...]


class RunningSandbox:
    """A sandbox that runs; `ended` is done, with its exit code, once it does not any more."""

    def __init__(self, process: Process, ready: _Ready) -> None:
        self._process = process
        self._errors = asyncio.create_task(_drain(process))
        self.endpoint = ready.endpoint
        self.secret_id = ready.secret_id
        self.secret_key = Secret(ready.secret_key)
        self.regions = ready.regions
        self.pid = process.pid
        self.ended: asyncio.Future[int] = asyncio.ensure_future(process.wait())

    async def stop(self) -> None:
        """End the sandbox and every script it runs; harmless where it ended before."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(asyncio.shield(self.ended), _STOP_LIMIT_S)
        except TimeoutError:
            kill(self._process)
            await self.ended
        self._errors.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._errors


async def launch(
    *, state: Path, instances: int, regions: Sequence[str], options: Sequence[str] = ()
) -> RunningSandbox:
    """Start a sandbox that keeps its state in `state` and ends with this process.

    Raises ConsoleError, with what the sandbox said, when it cannot start.
    """
    command = [
        *sandbox_command(),
        "--exit-with-stdin",
        *("--state", str(state)),
        *("--instances", str(instances)),
        *(("--region", *regions) if regions else ()),
        *options,
    ]
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
    except OSError as error:
        raise _cannot_start(error.strerror or str(error)) from error
    return RunningSandbox(process, await _ready(process))


def sandbox_command() -> list[str]:
    """How to start the sandbox: a frozen program starts itself, else this Python does."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "sandbox"]
    return [sys.executable, "-m", "tat_console.sandbox"]


async def _ready(process: Process) -> _Ready:
    stdout = process.stdout
    line = b""
    if stdout is not None:
        with contextlib.suppress(TimeoutError):
            line = await asyncio.wait_for(stdout.readline(), _START_LIMIT_S)
    try:
        return msgspec.json.decode(line, type=_Ready)
    except msgspec.DecodeError:
        kill(process)
        _out, errors = await process.communicate()
        raise _cannot_start(errors.decode(errors="replace").strip()[-2_000:]) from None


async def _drain(process: Process) -> None:
    """Keep reading what the sandbox writes to its error stream, so that it never has to wait."""
    while process.stderr is not None and await process.stderr.readline():
        continue


def _cannot_start(reason: str) -> ConsoleError:
    return ConsoleError(
        _("The sandbox could not be started."),
        reason,
        _("Its log is the file sandbox.log in its folder."),
    )

"""Runs scripts for real, as the agent does (facts §7.4 for Linux, §7.5 for Windows)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

from tat_console.sandbox.agent import KILLED_EXIT_CODE, Job, Outcome, Progress
from tat_console.sandbox.disk import disk_of
from tat_console.sandbox.preparation import Launch, StartFailed, prepare
from tat_console.tat.statuses import TaskStatus

GRACE_S: Final = 1.0
"""How long output is still read after the script's own process has ended (facts §7.4)."""

_DESCRIPTORS_PER_PROCESS: Final = 4
_DESCRIPTORS_FOR_THE_REST: Final = 256

if sys.platform != "win32":
    import resource


class ProcessAgent:
    """The agents of all machines: each job is a process group of this computer."""

    def __init__(self, disks: Path) -> None:
        self._disks = disks
        self._groups: set[int] = set()
        self._one_at_a_time = asyncio.Lock()
        self._places = asyncio.Semaphore(most_processes())
        kill_leftovers(disks)

    async def run(self, job: Job, progress: Progress) -> Outcome:
        """Run the job to its end, its timeout or its cancellation."""
        async with self._places:
            script = _Script(progress)
            try:
                # One start per turn of the loop, so that requests are answered in between.
                async with self._one_at_a_time:
                    if progress.cancelled.is_set():
                        return Outcome(TaskStatus.TERMINATED)
                    launch = prepare(job, disk_of(self._disks, job.machine))
                    await self._start(script, launch, progress)
            except StartFailed as failure:
                return Outcome(TaskStatus.START_FAILED, error_info=str(failure))
            try:
                return await self._finish(script, job.timeout_s, progress)
            finally:
                script.close()
                launch.script.unlink(missing_ok=True)

    async def _start(self, script: _Script, launch: Launch, progress: Progress) -> None:
        progress.about_to_start()
        try:
            await script.start(launch)
        except OSError as error:
            launch.script.unlink(missing_ok=True)
            cause = os.strerror(error.errno) if error.errno else str(error)
            raise StartFailed("TaskSpawnFailed", cause) from error
        self._groups.add(script.pid)

    async def _finish(self, script: _Script, timeout_s: int, progress: Progress) -> Outcome:
        status = await _attend(script, timeout_s, progress)
        code = await script.exit_code()
        # From now on the group may end at any time, and its number be given to somebody else's.
        self._groups.discard(script.pid)
        return _outcome(status, code)

    async def stop(self) -> None:
        """Kill the process group of every script that still runs, and what others left behind."""
        for group in self._groups:
            kill_group(group)
        self._groups.clear()
        kill_leftovers(self._disks)


def _outcome(status: TaskStatus | None, code: int) -> Outcome:
    code = code if code >= 0 else KILLED_EXIT_CODE
    return Outcome(status or (TaskStatus.FAILED if code else TaskStatus.SUCCESS), code)


async def _attend(script: _Script, timeout_s: float, progress: Progress) -> TaskStatus | None:
    """Wait for the end of the output, the timeout or a cancellation, and kill for the latter.

    Returns None where the script ended by itself.
    """
    output_end = asyncio.ensure_future(script.output_end())
    cancelled = asyncio.ensure_future(progress.cancelled.wait())
    try:
        done, _ = await asyncio.wait(
            {output_end, cancelled}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
        )
        if output_end in done:
            return None
        kill_group(script.pid)
        await output_end
        return TaskStatus.TERMINATED if cancelled in done else TaskStatus.TIMEOUT
    finally:
        output_end.cancel()
        cancelled.cancel()


class _Script(asyncio.SubprocessProtocol):
    """A running script: its process and the one stream of its output."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._silent = asyncio.Event()
        self._exited = asyncio.Event()
        self._transport: asyncio.SubprocessTransport | None = None
        self.pid = 0

    async def start(self, launch: Launch) -> None:
        """Start the process; raises OSError when the system cannot."""
        transport, _ = await asyncio.get_running_loop().subprocess_exec(
            lambda: self,
            *launch.arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.STDOUT,
            cwd=launch.directory,
            env=launch.environment,
            **_own_group(),
        )
        self._transport = transport
        self.pid = transport.get_pid()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take output."""
        self._progress.write(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Note that nobody can write output any more."""
        self._silent.set()

    def process_exited(self) -> None:
        """Note the end of the process; its children may still write."""
        self._exited.set()

    async def output_end(self) -> None:
        """Wait until the output is closed, or for a short grace after the process ended."""
        silent = asyncio.ensure_future(self._silent.wait())
        exited = asyncio.ensure_future(self._exited.wait())
        try:
            await asyncio.wait({silent, exited}, return_when=asyncio.FIRST_COMPLETED)
            if not silent.done():
                await asyncio.wait({silent}, timeout=GRACE_S)
        finally:
            silent.cancel()
            exited.cancel()

    async def exit_code(self) -> int:
        """Wait for the process, without any limit of time (facts §7.4), and return its code."""
        await self._exited.wait()
        code = self._transport.get_returncode() if self._transport else None
        return KILLED_EXIT_CODE if code is None else code

    def close(self) -> None:
        """Give up the output; a process still alive is killed."""
        if self._transport:
            self._transport.close()


def _own_group() -> dict[str, Any]:
    """How to start a process in a group of its own on this system."""
    return {"creationflags": 0x200} if os.name == "nt" else {"process_group": 0}


def kill_group(group: int) -> None:
    """Kill a process group at once, without any grace; one that is gone is no error."""
    try:
        if os.name == "nt":
            os.kill(group, signal.SIGTERM)
        else:
            os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def kill_leftovers(disks: Path) -> None:
    """Kill processes of these machines that nobody follows any more, after a crash for instance.

    They are told by their home, which is on a machine's disk; only where the system has /proc.
    """
    mark = f"HOME={disks}{os.sep}".encode()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = environment.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(variable.startswith(mark) for variable in variables):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(environment.parent.name), signal.SIGKILL)


def most_processes() -> int:
    """How many scripts may run at once, after raising the soft limit of open files to the hard."""
    if sys.platform == "win32":
        return 512
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    usable = 1_048_576 if hard == resource.RLIM_INFINITY else hard
    return max(16, (usable - _DESCRIPTORS_FOR_THE_REST) // _DESCRIPTORS_PER_PROCESS)

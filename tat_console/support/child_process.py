"""Ends a program that this one started."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from asyncio.subprocess import Process


def kill(process: Process) -> None:
    """End a child at once; one that has ended is left alone.

    `Process.kill` first asks the system whether it has ended. Where it just has, the answer is
    taken away from the loop, which then warns of a child it does not know.
    """
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.kill(process.pid, signal.SIGKILL)

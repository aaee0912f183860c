"""Starts a command of the command line and brings it to its end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from typing import Final

from tat_console.cli.ends import End, end_of, say_error
from tat_console.cli.history import export, history, show
from tat_console.cli.machines import machines, profiles
from tat_console.cli.run import run
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import log_to_file
from tat_console.support.paths import AppPaths

COMMANDS: Final[dict[str, Callable[[argparse.Namespace, AppPaths], Awaitable[End]]]] = {
    "run": run,
    "machines": machines,
    "profiles": profiles,
    "history": history,
    "show": show,
    "export": export,
}


def start(given: argparse.Namespace, paths: AppPaths) -> int:
    """Do what was asked for; returns the exit code, one of `cli.ends.End`."""
    log_to_file(paths.logs)
    try:
        return asyncio.run(_do(given, paths))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return End.INTERRUPTED


async def _do(given: argparse.Namespace, paths: AppPaths) -> End:
    _end_as_by_ctrl_c()
    try:
        return await COMMANDS[given.command](given, paths)
    except ConsoleError as error:
        say_error(error)
        return end_of(error)


def _end_as_by_ctrl_c() -> None:
    """A scheduler that ends the command is answered as Ctrl-C is, where signals are known."""
    task = asyncio.current_task()
    with contextlib.suppress(NotImplementedError):
        if task is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)

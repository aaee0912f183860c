"""Starts a command of the command line and brings it to its end."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from tat_console.cli.ends import End, end_of, say_error
from tat_console.cli.history import export, history
from tat_console.cli.run import run
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import log_to_file
from tat_console.support.paths import AppPaths

COMMANDS: Final[dict[str, Callable[[argparse.Namespace, AppPaths], Awaitable[End]]]] = {
    "run": run,
    "history": history,
    "export": export,
}


def start(given: argparse.Namespace, paths: AppPaths) -> int:
    """Do what was asked for; returns the exit code, one of `cli.ends.End`."""
    log_to_file(paths.logs)
    try:
        return asyncio.run(_do(given, paths))
    except KeyboardInterrupt:
        return End.INTERRUPTED


async def _do(given: argparse.Namespace, paths: AppPaths) -> End:
    try:
        return await COMMANDS[given.command](given, paths)
    except ConsoleError as error:
        say_error(error)
        return end_of(error)

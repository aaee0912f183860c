"""Work on files that the user picked: a folder on the network may take its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

P = ParamSpec("P")
T = TypeVar("T")


async def on_disk(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do blocking work on a file while the loop keeps turning; raises what the work raises."""
    return await asyncio.to_thread(work, *arguments, **named)


async def read_file(path: Path) -> bytes:
    """The bytes of a file; raises ConsoleError where it cannot be read."""
    try:
        return await on_disk(path.read_bytes)
    except OSError as error:
        raise ConsoleError(
            _("“{name}” cannot be read.").format(name=path.name), error.strerror or str(error)
        ) from error


async def write_file(path: Path, content: bytes) -> None:
    """Write bytes into a file; raises ConsoleError where that fails."""
    try:
        await on_disk(path.write_bytes, content)
    except OSError as error:
        raise ConsoleError(
            _("“{name}” cannot be written.").format(name=path.name),
            error.strerror or str(error),
            _("Choose another folder."),
        ) from error

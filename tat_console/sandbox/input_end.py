"""Tells when standard input closes: the sign that the program which started this one is gone."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from typing import Final

_LOOK_EVERY_S: Final = 0.5


class _Discard(asyncio.Protocol):
    """Takes what comes in and waits for the end."""

    def __init__(self, end: asyncio.Event) -> None:
        self._end = end

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that nothing more can come."""
        self._end.set()


async def end_of_input() -> None:
    """Come back when standard input has closed; one that cannot be watched counts as closed."""
    if sys.platform == "win32":
        await _end_of_windows_pipe()
        return
    if not _can_be_watched(os.fstat(sys.stdin.fileno()).st_mode):
        return
    end = asyncio.Event()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: _Discard(end), sys.stdin
    )
    await end.wait()
    transport.close()


def _can_be_watched(mode: int) -> bool:
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(sys.stdin.fileno())


async def _end_of_windows_pipe() -> None:
    """Ask Windows now and then, because its event loop cannot wait for an inherited pipe."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - exists in this form on Windows only
        import msvcrt  # noqa: PLC0415

        handle = msvcrt.get_osfhandle(sys.stdin.fileno())
        look = ctypes.windll.kernel32.PeekNamedPipe
        while look(handle, None, 0, None, None, None):  # noqa: ASYNC110 - nothing tells the end
            await asyncio.sleep(_LOOK_EVERY_S)

"""Recordings of traffic as files."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tat_console.ports.recordings import Recording
from tat_console.services.recordings import read
from tat_console.storage.whole_files import write_whole
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _


async def read_recording(path: str) -> Recording:
    """The recording in a file; raises ConsoleError where it cannot be read or is none."""
    return await asyncio.to_thread(_read, Path(path))


async def write_recording(path: Path, content: bytes) -> None:
    """Write a recording whole or not at all; raises ConsoleError where that fails."""
    try:
        await asyncio.to_thread(write_whole, path, content)
    except OSError as error:
        raise ConsoleError(
            _("The recording could not be saved in {path}.").format(path=path),
            error.strerror or "",
            _("Choose another folder and try again."),
        ) from error


class RecordingsOnDisk:
    """Implements `ports.recordings.RecordingFiles`."""

    async def read(self, path: str) -> Recording:
        """The recording in a file."""
        return await read_recording(path)

    async def write(self, path: Path, content: bytes) -> None:
        """Write a recording whole or not at all."""
        await write_recording(path, content)


def _read(path: Path) -> Recording:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConsoleError(
            _("The recording {path} cannot be read.").format(path=path),
            error.strerror or "",
            _("Put it back, or choose another profile."),
        ) from error
    return read(content)

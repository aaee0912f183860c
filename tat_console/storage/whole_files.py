"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

_NEW_FILE_MODE: Final = 0o600


def write_whole(path: Path, content: bytes, *, mode: int = _NEW_FILE_MODE) -> None:
    """Replace a file in one step and on the disk; raises OSError.

    A file that was there keeps its rights, so a script that may be executed still may; a new one
    gets `mode`. Missing folders are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        mode = stat.S_IMODE(path.stat().st_mode)
    # The name begins with a dot: should it be left behind, neither git nor the library takes it up.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".unfinished", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(mode)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise

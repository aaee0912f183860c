"""Small documents as JSON files in one folder."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _


class JsonDocuments:
    """Keeps what `tat_console.ports.documents.Documents` asks for, one file a document.

    `damaged` holds the files that were set aside since the start, for the window to tell of.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.damaged: list[Path] = []

    def read(self, name: str) -> dict[str, Any]:
        """The document, empty where there is none or where it was damaged and set aside.

        Raises ConsoleError where the system does not let us read the file: to read it as empty
        would have the next write destroy it.
        """
        path = self._path(name)
        try:
            return _parsed(path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unreadable(path, error) from error
        except ValueError:
            self._set_aside(path)
            return {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        """Replace the document in one step; raises ConsoleError where that fails.

        Not flushed to the disk: kill -9 leaves the old document or the new one, and a power cut
        at worst a damaged one, which is set aside and told.
        """
        self.put(name, content_of(value))

    def put(self, name: str, content: bytes) -> None:
        """`write` for what `content_of` made."""
        path = self._path(name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _replace(path, content)
        except OSError as error:
            raise _unwritable(path, error) from error

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _set_aside(self, path: Path) -> None:
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        aside = path.with_name(f"{path.stem}.damaged-{now}.json")
        try:
            path.replace(aside)
        except OSError as error:
            raise _unreadable(path, error) from error
        self.damaged.append(aside)


def content_of(value: dict[str, Any]) -> bytes:
    """The text of a document; half a character, which an editor may give, is read back as it was.

    Raises TypeError for what JSON does not know.
    """
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")


def _parsed(content: bytes) -> dict[str, Any]:
    value = json.loads(content)
    if not isinstance(value, dict):
        raise ValueError("A document is a JSON object")  # noqa: TRY004 - it is damage as any other
    return value


def _replace(path: Path, content: bytes) -> None:
    # mkstemp makes a file that only this user may read and write.
    handle, name = tempfile.mkstemp(prefix=f"{path.stem}.", suffix=".unfinished", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _unreadable(path: Path, error: OSError) -> ConsoleError:
    return ConsoleError(
        _("A file of this program could not be read"),
        _("The file {path} could not be read: {reason}.").format(path=path, reason=error.strerror),
        _("Give yourself the right to read it, or move it away, then start the program again."),
    )


def _unwritable(path: Path, error: OSError) -> ConsoleError:
    return ConsoleError(
        _("A file of this program could not be saved"),
        _("The file {path} could not be written: {reason}. The earlier one is still there.").format(
            path=path, reason=error.strerror
        ),
        _("Look at the free space of the disk and at the rights of the folder, then try again."),
    )

"""Local scripts: what is kept of each, and the library that keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

import msgspec

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.parameter_types import ParameterDefinition
from tat_console.tat.statuses import CommandType

SUFFIXES: Final = {
    CommandType.SHELL: ".sh",
    CommandType.POWERSHELL: ".ps1",
    CommandType.BAT: ".bat",
}
TYPE_OF_SUFFIX: Final = {suffix: command_type for command_type, suffix in SUFFIXES.items()}


class Expectation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a test of a script must show: one of the exit codes (none: any), texts, regexes."""

    exit_codes: tuple[int, ...] = (0,)
    contains: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    values: dict[str, str] = {}
    """The values of visible parameters to test with; others have their defaults."""


class CloudLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The command that a script was last saved to or pulled from.

    `local_sha256` and `cloud_sha256` are the fingerprints of both sides at that moment, and
    `updated_time` is the command's UpdatedTime. `account` is the account's id, "" if not known.
    """

    region: str
    command_id: str
    local_sha256: str
    cloud_sha256: str
    account: str = ""
    updated_time: datetime | None = None


class ScriptSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept beside a script; no secret value is ever in here.

    `origin` says what it is a copy of, "" for nothing. `name` is the command's name; `tags` are words for finding the script again, and not the
    service's tags.
    """

    name: str = ""
    description: str = ""
    origin: str = ""
    working_directory: str = ""
    username: str = ""
    timeout_s: int = limits.DEFAULT_TIMEOUT_S
    tags: tuple[str, ...] = ()
    parameters: tuple[ParameterDefinition, ...] = ()
    expectation: Expectation | None = None
    link: CloudLink | None = None


class LibraryScript(msgspec.Struct, frozen=True, kw_only=True):
    """One script of the library, as it was on the disk when it was read.

    `path` is relative to the folder, with `/`, and names the script. `stamp` is a fingerprint of
    script and settings; saving hands it back, so that no change from outside is lost. `problems`
    are sentences about this script; one that is not `is_readable` has no content here.
    """

    path: str
    command_type: CommandType
    content: bytes = b""
    settings: ScriptSettings = ScriptSettings()
    stamp: str = ""
    modified_at: datetime | None = None
    problems: tuple[str, ...] = ()
    is_readable: bool = True

    @property
    def group(self) -> str:
        """The folder it is in, "" at the top."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The command's name: as set, else the file's."""
        return self.settings.name or self.path.rpartition("/")[2].rpartition(".")[0]


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the folder; `problems` are sentences about the folder itself.

    `groups` are all folders, the empty ones too.
    """

    scripts: tuple[LibraryScript, ...] = ()
    groups: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class ScriptVersion(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier state of a script; content and settings are kept under their SHA-256."""

    at: datetime
    note: str
    content_sha256: str
    settings_sha256: str = ""


class VersionTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What a version held: the script, and the text of the settings file beside it."""

    content: bytes
    settings_text: bytes = b""


class ExchangeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import or export did: the scripts that went over, and a sentence for each other."""

    done: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class ScriptLibrary(Protocol):
    """A folder of scripts. All methods raise ConsoleError where the disk refuses."""

    folder: Path

    async def make_folder(self) -> None:
        """Make the folder itself where it is not there."""
        ...

    async def read(self) -> Shelf:
        """Everything in the folder as it is now; never raises for what is wrong in it."""
        ...

    async def save(
        self,
        path: str,
        content: bytes,
        settings: ScriptSettings,
        *,
        stamp: str | None,
        note: str = "",
    ) -> LibraryScript:
        """Write a script and its settings, and keep a version.

        `stamp` is that of the script as it was read, "" for a new one, None to overwrite whatever
        is there; whatever is overwritten is a version first. Raises ChangedOutside.
        """
        ...

    async def move(self, path: str, new_path: str) -> LibraryScript:
        """Give a script another name or group; its versions go with it."""
        ...

    async def remove(self, path: str) -> None:
        """Delete a script and its settings; its last state stays as a version."""
        ...

    async def add_group(self, group: str) -> None:
        """Make a folder."""
        ...

    async def versions(self, path: str) -> list[ScriptVersion]:
        """The versions of a script, newest first."""
        ...

    async def version(self, version: ScriptVersion) -> VersionTexts:
        """What a version held."""
        ...

    async def restore(self, path: str, version: ScriptVersion) -> LibraryScript:
        """Bring a version back; what was there becomes a version."""
        ...

    async def removed(self) -> list[str]:
        """The paths of scripts that have versions and are no longer there."""
        ...

    async def export(self, paths: Iterable[str], target: Path) -> ExchangeReport:
        """Copy scripts with their settings into a new folder, or a zip file if named so."""
        ...

    async def take_in(self, source: Path, group: str = "") -> ExchangeReport:
        """Copy the scripts of a folder, a zip file or a single script file into a group."""
        ...


class ChangedOutside(ConsoleError):
    """The script on the disk is not the one that was read; `current` is what is there now."""

    def __init__(self, current: LibraryScript | None, path: str) -> None:
        if current is None:
            what = _("“{path}” is no longer in the folder: it was deleted or moved.")
        else:
            what = _("“{path}” was changed by another program since it was read here.")
        super().__init__(
            _("The script was changed outside."),
            what.format(path=path),
            _("Compare both, then save over it or under another name."),
        )
        self.current = current

"""The files of resources/gallery: a script and a TOML beside it for each public command."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from tat_console.support.resources import resource_path
from tat_console.tat.formatted_description import Words
from tat_console.tat.parameter_types import ParameterDefinition
from tat_console.tat.statuses import CommandType

TYPES: Final = {".sh": CommandType.SHELL, ".ps1": CommandType.POWERSHELL, ".bat": CommandType.BAT}
WRONG_PARAMETER: Final = 2
"""Exit code of every shell script that is given a value it cannot use.

PowerShell as the agent calls it makes a 1 of every code other than 0 (facts §7.5).
"""


class NeedsRoot(StrEnum):
    """Whether a script needs root."""

    NO = "no"
    MORE = "more"
    MUST = "must"


class SceneRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scene as the file has it."""

    key: str
    name: str
    name_zh: str

    @property
    def words(self) -> Words:
        """Its name in both languages."""
        return Words(self.name, self.name_zh)


class ParameterRow(
    ParameterDefinition,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A parameter with its description in both languages."""

    description_zh: str


class ExitCodeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an exit code other than 0 and WRONG_PARAMETER means."""

    code: int
    meaning: str
    meaning_zh: str


class CommandRow(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"parameters": "parameter", "exit_codes": "exit_code"},
):
    """A public command as its file has it; empty `changes` mean that it only reads.

    Empty `working_directory` and `user` mean the defaults of the operating system.
    """

    title: str
    title_zh: str
    description: str
    description_zh: str
    scenes: tuple[str, ...]
    timeout_s: int
    root: NeedsRoot = NeedsRoot.NO
    changes: str = ""
    changes_zh: str = ""
    working_directory: str = ""
    user: str = ""
    parameters: tuple[ParameterRow, ...] = ()
    exit_codes: tuple[ExitCodeRow, ...] = ()


class GalleryCommand(msgspec.Struct, frozen=True):
    """A script of the gallery: the name of its file, its type, its text and what is said of it."""

    name: str
    type: CommandType
    content: bytes
    row: CommandRow


class _ScenesFile(msgspec.Struct):
    scene: tuple[SceneRow, ...]


def read_scenes() -> tuple[SceneRow, ...]:
    """Every scene in the order of the file."""
    text = (_folder() / "scenes.toml").read_bytes()
    return msgspec.toml.decode(text, type=_ScenesFile).scene


def read_commands() -> Iterator[GalleryCommand]:
    """Every command by the order of names; raises ValidationError where a file is wrong."""
    for script in sorted(_folder().iterdir()):
        if command_type := TYPES.get(script.suffix):
            about = script.with_suffix(".toml").read_bytes()
            row = msgspec.toml.decode(about, type=CommandRow)
            yield GalleryCommand(script.stem, command_type, script.read_bytes(), row)


def _folder() -> Path:
    return resource_path("gallery")

"""The service's own commands and the scenes they are grouped by, from resources."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Final

import msgspec

from tat_console.sandbox.machines import DEFAULT_DIRECTORIES
from tat_console.support.resources import resource_path
from tat_console.tat.commands import Command, DefaultParameterConf, Scene
from tat_console.tat.statuses import CommandType, CreatedBy, OperatingSystem

_PUBLISHED: Final = datetime(2024, 8, 14, 2, 0, tzinfo=UTC)


class ParameterRow(msgspec.Struct, frozen=True):
    """A parameter of a public command."""

    name: str
    value: str = ""
    description: str = ""


class CommandRow(msgspec.Struct, frozen=True):
    """A public command as the file has it."""

    id: str
    name: str
    name_zh: str
    description: str
    description_zh: str
    type: CommandType
    content: str
    scenes: tuple[str, ...] = ()
    timeout_s: int = 60
    parameters: tuple[ParameterRow, ...] = ()


class SceneRow(msgspec.Struct, frozen=True):
    """A scene as the file has it."""

    id: str
    name: str
    name_zh: str


class PublicFile(msgspec.Struct, frozen=True):
    """The file public_commands.toml."""

    scene: tuple[SceneRow, ...]
    command: tuple[CommandRow, ...]


@cache
def _file() -> PublicFile:
    text = resource_path("sandbox", "public_commands.toml").read_bytes()
    return msgspec.toml.decode(text, type=PublicFile)


def public_commands() -> dict[str, Command]:
    """Every public command by its id; they are the same in all regions."""
    scenes = {row.id: row for row in _file().scene}
    return {row.id: _command(row, scenes) for row in _file().command}


def public_scenes() -> tuple[Scene, ...]:
    """Every scene."""
    return tuple(
        Scene(
            scene_id=row.id,
            scene_name=row.name,
            created_by=CreatedBy.TAT,
            created_time=_PUBLISHED,
            updated_time=_PUBLISHED,
        )
        for row in _file().scene
    )


def _command(row: CommandRow, scenes: dict[str, SceneRow]) -> Command:
    windows = row.type.system is OperatingSystem.WINDOWS
    return Command(
        command_id=row.id,
        command_name=row.name,
        description=row.description,
        content=row.content.lstrip("\n").encode(),
        command_type=row.type,
        working_directory=DEFAULT_DIRECTORIES[row.type.system],
        timeout=row.timeout_s,
        created_time=_PUBLISHED,
        updated_time=_PUBLISHED,
        enable_parameter=bool(row.parameters),
        default_parameters=json.dumps({each.name: each.value for each in row.parameters})
        if row.parameters
        else "",
        default_parameter_confs=tuple(
            DefaultParameterConf(
                parameter_name=each.name,
                parameter_value=each.value,
                parameter_description=each.description,
            )
            for each in row.parameters
        ),
        scenes=row.scenes,
        formatted_description=_formatted(row, scenes),
        created_by=CreatedBy.TAT,
        username="System" if windows else "root",
    )


def _formatted(row: CommandRow, scenes: dict[str, SceneRow]) -> str:
    """The JSON text public commands carry (facts §1.1)."""
    return json.dumps(
        {
            "cmdName": row.name,
            "cmdDesc": row.description,
            "scenes": [
                {"id": scene, "en": scenes[scene].name, "zh-cn": scenes[scene].name_zh}
                for scene in row.scenes
            ],
            "cmd_description": {
                "en": row.description,
                "zh-cn": row.description_zh,
                "name-en": row.name,
                "name-zh-cn": row.name_zh,
            },
            "parameter_description": {each.name: each.description for each in row.parameters},
        },
        ensure_ascii=False,
    )

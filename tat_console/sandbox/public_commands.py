"""The service's own commands and the scenes they are grouped by, made from the gallery."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import Final

import msgspec

from tat_console.sandbox.gallery import (
    WRONG_PARAMETER,
    CommandRow,
    GalleryCommand,
    NeedsRoot,
    SceneRow,
    read_commands,
    read_scenes,
)
from tat_console.sandbox.machines import DEFAULT_DIRECTORIES, DEFAULT_USERS
from tat_console.tat import formatted_description as formatted
from tat_console.tat import parameter_types, templating
from tat_console.tat.commands import Command, Scene
from tat_console.tat.formatted_description import (
    CommandWords,
    ExitCode,
    FormattedDescription,
    SceneWords,
    Words,
)
from tat_console.tat.parameter_types import ParameterDefinition
from tat_console.tat.statuses import CommandType, CreatedBy

_PUBLISHED: Final = datetime(2024, 8, 14, 2, 0, tzinfo=UTC)
_ONLY_READS: Final = Words("It only reads.", "仅读取，不做修改。")
_ROOT: Final = {
    NeedsRoot.NO: Words(),
    NeedsRoot.MORE: Words("Root sees more.", "以 root 执行可获得更完整的结果。"),
    NeedsRoot.MUST: Words("Needs root.", "需要 root 权限。"),
}
_WRONG_PARAMETER: Final = ExitCode(
    WRONG_PARAMETER, Words("A parameter cannot be used", "参数无法使用")
)


def public_commands() -> dict[str, Command]:
    """Every public command by its id; they are the same in all regions."""
    scenes = {row.key: row for row in read_scenes()}
    commands = (_command(each, scenes) for each in read_commands())
    return {command.command_id: command for command in commands}


def public_scenes() -> tuple[Scene, ...]:
    """Every scene."""
    return tuple(
        Scene(
            scene_id=_scene_id(row.key),
            scene_name=row.name,
            created_by=CreatedBy.TAT,
            created_time=_PUBLISHED,
            updated_time=_PUBLISHED,
        )
        for row in read_scenes()
    )


def _command(each: GalleryCommand, scenes: dict[str, SceneRow]) -> Command:
    row = each.row
    confs = parameter_types.to_confs(row.parameters)
    values = {conf.parameter_name: conf.parameter_value for conf in confs}
    return Command(
        command_id=stable_id("cmd", each.name),
        command_name=each.name,
        description=row.description,
        content=each.content,
        command_type=each.type,
        working_directory=row.working_directory or DEFAULT_DIRECTORIES[each.type.system],
        timeout=row.timeout_s,
        created_time=_PUBLISHED,
        updated_time=_PUBLISHED,
        enable_parameter=bool(row.parameters),
        default_parameters=templating.write_parameters(values) if confs else "",
        default_parameter_confs=confs,
        scenes=tuple(_scene_id(key) for key in row.scenes),
        formatted_description=formatted.write(_description(row, each.type, scenes)),
        created_by=CreatedBy.TAT,
        username=row.user or DEFAULT_USERS[each.type.system],
    )


def _description(
    row: CommandRow, command_type: CommandType, scenes: dict[str, SceneRow]
) -> FormattedDescription:
    is_shell = command_type is CommandType.SHELL
    root = _ROOT[row.root] if is_shell else Words()
    changes = Words(row.changes, row.changes_zh) if row.changes else _ONLY_READS
    codes = tuple(
        ExitCode(each.code, Words(each.meaning, each.meaning_zh)) for each in row.exit_codes
    )
    return FormattedDescription(
        cmd_name=row.title,
        cmd_desc=row.description,
        scenes=tuple(_scene_words(scenes[key]) for key in row.scenes),
        cmd_description=CommandWords(
            en=" ".join(filter(None, (row.description, changes.en, root.en))),
            zh_cn=f"{row.description_zh}{changes.zh_cn}{root.zh_cn}",
            name_en=row.title,
            name_zh_cn=row.title_zh,
        ),
        parameter_description={
            each.key: Words(each.description, each.description_zh) for each in row.parameters
        },
        parameter_definitions=tuple(
            msgspec.convert(msgspec.to_builtins(each), ParameterDefinition)
            for each in row.parameters
        ),
        exit_codes=(*codes, _WRONG_PARAMETER) if is_shell and row.parameters else codes,
    )


def _scene_words(row: SceneRow) -> SceneWords:
    return SceneWords(row.name, row.name_zh, _scene_id(row.key))


def _scene_id(key: str) -> str:
    return stable_id("sc", key)


def stable_id(prefix: str, name: str) -> str:
    """An id in the service's form that is always the same for this name (facts §4)."""
    digest = hashlib.sha256(f"{prefix} {name}".encode()).digest()
    return f"{prefix}-{base64.b32encode(digest).decode().lower()[:8]}"

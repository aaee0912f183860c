"""A script as the service can keep it: from the library or the editor to requests, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

import msgspec

from tat_console.ports.library import LibraryScript, ScriptSettings
from tat_console.support.i18n import _
from tat_console.tat import limits, parameter_types, templating
from tat_console.tat.commands import Command, CreateCommand, ModifyCommand
from tat_console.tat.listing import Tag
from tat_console.tat.parameter_types import ParameterDefinition
from tat_console.tat.request_rules import FieldProblem, problems
from tat_console.tat.statuses import CommandType, CreatedBy

_NOT_IN_NAMES: Final = re.compile(r"[^\w.\-]+")


class CommandText(msgspec.Struct, frozen=True, kw_only=True):
    """What a saved command says: everything of it that can be changed later."""

    name: str
    content: bytes
    command_type: CommandType = CommandType.SHELL
    description: str = ""
    working_directory: str = ""
    username: str = ""
    timeout_s: int = limits.DEFAULT_TIMEOUT_S
    parameters: tuple[ParameterDefinition, ...] = ()

    @property
    def asks_parameters(self) -> bool:
        """Whether the script has placeholders, which decides EnableParameter for life."""
        return bool(templating.parameters(self.content))

    def fingerprint(self) -> str:
        """A SHA-256 over everything that the service keeps of it."""
        return _hashed(
            self.name,
            self.command_type,
            self.content,
            self.description,
            self.working_directory,
            self.username,
            self.timeout_s,
            parameter_types.to_confs(self._asked()),
        )

    def _asked(self) -> tuple[ParameterDefinition, ...]:
        return parameter_types.definitions_for(self.content, self.parameters)

    def creation(self, tags: Iterable[Tag] = ()) -> CreateCommand:
        """The request that saves it under a new id."""
        enabled = self.asks_parameters
        return CreateCommand(
            command_name=self.name,
            content=self.content,
            description=self.description or None,
            command_type=self.command_type,
            working_directory=self.working_directory or None,
            timeout=self.timeout_s,
            enable_parameter=enabled,
            default_parameter_confs=self._confs() if enabled else None,
            tags=tuple(tags) or None,
            username=self.username or None,
        )

    def modification(self, command: Command) -> ModifyCommand:
        """The request that makes a saved command say this; see `obstacles` before it is sent."""
        return ModifyCommand(
            command_id=command.command_id,
            command_name=self.name,
            description=self.description,
            content=self.content,
            command_type=self.command_type,
            working_directory=self.working_directory or None,
            timeout=self.timeout_s,
            default_parameter_confs=self._confs() if command.enable_parameter else None,
            username=self.username or None,
        )

    def _confs(self) -> tuple[Any, ...]:
        return parameter_types.to_confs(self._asked())

    def problems(self) -> list[FieldProblem]:
        """What the service would refuse, by the wire names of the fields."""
        return list(problems(self.creation()))

    def matches(self, command: Command) -> bool:
        """Whether a saved command says the same; what is empty here is left to the service."""
        left_open = {
            name: getattr(self, name) or getattr(command, name)
            for name in ("working_directory", "username")
        }
        mine = msgspec.structs.replace(self, **left_open)
        return mine.fingerprint() == of_command(command, self.parameters).fingerprint()


def of_script(script: LibraryScript) -> CommandText:
    """A script of the library; its name is made one that commands may have."""
    settings = script.settings
    return CommandText(
        name=command_name(script.name),
        content=script.content,
        command_type=script.command_type,
        description=settings.description,
        working_directory=settings.working_directory,
        username=settings.username,
        timeout_s=settings.timeout_s,
        parameters=settings.parameters,
    )


def of_command(command: Command, kept: Iterable[ParameterDefinition] = ()) -> CommandText:
    """A saved command; `kept` are definitions that know more than the service does."""
    return CommandText(
        name=command.command_name,
        content=command.content,
        command_type=command.command_type,
        description=command.description,
        working_directory=command.working_directory,
        username=command.username,
        timeout_s=command.timeout,
        parameters=parameter_types.from_command(command, kept),
    )


def settings_of(text: CommandText, kept: ScriptSettings) -> ScriptSettings:
    """The settings of a script that now says this; tags, tests and link stay."""
    return msgspec.structs.replace(
        kept,
        name=text.name,
        description=text.description,
        working_directory=text.working_directory,
        username=text.username,
        timeout_s=text.timeout_s,
        parameters=text.parameters,
    )


def cloud_fingerprint(command: Command) -> str:
    """A SHA-256 over everything of a saved command that a person can change."""
    return _hashed(
        command.command_name,
        command.command_type,
        command.content,
        command.description,
        command.working_directory,
        command.username,
        command.timeout,
        command.default_parameters,
        command.default_parameter_confs,
    )


def command_name(name: str) -> str:
    """A name that commands may have, as near to this one as can be: at most 60 bytes."""
    fitting = _NOT_IN_NAMES.sub("-", name.strip()).strip("-")
    cut = fitting.encode("utf-8", "replace")[: limits.COMMAND_NAME.most]
    return cut.decode("utf-8", "ignore")


def obstacles(text: CommandText, command: Command) -> list[str]:
    """What a modification cannot do, a sentence each; a new command can do all of it."""
    found = []
    if text.asks_parameters and not command.enable_parameter:
        found.append(
            _(
                "This command was created without parameters, and that cannot be changed: its "
                "placeholders would stay as they are. Save it as a new command."
            )
        )
    if command.created_by is CreatedBy.TAT:
        found.append(_("This is a public command. Save it as a new command of your own."))
    return found


def _hashed(*parts: Any) -> str:
    return sha256(msgspec.json.encode(parts)).hexdigest()

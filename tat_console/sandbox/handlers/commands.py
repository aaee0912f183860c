"""Saved and public commands, their preview, and the scenes (facts §1.1, §1.5)."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tat_console.sandbox import parameters
from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.cos import check_bucket
from tat_console.sandbox.listing import Listing, page
from tat_console.sandbox.machines import DEFAULT_DIRECTORIES, DEFAULT_USERS
from tat_console.sandbox.records import CommandRecord, now
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.state import State, new_id
from tat_console.tat import limits, templating
from tat_console.tat.commands import (
    Command,
    CreateCommand,
    CreateCommandReply,
    DeleteCommand,
    DeleteCommands,
    DescribeCommands,
    DescribeCommandsReply,
    DescribeScenes,
    DescribeScenesReply,
    ModifyCommand,
    PreviewReplacedCommandContent,
    PreviewReplacedCommandContentReply,
    Scene,
)
from tat_console.tat.invocations import RunCommand
from tat_console.tat.statuses import CommandType
from tat_console.tat.wire import Reply

_COMMANDS: Final = Listing[Command](
    key=lambda row: row.command_id,
    values={
        "command-id": lambda row: [row.command_id],
        "command-name": lambda row: [row.command_name],
        "command-type": lambda row: [row.command_type],
        "scene-id": lambda row: row.scenes,
        "created-by": lambda row: [row.created_by],
    },
    tags=lambda row: row.tags,
)
_SCENES: Final = Listing[Scene](
    key=lambda row: row.scene_id,
    values={
        "scene-id": lambda row: [row.scene_id],
        "scene-name": lambda row: [row.scene_name],
        "created-by": lambda row: [row.created_by],
    },
)
_MODIFIABLE: Final = (
    "command_name",
    "description",
    "content",
    "command_type",
    "working_directory",
    "timeout",
    "username",
    "output_cos_bucket_url",
    "output_cos_key_prefix",
)


def new_command(request: CreateCommand | RunCommand) -> Command:
    """The command a request describes; raises Refused where its defaults cannot be."""
    enabled = bool(request.enable_parameter)
    has_defaults = (
        request.default_parameters is not None or request.default_parameter_confs is not None
    )
    if has_defaults and not enabled:
        raise Refused("InvalidParameterValue.SupportParametersOnlyIfEnableParameter")
    moment = now()
    command_type = request.command_type or CommandType.SHELL
    return Command(
        command_id=new_id("cmd", 8),
        command_name=request.command_name or "",
        description=request.description or "",
        content=request.content,
        command_type=command_type,
        working_directory=request.working_directory or DEFAULT_DIRECTORIES[command_type.system],
        timeout=limits.DEFAULT_TIMEOUT_S if request.timeout is None else request.timeout,
        created_time=moment,
        updated_time=moment,
        enable_parameter=enabled,
        tags=request.tags or (),
        username=request.username or DEFAULT_USERS[command_type.system],
        output_cos_bucket_url=request.output_cos_bucket_url or "",
        output_cos_key_prefix=request.output_cos_key_prefix or "",
        **_defaults(request),
    )


def _defaults(request: CreateCommand | RunCommand | ModifyCommand) -> dict[str, Any]:
    confs = request.default_parameter_confs
    values = parameters.read_defaults(request.default_parameters, confs)
    return {
        "default_parameters": templating.write_parameters(values) if values else "",
        "default_parameter_confs": confs or (),
    }


def save_command(state: State, region: str, command: Command, *, commit: bool = True) -> None:
    """Keep a command; raises Refused where its name is taken or the quota used up.

    Without `commit` it is only checked whether it could be kept.
    """
    mine = [row for row in state.commands if row.region == region and row.key != command.command_id]
    check_bucket(command.output_cos_bucket_url)
    if any(row.command.command_name == command.command_name for row in mine):
        raise Refused("InvalidParameterValue.CommandNameDuplicated", name=command.command_name)
    if len(mine) >= limits.QUOTAS["COMMAND"]:
        raise Refused("ResourceUnavailable.UserHasNoQuotaCode", detail="COMMAND")
    if commit:
        state.commands.put(CommandRecord(region, command))


def find_command(state: State, region: str, command_id: str) -> Command:
    """A public command, or one of the region; raises Refused where there is none."""
    return state.public_commands.get(command_id) or _own(state, region, command_id).command


def _own(state: State, region: str, command_id: str) -> CommandRecord:
    record = state.commands.get(command_id)
    if record is None or record.region != region:
        raise Refused("ResourceNotFound.CommandNotFound", value=command_id)
    return record


def create_command(call: Call[CreateCommand]) -> CreateCommandReply:
    """Save a script."""
    command = new_command(call.request)
    save_command(call.state, call.region, command)
    return CreateCommandReply(command_id=command.command_id)


def modify_command(call: Call[ModifyCommand]) -> Reply:
    """Overwrite the fields that were sent; defaults are replaced as a whole."""
    request = call.request
    command = _own(call.state, call.region, request.command_id).command
    changes = {name: value for name in _MODIFIABLE if (value := getattr(request, name)) is not None}
    if request.default_parameters is not None or request.default_parameter_confs is not None:
        if not command.enable_parameter:
            raise Refused("InvalidParameterValue.SupportParametersOnlyIfEnableParameter")
        changes |= _defaults(request)
    changed = msgspec.structs.replace(command, updated_time=now(), **changes)
    save_command(call.state, call.region, changed)
    return Reply()


def delete_command(call: Call[DeleteCommand]) -> Reply:
    """Delete one command."""
    _check_unused(call.state, call.region, call.request.command_id)
    call.state.commands.remove(call.request.command_id)
    return Reply()


def delete_commands(call: Call[DeleteCommands]) -> Reply:
    """Delete several commands: all of them, or none where one cannot be."""
    for command_id in call.request.command_ids:
        _check_unused(call.state, call.region, command_id)
    for command_id in call.request.command_ids:
        call.state.commands.remove(command_id)
    return Reply()


def _check_unused(state: State, region: str, command_id: str) -> None:
    _own(state, region, command_id)
    for invoker in state.invokers:
        if invoker.invoker.command_id == command_id:
            raise Refused(
                "ResourceUnavailable.CommandInInvoker", value=command_id, invoker=invoker.key
            )
    if any(
        row.command_id == command_id and state.deliveries.is_live(row.key)
        for row in state.invocations
    ):
        raise Refused("ResourceUnavailable.CommandInExecuting", value=command_id)


def describe_commands(call: Call[DescribeCommands]) -> DescribeCommandsReply:
    """Read commands: own ones, newest first, then the public ones."""
    request = call.request
    own = [row.command for row in reversed(call.state.commands) if row.region == call.region]
    rows = [*own, *call.state.public_commands.values()]
    picked = _COMMANDS.pick(rows, request.command_ids, request.filters)
    return DescribeCommandsReply(total_count=len(picked), command_set=tuple(page(picked, request)))


def preview(call: Call[PreviewReplacedCommandContent]) -> PreviewReplacedCommandContentReply:
    """Fill parameters into a saved script or a given text; what has no value stays as it is."""
    request = call.request
    content, defaults = request.content, dict[str, str]()
    if request.command_id is not None:
        command = find_command(call.state, call.region, request.command_id)
        if not command.enable_parameter:
            raise Refused("InvalidParameterValue.ParameterDisabled")
        content, defaults = command.content, parameters.read(command.default_parameters)
    if content is None:
        raise Refused("MissingParameter", field="CommandId")
    values = {**defaults, **parameters.read(request.parameters)}
    if not values:
        raise Refused("InvalidParameterValue.LackOfParameters")
    return PreviewReplacedCommandContentReply(
        replaced_content=templating.fill(content, values, masked=True).content
    )


def describe_scenes(call: Call[DescribeScenes]) -> DescribeScenesReply:
    """Read the scenes."""
    request = call.request
    picked = _SCENES.pick(call.state.scenes, request.scene_ids, request.filters)
    return DescribeScenesReply(total_count=len(picked), scene_set=tuple(page(picked, request)))


HANDLERS: Final[Handlers] = {
    "tat.CreateCommand": create_command,
    "tat.ModifyCommand": modify_command,
    "tat.DeleteCommand": delete_command,
    "tat.DeleteCommands": delete_commands,
    "tat.DescribeCommands": describe_commands,
    "tat.PreviewReplacedCommandContent": preview,
    "tat.DescribeScenes": describe_scenes,
}

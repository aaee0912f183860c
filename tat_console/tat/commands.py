"""Commands: the scripts that the service keeps (facts §1.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from tat_console.tat import limits
from tat_console.tat.listing import Counted, FilteredPage, Ids, Tag
from tat_console.tat.statuses import CommandType, CreatedBy
from tat_console.tat.wire import Reply, Request, Wire

Content = Annotated[bytes, limits.CONTENT]
Timeout = Annotated[int | None, limits.TIMEOUT_S]
Description = Annotated[str | None, limits.DESCRIPTION]
WorkingDirectory = Annotated[str | None, limits.WORKING_DIRECTORY]
Username = Annotated[str | None, limits.USERNAME]
BucketUrl = Annotated[str | None, limits.COS_BUCKET_URL]
KeyPrefix = Annotated[str | None, limits.COS_KEY_PREFIX]
Tags = Annotated[tuple[Tag, ...] | None, limits.TAGS]


class DefaultParameterConf(Wire, frozen=True, kw_only=True):
    """The default of one parameter, with words about it."""

    parameter_name: str
    parameter_value: str
    parameter_description: str = ""


ParameterConfs = Annotated[tuple[DefaultParameterConf, ...] | None, limits.PARAMETERS]


class Command(Wire, frozen=True, kw_only=True):
    """A saved script with its settings."""

    command_id: str = ""
    command_name: str = ""
    description: str = ""
    content: bytes = b""
    command_type: CommandType = CommandType.SHELL
    working_directory: str = ""
    timeout: int = limits.DEFAULT_TIMEOUT_S
    created_time: datetime | None = None
    updated_time: datetime | None = None
    enable_parameter: bool = False
    default_parameters: str = ""
    default_parameter_confs: tuple[DefaultParameterConf, ...] = ()
    scenes: tuple[str, ...] = ()
    formatted_description: str = ""
    created_by: CreatedBy = CreatedBy.USER
    tags: tuple[Tag, ...] = ()
    username: str = ""
    output_cos_bucket_url: str = ""
    output_cos_key_prefix: str = ""


class CreateCommandReply(Reply, frozen=True, kw_only=True):
    """The id of the new command."""

    command_id: str = ""


class CreateCommand(Request[CreateCommandReply], frozen=True, kw_only=True):
    """Save a script; `enable_parameter` is fixed for the command's life."""

    command_name: Annotated[str, limits.COMMAND_NAME]
    content: Content
    description: Description = None
    command_type: CommandType | None = None
    working_directory: WorkingDirectory = None
    timeout: Timeout = None
    enable_parameter: bool | None = None
    default_parameters: str | None = None
    default_parameter_confs: ParameterConfs = None
    tags: Tags = None
    username: Username = None
    output_cos_bucket_url: BucketUrl = None
    output_cos_key_prefix: KeyPrefix = None


class ModifyCommand(Request[Reply], frozen=True, kw_only=True):
    """Overwrite the given fields of a saved script."""

    command_id: str
    command_name: Annotated[str | None, limits.COMMAND_NAME] = None
    description: Description = None
    content: Annotated[bytes | None, limits.CONTENT] = None
    command_type: CommandType | None = None
    working_directory: WorkingDirectory = None
    timeout: Timeout = None
    default_parameters: str | None = None
    default_parameter_confs: ParameterConfs = None
    username: Username = None
    output_cos_bucket_url: BucketUrl = None
    output_cos_key_prefix: KeyPrefix = None


class DeleteCommand(Request[Reply], frozen=True, kw_only=True):
    """Delete one saved script; refused while it runs or a schedule uses it."""

    command_id: str


class DeleteCommands(Request[Reply], frozen=True, kw_only=True):
    """Delete several saved scripts."""

    command_ids: Annotated[tuple[str, ...], limits.COMMAND_IDS]


class DescribeCommandsReply(Counted, frozen=True, kw_only=True):
    """A page of commands."""

    command_set: tuple[Command, ...] = ()


class DescribeCommands(FilteredPage[DescribeCommandsReply], frozen=True, kw_only=True):
    """Read saved scripts, public ones too."""

    command_ids: Ids = None


class PreviewReplacedCommandContentReply(Reply, frozen=True, kw_only=True):
    """The script with its parameters filled in."""

    replaced_content: bytes = b""


class PreviewReplacedCommandContent(
    Request[PreviewReplacedCommandContentReply], frozen=True, kw_only=True
):
    """Fill parameters (a JSON object as text) into a saved script or a given text."""

    parameters: str | None = None
    command_id: str | None = None
    content: Annotated[bytes | None, limits.CONTENT] = None


class Scene(Wire, frozen=True, kw_only=True):
    """A purpose that public commands are grouped by."""

    scene_id: str = ""
    scene_name: str = ""
    created_by: CreatedBy = CreatedBy.TAT
    created_time: datetime | None = None
    updated_time: datetime | None = None


class DescribeScenesReply(Counted, frozen=True, kw_only=True):
    """A page of scenes."""

    scene_set: tuple[Scene, ...] = ()


class DescribeScenes(FilteredPage[DescribeScenesReply], frozen=True, kw_only=True):
    """Read the scenes."""

    scene_ids: Ids = None

"""Invocations and their tasks: scripts that run or ran (facts §1.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from tat_console.tat import limits
from tat_console.tat.commands import (
    BucketUrl,
    Content,
    Description,
    KeyPrefix,
    ParameterConfs,
    Tags,
    Timeout,
    Username,
    WorkingDirectory,
)
from tat_console.tat.listing import Counted, FilteredPage, Ids
from tat_console.tat.statuses import (
    CommandType,
    InstanceKind,
    InvocationSource,
    InvocationStatus,
    TaskStatus,
)
from tat_console.tat.wire import Reply, Request, Wire

RunInstances = Annotated[tuple[str, ...], limits.RUN_INSTANCES]


class RunCommandReply(Reply, frozen=True, kw_only=True):
    """The ids of what was started; the command id names a temporary command unless saved."""

    command_id: str = ""
    invocation_id: str = ""


class RunCommand(Request[RunCommandReply], frozen=True, kw_only=True):
    """Run a script on machines of one kind. Not idempotent (facts §0.1)."""

    content: Content
    instance_ids: RunInstances
    command_name: Annotated[str | None, limits.COMMAND_NAME] = None
    description: Description = None
    command_type: CommandType | None = None
    working_directory: WorkingDirectory = None
    timeout: Timeout = None
    save_command: bool | None = None
    enable_parameter: bool | None = None
    default_parameters: str | None = None
    default_parameter_confs: ParameterConfs = None
    parameters: str | None = None
    tags: Tags = None
    username: Username = None
    output_cos_bucket_url: BucketUrl = None
    output_cos_key_prefix: KeyPrefix = None


class InvokeCommandReply(Reply, frozen=True, kw_only=True):
    """The id of what was started."""

    invocation_id: str = ""


class InvokeCommand(Request[InvokeCommandReply], frozen=True, kw_only=True):
    """Run a saved script on machines of one kind. Not idempotent (facts §0.1)."""

    command_id: str
    instance_ids: RunInstances
    parameters: str | None = None
    username: Username = None
    working_directory: WorkingDirectory = None
    timeout: Timeout = None
    output_cos_bucket_url: BucketUrl = None
    output_cos_key_prefix: KeyPrefix = None


class CancelInvocation(Request[Reply], frozen=True, kw_only=True):
    """Cancel the tasks of some machines, or of all where none are named."""

    invocation_id: str
    instance_ids: Annotated[tuple[str, ...] | None, limits.CANCEL_INSTANCES] = None


# gc=False, here and below: they come by the ten thousand, and the collector need not look at them.
class InvocationTaskBasicInfo(Wire, frozen=True, kw_only=True, gc=False):
    """One task's id, machine and state, as an invocation lists it."""

    invocation_task_id: str = ""
    task_status: TaskStatus = TaskStatus.PENDING
    instance_id: str = ""


class Invocation(Wire, frozen=True, kw_only=True):
    """One script sent to up to 200 machines."""

    invocation_id: str = ""
    command_id: str = ""
    command_name: str = ""
    invocation_status: InvocationStatus = InvocationStatus.PENDING
    invocation_task_basic_info_set: tuple[InvocationTaskBasicInfo, ...] = ()
    description: str = ""
    start_time: datetime | None = None
    end_time: datetime | None = None
    created_time: datetime | None = None
    updated_time: datetime | None = None
    parameters: str = ""
    default_parameters: str = ""
    instance_kind: InstanceKind = InstanceKind.CVM
    username: str = ""
    invocation_source: InvocationSource = InvocationSource.USER
    command_content: bytes = b""
    command_type: CommandType = CommandType.SHELL
    timeout: int = limits.DEFAULT_TIMEOUT_S
    working_directory: str = ""
    output_cos_bucket_url: str = ""
    output_cos_key_prefix: str = ""


class DescribeInvocationsReply(Counted, frozen=True, kw_only=True):
    """A page of invocations with the states of all their tasks."""

    invocation_set: tuple[Invocation, ...] = ()


class DescribeInvocations(FilteredPage[DescribeInvocationsReply], frozen=True, kw_only=True):
    """Read invocations."""

    invocation_ids: Ids = None


class TaskResult(Wire, frozen=True, kw_only=True, gc=False):
    """What a task left behind; `dropped` counts the bytes of output that were cut."""

    exit_code: int = 0
    output: bytes = b""
    exec_start_time: datetime | None = None
    exec_end_time: datetime | None = None
    dropped: int = 0
    output_url: str = ""
    output_upload_cos_error_info: str = ""


class CommandDocument(Wire, frozen=True, kw_only=True, gc=False):
    """The script of a task and how it was to run."""

    content: bytes = b""
    command_type: CommandType = CommandType.SHELL
    timeout: int = limits.DEFAULT_TIMEOUT_S
    working_directory: str = ""
    username: str = ""
    output_cos_bucket_url: str = ""
    output_cos_key_prefix: str = ""


class InvocationTask(Wire, frozen=True, kw_only=True, gc=False):
    """One script on one machine."""

    invocation_id: str = ""
    invocation_task_id: str = ""
    command_id: str = ""
    task_status: TaskStatus = TaskStatus.PENDING
    instance_id: str = ""
    task_result: TaskResult = TaskResult()
    start_time: datetime | None = None
    end_time: datetime | None = None
    created_time: datetime | None = None
    updated_time: datetime | None = None
    command_document: CommandDocument = CommandDocument()
    error_info: str = ""
    invocation_source: InvocationSource = InvocationSource.USER
    command_name: str = ""


class DescribeInvocationTasksReply(Counted, frozen=True, kw_only=True):
    """A page of invocation tasks."""

    invocation_task_set: tuple[InvocationTask, ...] = ()


class DescribeInvocationTasks(
    FilteredPage[DescribeInvocationTasksReply], frozen=True, kw_only=True
):
    """Read tasks; the output is there only when `hide_output` is False (facts §0.1)."""

    invocation_task_ids: Ids = None
    hide_output: bool | None = None

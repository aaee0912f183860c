"""What the sandbox remembers: commands, invocations and their tasks, one record each.

Objects the service shows as they are kept hold the service's own struct; invocations and tasks
change while they run and have a shape of their own, turned into replies by views.py.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from tat_console.tat.commands import Command
from tat_console.tat.hosting import RegisterCodeInfo
from tat_console.tat.invokers import Invoker
from tat_console.tat.statuses import (
    CommandType,
    CreatedBy,
    InstanceKind,
    InvocationSource,
    TaskStatus,
)


def now() -> datetime:
    """The time as the service writes it: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


class CommandRecord(msgspec.Struct, frozen=True):
    """A saved command of one region."""

    region: str
    command: Command

    @property
    def key(self) -> str:
        """The command's id."""
        return self.command.command_id


class InvocationRecord(msgspec.Struct, kw_only=True):
    """One accepted run; `content` is what records may show (facts §3: hidden values never)."""

    invocation_id: str
    region: str
    command_id: str
    command_name: str
    command_created_by: CreatedBy
    description: str
    instance_kind: InstanceKind
    content: bytes
    command_type: CommandType
    timeout_s: int
    working_directory: str
    username: str
    parameters: str
    default_parameters: str
    source: InvocationSource
    output_cos_bucket_url: str
    output_cos_key_prefix: str
    task_ids: list[str]
    created_time: datetime
    updated_time: datetime
    end_time: datetime | None = None

    @property
    def key(self) -> str:
        """The invocation's id."""
        return self.invocation_id


class TaskRecord(msgspec.Struct, kw_only=True):
    """One script on one machine."""

    invocation_task_id: str
    invocation_id: str
    command_id: str
    region: str
    instance_id: str
    status: TaskStatus
    created_time: datetime
    updated_time: datetime
    start_time: datetime | None = None
    end_time: datetime | None = None
    exec_start_time: datetime | None = None
    exec_end_time: datetime | None = None
    exit_code: int = 0
    output: bytes = b""
    dropped: int = 0
    error_info: str = ""
    output_url: str = ""
    output_upload_cos_error_info: str = ""

    @property
    def key(self) -> str:
        """The task's id."""
        return self.invocation_task_id


class InvokerRecord(msgspec.Struct, frozen=True):
    """A schedule of one region; `next_time` is when it fires, None when it will not."""

    region: str
    invoker: Invoker
    next_time: datetime | None = None

    @property
    def key(self) -> str:
        """The invoker's id."""
        return self.invoker.invoker_id


class FiringRecord(msgspec.Struct, frozen=True):
    """One firing of an invoker; without an invocation id it could not run, for `reason`."""

    region: str
    invoker_id: str
    invoke_time: datetime
    reason: str
    invocation_id: str

    @property
    def key(self) -> str:
        """Invoker and moment: an invoker fires once for each."""
        return f"{self.invoker_id}/{self.invoke_time.isoformat()}"


class RegisterCodeRecord(msgspec.Struct, frozen=True):
    """A register code of one region, with the value that proves it."""

    region: str
    code: RegisterCodeInfo
    value: str

    @property
    def key(self) -> str:
        """The code's id."""
        return self.code.register_code_id

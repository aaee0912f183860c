"""Invokers: scripts that the service runs at set times (facts §1.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from tat_console.tat import limits
from tat_console.tat.commands import Tags, Username
from tat_console.tat.listing import Counted, FilteredPage, Ids, Page, Tag
from tat_console.tat.statuses import InvocationStatus, Word
from tat_console.tat.wire import Reply, Request, Wire

InvokerInstances = Annotated[tuple[str, ...], limits.INVOKER_INSTANCES]


class InvokerType(Word):
    """What triggers an invoker."""

    UNKNOWN = "UNKNOWN"
    SCHEDULE = "SCHEDULE"


class SchedulePolicy(Word):
    """Whether an invoker fires once or again and again."""

    UNKNOWN = "UNKNOWN"
    ONCE = "ONCE"
    RECURRENCE = "RECURRENCE"


class ScheduleSettings(Wire, frozen=True, kw_only=True):
    """When an invoker fires: a cron line in Beijing time, or one moment."""

    policy: SchedulePolicy
    recurrence: str | None = None
    invoke_time: datetime | None = None


class Invoker(Wire, frozen=True, kw_only=True):
    """A command, its machines and its times."""

    invoker_id: str = ""
    name: str = ""
    type: InvokerType = InvokerType.SCHEDULE
    command_id: str = ""
    username: str = ""
    parameters: str = ""
    instance_ids: tuple[str, ...] = ()
    enable: bool = True
    schedule_settings: ScheduleSettings | None = None
    created_time: datetime | None = None
    updated_time: datetime | None = None
    tags: tuple[Tag, ...] = ()


class InvokerRecord(Wire, frozen=True, kw_only=True):
    """One firing of an invoker."""

    invoker_id: str = ""
    invoke_time: datetime | None = None
    reason: str = ""
    invocation_id: str = ""
    result: InvocationStatus = InvocationStatus.PENDING


class CreateInvokerReply(Reply, frozen=True, kw_only=True):
    """The id of the new invoker."""

    invoker_id: str = ""


class CreateInvoker(Request[CreateInvokerReply], frozen=True, kw_only=True):
    """Schedule a saved command on machines of one kind; it starts enabled."""

    name: Annotated[str, limits.INVOKER_NAME]
    type: InvokerType
    command_id: str
    instance_ids: InvokerInstances
    username: Username = None
    parameters: str | None = None
    schedule_settings: ScheduleSettings | None = None
    tags: Tags = None


class ModifyInvoker(Request[Reply], frozen=True, kw_only=True):
    """Overwrite the given fields of an invoker."""

    invoker_id: str
    name: Annotated[str | None, limits.INVOKER_NAME] = None
    type: InvokerType | None = None
    command_id: str | None = None
    username: Username = None
    parameters: str | None = None
    instance_ids: Annotated[tuple[str, ...] | None, limits.INVOKER_INSTANCES] = None
    schedule_settings: ScheduleSettings | None = None


class DeleteInvoker(Request[Reply], frozen=True, kw_only=True):
    """Delete an invoker."""

    invoker_id: str


class EnableInvoker(Request[Reply], frozen=True, kw_only=True):
    """Let an invoker fire."""

    invoker_id: str


class DisableInvoker(Request[Reply], frozen=True, kw_only=True):
    """Keep an invoker from firing."""

    invoker_id: str


class DescribeInvokersReply(Counted, frozen=True, kw_only=True):
    """A page of invokers."""

    invoker_set: tuple[Invoker, ...] = ()


class DescribeInvokers(FilteredPage[DescribeInvokersReply], frozen=True, kw_only=True):
    """Read invokers."""

    invoker_ids: Ids = None


class DescribeInvokerRecordsReply(Counted, frozen=True, kw_only=True):
    """A page of firings."""

    invoker_record_set: tuple[InvokerRecord, ...] = ()


class DescribeInvokerRecords(Page[DescribeInvokerRecordsReply], frozen=True, kw_only=True):
    """Read the firings of invokers."""

    invoker_ids: Ids = None

"""Invokers: create, change, switch, read, and the records of their firings (facts §1.3)."""

from __future__ import annotations

from typing import Final

import msgspec

from tat_console.sandbox import parameters
from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.handlers.commands import find_command
from tat_console.sandbox.listing import Listing, page
from tat_console.sandbox.records import FiringRecord, InvokerRecord, now
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.schedule import check_schedule, next_firing
from tat_console.sandbox.state import State, new_id
from tat_console.sandbox.targets import check_agents, find_targets
from tat_console.sandbox.views import invocation_view
from tat_console.tat import invokers
from tat_console.tat.invokers import (
    CreateInvoker,
    CreateInvokerReply,
    DeleteInvoker,
    DescribeInvokerRecords,
    DescribeInvokerRecordsReply,
    DescribeInvokers,
    DescribeInvokersReply,
    DisableInvoker,
    EnableInvoker,
    Invoker,
    ModifyInvoker,
)
from tat_console.tat.statuses import InvocationStatus
from tat_console.tat.wire import Reply

_INVOKERS: Final = Listing[InvokerRecord](
    key=lambda row: row.key,
    values={
        "invoker-id": lambda row: [row.key],
        "command-id": lambda row: [row.invoker.command_id],
        "invoker-type": lambda row: [row.invoker.type],
    },
)
_FIRINGS: Final = Listing[FiringRecord](key=lambda row: row.invoker_id, values={})
_MODIFIABLE: Final = (
    "name",
    "type",
    "command_id",
    "username",
    "parameters",
    "instance_ids",
    "schedule_settings",
)


def create_invoker(call: Call[CreateInvoker]) -> CreateInvokerReply:
    """Schedule a command; the invoker is enabled at once."""
    request, moment = call.request, now()
    if request.schedule_settings is None:
        raise Refused("MissingParameter", field="ScheduleSettings")
    invoker = Invoker(
        invoker_id=new_id("ivk", 8),
        name=request.name,
        type=request.type,
        command_id=request.command_id,
        username=request.username or "",
        parameters=request.parameters or "",
        instance_ids=request.instance_ids,
        schedule_settings=request.schedule_settings,
        created_time=moment,
        updated_time=moment,
        tags=request.tags or (),
    )
    _check(call.state, call.region, invoker)
    check_schedule(request.schedule_settings, moment)
    _keep(call.state, call.region, invoker)
    return CreateInvokerReply(invoker_id=invoker.invoker_id)


def modify_invoker(call: Call[ModifyInvoker]) -> Reply:
    """Overwrite the fields that were sent."""
    request = call.request
    record = _find(call.state, call.region, request.invoker_id)
    changes = {name: value for name in _MODIFIABLE if (value := getattr(request, name)) is not None}
    invoker = msgspec.structs.replace(record.invoker, updated_time=now(), **changes)
    _check(call.state, call.region, invoker)
    if request.schedule_settings is not None:
        check_schedule(request.schedule_settings, now())
    _keep(call.state, call.region, invoker)
    return Reply()


def _check(state: State, region: str, invoker: Invoker) -> None:
    """Refuse an invoker whose command, parameters or machines could not be used."""
    command = find_command(state, region, invoker.command_id)
    if invoker.parameters:
        if not command.enable_parameter:
            raise Refused("InvalidParameterValue.ParameterDisabled")
        try:
            parameters.read(invoker.parameters)
        except Refused as refused:
            raise Refused("InvalidParameterValue.ParameterInvalidJsonFormat") from refused
    check_agents(find_targets(state, region, invoker.instance_ids))


def _keep(state: State, region: str, invoker: Invoker) -> None:
    settings = invoker.schedule_settings
    planned = next_firing(settings, now()) if settings and invoker.enable else None
    state.invokers.put(InvokerRecord(region, invoker, planned))


def _find(state: State, region: str, invoker_id: str) -> InvokerRecord:
    record = state.invokers.get(invoker_id)
    if record is None or record.region != region:
        raise Refused("ResourceNotFound", value=invoker_id)
    return record


def delete_invoker(call: Call[DeleteInvoker]) -> Reply:
    """Forget an invoker; its records stay."""
    record = _find(call.state, call.region, call.request.invoker_id)
    call.state.invokers.remove(record.key)
    return Reply()


def enable_invoker(call: Call[EnableInvoker]) -> Reply:
    """Let an invoker fire from now on."""
    return _switch(call.state, call.region, call.request.invoker_id, on=True)


def disable_invoker(call: Call[DisableInvoker]) -> Reply:
    """Keep an invoker from firing."""
    return _switch(call.state, call.region, call.request.invoker_id, on=False)


def _switch(state: State, region: str, invoker_id: str, *, on: bool) -> Reply:
    record = _find(state, region, invoker_id)
    if record.invoker.enable != on:
        changed = msgspec.structs.replace(record.invoker, enable=on, updated_time=now())
        _keep(state, region, changed)
    return Reply()


def describe_invokers(call: Call[DescribeInvokers]) -> DescribeInvokersReply:
    """Read invokers, newest first."""
    request = call.request
    rows = [row for row in reversed(call.state.invokers) if row.region == call.region]
    picked = _INVOKERS.pick(rows, request.invoker_ids, request.filters)
    return DescribeInvokersReply(
        total_count=len(picked),
        invoker_set=tuple(row.invoker for row in page(picked, request)),
    )


def describe_invoker_records(
    call: Call[DescribeInvokerRecords],
) -> DescribeInvokerRecordsReply:
    """Read firings, newest first."""
    request = call.request
    rows = [row for row in reversed(call.state.firings) if row.region == call.region]
    picked = _FIRINGS.pick(rows, request.invoker_ids)
    return DescribeInvokerRecordsReply(
        total_count=len(picked),
        invoker_record_set=tuple(_view(call.state, row) for row in page(picked, request)),
    )


def _view(state: State, row: FiringRecord) -> invokers.InvokerRecord:
    invocation = state.invocations.get(row.invocation_id)
    result = InvocationStatus.FAILED
    if invocation is not None:
        result = invocation_view(state, invocation).invocation_status
    return invokers.InvokerRecord(
        invoker_id=row.invoker_id,
        invoke_time=row.invoke_time,
        reason=row.reason,
        invocation_id=row.invocation_id,
        result=result,
    )


HANDLERS: Final[Handlers] = {
    "tat.CreateInvoker": create_invoker,
    "tat.ModifyInvoker": modify_invoker,
    "tat.DeleteInvoker": delete_invoker,
    "tat.EnableInvoker": enable_invoker,
    "tat.DisableInvoker": disable_invoker,
    "tat.DescribeInvokers": describe_invokers,
    "tat.DescribeInvokerRecords": describe_invoker_records,
}

"""Runs: start, cancel, read (facts §1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from tat_console.sandbox import parameters
from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.handlers.commands import find_command, new_command, save_command
from tat_console.sandbox.listing import Listing, page
from tat_console.sandbox.records import InvocationRecord, TaskRecord
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.running import start_run
from tat_console.sandbox.views import invocation_view, task_view
from tat_console.tat.invocations import (
    CancelInvocation,
    DescribeInvocations,
    DescribeInvocationsReply,
    DescribeInvocationTasks,
    DescribeInvocationTasksReply,
    InvokeCommand,
    InvokeCommandReply,
    RunCommand,
    RunCommandReply,
)
from tat_console.tat.wire import Reply

_INVOCATIONS: Final = Listing[InvocationRecord](
    key=lambda row: row.invocation_id,
    values={
        "invocation-id": lambda row: [row.invocation_id],
        "command-id": lambda row: [row.command_id],
        "command-created-by": lambda row: [row.command_created_by],
        "instance-kind": lambda row: [row.instance_kind],
    },
)
_TASKS: Final = Listing[TaskRecord](
    key=lambda row: row.invocation_task_id,
    values={
        "invocation-task-id": lambda row: [row.invocation_task_id],
        "invocation-id": lambda row: [row.invocation_id],
        "instance-id": lambda row: [row.instance_id],
        "command-id": lambda row: [row.command_id],
    },
)


def run_command(call: Call[RunCommand]) -> RunCommandReply:
    """Run a script, saving it as a command only if asked to."""
    request = call.request
    command = new_command(request)
    if not command.enable_parameter and request.parameters is not None:
        raise Refused("InvalidParameterValue.SupportParametersOnlyIfEnableParameter")
    given = parameters.read(request.parameters)
    if request.save_command:
        save_command(call.state, call.region, command, commit=False)
    invocation = start_run(call.state, call.region, command, request.instance_ids, given)
    if request.save_command:
        save_command(call.state, call.region, command)
    return RunCommandReply(command_id=command.command_id, invocation_id=invocation.invocation_id)


def invoke_command(call: Call[InvokeCommand]) -> InvokeCommandReply:
    """Run a saved or public command; what the request leaves out is the command's own."""
    request = call.request
    command = find_command(call.state, call.region, request.command_id)
    if request.parameters is not None and not command.enable_parameter:
        raise Refused("InvalidParameterValue.ParameterDisabled")
    given = parameters.read(request.parameters)
    overrides = {
        name: value
        for name in (
            "username",
            "working_directory",
            "timeout",
            "output_cos_bucket_url",
            "output_cos_key_prefix",
        )
        if (value := getattr(request, name)) is not None
    }
    command = msgspec.structs.replace(command, **overrides)
    invocation = start_run(call.state, call.region, command, request.instance_ids, given)
    return InvokeCommandReply(invocation_id=invocation.invocation_id)


def cancel_invocation(call: Call[CancelInvocation]) -> Reply:
    """Cancel the tasks of the named machines, or all."""
    state, request = call.state, call.request
    invocation = state.invocations.get(request.invocation_id)
    if invocation is None or invocation.region != call.region:
        raise Refused("ResourceNotFound.InvocationNotFound", value=request.invocation_id)
    tasks = {
        task.instance_id: task
        for key in invocation.task_ids
        if (task := state.tasks.get(key)) is not None
    }
    for instance_id in request.instance_ids or ():
        if instance_id not in tasks:
            raise Refused(
                "InvalidParameterValue.InstanceIsNotRelatedToInvocation",
                instance=instance_id,
                invocation=invocation.invocation_id,
            )
    for instance_id in request.instance_ids or list(tasks):
        state.deliveries.cancel(tasks[instance_id])
    return Reply()


def describe_invocations(call: Call[DescribeInvocations]) -> DescribeInvocationsReply:
    """Read invocations, newest first."""
    state, request = call.state, call.request
    rows: Iterable[InvocationRecord | None] = reversed(state.invocations)
    if request.invocation_ids:
        rows = map(state.invocations.get, dict.fromkeys(request.invocation_ids))
    here = [row for row in rows if row is not None and row.region == call.region]
    picked = _INVOCATIONS.pick(here, request.invocation_ids, request.filters)
    return DescribeInvocationsReply(
        total_count=len(picked),
        invocation_set=tuple(invocation_view(state, row) for row in page(picked, request)),
    )


def describe_invocation_tasks(
    call: Call[DescribeInvocationTasks],
) -> DescribeInvocationTasksReply:
    """Read tasks, newest invocation first; outputs only where they are not hidden."""
    request = call.request
    picked = _TASKS.pick(_candidates(call), request.invocation_task_ids, request.filters)
    hide_output = request.hide_output is not False
    views = (task_view(call.state, task, hide_output=hide_output) for task in page(picked, request))
    return DescribeInvocationTasksReply(
        total_count=len(picked), invocation_task_set=tuple(view for view in views if view)
    )


def _candidates(call: Call[DescribeInvocationTasks]) -> list[TaskRecord]:
    """The tasks that can be meant at all, found without reading every task where possible."""
    state, request = call.state, call.request
    keys: Iterable[str]
    by_invocation = [each for each in request.filters or () if each.name == "invocation-id"]
    if request.invocation_task_ids:
        keys = dict.fromkeys(request.invocation_task_ids)
    elif by_invocation:
        named = map(state.invocations.get, dict.fromkeys(by_invocation[0].values))
        keys = [key for invocation in named if invocation for key in invocation.task_ids]
    else:
        keys = (key for row in reversed(state.invocations) for key in row.task_ids)
    return [
        task
        for key in keys
        if (task := state.tasks.get(key)) is not None and task.region == call.region
    ]


HANDLERS: Final[Handlers] = {
    "tat.RunCommand": run_command,
    "tat.InvokeCommand": invoke_command,
    "tat.CancelInvocation": cancel_invocation,
    "tat.DescribeInvocations": describe_invocations,
    "tat.DescribeInvocationTasks": describe_invocation_tasks,
}

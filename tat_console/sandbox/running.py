"""Starts a run: one invocation, one task per machine, all on their way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from tat_console.sandbox import parameters
from tat_console.sandbox.agent import Job
from tat_console.sandbox.cos import check_bucket
from tat_console.sandbox.machines import Machine
from tat_console.sandbox.records import InvocationRecord, TaskRecord, now
from tat_console.sandbox.state import State, new_id
from tat_console.sandbox.targets import check_ready, find_targets
from tat_console.tat import limits
from tat_console.tat.commands import Command
from tat_console.tat.statuses import InvocationSource, TaskStatus

_KEPT: Final = timedelta(days=limits.RECORDS_KEPT_DAYS)


def start_run(
    state: State,
    region: str,
    command: Command,
    instance_ids: Sequence[str],
    given: dict[str, str],
    source: InvocationSource = InvocationSource.USER,
) -> InvocationRecord:
    """Run a command, with its overrides already in it; raises Refused before anything starts."""
    defaults = parameters.read(command.default_parameters)
    values = {**defaults, **given}
    filled = parameters.fill(command.content, values, enabled=command.enable_parameter)
    check_bucket(command.output_cos_bucket_url)
    machines = find_targets(state, region, instance_ids)
    check_ready(machines, command.command_type)
    invocation = _record(region, command, machines[0], filled, source)
    for machine in machines:
        task = _task(invocation, machine)
        invocation.task_ids.append(task.key)
        state.tasks.put(task)
        job = _job(invocation, task, machine, filled.script)
        state.deliveries.start(task, job, state.buckets.upload(invocation, task))
    state.invocations.put(invocation)
    purge(state)
    return invocation


def _record(
    region: str,
    command: Command,
    machine: Machine,
    filled: parameters.FilledScript,
    source: InvocationSource,
) -> InvocationRecord:
    moment = now()
    return InvocationRecord(
        invocation_id=new_id("inv", 10),
        region=region,
        command_id=command.command_id,
        command_name=command.command_name,
        command_created_by=command.created_by,
        description=command.description,
        instance_kind=machine.kind,
        content=filled.shown_script,
        command_type=command.command_type,
        timeout_s=command.timeout,
        working_directory=command.working_directory or machine.default_directory,
        username=command.username or machine.default_user,
        parameters=filled.shown_parameters,
        default_parameters=command.default_parameters,
        source=source,
        output_cos_bucket_url=command.output_cos_bucket_url,
        output_cos_key_prefix=command.output_cos_key_prefix,
        task_ids=[],
        created_time=moment,
        updated_time=moment,
    )


def _task(invocation: InvocationRecord, machine: Machine) -> TaskRecord:
    return TaskRecord(
        invocation_task_id=new_id("invt", 10),
        invocation_id=invocation.invocation_id,
        command_id=invocation.command_id,
        region=invocation.region,
        instance_id=machine.instance_id,
        status=TaskStatus.PENDING,
        created_time=invocation.created_time,
        updated_time=invocation.created_time,
    )


def _job(invocation: InvocationRecord, task: TaskRecord, machine: Machine, script: bytes) -> Job:
    return Job(
        invocation_task_id=task.invocation_task_id,
        machine=machine,
        script=script,
        command_type=invocation.command_type,
        working_directory=invocation.working_directory,
        username=invocation.username,
        timeout_s=invocation.timeout_s,
    )


def purge(state: State) -> None:
    """Forget ended invocations beyond the newest 10,000, or older than 90 days (facts §2.3)."""
    oldest_kept = now() - _KEPT
    surplus = len(state.invocations) - limits.RECORDS_KEPT
    for invocation in list(state.invocations)[: max(surplus, 1)]:
        is_old = invocation.created_time < oldest_kept
        if (surplus > 0 or is_old) and not state.deliveries.is_live(invocation.key):
            for key in invocation.task_ids:
                state.tasks.remove(key)
            state.invocations.remove(invocation.key)

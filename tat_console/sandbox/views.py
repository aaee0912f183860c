"""Records as the service shows them."""

from __future__ import annotations

from tat_console.sandbox.derivation import invocation_status
from tat_console.sandbox.records import InvocationRecord, TaskRecord
from tat_console.sandbox.state import State
from tat_console.tat.invocations import (
    CommandDocument,
    Invocation,
    InvocationTask,
    InvocationTaskBasicInfo,
    TaskResult,
)


def invocation_view(state: State, record: InvocationRecord) -> Invocation:
    """An invocation with the states of all its tasks."""
    tasks = [task for key in record.task_ids if (task := state.tasks.get(key))]
    return Invocation(
        invocation_id=record.invocation_id,
        command_id=record.command_id,
        command_name=record.command_name,
        invocation_status=invocation_status({task.status for task in tasks}),
        invocation_task_basic_info_set=tuple(
            InvocationTaskBasicInfo(
                invocation_task_id=task.invocation_task_id,
                task_status=task.status,
                instance_id=task.instance_id,
            )
            for task in tasks
        ),
        description=record.description,
        start_time=record.created_time,
        end_time=record.end_time,
        created_time=record.created_time,
        updated_time=record.updated_time,
        parameters=record.parameters,
        default_parameters=record.default_parameters,
        instance_kind=record.instance_kind,
        username=record.username,
        invocation_source=record.source,
        command_content=record.content,
        command_type=record.command_type,
        timeout=record.timeout_s,
        working_directory=record.working_directory,
        output_cos_bucket_url=record.output_cos_bucket_url,
        output_cos_key_prefix=record.output_cos_key_prefix,
    )


def task_view(state: State, task: TaskRecord, *, hide_output: bool) -> InvocationTask | None:
    """A task with its result; None where its invocation was purged."""
    record = state.invocations.get(task.invocation_id)
    if record is None:
        return None
    return InvocationTask(
        invocation_id=task.invocation_id,
        invocation_task_id=task.invocation_task_id,
        command_id=task.command_id,
        task_status=task.status,
        instance_id=task.instance_id,
        task_result=_result(state, task, hide_output=hide_output),
        start_time=task.start_time,
        end_time=task.end_time,
        created_time=task.created_time,
        updated_time=task.updated_time,
        command_document=_document(record),
        error_info=task.error_info,
        invocation_source=record.source,
        command_name=record.command_name,
    )


def _result(state: State, task: TaskRecord, *, hide_output: bool) -> TaskResult:
    return TaskResult(
        exit_code=task.exit_code,
        output=b"" if hide_output else task.output,
        exec_start_time=task.exec_start_time,
        exec_end_time=task.exec_end_time,
        dropped=task.dropped,
        output_url=state.buckets.url(task.output_url),
        output_upload_cos_error_info=task.output_upload_cos_error_info,
    )


def _document(record: InvocationRecord) -> CommandDocument:
    return CommandDocument(
        content=record.content,
        command_type=record.command_type,
        timeout=record.timeout_s,
        working_directory=record.working_directory,
        username=record.username,
        output_cos_bucket_url=record.output_cos_bucket_url,
        output_cos_key_prefix=record.output_cos_key_prefix,
    )

"""From a script and machines to the calls that a run consists of.

Every run is a plan: targets → batches (one kind, one region, at most 200 machines) → tasks. One
machine is the small case, not another path (DESIGN §2).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from tat_console.ports.archive import (
    BatchRecord,
    Exclusion,
    Relation,
    RunRecord,
    Script,
    StoredRun,
    TaskRecord,
)
from tat_console.ports.profiles import Profile
from tat_console.runs.targets import Selection, select
from tat_console.support.logs import Secret
from tat_console.tat import limits, templating
from tat_console.tat.invocations import InvokeCommand, RunCommand
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind

HiddenValues = Mapping[str, Secret]

_ID_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What will be sent where, before anything is; hidden values live here and nowhere else."""

    run: RunRecord
    selection: Selection
    batches: tuple[BatchRecord, ...]
    tasks: tuple[TaskRecord, ...]
    hidden_values: dict[str, Secret] = {}

    def stored(self) -> StoredRun:
        """The part of the plan that may be kept."""
        return StoredRun(
            run=self.run,
            batches=self.batches,
            tasks=self.tasks,
            exclusions=self.selection.excluded,
        )


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The earlier run that a plan comes from."""

    run_id: str
    relation: Relation


def make_plan(
    script: Script,
    chosen: Sequence[Machine],
    profile: Profile,
    *,
    now: datetime,
    hidden_values: HiddenValues | None = None,
    origin: Origin | None = None,
    gone: Sequence[Exclusion] = (),
) -> Plan:
    """Plan a run of a script on the chosen machines that can take it; `gone` are left out too."""
    selection = select(chosen, script.command_type, gone)
    run = RunRecord(
        run_id=new_run_id(now),
        profile_id=profile.profile_id,
        profile_name=profile.name,
        environment=profile.environment,
        script=script,
        created_at=now,
        parent_run_id=origin.run_id if origin else "",
        relation=origin.relation if origin else None,
    )
    records: list[BatchRecord] = []
    tasks: list[TaskRecord] = []
    for batch_no, machines in enumerate(batches(selection.accepted)):
        first = machines[0]
        records.append(
            BatchRecord(run_id=run.run_id, batch_no=batch_no, region=first.region, kind=first.kind)
        )
        tasks.extend(_task(run.run_id, batch_no, machine) for machine in machines)
    return Plan(
        run=run,
        selection=selection,
        batches=tuple(records),
        tasks=tuple(tasks),
        hidden_values=dict(hidden_values or {}),
    )


def batches(machines: Sequence[Machine]) -> Iterator[list[Machine]]:
    """The machines of each call: one kind, one region, at most 200."""
    groups: dict[tuple[str, InstanceKind], list[Machine]] = {}
    for machine in machines:
        groups.setdefault((machine.region, machine.kind), []).append(machine)
    most = limits.RUN_INSTANCES.most
    for group in groups.values():
        for start in range(0, len(group), most):
            yield group[start : start + most]


def _task(run_id: str, batch_no: int, machine: Machine) -> TaskRecord:
    return TaskRecord(
        run_id=run_id,
        batch_no=batch_no,
        instance_id=machine.instance_id,
        instance_name=machine.name,
        private_ip=machine.private_ips[0] if machine.private_ips else "",
    )


def new_run_id(now: datetime) -> str:
    """A name for a run that sorts by time and that nobody else will choose."""
    tail = "".join(secrets.choice(_ID_ALPHABET) for _ in range(6))
    return f"{now:%Y%m%d-%H%M%S}-{tail}"


def marker(run_id: str, batch_no: int) -> str:
    """The text in an invocation's description by which a lost reply is found again."""
    return f"tat-console run {run_id} batch {batch_no}"


def request_for(
    script: Script, batch: BatchRecord, instance_ids: Sequence[str], hidden: HiddenValues
) -> RunCommand | InvokeCommand:
    """The call that sends a batch; hidden values are put into it and kept nowhere."""
    values = {**script.parameters, **{key: value.reveal() for key, value in hidden.items()}}
    asked = {parameter.key for parameter in templating.parameters(script.content)}
    if script.command_id:
        return InvokeCommand(
            command_id=script.command_id,
            instance_ids=tuple(instance_ids),
            parameters=templating.write_parameters(values) if values else None,
            username=script.username or None,
            working_directory=script.working_directory or None,
            timeout=script.timeout_s,
        )
    return RunCommand(
        content=script.content,
        instance_ids=tuple(instance_ids),
        command_name=script.name or None,
        description=marker(batch.run_id, batch.batch_no),
        command_type=script.command_type,
        working_directory=script.working_directory or None,
        username=script.username or None,
        timeout=script.timeout_s,
        enable_parameter=True if asked else None,
        parameters=templating.write_parameters(
            {key: value for key, value in values.items() if key in asked}
        )
        if asked
        else None,
    )

"""From a script and machines to the calls that a run consists of.

Every run is a plan: targets → waves → batches (one profile, one kind, one region, one set of
values, at most 200 machines) → tasks. One machine is the small case, not another path (DESIGN §2).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from tat_console.ports.waves import Guards
from tat_console.runs.per_target import asked_built_ins
from tat_console.runs.rules import strictest
from tat_console.runs.targets import Selection, select
from tat_console.support.logs import Secret
from tat_console.tat import limits, templating
from tat_console.tat.invocations import InvokeCommand, RunCommand
from tat_console.tat.machines import Machine

HiddenValues = Mapping[str, Secret]
ValuesOf = Callable[[Machine], Mapping[str, str]]

_ID_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What will be sent where, before anything is; hidden values live here and nowhere else.

    `batch_hidden_values` are those that only the machines of one batch get, by batch number.
    """

    run: RunRecord
    selection: Selection
    batches: tuple[BatchRecord, ...]
    tasks: tuple[TaskRecord, ...]
    hidden_values: dict[str, Secret] = {}
    batch_hidden_values: dict[int, dict[str, Secret]] = {}

    def stored(self) -> StoredRun:
        """The part of the plan that may be kept."""
        return StoredRun(
            run=self.run,
            batches=self.batches,
            tasks=self.tasks,
            exclusions=self.selection.excluded,
        )

    @property
    def profile_ids(self) -> frozenset[str]:
        """The profiles that take part."""
        return frozenset(batch.profile_id or self.run.profile_id for batch in self.batches)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The earlier run that a plan comes from."""

    run_id: str
    relation: Relation


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The machines of one call: one profile, kind, region and set of values; `values` holds the
    visible and the hidden ones that are not the same for all machines of the run."""

    wave_no: int
    profile_id: str
    values: dict[str, str]
    machines: tuple[Machine, ...]


def make_plan(  # noqa: PLR0913 - each is one thing a run may have, told by its name
    script: Script,
    chosen: Sequence[Machine],
    profile: Profile,
    *,
    now: datetime,
    hidden_values: HiddenValues | None = None,
    origin: Origin | None = None,
    gone: Sequence[Exclusion] = (),
    guards: Guards | None = None,
    values_of: ValuesOf | None = None,
    profiles: Mapping[str, Profile] | None = None,
    selection: Selection | None = None,
) -> Plan:
    """Plan a run of a script on the chosen machines that can take it; `gone` are left out too.

    `values_of` gives the values of a machine that differ from the run's; those of hidden names go
    into no record. `profiles` names the profile of machines, by id, that are not of `profile`.
    `selection` replaces `chosen` and `gone` where it was made before (see `preflight`).
    """
    guards = guards or Guards()
    selection = selection or select(chosen, script.command_type, gone)
    owners = other_owners(profile, profiles or {})
    taking_part = _taking_part(profile, selection.accepted, owners)
    run = RunRecord(
        run_id=new_run_id(now),
        profile_id=(profile if profile in taking_part else taking_part[0]).profile_id,
        profile_name=", ".join(one.name for one in taking_part),
        environment=strictest(one.environment for one in taking_part),
        script=script,
        created_at=now,
        parent_run_id=origin.run_id if origin else "",
        relation=origin.relation if origin else None,
        guards=guards,
    )
    own_values = filling(script, values_of)
    numbered = list(enumerate(parts(selection.accepted, guards, own_values, owners)))
    secret_names = _hidden_names(script)
    return Plan(
        run=run,
        selection=selection,
        batches=tuple(_batch(run, number, part, secret_names) for number, part in numbered),
        tasks=tuple(
            _task(run.run_id, number, machine)
            for number, part in numbered
            for machine in part.machines
        ),
        hidden_values=dict(hidden_values or {}),
        batch_hidden_values=_hidden_of_batches(numbered, secret_names),
    )


def other_owners(profile: Profile, profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """The profiles by instance id, without the run's own."""
    return {
        instance_id: owner
        for instance_id, owner in profiles.items()
        if owner.profile_id != profile.profile_id
    }


def filling(script: Script, values_of: ValuesOf | None = None) -> ValuesOf:
    """What only one machine gets: the reserved names that are used, and what was given."""
    built_ins = asked_built_ins(script.content)

    def fill(machine: Machine) -> dict[str, str]:
        own = {row.key: row.value_of(machine) for row in built_ins}
        return {**values_of(machine), **own} if values_of else own

    return fill if built_ins or values_of else _nothing


def _nothing(_machine: Machine) -> Mapping[str, str]:
    return {}


def _hidden_names(script: Script) -> frozenset[str]:
    return frozenset(one.key for one in templating.parameters(script.content) if one.hidden)


def _hidden_of_batches(
    numbered: Sequence[tuple[int, Part]], secret_names: frozenset[str]
) -> dict[int, dict[str, Secret]]:
    """By number of the batch; only of those that have some."""
    found = {
        number: {key: Secret(part.values[key]) for key in part.values.keys() & secret_names}
        for number, part in numbered
    }
    return {number: values for number, values in found.items() if values}


def _batch(run: RunRecord, number: int, part: Part, secret_names: frozenset[str]) -> BatchRecord:
    first = part.machines[0]
    return BatchRecord(
        run_id=run.run_id,
        batch_no=number,
        region=first.region,
        kind=first.kind,
        wave_no=part.wave_no,
        profile_id=part.profile_id,
        parameters={key: one for key, one in part.values.items() if key not in secret_names},
    )


def waves(machines: Sequence[Machine], guards: Guards) -> Iterator[Sequence[Machine]]:
    """The machines of each wave, the canary first, in the order in which they were chosen."""
    start, total = 0, len(machines)
    if guards.canary and total:
        start = guards.canary.of(total)
        yield machines[:start]
    if start < total:
        size = guards.wave.of(total) if guards.wave else total
        for begin in range(start, total, size):
            yield machines[begin : begin + size]


def parts(
    machines: Sequence[Machine],
    guards: Guards,
    values_of: ValuesOf = _nothing,
    profiles: Mapping[str, Profile] | None = None,
) -> Iterator[Part]:
    """The machines of each call."""
    owners = profiles or {}
    size = _batch_size(guards)
    for wave_no, wave in enumerate(waves(machines, guards)):
        groups: dict[tuple[object, ...], list[Machine]] = {}
        values: dict[tuple[object, ...], tuple[str, dict[str, str]]] = {}
        key: tuple[object, ...]
        for machine in wave:
            owner = owners.get(machine.instance_id)
            profile_id = owner.profile_id if owner else ""
            own = values_of(machine)
            key = (profile_id, machine.region, machine.kind, *sorted(own.items()))
            if members := groups.get(key):
                members.append(machine)
            else:
                groups[key], values[key] = [machine], (profile_id, dict(own))
        for key, members in groups.items():
            profile_id, own = values[key]
            for start in range(0, len(members), size):
                yield Part(
                    wave_no=wave_no,
                    profile_id=profile_id,
                    values=own,
                    machines=tuple(members[start : start + size]),
                )


def _batch_size(guards: Guards) -> int:
    """Where few machines may be busy at once, a quarter of them a call, so that others go on."""
    most = limits.RUN_INSTANCES.most
    return min(most, max(1, guards.at_once // 4)) if guards.at_once else most


def _taking_part(
    profile: Profile, machines: Sequence[Machine], owners: Mapping[str, Profile]
) -> list[Profile]:
    if not owners:
        return [profile]
    taking = {
        owner.profile_id: owner
        for machine in machines
        for owner in [owners.get(machine.instance_id, profile)]
    }
    return list(taking.values()) or [profile]


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
    revealed = {key: value.reveal() for key, value in hidden.items()}
    values = {**script.parameters, **batch.parameters, **revealed}
    asked = {parameter.key for parameter in templating.parameters(script.content)}
    if script.command_id:
        return InvokeCommand(
            command_id=script.command_id,
            instance_ids=tuple(instance_ids),
            parameters=templating.write_parameters(values) if values else None,
            username=script.username or None,
            working_directory=script.working_directory or None,
            timeout=script.timeout_s,
            output_cos_bucket_url=script.output_cos_bucket_url or None,
            output_cos_key_prefix=script.output_cos_key_prefix or None,
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
        output_cos_bucket_url=script.output_cos_bucket_url or None,
        output_cos_key_prefix=script.output_cos_key_prefix or None,
        enable_parameter=True if asked else None,
        parameters=templating.write_parameters(
            {key: value for key, value in values.items() if key in asked}
        )
        if asked
        else None,
    )

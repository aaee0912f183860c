"""A schedule as it is typed: what is wrong with it, and the requests it becomes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from tat_console.services import schedule_times
from tat_console.support.i18n import _
from tat_console.tat import limits, templating
from tat_console.tat.commands import Command
from tat_console.tat.invokers import (
    CreateInvoker,
    Invoker,
    InvokerType,
    ModifyInvoker,
    SchedulePolicy,
    ScheduleSettings,
)
from tat_console.tat.statuses import InstanceKind

MOST_TARGETS: Final = limits.INVOKER_INSTANCES.most


class ScheduleDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule as it is typed."""

    name: str
    command_id: str
    instance_ids: tuple[str, ...]
    settings: ScheduleSettings
    username: str = ""
    parameters: Mapping[str, str] = {}


def draft_of(invoker: Invoker) -> ScheduleDraft:
    """An invoker as a draft, to be changed; parameters that cannot be read are left out."""
    try:
        parameters = templating.read_parameters(invoker.parameters or "{}")
    except templating.ParameterError:
        parameters = {}
    return ScheduleDraft(
        name=invoker.name,
        command_id=invoker.command_id,
        instance_ids=invoker.instance_ids,
        settings=invoker.schedule_settings or ScheduleSettings(policy=SchedulePolicy.RECURRENCE),
        username=invoker.username,
        parameters=parameters,
    )


def problems(
    draft: ScheduleDraft, now: datetime, command: Command | None, *, is_new: bool
) -> dict[str, str]:
    """A sentence for each field that cannot stay, by the name of its attribute."""
    found = {
        "name": limits.INVOKER_NAME.problem(draft.name.strip()),
        "command_id": "" if draft.command_id else _("Choose the command that is to run."),
        "instance_ids": _targets_problem(draft, is_new=is_new),
        "settings": schedule_times.problem_of(draft.settings, now),
        "username": limits.USERNAME.problem(draft.username),
        "parameters": _parameters_problem(draft, command),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def parts_of(draft: ScheduleDraft) -> list[ScheduleDraft]:
    """The schedules a draft becomes: each with machines of one kind, at most 100."""
    kinds: dict[InstanceKind, list[str]] = {}
    for each in dict.fromkeys(draft.instance_ids):
        kinds.setdefault(InstanceKind.of(each), []).append(each)
    groups = [tuple(part) for ids in kinds.values() for part in _cut(ids)]
    if len(groups) < 2:
        return [msgspec.structs.replace(draft, instance_ids=groups[0] if groups else ())]
    return [
        msgspec.structs.replace(
            draft, name=_numbered(draft.name, number, len(groups)), instance_ids=group
        )
        for number, group in enumerate(groups, 1)
    ]


def parts_sentence(draft: ScheduleDraft) -> str:
    """What happens with more machines than one schedule may have, "" where one is enough."""
    count = len(parts_of(draft))
    if count < 2:
        return ""
    text = _(
        "{machines} machines become {count} schedules, for one takes machines of one kind and at "
        "most {most} of them. They have the same times and are numbered."
    )
    machines = len(set(draft.instance_ids))
    return text.format(machines=machines, count=count, most=MOST_TARGETS)


def creation(draft: ScheduleDraft) -> CreateInvoker:
    """The request that makes the schedule of one part."""
    return CreateInvoker(
        name=draft.name.strip(),
        type=InvokerType.SCHEDULE,
        command_id=draft.command_id,
        instance_ids=draft.instance_ids,
        username=draft.username or None,
        parameters=_parameters_text(draft) if draft.parameters else None,
        schedule_settings=draft.settings,
    )


def modification(invoker: Invoker, draft: ScheduleDraft) -> ModifyInvoker:
    """The request that makes an invoker what the draft says."""
    is_cleared = bool(invoker.parameters) and not draft.parameters
    return ModifyInvoker(
        invoker_id=invoker.invoker_id,
        name=draft.name.strip(),
        command_id=draft.command_id,
        username=draft.username if draft.username or invoker.username else None,
        parameters=_parameters_text(draft) if draft.parameters or is_cleared else None,
        instance_ids=draft.instance_ids,
        schedule_settings=draft.settings,
    )


def _targets_problem(draft: ScheduleDraft, *, is_new: bool) -> str:
    count = len(draft.instance_ids)
    if not count:
        return _("Choose at least one machine.")
    if is_new or not (sentence := parts_sentence(draft)):
        return ""
    what = _("A schedule that exists cannot become several; make a new one for the others.")
    return f"{sentence} {what}"


def _parameters_problem(draft: ScheduleDraft, command: Command | None) -> str:
    if not draft.parameters:
        return ""
    if command is not None and not command.enable_parameter:
        return _("This command takes no parameters.")
    sentences = (
        problem.sentence for problem in templating.check_values(list(draft.parameters.items()))
    )
    return next(sentences, "")


def _parameters_text(draft: ScheduleDraft) -> str:
    return json.dumps(dict(draft.parameters), ensure_ascii=False)


def _cut(ids: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(ids), MOST_TARGETS):
        yield tuple(ids[start : start + MOST_TARGETS])


def _numbered(name: str, number: int, count: int) -> str:
    end = f" ({number}/{count})"
    return name.strip()[: limits.INVOKER_NAME.most - len(end)] + end

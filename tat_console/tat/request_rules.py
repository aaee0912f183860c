"""What the service would refuse in a request, found before it is sent (DESIGN §5.7).

`limits` knows single fields. Here are the rules between fields and inside lists: one small
function a rule, each yielding what is wrong (facts §1, §3 and the checks of §5.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from tat_console.support.i18n import _
from tat_console.tat import limits, templating
from tat_console.tat.actions import LIGHTHOUSE, action_of
from tat_console.tat.commands import PreviewReplacedCommandContent
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings
from tat_console.tat.listing import Filter, FilteredPage
from tat_console.tat.statuses import InstanceKind
from tat_console.tat.wire import Request, Wire, wire_name

CRON_FIELDS: Final = 5


class FieldProblem(msgspec.Struct, frozen=True):
    """A field of a request, by its wire name, and what is wrong with it in a sentence."""

    field: str
    sentence: str


def problems(request: Request[Any]) -> Iterator[FieldProblem]:
    """Yield everything that the service is known to refuse, the limits of fields first."""
    for rule in _RULES:
        yield from rule(request)


def _field_limits(request: Request[Any]) -> Iterator[FieldProblem]:
    for violation in limits.violations(request):
        yield FieldProblem(violation.field, violation.sentence)


def _inner_limits(request: Request[Any]) -> Iterator[FieldProblem]:
    for name, item in _inner_objects(request):
        for violation in limits.violations(item):
            if not (isinstance(item, Filter) and action_of(request).service is LIGHTHOUSE):
                yield FieldProblem(f"{name}.{violation.field}", violation.sentence)


def _inner_objects(request: Request[Any]) -> Iterator[tuple[str, Wire]]:
    for name in request.__struct_fields__:
        value = getattr(request, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Wire):
                yield wire_name(name), item


def _lighthouse_filter_values(request: Request[Any]) -> Iterator[FieldProblem]:
    if action_of(request).service is not LIGHTHOUSE:
        return
    for each in getattr(request, "filters", None) or ():
        if sentence := limits.LIGHTHOUSE_FILTER_VALUES.problem(each.values):
            yield FieldProblem("Filters.Values", sentence)


def _filter_names(request: Request[Any]) -> Iterator[FieldProblem]:
    known = action_of(request).filters
    for each in getattr(request, "filters", None) or ():
        head, colon, rest = each.name.partition(":")
        if (each.name if not colon else head + colon) not in known or (colon and not rest):
            text = _("There is no filter “{name}” here; there are: {known}.")
            sentence = text.format(name=each.name, known=", ".join(known))
            yield FieldProblem("Filters", sentence)


def _ids_or_filters(request: Request[Any]) -> Iterator[FieldProblem]:
    if not isinstance(request, FilteredPage) or not request.filters:
        return
    for name in request.__struct_fields__:
        if name.endswith("_ids") and getattr(request, name):
            text = _("{ids} and Filters exclude each other; give only one of them.")
            yield FieldProblem("Filters", text.format(ids=wire_name(name)))


def _one_kind_of_defaults(request: Request[Any]) -> Iterator[FieldProblem]:
    yield from _at_most_one(request, "default_parameters", "default_parameter_confs")


def _one_thing_to_preview(request: Request[Any]) -> Iterator[FieldProblem]:
    if not isinstance(request, PreviewReplacedCommandContent):
        return
    if not request.command_id and not request.content:
        yield FieldProblem("Content", _("Give either CommandId or Content."))
    yield from _at_most_one(request, "command_id", "content")


def _at_most_one(request: Request[Any], first: str, second: str) -> Iterator[FieldProblem]:
    if getattr(request, first, None) and getattr(request, second, None):
        text = _("{first} and {second} exclude each other; give only one of them.")
        names = {"first": wire_name(first), "second": wire_name(second)}
        yield FieldProblem(wire_name(second), text.format(**names))


def _parameters_switched_on(request: Request[Any]) -> Iterator[FieldProblem]:
    if getattr(request, "enable_parameter", True):
        return
    for name in ("parameters", "default_parameters", "default_parameter_confs"):
        if getattr(request, name, None):
            text = _("{field} needs EnableParameter to be true.")
            yield FieldProblem(wire_name(name), text.format(field=wire_name(name)))


def _parameter_texts(request: Request[Any]) -> Iterator[FieldProblem]:
    for name in ("parameters", "default_parameters"):
        text = getattr(request, name, None)
        if text is None:
            continue
        try:
            templating.read_parameters(text)
        except templating.ParameterError as error:
            yield FieldProblem(wire_name(name), str(error))


def _parameter_confs(request: Request[Any]) -> Iterator[FieldProblem]:
    confs = getattr(request, "default_parameter_confs", None) or ()
    pairs = [(conf.parameter_name, conf.parameter_value) for conf in confs]
    for problem in templating.check_values(pairs):
        yield FieldProblem("DefaultParameterConfs", problem.sentence)


def _shapes_of_ids(request: Request[Any]) -> Iterator[FieldProblem]:
    for name in request.__struct_fields__:
        field = wire_name(name)
        pattern = limits.ID_PATTERNS.get(field.removesuffix("s"))
        value = getattr(request, name)
        if pattern is None or value is None:
            continue
        fits = re.compile(pattern).fullmatch  # there may be 200 ids
        for each in value if isinstance(value, tuple) else (value,):
            if not fits(each):
                text = _("“{value}” is not a valid {field}.")
                sentence = text.format(value=each, field=field.removesuffix("s"))
                yield FieldProblem(field, sentence)


_TAKES_ONE_KIND: Final = frozenset(
    {"RunCommand", "InvokeCommand", "CreateInvoker", "ModifyInvoker"}
)


def _one_kind_of_machine(request: Request[Any]) -> Iterator[FieldProblem]:
    if action_of(request).name not in _TAKES_ONE_KIND:
        return
    kinds = {InstanceKind.of(each) for each in getattr(request, "instance_ids", None) or ()}
    if len(kinds) > 1:
        text = _("InstanceIds mixes {kinds}; one request takes machines of one kind.")
        words = ", ".join(sorted(kinds))
        yield FieldProblem("InstanceIds", text.format(kinds=words))


def _times_of_a_schedule(request: Request[Any]) -> Iterator[FieldProblem]:
    settings = getattr(request, "schedule_settings", None)
    if not isinstance(settings, ScheduleSettings):
        return
    if settings.policy is SchedulePolicy.ONCE and settings.invoke_time is None:
        yield FieldProblem("ScheduleSettings.InvokeTime", _("A single run needs its time."))
    if settings.policy is SchedulePolicy.RECURRENCE:
        cron = settings.recurrence or ""
        if len(cron.split()) != CRON_FIELDS:
            text = _("“{cron}” is no schedule: cron has 5 fields, such as 30 4 * * 1.")
            yield FieldProblem("ScheduleSettings.Recurrence", text.format(cron=cron))


_RULES: Final[tuple[Callable[[Request[Any]], Iterator[FieldProblem]], ...]] = (
    _field_limits,
    _inner_limits,
    _lighthouse_filter_values,
    _filter_names,
    _ids_or_filters,
    _one_kind_of_defaults,
    _one_thing_to_preview,
    _parameters_switched_on,
    _parameter_texts,
    _parameter_confs,
    _shapes_of_ids,
    _one_kind_of_machine,
    _times_of_a_schedule,
)

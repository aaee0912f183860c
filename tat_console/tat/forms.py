"""The form of any action, out of its row: fields, types, limits, what is required."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Final

import msgspec
from msgspec import inspect

from tat_console.support.i18n import N_, _
from tat_console.tat import limits
from tat_console.tat.actions import Action
from tat_console.tat.limits import Limit
from tat_console.tat.statuses import Word
from tat_console.tat.wire import Wire


class FieldKind(Enum):
    """What a field takes; the value says it."""

    TEXT = N_("text")
    NUMBER = N_("number")
    YES_NO = N_("yes or no")
    CHOICE = N_("one of several words")
    SCRIPT = N_("text, sent as Base64")
    TIME = N_("time")
    OBJECT = N_("object")

    @property
    def words(self) -> str:
        """The kind, translated."""
        return _(self.value)


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One field: `is_list` says that it takes several; objects have fields of their own."""

    name: str
    kind: FieldKind
    is_list: bool = False
    is_required: bool = False
    limit: Limit | None = None
    choices: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()


def form_of(action: Action) -> tuple[FormField, ...]:
    """The fields of an action's request, required ones first."""
    fields = _fields_of(action.request)
    names = tuple(sorted(action.filters))
    shown = (_with_filter_names(field, names) for field in fields)
    return tuple(sorted(shown, key=lambda field: not field.is_required))


def _fields_of(kind: type[msgspec.Struct]) -> Iterator[FormField]:
    described = inspect.type_info(kind)
    if not isinstance(described, inspect.StructType):
        raise TypeError(f"{kind.__name__} is no object of the service")
    for field in described.fields:
        yield _field(kind, field)


def _field(kind: type[msgspec.Struct], field: inspect.Field) -> FormField:
    inner = _without_none(field.type)
    is_list = isinstance(inner, inspect.VarTupleType)
    if isinstance(inner, inspect.VarTupleType):
        inner = _without_none(inner.item_type)
    return FormField(
        name=field.encode_name,
        kind=_kind_of(inner),
        is_list=is_list,
        is_required=field.required,
        limit=limits.limit_of(kind, field.name) if issubclass(kind, Wire) else None,
        choices=_choices(inner),
        fields=tuple(_fields_of(inner.cls)) if isinstance(inner, inspect.StructType) else (),
    )


def _without_none(kind: inspect.Type) -> inspect.Type:
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        (kind,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
    return kind


def _kind_of(kind: inspect.Type) -> FieldKind:
    match kind:
        case inspect.StrType():
            return FieldKind.TEXT
        case inspect.IntType():
            return FieldKind.NUMBER
        case inspect.BoolType():
            return FieldKind.YES_NO
        case inspect.EnumType():
            return FieldKind.CHOICE
        case inspect.BytesType():
            return FieldKind.SCRIPT
        case inspect.DateTimeType():
            return FieldKind.TIME
        case inspect.StructType():
            return FieldKind.OBJECT
        case _:
            raise TypeError(f"No form has a field for {kind}")


def _choices(kind: inspect.Type) -> tuple[str, ...]:
    if not isinstance(kind, inspect.EnumType):
        return ()
    words: Any = kind.cls
    return tuple(str(word) for word in words if not (isinstance(word, Word) and not word.is_known))


def _with_filter_names(field: FormField, names: tuple[str, ...]) -> FormField:
    """The filters of a list have the names that its action knows."""
    if field.name != "Filters" or not names:
        return field
    inner = tuple(
        msgspec.structs.replace(each, choices=names) if each.name == "Name" else each
        for each in field.fields
    )
    return msgspec.structs.replace(field, fields=inner)


def shape_problems(
    fields: Iterable[FormField], values: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield what is missing, unknown or of the wrong kind: path (`Filters.0.Name`), sentence."""
    known = {field.name: field for field in fields}
    for name in values.keys() - known:
        yield f"{above}{name}", _("There is no field “{field}” here.").format(field=name)
    for field in known.values():
        path, value = f"{above}{field.name}", values.get(field.name)
        if value is None:
            if field.is_required:
                yield path, _("{field} is needed.").format(field=field.name)
        elif not field.is_list:
            yield from _value_problems(field, value, path)
        elif not isinstance(value, list):
            yield path, _("{field} takes a list.").format(field=field.name)
        else:
            for place, item in enumerate(value):
                yield from _value_problems(field, item, f"{path}.{place}")


def _value_problems(field: FormField, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if field.kind is not FieldKind.OBJECT:
        if sentence := _CHECKS[field.kind](value):
            yield path, sentence
    elif isinstance(value, Mapping):
        yield from shape_problems(field.fields, value, f"{path}.")
    else:
        yield path, _("{field} takes an object with fields.").format(field=field.name)


def _text_problem(value: Any) -> str:
    return "" if isinstance(value, str) else _("This has to be a text.")


def _number_problem(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return ""
    return _("“{value}” is not a whole number. Write digits only.").format(value=value)


def _yes_no_problem(value: Any) -> str:
    return "" if isinstance(value, bool) else _("Choose true or false.")


def _script_problem(value: Any) -> str:
    try:
        base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return _("This is no Base64.")
    return ""


def _time_problem(value: Any) -> str:
    try:
        is_good = datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        is_good = False
    if is_good:
        return ""
    text = _("“{value}” is no time. Write it as {example}.")
    return text.format(value=value, example=TIME_EXAMPLE)


TIME_EXAMPLE: Final = "2026-11-22T08:00:00+08:00"
_CHECKS: Final[dict[FieldKind, Callable[[Any], str]]] = {
    FieldKind.TEXT: _text_problem,
    FieldKind.NUMBER: _number_problem,
    FieldKind.YES_NO: _yes_no_problem,
    FieldKind.CHOICE: _text_problem,
    FieldKind.SCRIPT: _script_problem,
    FieldKind.TIME: _time_problem,
}

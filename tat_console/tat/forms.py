"""The form of any action, out of its row: fields, types, limits, what is required."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

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

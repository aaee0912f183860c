"""Compares a JSON body with a request type: what is missing, unknown, or of a wrong JSON type.

The walk follows msgspec's own description of the type, so a field added to a request in `tat/`
is checked here without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import inspect

from tat_console.sandbox.refusal import Refused


def check_shape(kind: Hashable, body: dict[str, Any]) -> None:
    """Refuse a body that lacks a field, has one too many, or one of a wrong type (facts §5.3)."""
    struct = _described(kind)
    for path in _missing(struct, body, ""):
        raise Refused("MissingParameter", field=path)
    for path in _unknown(struct, body, ""):
        raise Refused("UnknownParameter", field=path)
    for path, expected in _mistyped(struct, body, ""):
        raise Refused("InvalidParameter", field=path, detail=f"must be {expected}")


def without_nulls(value: Any) -> Any:
    """The JSON value without its nulls, which count as "not sent"."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


@cache
def _described(kind: Hashable) -> inspect.StructType:
    description = inspect.type_info(kind)
    if not isinstance(description, inspect.StructType):
        raise TypeError(f"{kind} is no struct")
    return description


def _bare(kind: inspect.Type) -> inspect.Type:
    """The type itself, without "or None" and without its limits."""
    while True:
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        elif isinstance(kind, inspect.UnionType):
            kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
        else:
            return kind


def _children(
    kind: inspect.Type, value: Any, path: str
) -> Iterator[tuple[inspect.StructType, Any, str]]:
    """The objects inside a value, with where they are."""
    kind = _bare(kind)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        yield kind, value, path
    elif isinstance(kind, inspect.VarTupleType) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _children(kind.item_type, item, f"{path}.{index}")


def _walk(
    struct: inspect.StructType,
    body: dict[str, Any],
    path: str,
    look: Callable[[inspect.StructType, dict[str, Any], str], Iterator[Any]],
) -> Iterator[Any]:
    yield from look(struct, body, path)
    for field in struct.fields:
        if field.encode_name in body:
            at = f"{path}{field.encode_name}"
            for child, value, child_path in _children(field.type, body[field.encode_name], at):
                yield from _walk(child, value, f"{child_path}.", look)


def _missing(struct: inspect.StructType, body: dict[str, Any], path: str) -> Iterator[str]:
    def look(each: inspect.StructType, value: dict[str, Any], at: str) -> Iterator[str]:
        for field in each.fields:
            if field.required and field.encode_name not in value:
                yield f"{at}{field.encode_name}"

    return _walk(struct, body, path, look)


def _unknown(struct: inspect.StructType, body: dict[str, Any], path: str) -> Iterator[str]:
    def look(each: inspect.StructType, value: dict[str, Any], at: str) -> Iterator[str]:
        known = {field.encode_name for field in each.fields}
        yield from (f"{at}{name}" for name in value if name not in known)

    return _walk(struct, body, path, look)


def _mistyped(
    struct: inspect.StructType, body: dict[str, Any], path: str
) -> Iterator[tuple[str, str]]:
    for field in struct.fields:
        if field.encode_name in body:
            yield from _wrong(field.type, body[field.encode_name], f"{path}{field.encode_name}")


def _wrong(kind: inspect.Type, value: Any, path: str) -> Iterator[tuple[str, str]]:
    kind = _bare(kind)
    python: Any
    python, words = _JSON_TYPES.get(type(kind), (str, "a string"))
    if not isinstance(value, python) or (isinstance(value, bool) and python is not bool):
        yield path, words
    elif isinstance(kind, inspect.StructType):
        yield from _mistyped(kind, value, f"{path}.")
    elif isinstance(kind, inspect.VarTupleType):
        for index, item in enumerate(value):
            yield from _wrong(kind.item_type, item, f"{path}.{index}")
    elif isinstance(kind, inspect.IntType) and not -(2**63) <= value < 2**63:
        yield path, "a 64-bit integer"


_JSON_TYPES: Final[dict[type[inspect.Type], tuple[type, str]]] = {
    inspect.IntType: (int, "an integer"),
    inspect.BoolType: (bool, "a boolean"),
    inspect.StructType: (dict, "an object"),
    inspect.VarTupleType: (list, "a list"),
}


def decode_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a request; raises Refused where it is none."""
    try:
        value = msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("InvalidParameter", field="body", detail=f"is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise Refused("InvalidParameter", field="body", detail="must be an object")
    body_without_nulls: dict[str, Any] = without_nulls(value)
    return body_without_nulls

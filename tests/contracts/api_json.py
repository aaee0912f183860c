"""The service's own description of its API, as tccli ships it, and how our rows differ from it."""

from __future__ import annotations

import functools
import json
import types
import typing
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from typing import Any

import msgspec

from tat_console.tat.actions import Action
from tat_console.tat.wire import Reply, Wire

BASE64 = {"Content", "CommandContent", "ReplacedContent", "Output"}
"""Texts that hold Base64, which the description does not tell apart."""

_PLAIN = {
    "string": {"string"},
    "datetime": {"datetime_iso", "datetime"},
    "int": {"int64", "uint64"},
    "bool": {"bool"},
}


class Field(msgspec.Struct, frozen=True):
    """A field of an object, in either description: `shape` is a plain type or an object's name."""

    name: str
    shape: str
    is_list: bool = False
    required: bool = False

    @property
    def words(self) -> str:
        """The type, as a person would write it."""
        return f"list of {self.shape}" if self.is_list else self.shape


class Api:
    """One product's description."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.actions: dict[str, dict[str, Any]] = document["actions"]
        self._objects: dict[str, dict[str, Any]] = document["objects"]

    def fields(self, name: str) -> dict[str, Field]:
        """Return the fields of an object by name."""
        found = (self._field(member) for member in self._objects[name]["members"])
        return {field.name: field for field in found}

    def _field(self, member: dict[str, Any]) -> Field:
        shape = member["member"]
        for plain, names in _PLAIN.items():
            if shape in names:
                shape = plain
        return Field(member["name"], shape, member["type"] == "list", bool(member.get("required")))


@functools.cache
def api_of(service: str, version: str) -> Api:
    """Return the description of a product, `version` as in 2020-10-28."""
    return Api(load(service, version, "api.json"))


def load(service: str, version: str, file: str) -> dict[str, Any]:
    """Return a JSON file that tccli ships for a product."""
    folder = resources.files("tccli") / "services" / service / f"v{version.replace('-', '')}"
    document: dict[str, Any] = json.loads((folder / file).read_text(encoding="utf-8"))
    return document


def our_fields(kind: type[Wire]) -> dict[str, Field]:
    """Return the fields of one of our models by wire name."""
    hints = typing.get_type_hints(kind)
    return {
        field.encode_name: _our_field(field.encode_name, hints[field.name], field.required)
        for field in msgspec.structs.fields(kind)
    }


def _our_field(name: str, hint: Any, required: bool) -> Field:
    inner = _without_none(hint)
    is_list = typing.get_origin(inner) is tuple
    if is_list:
        inner = typing.get_args(inner)[0]
    return Field(name, _shape(name, inner), is_list, required)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = [each for each in typing.get_args(hint) if each is not types.NoneType]
    return hint


def _shape(name: str, kind: type) -> str:
    if issubclass(kind, Wire):
        return kind.__name__
    if kind is bytes:
        return "string" if name in BASE64 else "bytes"
    for plain, names in ((bool, "bool"), (int, "int"), (datetime, "datetime"), (str, "string")):
        if issubclass(kind, plain):
            return names
    return kind.__name__


def inner_models(kind: type[Wire]) -> dict[str, type[Wire]]:
    """Return the models that the fields of a model hold, by wire name."""
    hints = typing.get_type_hints(kind)
    found = {}
    for field in msgspec.structs.fields(kind):
        inner = _without_none(hints[field.name])
        if typing.get_origin(inner) is tuple:
            inner = typing.get_args(inner)[0]
        if isinstance(inner, type) and issubclass(inner, Wire):
            found[field.encode_name] = inner
    return found


def differences(api: Api, row: Action, *, partial: bool = False) -> Iterator[str]:
    """Yield a sentence for each way in which a row differs from the description.

    With `partial`, optional fields may be left out: of other products we use only some.
    """
    if row.name not in api.actions:
        yield f"{row.name}: the service has no such action"
        return
    described = api.actions[row.name]
    yield from _compare(
        api, described["input"], row.request, row.name, is_request=True, partial=partial
    )
    yield from _compare(api, described["output"], row.reply, row.name, partial=partial)


def _compare(
    api: Api,
    name: str,
    kind: type[Wire],
    place: str,
    *,
    is_request: bool = False,
    partial: bool = False,
) -> Iterator[str]:
    theirs = api.fields(name)
    ours = our_fields(kind)
    if issubclass(kind, Reply):
        theirs.setdefault("RequestId", Field("RequestId", "string"))
    for missing in theirs.keys() - ours.keys():
        if not partial or theirs[missing].required:
            yield f"{place}.{missing} ({theirs[missing].words}): {kind.__name__} has no such field"
    for extra in ours.keys() - theirs.keys():
        yield f"{place}.{extra}: the service has no such field"
    for field in ours.keys() & theirs.keys():
        yield from _compare_field(theirs[field], ours[field], f"{place}.{field}", is_request)
    for field, inner in inner_models(kind).items():
        shape = theirs[field].shape if field in theirs else ""
        if inner.__name__ == shape or (shape, inner.__name__) in _RENAMED:
            yield from _compare(
                api,
                shape,
                inner,
                f"{place}.{field}",
                is_request=is_request,
                partial=partial,
            )


def _compare_field(theirs: Field, ours: Field, place: str, is_request: bool) -> Iterator[str]:
    if theirs.words != ours.words and not _is_known_difference(theirs, ours):
        yield f"{place}: the service says {theirs.words}, the model says {ours.words}"
    if is_request and theirs.required != ours.required:
        word = "required" if theirs.required else "optional"
        yield f"{place}: the service says {word}, the model says otherwise"


_RENAMED = {
    ("Instance", "CvmInstance"),
    ("Instance", "LighthouseInstance"),
    ("Credentials", "RoleCredentials"),
    ("Tag", "RoleTag"),
}
"""Names that two products use for different things and that we therefore tell apart."""


_TIMES_DESCRIBED_AS_TEXT = {"CreatedTime", "UpdatedTime", "Expiration"}
"""Fields that the description calls plain text and its own examples show to be times."""


def _is_known_difference(theirs: Field, ours: Field) -> bool:
    if theirs.name in _TIMES_DESCRIBED_AS_TEXT and ours.words == "datetime":
        return theirs.words == "string"
    return theirs.is_list == ours.is_list and (theirs.shape, ours.shape) in _RENAMED

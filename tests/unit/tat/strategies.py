"""Random objects of the API: whatever the models and their limits allow."""

from __future__ import annotations

import types
import typing
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from tat_console.tat.limits import Limit
from tat_console.tat.wire import Wire

MOST_ITEMS = 3
MOST_CHARACTERS = 40

_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
_FITTING = {
    "Unit.BYTES": st.from_regex(r"[A-Za-z0-9_.-]{1,20}", fullmatch=True) | st.just("命令-1"),
    "working_directory": st.sampled_from(["/", "/root", "/tmp/文件", r"C:\work", ""]),
    "output_cos_bucket_url": st.sampled_from(["https://logs-125.cos.ap-guangzhou.myqcloud.com"]),
    "output_cos_key_prefix": st.sampled_from(["", "logs", "logs/2026", "日志"]),
    "parameter_name": st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True),
    "role_session_name": st.from_regex(r"[A-Za-z0-9_=,.@-]{2,30}", fullmatch=True),
}


def objects(kind: type[Wire]) -> st.SearchStrategy[Any]:
    """Return a strategy for objects of a model that keep its limits."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {name: _values(hints[name], name) for name in kind.__struct_fields__}
    return st.builds(kind, **fields)


def _values(hint: Any, name: str, limit: Limit | None = None) -> st.SearchStrategy[Any]:
    if typing.get_origin(hint) is typing.Annotated:
        inner, *notes = typing.get_args(hint)
        found = next((note for note in notes if isinstance(note, Limit)), None)
        return _values(inner, name, found)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        choices = [each for each in typing.get_args(hint) if each is not types.NoneType]
        return st.none() | st.one_of([_values(each, name, limit) for each in choices])
    if typing.get_origin(hint) is tuple:
        most = min(limit.most if limit else MOST_ITEMS, MOST_ITEMS)
        least = limit.least if limit else 0
        items = _values(typing.get_args(hint)[0], name)
        return st.lists(items, min_size=least, max_size=most).map(tuple)
    return _plain(hint, name, limit)


def _plain(hint: Any, name: str, limit: Limit | None) -> st.SearchStrategy[Any]:
    if issubclass(hint, Wire):
        return objects(hint)
    if issubclass(hint, Enum):
        return st.sampled_from([member for member in hint if member.name != "UNKNOWN"])
    if hint is bool:
        return st.booleans()
    if hint is int:
        least, most = (limit.least, limit.most) if limit else (0, 2**31)
        return st.integers(least, most)
    if hint is bytes:
        return st.binary(min_size=limit.least if limit else 0, max_size=200)
    if hint is datetime:
        return st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC))
    if hint is str:
        return _texts(name, limit)
    raise TypeError(f"no strategy for {hint}")


def _texts(name: str, limit: Limit | None) -> st.SearchStrategy[str]:
    if limit is None:
        return st.text(_LETTERS, max_size=MOST_CHARACTERS)
    if limit.pattern:
        return _FITTING[name] if name in _FITTING else _FITTING[str(limit.unit)]
    return st.text(_LETTERS, min_size=limit.least, max_size=min(limit.most, MOST_CHARACTERS))

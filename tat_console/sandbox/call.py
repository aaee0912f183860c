"""What a handler gets: the typed request, and who asks from where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tat_console.sandbox.keys import Key
from tat_console.sandbox.state import State
from tat_console.tat.wire import Reply, Request

Q = TypeVar("Q", bound=Request[Any])


@dataclass(frozen=True, slots=True)
class Call(Generic[Q]):
    """One admitted and checked request."""

    state: State
    request: Q
    region: str
    key: Key
    language: str = "zh-CN"


Handler = Callable[[Call[Any]], Reply]
Handlers = Mapping[str, Handler]

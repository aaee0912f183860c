"""A typed, synchronous observer: who knows something tells those who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Subscription:
    """One callback's place at an event; `cancel` gives it up, twice is harmless."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        self._cancel: Callable[[], None] | None = cancel

    def cancel(self) -> None:
        """Stop the callback from being called."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None


class Event(Generic[T]):
    """Something that happens again and again, with a value each time."""

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[[T], None]] = {}
        self._next = 0

    def subscribe(self, callback: Callable[[T], None]) -> Subscription:
        """Call `callback` at every later emit, in the order of subscription."""
        key = self._next
        self._next += 1
        self._callbacks[key] = callback
        return Subscription(lambda: self._callbacks.pop(key, None) and None)

    def emit(self, value: T) -> None:
        """Tell everyone who is subscribed now; one cancelled meanwhile is not called."""
        for key, callback in list(self._callbacks.items()):
            if key in self._callbacks:
                callback(value)

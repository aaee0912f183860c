"""What the user arranged or looked for, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from tat_console.services.settings import Settings

T = TypeVar("T")
KEEP_MS: Final = 500
_DIRECT: Final = Qt.FindChildOption.FindDirectChildrenOnly


class Memory(QObject):
    """Keeps states by name for all parts that stand in one window, or in a dialog of it.

    What changes is written a moment later; `flush` writes it at once.
    """

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._settings = settings
        self._parts: list[_Part[Any]] = []
        self._later = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._later.timeout.connect(self.flush)

    def add(self, part: _Part[Any]) -> None:
        """Give a part that is shown for the first time its state back, and keep it from now on."""
        self._parts.append(part)
        part.destroyed.connect(lambda: self._parts.remove(part))
        part.recall(self._settings.get("remembered"))

    def keep_soon(self) -> None:
        """A part was changed by the user."""
        self._later.start()

    def flush(self) -> None:
        """Write what has changed; other windows may have written theirs in between."""
        self._later.stop()
        changed: dict[str, object] = {}
        for part in self._parts:
            changed |= part.take_changes()
        if changed:
            self._settings.remember("remembered", {**self._settings.get("remembered"), **changed})

    def reset_layout(self) -> None:
        """Lay out everything as in a fresh program; searches and filters stay."""
        self.flush()
        kept = self._settings.get("remembered")
        self._settings.set(
            "remembered", {name: kept[name] for name in kept if not _is_layout(name)}
        )
        for part in self._parts:
            part.reset()


def remember(
    widget: QWidget,
    shape: type[T],
    state: Callable[[], T],
    restore: Callable[[T], object],
    changed: SignalInstance,
    reset: Callable[[], object] | None = None,
) -> None:
    """Keep a state under the object name of `widget`, and `restore` it when that is first shown.

    `changed` tells that the user made it another one. A kept state that is not of this `shape`
    is ignored, and so is everything where no window has a `Memory`. With `reset` the state counts
    as layout, which the user can have as it was at first.
    """
    _Part(widget, shape, state, restore, changed, reset)


class _Part(QObject, Generic[T]):
    """One widget with a state; waits for it to be shown."""

    def __init__(
        self,
        widget: QWidget,
        shape: type[T],
        state: Callable[[], T],
        restore: Callable[[T], object],
        changed: SignalInstance,
        reset: Callable[[], object] | None,
    ) -> None:
        super().__init__(widget)
        self._widget = widget
        self._shape = shape
        self._state = state
        self._restore = restore
        self._reset = reset
        self._memory: Memory | None = None
        self._is_changed = False
        changed.connect(self._note)
        widget.installEventFilter(self)

    @property
    def name(self) -> str:
        """Under which the state is kept."""
        return f"{_LAYOUT if self._reset else ''}{self._widget.objectName()}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Join the memory of the window before the first paint."""
        if event.type() == QEvent.Type.Show and self._widget.objectName():
            watched.removeEventFilter(self)
            memory = memory_of(self._widget)
            if memory is not None:
                memory.add(self)
            self._memory = memory
        return False

    def recall(self, kept: dict[str, object]) -> None:
        """Restore what is kept, if it is of the right shape."""
        if self.name in kept:
            try:
                state = msgspec.convert(kept[self.name], self._shape)
            except msgspec.ValidationError:
                return
            self._restore(state)

    def take_changes(self) -> dict[str, object]:
        """The state by its name where it has changed since this was asked last."""
        if not self._is_changed:
            return {}
        self._is_changed = False
        return {self.name: msgspec.to_builtins(self._state())}

    def reset(self) -> None:
        """Take the first state again, where it is one of layout."""
        if self._reset is not None:
            self._reset()
            self._is_changed = False

    def _note(self) -> None:
        if self._memory is not None:
            self._is_changed = True
            self._memory.keep_soon()


def memory_of(widget: QWidget) -> Memory | None:
    """The memory of the window a widget stands in; a dialog has that of its window."""
    above: QWidget | None = widget
    while above is not None:
        window = above.window()
        if found := window.findChild(Memory, options=_DIRECT):
            return found
        above = window.parentWidget()
    return None


_LAYOUT: Final = "layout/"


def _is_layout(name: str) -> bool:
    return name.startswith(_LAYOUT)

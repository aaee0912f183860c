"""What the window asks of the checks of scripts, which live in a room it does not enter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tat_console.tat.findings import Finding, Span
from tat_console.tat.statuses import CommandType


class Danger(Protocol):
    """One piece of a filled script that may destroy a machine, and what it does."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...

    @property
    def text(self) -> str:
        """The piece itself."""
        ...

    @property
    def words(self) -> str:
        """What it does, to go on after its text."""
        ...


class Check(Protocol):
    """Everything that is known to be wrong or risky in a script, in order of place."""

    def __call__(
        self, content: str, command_type: CommandType, /
    ) -> Awaitable[tuple[Finding, ...]]: ...


class FindDangers(Protocol):
    """The dangerous pieces of a script with its values in it."""

    def __call__(self, script: str, command_type: CommandType, /) -> Sequence[Danger]: ...


@dataclass(frozen=True, slots=True)
class Lint:
    """The checks of scripts; `check` may be cancelled at any time.

    `pattern_problem` says what is wrong with a pattern of the user's own for dangerous commands.
    """

    check: Check
    find_dangers: FindDangers
    pattern_problem: Callable[[str], str | None]

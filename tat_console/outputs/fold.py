"""Equal answers of many machines, folded into groups while they come in.

Answers are equal where the status, the exit code and every byte of the output are. A `key` may
make them equal sooner: `tat_console.outputs.normalise` masks what differs by nature.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from tat_console.tat.statuses import TaskStatus


class GroupKey(NamedTuple):
    """What the answers of one group share; `content` is "" where there is no output."""

    status: TaskStatus
    exit_code: int | None
    content: str


class Group:
    """Machines that gave the same answer, in the order in which they did.

    `members` has each machine's own output by its SHA-256; they differ only where answers were
    folded by a key that masks.
    """

    __slots__ = ("key", "members")

    def __init__(self, key: GroupKey) -> None:
        self.key = key
        self.members: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many machines are in it."""
        return len(self.members)

    @property
    def sample(self) -> str:
        """The machine whose output stands for the group: the first."""
        return next(iter(self.members))

    @property
    def sample_sha256(self) -> str:
        """The output that stands for the group, by its SHA-256."""
        return next(iter(self.members.values()))


class Fold:
    """The groups of the answers that were put in; an answer put in again replaces the earlier."""

    def __init__(self) -> None:
        self._groups: dict[GroupKey, Group] = {}
        self._places: dict[str, Group] = {}

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._groups)

    def put(
        self,
        member: str,
        output: bytes,
        status: TaskStatus,
        exit_code: int | None,
        mask: Callable[[bytes], str] | None = None,
    ) -> Group:
        """Add the answer of a machine; returns the group it is in now."""
        digest = sha256(output).hexdigest() if output else ""
        content = mask(output) if mask and output else digest
        return self.put_known(member, digest, GroupKey(status, exit_code, content))

    def put_known(self, member: str, digest: str, key: GroupKey) -> Group:
        """Add the answer of a machine whose output's SHA-256 is known, under a group's key."""
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(key)
        before = self._places.get(member)
        if before is not None and before is not group:
            self._leave(member, before)
        group.members[member] = digest
        self._places[member] = group
        return group

    def remove(self, member: str) -> None:
        """Forget a machine's answer; one that never answered is fine."""
        if (group := self._places.pop(member, None)) is not None:
            self._leave(member, group)

    def group_of(self, member: str) -> Group | None:
        """The group a machine is in."""
        return self._places.get(member)

    def groups(self) -> list[Group]:
        """All groups, the largest first; of equally large ones, the one that came first."""
        return sorted(self._groups.values(), key=lambda group: -group.count)

    @property
    def reference(self) -> Group | None:
        """The group that others are compared with: the best exit code, then the largest.

        The best is 0, then the code nearest to it; an answer without one comes last.
        """
        return min(self._groups.values(), key=_rank, default=None)

    def _leave(self, member: str, group: Group) -> None:
        del group.members[member]
        if not group.members:
            del self._groups[group.key]


def _rank(group: Group) -> tuple[bool, int, int]:
    code = group.key.exit_code
    return code is None, abs(code or 0), -group.count

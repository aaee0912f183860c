"""Machines by what people write: ids, addresses and names, pasted or from a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from tat_console.tat.machines import Machine

_BETWEEN: Final = re.compile(r"[\s,;|]+")
_COMMENT: Final = re.compile(r"(?m)#.*$")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What names stand for: machines in the order of the names, each once.

    `unknown` are names of no machine; `ambiguous` are names of several, with those.
    """

    by_name: tuple[tuple[str, Machine], ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[Machine, ...]], ...] = ()

    @property
    def machines(self) -> tuple[Machine, ...]:
        """The machines that were found."""
        return tuple({one.instance_id: one for _name, one in self.by_name}.values())


def names_in(text: str) -> list[str]:
    """The names in a text: apart by blanks, commas or semicolons; `#` begins a comment."""
    return [name for name in _BETWEEN.split(_COMMENT.sub("", text)) if name]


def find_targets(names: Iterable[str], machines: Sequence[Machine]) -> Found:
    """Look names up: an id first, then addresses, then names without regard to case."""
    indexes = _indexes(machines)
    by_name: list[tuple[str, Machine]] = []
    unknown: list[str] = []
    ambiguous: list[tuple[str, tuple[Machine, ...]]] = []
    for name in dict.fromkeys(name.strip() for name in names):
        hits = next((found for index in indexes if (found := index.get(name.casefold()))), ())
        if len(hits) == 1:
            by_name.append((name, hits[0]))
        elif hits:
            ambiguous.append((name, tuple(hits)))
        elif name:
            unknown.append(name)
    return Found(by_name=tuple(by_name), unknown=tuple(unknown), ambiguous=tuple(ambiguous))


def _indexes(machines: Sequence[Machine]) -> tuple[dict[str, list[Machine]], ...]:
    ids: dict[str, list[Machine]] = {}
    addresses: dict[str, list[Machine]] = {}
    names: dict[str, list[Machine]] = {}
    for machine in machines:
        ids.setdefault(machine.instance_id.casefold(), []).append(machine)
        for address in dict.fromkeys((*machine.private_ips, *machine.public_ips)):
            addresses.setdefault(address.casefold(), []).append(machine)
        names.setdefault(machine.name.casefold(), []).append(machine)
    return ids, addresses, names

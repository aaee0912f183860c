"""Which machines are shown: words that must all be found, and values chosen in facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tat_console.ports.profiles import Profile
from tat_console.support.i18n import N_, _
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import InstanceKind
from tat_console.ui.kit.words import kind_word, region_word
from tat_console.ui.pages.instances.words import agent_look, system_name

READY: Final = "ready"


@dataclass(frozen=True, slots=True)
class Facet:
    """A property that machines are sorted by; a machine may have several values of it."""

    key: str
    message: str
    values: Callable[[Machine], tuple[str, ...]]
    label: Callable[[str], str] = str

    @property
    def title(self) -> str:
        """The property in the user's language."""
        return _(self.message)


def _readiness(machine: Machine) -> tuple[str, ...]:
    refusal = machine.refusal()
    return (READY if refusal is None else refusal.name,)


def _readiness_label(value: str) -> str:
    return _("Ready") if value == READY else Refusal[value].words


FACETS: Final = (
    Facet(
        "kind",
        N_("Kind"),
        lambda machine: (str(machine.kind),),
        lambda value: kind_word(InstanceKind(value)),
    ),
    Facet("agent", N_("Agent"), lambda machine: (agent_look(machine).word,)),
    Facet("system", N_("OS"), lambda machine: (system_name(machine),)),
    Facet("region", N_("Region"), lambda machine: (machine.region,), region_word),
    Facet(
        "tag",
        N_("Tag"),
        lambda machine: tuple(f"{tag.key}: {tag.value}" for tag in machine.tags),
    ),
    Facet("ready", N_("Can run"), _readiness, _readiness_label),
)


def profile_facet(profile_of: Callable[[Machine], Profile | None]) -> Facet:
    """Whose machines they are; of use where several profiles are looked at."""
    names: dict[str, str] = {}

    def values(machine: Machine) -> tuple[str, ...]:
        profile = profile_of(machine)
        if profile is None:
            return ()
        names[profile.profile_id] = profile.name
        return (profile.profile_id,)

    return Facet("profile", N_("Profile"), values, lambda key: names.get(key, key))


def search_text(machine: Machine) -> str:
    """Everything of a machine that words are looked for in, regardless of case."""
    parts = (
        machine.name,
        machine.instance_id,
        *machine.private_ips,
        *machine.public_ips,
        *(f"{tag.key}:{tag.value} {tag.value}" for tag in machine.tags),
        machine.os_name,
    )
    return "\n".join(parts).casefold()


class MachineFilter:
    """The words and the chosen values; remembers the search texts of the machines it has seen."""

    def __init__(self, facets: Sequence[Facet] = FACETS) -> None:
        self.facets = facets
        self.text = ""
        self.chosen: dict[str, frozenset[str]] = {}
        self._texts: dict[str, tuple[Machine, str]] = {}

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered out at all."""
        return bool(self.text.split() or self.chosen)

    def choose(self, key: str, values: Iterable[str]) -> None:
        """Show only machines that have one of these values; no values mean all."""
        self.chosen.pop(key, None)
        if fresh := frozenset(values):
            self.chosen[key] = fresh

    def clear(self) -> None:
        """Filter nothing out."""
        self.text = ""
        self.chosen = {}

    def predicate(self, *, without: str = "") -> Callable[[Machine], bool] | None:
        """Whether a machine is shown, None for all; the facet named by `without` is passed over."""
        words = self.text.casefold().split()
        facets = [
            (facet.values, self.chosen[facet.key])
            for facet in self.facets
            if facet.key in self.chosen and facet.key != without
        ]
        if not words and not facets:
            return None

        def passes(machine: Machine) -> bool:
            if words:
                text = self._search_text(machine)
                if not all(word in text for word in words):
                    return False
            return all(not chosen.isdisjoint(values(machine)) for values, chosen in facets)

        return passes

    def counts(self, facet: Facet, machines: Iterable[Machine]) -> Counter[str]:
        """How many machines each value would show, given all the other facets and the words."""
        counts: Counter[str] = Counter(dict.fromkeys(self.chosen.get(facet.key, ()), 0))
        for machine in filter(self.predicate(without=facet.key), machines):
            counts.update(facet.values(machine))
        return counts

    def _search_text(self, machine: Machine) -> str:
        kept = self._texts.get(machine.instance_id)
        if kept is None or kept[0] is not machine:
            kept = machine, search_text(machine)
            self._texts[machine.instance_id] = kept
        return kept[1]

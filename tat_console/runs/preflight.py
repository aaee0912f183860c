"""What a run will do to every target, said before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from tat_console.ports.archive import Exclusion, Script
from tat_console.ports.profiles import Profile
from tat_console.ports.waves import Guards
from tat_console.runs.checks import FieldProblem, problems
from tat_console.runs.estimate import Estimate, estimate
from tat_console.runs.plan import Part, ValuesOf, filling, other_owners, parts
from tat_console.runs.targets import Selection, select
from tat_console.support.logs import MASK
from tat_console.tat.machines import Machine, Refusal


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps machines out beside their own state.

    `protected` and `with_values` are instance ids; `with_values` is None where no table of values
    is used. `oldest_agent` is the first version that will do, "" for any.
    """

    protected: frozenset[str] = frozenset()
    with_values: frozenset[str] | None = None
    oldest_agent: str = ""
    is_frozen: bool = False


# gc=False: there may be ten thousand, and the collector need not look at them again and again.
class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One target: it runs in a wave, or is left out for a reason."""

    instance_id: str
    name: str
    region: str
    profile_id: str
    reason: Refusal | None = None
    wave_no: int = -1


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """Every target with its lot, the calls, and the time; `selection` goes into `make_plan`."""

    rows: tuple[Row, ...]
    selection: Selection
    parts: tuple[Part, ...]
    expected: Estimate
    problems: tuple[FieldProblem, ...]

    @property
    def calls(self) -> int:
        """How many calls send the run."""
        return len(self.parts)

    @property
    def reasons(self) -> Counter[Refusal]:
        """How many targets are left out for each reason."""
        return Counter(row.reason for row in self.rows if row.reason is not None)


def preflight(  # noqa: PLR0913 - each is one thing a run may have, told by its name
    script: Script,
    chosen: Sequence[Machine],
    profile: Profile,
    *,
    guards: Guards | None = None,
    rules: Rules | None = None,
    values_of: ValuesOf | None = None,
    profiles: Mapping[str, Profile] | None = None,
    gone: Sequence[Exclusion] = (),
    hidden_names: AbstractSet[str] = frozenset(),
    past_durations_s: Sequence[float] = (),
) -> Preflight:
    """Look at a run before it is planned; the arguments are those of `make_plan`."""
    guards, rules = guards or Guards(), rules or Rules()
    owners = other_owners(profile, profiles or {})

    def refused_by(machine: Machine) -> Refusal | None:
        return _refused_by(rules, machine, owners.get(machine.instance_id, profile))

    selection = select(chosen, script.command_type, gone, refused_by)
    own_values = filling(script, values_of)
    made = tuple(parts(selection.accepted, guards, own_values, owners))
    wave_of = {one.instance_id: part.wave_no for part in made for one in part.machines}
    calls = Counter(part.wave_no for part in made)
    return Preflight(
        rows=tuple(_rows(selection, wave_of, profile, owners)),
        selection=selection,
        parts=made,
        expected=estimate(
            [calls[number] for number in sorted(calls)],
            len(selection.accepted),
            guards,
            past_durations_s,
        ),
        problems=tuple(_problems(script, made, hidden_names)),
    )


def _refused_by(rules: Rules, machine: Machine, owner: Profile) -> Refusal | None:
    if rules.oldest_agent and is_older(machine.agent_version, rules.oldest_agent):
        return Refusal.AGENT_TOO_OLD
    if owner.read_only:
        return Refusal.READ_ONLY
    if rules.is_frozen:
        return Refusal.FROZEN
    if machine.instance_id in rules.protected:
        return Refusal.PROTECTED
    if rules.with_values is not None and machine.instance_id not in rules.with_values:
        return Refusal.NO_VALUES
    return None


def is_older(version: str, oldest: str) -> bool:
    """Whether an agent's version comes before another; an unknown one does not."""
    if not version or not oldest:
        return False
    return _numbers(version) < _numbers(oldest)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


def _rows(
    selection: Selection,
    wave_of: Mapping[str, int],
    profile: Profile,
    owners: Mapping[str, Profile],
) -> list[Row]:
    def profile_id(instance_id: str) -> str:
        return owners.get(instance_id, profile).profile_id

    running = [
        Row(
            instance_id=one.instance_id,
            name=one.name,
            region=one.region,
            profile_id=profile_id(one.instance_id),
            wave_no=wave_of[one.instance_id],
        )
        for one in selection.accepted
    ]
    left_out = [
        Row(
            instance_id=one.instance_id,
            name=one.instance_name,
            region=one.region,
            profile_id=profile_id(one.instance_id),
            reason=one.reason,
        )
        for one in selection.excluded
    ]
    return running + left_out


def _problems(
    script: Script, made: Sequence[Part], hidden_names: AbstractSet[str]
) -> list[FieldProblem]:
    """What keeps the script from being sent, each sentence once, for every set of values."""
    common = {**script.parameters, **dict.fromkeys(hidden_names, MASK)}
    sets = {tuple(sorted(part.values.items())) for part in made} or {()}
    found: dict[tuple[str, str, str], FieldProblem] = {}
    for values in sorted(sets):
        for problem in problems(script, {**common, **dict(values)}):
            found.setdefault((problem.field, problem.key, problem.sentence), problem)
    return list(found.values())

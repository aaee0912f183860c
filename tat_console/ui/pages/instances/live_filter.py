"""What the filter of the page shows, as a live set that goes on finding the same."""

from __future__ import annotations

from typing import Final

from tat_console.runs.target_sets import TagRule, TargetFilter
from tat_console.support.i18n import _
from tat_console.tat.statuses import AgentStatus, InstanceKind
from tat_console.ui.kit.status_looks import AGENT_LOOKS
from tat_console.ui.pages.instances.machine_filter import MachineFilter

_KEPT: Final = frozenset({"kind", "region", "tag", "agent", "profile"})


def live_filter(shown: MachineFilter) -> TargetFilter:
    """The filter as a set keeps it; to be asked only where `live_problem` has nothing to say."""
    words = shown.text.split()
    tags = (value.partition(": ") for value in sorted(shown.chosen.get("tag", ())))
    return TargetFilter(
        names=tuple(f"*{word}*" for word in words),
        kinds=tuple(InstanceKind(one) for one in sorted(shown.chosen.get("kind", ()))),
        regions=tuple(sorted(shown.chosen.get("region", ()))),
        tags=tuple(TagRule(key, value) for key, _colon, value in tags),
        agents=tuple(_agents(shown)),
        profile_ids=tuple(sorted(shown.chosen.get("profile", ()))),
    )


def live_problem(shown: MachineFilter) -> str:
    """Why a live set cannot follow this filter, as a sentence; "" where it can."""
    if not shown.is_active:
        return _("Filter the machines first; a live set follows the filter.")
    if len(shown.text.split()) > 1:
        return _(
            "A live set can follow one word in the search field, which is looked for in names."
        )
    if len(shown.chosen.get("tag", ())) > 1:
        return _("A live set follows one tag at a time; save two sets and join them.")
    other = [facet.title for facet in shown.facets if facet.key in shown.chosen.keys() - _KEPT]
    unknown = len(shown.chosen.get("agent", ())) - len(_agents(shown))
    if other or unknown:
        names = ", ".join(other) or _("this agent state")
        return _("A live set cannot follow {names}.").format(names=names)
    return ""


def _agents(shown: MachineFilter) -> list[AgentStatus]:
    wanted = shown.chosen.get("agent", ())
    return [one for one in AgentStatus if one in AGENT_LOOKS and AGENT_LOOKS[one].word in wanted]

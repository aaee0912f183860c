"""Whose machines a run is about to reach: each account with its environment and its part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QFrame

from tat_console.ports.profiles import Environment
from tat_console.runs.plan import Plan
from tat_console.services.session import Session
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ElidedLabel, IconLabel, Label
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, column, panel, row

OWNERS_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Owner:
    """A profile as the question before a run shows it; `account` is "" where it is not known."""

    name: str
    environment: Environment
    account: str = ""

    @property
    def words(self) -> str:
        """Profile and environment in a few words."""
        word = ENVIRONMENT_LOOKS[self.environment].word
        return _("{profile} ({environment})").format(profile=self.name, environment=word)


def owners_of(session: Session) -> dict[str, Owner]:
    """The profiles in use, by id, with their accounts as far as the service was asked."""
    found = {}
    for profile in session.profiles_in_use:
        identity = session.account_of(profile.profile_id).identity
        account = identity.account_id if identity else ""
        found[profile.profile_id] = Owner(profile.name, profile.environment, account)
    return found


def machines_by_owner(plan: Plan) -> Counter[str]:
    """How many machines of a plan belong to each profile, by its id, most first."""
    profile_of = {batch.batch_no: batch.profile_id or plan.run.profile_id for batch in plan.batches}
    return Counter(profile_of[task.batch_no] for task in plan.tasks)


def owners_card(plan: Plan, owners: Mapping[str, Owner]) -> QFrame | None:
    """A line for each profile that takes part; None where it is one, which the band names."""
    counts = machines_by_owner(plan)
    if len(counts) < 2:
        return None
    lines = column(gap=GRID, margins=(GAP, GRID, GAP, GRID))
    shown = (
        counts.most_common() if len(counts) <= OWNERS_SHOWN else counts.most_common(OWNERS_SHOWN)
    )
    for profile_id, count in shown:
        owner = owners.get(profile_id) or Owner(profile_id, plan.run.environment)
        look = ENVIRONMENT_LOOKS[owner.environment]
        machines = ngettext("{count:,} machine", "{count:,} machines", count).format(count=count)
        account = _("uin {account}").format(account=owner.account) if owner.account else ""
        line = row(
            IconLabel(look.icon, f"env_{owner.environment}_text", 14),
            Label(look.word, Type.NAME),
            ElidedLabel(owner.name, Type.BASE),
            Label(account, Type.BASE, "text_2"),
            Label(machines, Type.NAME),
            gap=GRID,
        )
        line.setStretch(2, 1)
        lines.addLayout(line)
    if more := len(counts) - len(shown):
        lines.addWidget(Label(_("and {count:,} more").format(count=more), Type.BASE, "text_3"))
    frame = panel(lines, "card")
    frame.setObjectName("owners")
    return frame

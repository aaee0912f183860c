"""`tat-console machines` and `tat-console profiles`: what a run can be made on, and as whom."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tat_console.cli.answers import as_json, in_columns
from tat_console.cli.ends import End, give, say
from tat_console.cli.orders import known_in, machines_of
from tat_console.cli.workplace import connected, opened
from tat_console.support.i18n import _
from tat_console.support.paths import AppPaths
from tat_console.tat.machines import Machine


async def machines(given: argparse.Namespace, paths: AppPaths) -> End:
    """List machines, and why some cannot take a run; raises ConsoleError."""
    async with opened(paths) as household:
        services = household.services
        async with connected(services, given.profile):
            known = known_in(given.region, services)
            found = machines_of(given.targets, known, services) if given.targets else known
    give(_machines_as_json(found) if given.json else in_columns(map(_machine_row, found)))
    return End.WELL


async def profiles(given: argparse.Namespace, paths: AppPaths) -> End:
    """List the profiles of the console; raises ConsoleError."""
    async with opened(paths) as household:
        found = [
            {
                "name": one.name,
                "environment": one.environment.value,
                "read_only": one.read_only,
                "endpoint": one.endpoint,
            }
            for one in household.services.profiles
        ]
    if not found:
        say(_("There is no profile yet. The profile sandbox is always there."))
    rows = ((str(one["name"]), str(one["environment"]), str(one["endpoint"])) for one in found)
    give(as_json(found) if given.json else in_columns(rows))
    return End.WELL


def _machine_row(one: Machine) -> Sequence[str]:
    refusal = one.refusal()
    addresses = " ".join((*one.private_ips[:1], *one.public_ips[:1]))
    return (
        *(one.instance_id, one.name, one.region, addresses),
        refusal.words if refusal else _("ready"),
    )


def _machines_as_json(found: Sequence[Machine]) -> str:
    return as_json(
        [
            {
                "instance_id": one.instance_id,
                "instance_name": one.name,
                "region": one.region,
                "kind": one.kind.value,
                "state": one.state.value,
                "agent": one.agent.value if one.agent else None,
                "agent_version": one.agent_version,
                "system": one.system.value,
                "private_ips": one.private_ips,
                "public_ips": one.public_ips,
                "tags": {tag.key: tag.value for tag in one.tags},
                "can_run": one.refusal() is None,
            }
            for one in found
        ]
    )

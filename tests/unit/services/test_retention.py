"""Nothing goes unless the user wants it, and what is starred never does."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from tat_console.ports.archive import RunState
from tat_console.ports.history import Annotations, Query, Retention
from tat_console.services.services import Services
from tests.unit.services.conftest import RunWith
from tests.unit.storage.records import plain_run


async def keep(services: Services) -> None:
    """Runs of today, of a hundred and two hundred days ago; one of the old ones is starred."""
    now = services.clock.now()
    for days in (0, 100, 200, 300):
        stored = plain_run(f"run-{days}", now - timedelta(days=days))
        ended = msgspec.structs.replace(stored.run, state=RunState.ENDED)
        await services.archive.add_run(msgspec.structs.replace(stored, run=ended))
    await services.past.history.annotate("run-300", Annotations(starred=True))


async def kept(services: Services) -> set[str]:
    return {row.run.run_id for row in await services.past.history.rows(Query())}


def test_nothing_goes_as_long_as_there_is_no_rule(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        await keep(services)
        assert services.keeping.rules == Retention()
        assert await services.keeping.too_old() == 0
        assert await services.keeping.tidy() == 0
        assert len(await kept(services)) == 4

    with_services(work)


def test_what_is_too_old_is_told_and_goes_but_not_the_starred(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        await keep(services)
        services.settings.set("keep_months", 6)
        assert services.keeping.rules.keep_days == 182
        assert await services.keeping.too_old() == 1
        assert await services.keeping.tidy() == 1
        assert await kept(services) == {"run-0", "run-100", "run-300"}

    with_services(work)


def test_a_size_that_is_not_reached_lets_nothing_go(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        await keep(services)
        services.settings.set("keep_gb", 1)
        assert services.keeping.rules.keep_bytes == 10**9
        assert await services.keeping.tidy() == 0
        assert len(await kept(services)) == 4

    with_services(work)

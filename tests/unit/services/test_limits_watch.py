"""Quotas and codes are read by themselves, so that the bell can tell what runs out."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tat_console.services.limits_watch import watch_limits
from tests.fixtures.console import HurryingClock
from tests.fixtures.sandbox import Sandbox
from tests.unit.services.conftest import opened_services


def test_quotas_and_codes_are_read_without_anybody_asking(home: Path, sandbox: Sandbox) -> None:
    async def work() -> None:
        async with opened_services(home, sandbox) as services, asyncio.timeout(60):
            quotas, hosting = services.administration.quotas, services.administration.hosting
            read = asyncio.Event()

            def hear(_none: None) -> None:
                if hosting.updated_at:
                    read.set()

            hosting.changed.subscribe(hear)
            watch = watch_limits(services.session, quotas, hosting, HurryingClock())
            watching = asyncio.create_task(watch)
            await read.wait()
            assert {quota.resource for quota in quotas.all} == {"COMMAND", "REGISTER_CODE"}
            assert not watching.done()
            watching.cancel()

    asyncio.run(work())

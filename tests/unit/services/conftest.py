"""Real services on a real archive and the real sandbox, without any window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tat_console.composition import Surroundings, open_household
from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.services.services import Services
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.support.logs import Secret
from tat_console.support.paths import AppPaths
from tests.fixtures.sandbox import Sandbox

PROFILE_ID = "sandbox"


@asynccontextmanager
async def opened_services(home: Path, sandbox: Sandbox) -> AsyncIterator[Services]:
    """All services, connected to the sandbox as their first profile."""
    around = Surroundings(keys=KeysElsewhere(home, {}), examples=None)
    household = await open_household(AppPaths.below(home), around)
    services = household.services
    profile = Profile(
        profile_id=PROFILE_ID,
        name="Sandbox",
        environment=Environment.SANDBOX,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        session_only=True,
    )
    key = Secret(sandbox.secret_key)
    services.profiles.provide(profile, Credential(secret_id=sandbox.secret_id, secret_key=key))
    try:
        await services.session.activate(PROFILE_ID)
        await services.directory.refresh()
        yield services
    finally:
        await household.close()


RunWith = Callable[[Callable[[Services], Awaitable[None]]], None]


@pytest.fixture
def with_services(home: Path, sandbox: Sandbox) -> RunWith:
    """`with_services(work)`: runs a coroutine function with services that are opened for it."""

    def run(work: Callable[[Services], Awaitable[None]]) -> None:
        async def inside() -> None:
            async with opened_services(home / "services", sandbox) as services:
                async with asyncio.timeout(60):
                    await work(services)

        asyncio.run(inside())

    return run

"""Real services on a real archive and the real sandbox, without any window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tat_console.cloud.connect import Connector
from tat_console.cloud.endpoints import url_of
from tat_console.lint.check import check
from tat_console.lint.dangerous import find_dangers
from tat_console.ports.lint import Lint
from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.services.administration import Administration
from tat_console.services.api_calls import CallLog, watched
from tat_console.services.chosen import Chosen
from tat_console.services.directory import Directory
from tat_console.services.drafts import Drafts
from tat_console.services.history import PastRuns
from tat_console.services.library import Library
from tat_console.services.profiles import Profiles
from tat_console.services.runs import Runs
from tat_console.services.script_services import ScriptServices
from tat_console.services.services import Services
from tat_console.services.session import Session
from tat_console.services.settings import Settings
from tat_console.services.target_sets import TargetSets
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.history import SqliteHistory
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.storage.library import opener
from tat_console.storage.recordings import read_recording
from tat_console.storage.secrets import KeyringSecrets
from tat_console.support.clock import SystemClock
from tat_console.support.logs import Secret
from tests.fixtures.sandbox import Sandbox

PROFILE_ID = "sandbox"


@asynccontextmanager
async def opened_services(home: Path, sandbox: Sandbox) -> AsyncIterator[Services]:
    """All services, connected to the sandbox as their first profile."""
    clock = SystemClock()
    archive = await SqliteArchive.open(home / "archive.sqlite3")
    history = await SqliteHistory.open(home / "archive.sqlite3")
    documents = JsonDocuments(home / "config")
    settings = Settings(documents)
    keyring = KeyringSecrets()
    keys = KeysElsewhere(home, {})
    calls = CallLog()
    profiles = Profiles(documents, keyring, keys)
    connect = watched(Connector(clock, read_recording), calls)
    session = Session(profiles, settings, connect)
    directory = Directory(session, clock)
    runs = Runs(session, archive, clock, is_frozen=lambda: bool(settings.get("frozen")))
    library = Library(settings, opener(home / "versions", clock), home / "scripts")
    services = Services(
        settings=settings,
        profiles=profiles,
        session=session,
        directory=directory,
        chosen=Chosen(directory),
        target_sets=TargetSets(documents, directory),
        drafts=Drafts(documents),
        runs=runs,
        scripts=ScriptServices.around(library, session, runs, documents, keyring, clock),
        lint=Lint(check, find_dangers),
        archive=archive,
        past=PastRuns(history, documents, clock),
        administration=Administration.around(
            session, directory, clock, keys_around=keys, calls=calls, address_of=url_of
        ),
        connect=connect,
        clock=clock,
    )
    profile = Profile(
        profile_id=PROFILE_ID,
        name="Sandbox",
        environment=Environment.SANDBOX,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        session_only=True,
    )
    key = Secret(sandbox.secret_key)
    profiles.provide(profile, Credential(secret_id=sandbox.secret_id, secret_key=key))
    try:
        await session.activate(PROFILE_ID)
        await directory.refresh()
        yield services
    finally:
        await services.runs.close()
        await session.close()
        await history.close()
        await archive.close()


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

"""The page of scripts with services that keep for real and are connected to nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tat_console.cloud.connect import Connector
from tat_console.cloud.endpoints import url_of
from tat_console.lint.check import check
from tat_console.lint.dangerous import find_dangers
from tat_console.ports.lint import Lint
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
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.ui.pages.conftest import Route


@asynccontextmanager
async def unconnected(folder: Path) -> AsyncIterator[Services]:
    """Services that keep everything below a folder and reach nobody."""
    clock = SystemClock()
    documents = JsonDocuments(folder)
    settings = Settings(documents)
    keyring = KeyringSecrets()
    keys = KeysElsewhere(folder, {})
    calls = CallLog()
    profiles = Profiles(documents, keyring, keys)
    connect = watched(Connector(clock, read_recording), calls)
    session = Session(profiles, settings, connect)
    directory = Directory(session, clock)
    archive = await SqliteArchive.open(folder / "archive.sqlite3")
    history = await SqliteHistory.open(folder / "archive.sqlite3")
    runs = Runs(session, archive, clock)
    library = Library(settings, opener(folder / "versions", clock), folder / "scripts")
    try:
        yield Services(
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
    finally:
        await history.close()
        await archive.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the services keep their documents."""
    return tmp_path / "kept"


@pytest.fixture
def services(run, folder: Path) -> Iterator[Services]:
    """Services that are connected to nothing."""
    context = unconnected(folder)
    yield run(context.__aenter__())
    run(context.__aexit__(None, None, None))


@pytest.fixture
def route() -> Route:
    """Where the page led to."""
    return Route()


@pytest.fixture
def page(qtbot, services: Services, route: Route) -> ScriptsPage:
    """The page on show with one empty script."""
    made = ScriptsPage(services, route)
    made.resize(1208, 731)
    qtbot.addWidget(made)
    made.show()
    return made

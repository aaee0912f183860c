"""Puts the services together with what they stand on; no window is needed for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tat_console.cloud.connect import Connector
from tat_console.cloud.endpoints import url_of
from tat_console.cloud.machine_role import MachineRole
from tat_console.cloud.release_news import JsonReleaseNews
from tat_console.lint.check import check
from tat_console.lint.dangerous import find_dangers, own_pattern, problem_with
from tat_console.ports.lint import Danger, Lint
from tat_console.ports.profiles import Credential, Environment, KeyReader, Profile
from tat_console.sandbox.launch import RunningSandbox
from tat_console.services.administration import Administration
from tat_console.services.api_calls import CallLog, watched
from tat_console.services.chosen import Chosen
from tat_console.services.directory import Directory
from tat_console.services.drafts import Drafts
from tat_console.services.examples import read_examples
from tat_console.services.history import PastRuns
from tat_console.services.imports import KeysAround
from tat_console.services.library import Library
from tat_console.services.mirroring import Mirroring
from tat_console.services.notices import Notices
from tat_console.services.profiles import Profiles
from tat_console.services.program import Program, Updates
from tat_console.services.retention import Keeping
from tat_console.services.runs import Runs
from tat_console.services.script_services import ScriptServices
from tat_console.services.services import Services
from tat_console.services.session import Session
from tat_console.services.settings import Settings
from tat_console.services.target_sets import TargetSets
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.claims import LockedFiles
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.documents_beside import DocumentsBeside
from tat_console.storage.foreign import SqliteForeignRecords
from tat_console.storage.history import SqliteHistory
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.storage.library import opener
from tat_console.storage.recordings import RecordingsOnDisk, read_recording
from tat_console.storage.secrets import KeyringSecrets
from tat_console.support.clock import Clock, SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.support.paths import AppPaths
from tat_console.support.resources import resource_path
from tat_console.tat.statuses import CommandType


def _keys_around() -> KeyReader:
    return KeysAround(KeysElsewhere(Path.home(), os.environ), MachineRole())


SANDBOX_ID: Final = "sandbox"
SANDBOX_NAME: Final = N_("Local sandbox")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the program finds what is not its own; tests put theirs here."""

    keys: KeyReader = field(default_factory=_keys_around)
    clock: Clock = field(default_factory=SystemClock)
    examples: Path | None = field(default_factory=lambda: resource_path("examples"))
    """Scripts that a newcomer finds in the editor."""


@dataclass(frozen=True, slots=True)
class Household:
    """The services, and what has to be closed behind them."""

    services: Services
    archive: SqliteArchive
    history: SqliteHistory
    foreign: SqliteForeignRecords
    documents: tuple[DocumentsBeside, DocumentsBeside]

    @property
    def damaged(self) -> list[Path]:
        """Documents that could not be read and were set aside."""
        return [path for kept in self.documents for path in kept.damaged]

    async def close(self) -> None:
        """Stop following, close the connections, then the storage."""
        await self.services.runs.close()
        await self.services.session.close()
        await self.foreign.close()
        await self.history.close()
        await self.archive.close()
        for kept in self.documents:
            await kept.close()


async def open_household(paths: AppPaths, around: Surroundings | None = None) -> Household:
    """Open the storage and build every service on it; raises ConsoleError where it cannot."""
    around = around or Surroundings()
    archive = await SqliteArchive.open(paths.archive)
    history = await SqliteHistory.open(paths.archive)
    # On a connection of its own, so that a search never waits for it.
    foreign = await SqliteForeignRecords.open(paths.archive)
    documents = (
        DocumentsBeside(JsonDocuments(paths.config)),
        DocumentsBeside(JsonDocuments(paths.state)),
    )
    services = _services(paths, around, (archive, history, foreign), documents)
    return Household(services, archive, history, foreign, documents)


def provide_sandbox(profiles: Profiles, sandbox: RunningSandbox) -> Profile:
    """Offer the profile of a sandbox that runs now; nothing of it is kept."""
    profile = Profile(
        profile_id=SANDBOX_ID,
        name=_(SANDBOX_NAME),
        environment=Environment.SANDBOX,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        session_only=True,
    )
    credential = Credential(secret_id=sandbox.secret_id, secret_key=sandbox.secret_key)
    profiles.provide(profile, credential)
    return profile


def set_aside(path: Path) -> ConsoleError:
    """What to say of a document that could not be read; the path is where it is now."""
    return ConsoleError(
        _("A file of the program could not be read."),
        _("It was set aside as {path}, and the program began without it.").format(path=path),
        _("Mend it and put it back under its old name, or leave it."),
    )


def _lint(settings: Settings) -> Lint:
    """The checks, with the user's own patterns of dangerous commands as they are at the time."""

    def dangers(script: str, command_type: CommandType) -> Sequence[Danger]:
        own = [own_pattern(each) for each in settings.get("danger_patterns") if each]
        return find_dangers(script, command_type, own)

    return Lint(check, dangers, problem_with)


def _services(
    paths: AppPaths,
    around: Surroundings,
    stores: tuple[SqliteArchive, SqliteHistory, SqliteForeignRecords],
    kept: tuple[DocumentsBeside, DocumentsBeside],
) -> Services:
    (archive, history, foreign), (documents, scratch) = stores, kept
    clock, keys = around.clock, around.keys
    settings, keyring, calls = Settings(documents), KeyringSecrets(), CallLog()
    profiles = Profiles(documents, keyring, keys)
    connect = watched(Connector(clock, read_recording), calls)
    session = Session(profiles, settings, connect)
    directory = Directory(session, clock)
    claims = LockedFiles(paths.claims)
    runs = Runs(session, archive, claims, clock, is_frozen=lambda: bool(settings.get("frozen")))
    settings.changed.subscribe(lambda _key: runs.wake())
    profiles.changed.subscribe(lambda _none: runs.wake())
    past = PastRuns(history, documents, clock)
    runs.changed.subscribe(lambda _run: past.look())
    sync = Mirroring(foreign, session, settings, clock, is_busy=lambda: bool(runs.live))
    sync.changed.subscribe(lambda _state: past.look())
    library = Library(settings, opener(paths.script_versions, clock), paths.scripts)
    administration = Administration.around(
        session,
        directory,
        clock,
        keys_around=keys,
        calls=calls,
        address_of=url_of,
        recording_files=RecordingsOnDisk(),
    )
    notices = Notices(clock)
    notices.watch(runs, sync, administration)
    return Services(
        settings=settings,
        profiles=profiles,
        session=session,
        directory=directory,
        chosen=Chosen(directory),
        target_sets=TargetSets(documents, directory),
        drafts=Drafts(
            scratch,
            read_examples(around.examples) if around.examples else (),
            paths.drafts.stem,
        ),
        runs=runs,
        scripts=ScriptServices.around(library, session, runs, documents, keyring, clock),
        lint=_lint(settings),
        archive=archive,
        past=past,
        sync=sync,
        keeping=Keeping(past, settings, clock),
        administration=administration,
        notices=notices,
        program=Program(paths, Updates(settings, JsonReleaseNews())),
        connect=connect,
        clock=clock,
    )

"""All of it put together as the program does: a key found on this computer becomes a profile."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import msgspec
import pytest

from tat_console.cloud.connect import Connector
from tat_console.cloud.endpoints import url_of
from tat_console.cloud.machine_role import MachineRole
from tat_console.services.administration import Administration
from tat_console.services.api_calls import CallLog, watched
from tat_console.services.directory import Directory
from tat_console.services.imports import KeysAround, profile_of
from tat_console.services.profiles import Profiles
from tat_console.services.session import Session
from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.storage.recordings import RecordingsOnDisk, read_recording
from tat_console.storage.secrets import KeyringSecrets
from tat_console.support.clock import SystemClock
from tests.fixtures.sandbox import Sandbox


def test_a_found_key_is_imported_used_and_never_copied(
    tmp_path: Path, home: Path, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENCENTCLOUD_SECRET_ID", shared_sandbox.secret_id)
    monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", shared_sandbox.secret_key)
    monkeypatch.setenv("TENCENTCLOUD_REGION", "ap-shanghai")

    async def work() -> None:
        clock = SystemClock()
        keys = KeysAround(KeysElsewhere(home, os.environ), MachineRole("http://metadata.invalid"))
        documents = JsonDocuments(tmp_path / "config")
        profiles = Profiles(documents, KeyringSecrets(), keys)
        calls = CallLog()
        connect = watched(Connector(clock, read_recording), calls)
        session = Session(profiles, Settings(documents), connect)
        directory = Directory(session, clock)
        administration = Administration.around(
            session,
            directory,
            clock,
            keys_around=keys,
            calls=calls,
            address_of=url_of,
            recording_files=RecordingsOnDisk(),
        )
        (found,) = await administration.keys_around.found()
        profile = msgspec.structs.replace(
            profile_of(found, ["environment"]), endpoint=shared_sandbox.endpoint
        )
        assert profile.name == "Environment 2"
        await profiles.save(profile, None)
        await session.activate(profile.profile_id)
        assert [call.key for call in calls.calls] == [
            "sts.GetCallerIdentity",
            "tat.DescribeRegions",
        ]
        await administration.schedules.refresh()
        await administration.hosting.refresh()
        assert administration.schedules.errors == administration.hosting.errors == ()
        assert {call.record.region for call in calls.calls} == {"ap-shanghai"}
        await session.close()
        (kept,) = Profiles(documents, KeyringSecrets(), keys)
        assert kept == profile

    asyncio.run(work())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if shared_sandbox.secret_key in path.read_text()]

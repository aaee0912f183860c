"""A session is recorded without its secrets and replayed when the service is gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tat_console.cloud.connect import Connector
from tat_console.ports.cloud import Connection
from tat_console.ports.profiles import Credential
from tat_console.ports.recordings import Recording
from tat_console.services import recordings
from tat_console.services.api_calls import CallLog
from tat_console.services.recordings import Recorder
from tat_console.storage.recordings import read_recording, write_recording
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tat_console.tat.account import AssumeRole, DescribeRegions, GetCallerIdentity
from tat_console.tat.commands import CreateCommand, DescribeCommands
from tat_console.tat.errors import NotSent, ServiceError
from tat_console.tat.invocations import DescribeInvocationTasks, InvokeCommand, RunCommand
from tat_console.tat.listing import Filter
from tests.contracts.clients import connected, finished, runnable
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"
BEGUN = datetime(2026, 11, 21, tzinfo=UTC)
NOBODY = Credential(secret_id="recording", secret_key=Secret("recording"))
RUN = RunCommand(
    content=b"echo {{tat-hidden:pin}}",
    instance_ids=("ins-00000000",),
    enable_parameter=True,
    parameters='{"pin": "4711-hush"}',
)
ROLE = AssumeRole(role_arn="qcs::cam::uin/1:roleName/ops", role_session_name="me")


async def a_session(connection: Connection) -> tuple[str, ...]:
    """Look around, run a script with a hidden value, and be refused; returns its invocation."""
    cloud = connection.cloud
    await cloud.call(GetCallerIdentity(), region=REGION)
    await cloud.call(DescribeRegions(), region=REGION)
    await cloud.call(ROLE, region=REGION)
    (machine, *_others) = await runnable(connection, REGION)
    with pytest.raises(ServiceError):
        await cloud.call(RUN, region=REGION)
    before = await cloud.call(DescribeCommands(), region=REGION)
    command = CreateCommand(
        command_name="recorded", content=b"echo {{tat-hidden:pin}}", enable_parameter=True
    )
    command_id = (await cloud.call(command, region=REGION)).command_id
    after = await cloud.call(DescribeCommands(), region=REGION)
    assert after.total_count == before.total_count + 1
    run = InvokeCommand(
        command_id=command_id,
        instance_ids=(machine.instance_id,),
        parameters='{"pin": "4711-hush"}',
    )
    invocation_id = (await cloud.call(run, region=REGION)).invocation_id
    await finished(cloud, invocation_id, REGION)
    await cloud.call(tasks_of(invocation_id), region=REGION)
    return invocation_id, machine.instance_id


def tasks_of(invocation_id: str) -> DescribeInvocationTasks:
    return DescribeInvocationTasks(
        filters=(Filter(name="invocation-id", values=(invocation_id,)),), hide_output=True
    )


def test_a_session_is_replayed_without_any_network(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    path = tmp_path / "session.jsonl"

    async def record() -> tuple[str, ...]:
        log = CallLog()
        recorder = Recorder(log)
        async with connected(shared_sandbox) as connection:
            log.watch(connection.cloud)
            recorder.start("sandbox")
            ids = await a_session(connection)
            calls = recorder.stop()
            assert not recorder.is_running
            await connection.cloud.call(DescribeRegions(), region=REGION)
            assert recorder.count == len(calls) > 9
        await write_recording(path, recordings.write("Harbor", BEGUN, calls))
        return ids

    async def replay(invocation_id: str, instance_id: str) -> None:
        profile = recordings.profile_of(await read_recording(str(path)), str(path))
        assert (profile.name, profile.read_only) == ("Recording of Harbor", True)
        connection = Connector(SystemClock(), read_recording)(profile, NOBODY)
        cloud = connection.cloud
        log = CallLog()
        log.watch(cloud)
        identity = await cloud.call(GetCallerIdentity(), region=REGION)
        assert identity.account_id == "100000000001"
        assert instance_id in [
            machine.instance_id
            for machine in (await connection.inventory.machines(REGION)).machines
        ]
        counts = [
            (await cloud.call(DescribeCommands(), region=REGION)).total_count for _ in range(3)
        ]
        assert [count - counts[0] for count in counts] == [0, 1, 1]
        (task,) = (await cloud.call(tasks_of(invocation_id), region=REGION)).invocation_task_set
        assert task.invocation_id == invocation_id
        with pytest.raises(ServiceError, match="not"):
            await cloud.call(RUN, region=REGION)
        assert (await cloud.call(ROLE, region=REGION)).credentials.token == "******"
        with pytest.raises(NotSent, match="not in the recording"):
            await cloud.call(DescribeCommands(limit=7), region=REGION)
        assert all(call.is_good for call in log.calls[:-2])
        await cloud.close()

    ids = asyncio.run(record())
    content = path.read_text()
    assert "4711-hush" not in content
    assert shared_sandbox.secret_key not in content
    assert content.count("TmpSecretKey") == content.count('TmpSecretKey\\": \\"******')
    asyncio.run(replay(*ids))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no recording"),
        (b"{}", "no recording"),
        (b'{"format":"x","version":1,"name":"","begun_at":"2026-11-21T00:00:00Z"}', "no recording"),
        (b"\xff\x00", "no recording"),
        (recordings.write("a", BEGUN, ()) + b"{broken\n", "no recording"),
        (
            recordings.write("a", BEGUN, ()).replace(b'"version":1', b'"version":2'),
            "newer version",
        ),
    ],
)
def test_what_is_no_recording_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ConsoleError, match=words):
        asyncio.run(read_recording(str(path)))


def test_an_empty_recording_and_one_that_is_gone(tmp_path: Path) -> None:
    assert recordings.read(recordings.write("a", BEGUN, ())) == Recording(name="a", begun_at=BEGUN)
    with pytest.raises(ConsoleError, match="cannot be read"):
        asyncio.run(read_recording(str(tmp_path / "nothing")))
    (tmp_path / "file").write_text("")
    with pytest.raises(ConsoleError, match="could not be saved"):
        asyncio.run(write_recording(tmp_path / "file" / "below", b""))

"""The client does with a real sandbox what the console does with it, the bad days included."""

from __future__ import annotations

import asyncio
import json

import pytest

from tat_console.ports.cloud import CallRecord, Connection, RequestUsage
from tat_console.runs.paging import rows
from tat_console.support.errors import ConsoleError
from tat_console.tat import templating
from tat_console.tat.account import DescribeRegions, GetCallerIdentity
from tat_console.tat.commands import (
    Command,
    CreateCommand,
    DescribeCommands,
    DescribeScenes,
    PreviewReplacedCommandContent,
)
from tat_console.tat.errors import NotSent, ReplyLost, ServiceError
from tat_console.tat.instances import DescribeAutomationAgentStatus
from tat_console.tat.invocations import (
    CancelInvocation,
    DescribeInvocations,
    InvokeCommand,
    RunCommand,
)
from tat_console.tat.listing import Filter
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import (
    AgentStatus,
    CreatedBy,
    InstanceKind,
    InvocationStatus,
    TaskStatus,
)
from tests.contracts.clients import (
    ShiftedClock,
    connected,
    finished,
    runnable,
    tasks_of,
    with_client,
)
from tests.fixtures.sandbox import Sandbox, StartSandbox

REGION = "ap-guangzhou"


def test_who_is_asking_and_where_the_service_is(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        identity = await connection.cloud.call(GetCallerIdentity(), region=REGION)
        assert identity.account_id
        assert identity.request_id
        regions = await connection.cloud.call(DescribeRegions(), region=REGION)
        assert {region.region for region in regions.region_set} >= set(shared_sandbox.regions)

    with_client(shared_sandbox, work)


def test_machines_of_every_kind_in_every_state(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        found = [await connection.inventory.machines(region) for region in shared_sandbox.regions]
        assert [each.errors for each in found] == [()] * len(shared_sandbox.regions)
        machines = [machine for each in found for machine in each.machines]
        assert len(machines) == 20
        assert {machine.kind for machine in machines} == {
            InstanceKind.CVM,
            InstanceKind.LIGHTHOUSE,
            InstanceKind.HOSTED,
        }
        reasons = {machine.refusal() for machine in machines}
        assert {None, Refusal.STOPPED, Refusal.NO_AGENT, Refusal.OFFLINE} <= reasons
        assert all(machine.name and machine.private_ips for machine in machines)
        assert any(machine.tags for machine in machines)

    with_client(shared_sandbox, work)


def test_agents_by_filter(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        filters = (Filter(name="agent-status", values=("Online",)),)
        request = DescribeAutomationAgentStatus(filters=filters, limit=100)
        reply = await connection.cloud.call(request, region=REGION)
        assert reply.total_count == len(reply.automation_agent_set) > 0
        assert {agent.agent_status for agent in reply.automation_agent_set} == {AgentStatus.ONLINE}

    with_client(shared_sandbox, work)


def test_a_script_runs_and_its_output_comes_back(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        machines = await runnable(connection, REGION)
        script = "echo 你好 {{who}} {{tat-hidden:pin}}; echo problem >&2; exit 3"
        request = RunCommand(
            content=script.encode(),
            instance_ids=tuple(machine.instance_id for machine in machines[:2]),
            command_name="greeting",
            enable_parameter=True,
            parameters=templating.write_parameters({"who": "world", "pin": "4711"}),
            timeout=30,
        )
        started = await connection.cloud.call(request, region=REGION)
        invocation = await finished(connection.cloud, started.invocation_id, REGION)
        assert invocation.invocation_status is InvocationStatus.FAILED
        assert invocation.command_name == "greeting"
        assert json.loads(invocation.parameters) == {"who": "world", "pin": "******"}
        tasks = await tasks_of(connection.cloud, started.invocation_id, REGION)
        assert {task.instance_id for task in tasks} == set(request.instance_ids)
        for task in tasks:
            assert task.task_status is TaskStatus.FAILED
            assert task.task_result.exit_code == 3
            assert task.task_result.output.decode() == "你好 world 4711\nproblem\n"

    with_client(shared_sandbox, work)


def test_a_saved_command_is_previewed_and_invoked(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        cloud = connection.cloud
        created = await cloud.call(
            CreateCommand(
                command_name="saved",
                content=b"echo {{word}}",
                enable_parameter=True,
                default_parameters='{"word": "default"}',
            ),
            region=REGION,
        )
        mine = (Filter(name="created-by", values=("USER",)),)
        listed = [
            command
            async for command in rows(cloud, DescribeCommands(filters=mine), Command, region=REGION)
        ]
        assert created.command_id in {command.command_id for command in listed}
        assert {command.created_by for command in listed} == {CreatedBy.USER}
        preview = await cloud.call(
            PreviewReplacedCommandContent(
                command_id=created.command_id, parameters='{"word": "given"}'
            ),
            region=REGION,
        )
        assert preview.replaced_content == b"echo given"
        machine = (await runnable(connection, REGION, InstanceKind.LIGHTHOUSE))[0]
        started = await cloud.call(
            InvokeCommand(command_id=created.command_id, instance_ids=(machine.instance_id,)),
            region=REGION,
        )
        await finished(cloud, started.invocation_id, REGION)
        (task,) = await tasks_of(cloud, started.invocation_id, REGION)
        assert task.task_result.output == b"default\n"

    with_client(shared_sandbox, work)


def test_public_commands_and_their_scenes(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        scenes = await connection.cloud.call(DescribeScenes(), region=REGION)
        assert scenes.scene_set
        known = {scene.scene_id for scene in scenes.scene_set}
        public = (Filter(name="created-by", values=("TAT",)),)
        found = [
            command
            async for command in rows(
                connection.cloud, DescribeCommands(filters=public), Command, region=REGION
            )
        ]
        assert found
        assert all(set(command.scenes) <= known for command in found)

    with_client(shared_sandbox, work)


def test_cancelling_one_of_two(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        machines = (await runnable(connection, REGION))[:2]
        first, second = (machine.instance_id for machine in machines)
        started = await connection.cloud.call(
            RunCommand(content=b"sleep 1; echo done", instance_ids=(first, second)), region=REGION
        )
        await connection.cloud.call(
            CancelInvocation(invocation_id=started.invocation_id, instance_ids=(first,)),
            region=REGION,
        )
        await finished(connection.cloud, started.invocation_id, REGION)
        tasks = await tasks_of(connection.cloud, started.invocation_id, REGION)
        states = {task.instance_id: task.task_status for task in tasks}
        assert states[first] in {TaskStatus.CANCELLED, TaskStatus.TERMINATED}
        assert states[second] is TaskStatus.SUCCESS

    with_client(shared_sandbox, work)


def test_an_offline_machine_is_refused_in_words(shared_sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        machines = (await connection.inventory.machines(REGION)).machines
        offline = next(each for each in machines if each.refusal() is Refusal.OFFLINE)
        request = RunCommand(content=b"true", instance_ids=(offline.instance_id,))
        with pytest.raises(ServiceError, match="agent of a machine is offline") as caught:
            await connection.cloud.call(request, region=REGION)
        assert caught.value.code == "ResourceUnavailable.AgentStatusNotOnline"
        assert caught.value.request_id

    with_client(shared_sandbox, work)


async def identity_with(sandbox: Sandbox, **credential: str) -> ConsoleError | None:
    async with connected(sandbox, **credential) as connection:  # type: ignore[arg-type]
        try:
            await connection.cloud.call(GetCallerIdentity(), region=REGION)
        except ConsoleError as error:
            return error
    return None


@pytest.mark.parametrize(
    ("credential", "code"),
    [
        ({"secret_id": "AKIDnobodyhasthiskey"}, "AuthFailure.SecretIdNotFound"),
        ({"secret_key": "wrong"}, "AuthFailure.SignatureFailure"),
        ({"token": "expired-or-made-up"}, "AuthFailure.TokenFailure"),
    ],
)
def test_a_wrong_key_is_told_apart(
    shared_sandbox: Sandbox, credential: dict[str, str], code: str
) -> None:
    error = asyncio.run(identity_with(shared_sandbox, **credential))
    assert isinstance(error, ServiceError)
    assert error.code == code
    assert error.next_step


@pytest.mark.parametrize("minutes", [20, -20])
def test_a_wrong_clock_is_corrected_and_shown(shared_sandbox: Sandbox, minutes: int) -> None:
    records: list[CallRecord] = []

    async def work(connection: Connection) -> float:
        connection.cloud.calls.subscribe(records.append)
        machine = (await runnable(connection, REGION))[0]
        request = RunCommand(content=b"true", instance_ids=(machine.instance_id,))
        await connection.cloud.call(request, region=REGION)
        return connection.cloud.clock_offset_s

    offset_s = with_client(shared_sandbox, work, clock=ShiftedClock(minutes * 60))
    assert offset_s == pytest.approx(-minutes * 60, abs=3)
    assert {record.outcome for record in records} == {"ok"}


def test_more_calls_than_the_service_takes_are_slowed_down_not_refused(
    start_sandbox: StartSandbox,
) -> None:
    sandbox = start_sandbox("--rate", "5")
    records: list[CallRecord] = []

    async def work(connection: Connection) -> None:
        connection.cloud.calls.subscribe(records.append)
        calls = (
            connection.cloud.call(DescribeInvocations(), region=REGION) for _count in range(12)
        )
        await asyncio.gather(*calls)

    with_client(sandbox, work)
    assert [record.outcome for record in records] == ["ok"] * 12
    assert max(record.attempts for record in records) > 1


def test_at_the_documented_rate_nothing_is_ever_throttled(shared_sandbox: Sandbox) -> None:
    records: list[CallRecord] = []

    async def work(connection: Connection) -> RequestUsage:
        connection.cloud.calls.subscribe(records.append)
        calls = (
            connection.cloud.call(DescribeInvocations(), region=REGION) for _count in range(50)
        )
        await asyncio.gather(*calls)
        return connection.cloud.usage()

    usage = with_client(shared_sandbox, work)
    assert {record.attempts for record in records} == {1}
    assert 0 < usage.used <= usage.limit == 20
    assert list(usage.by_region) == [REGION]


def test_a_sandbox_killed_in_the_middle(sandbox: Sandbox) -> None:
    """A run under way is unknown or surely not sent, the next call surely not sent."""

    async def work(connection: Connection) -> None:
        machine = (await runnable(connection, REGION))[0]
        request = RunCommand(content=b"true", instance_ids=(machine.instance_id,))
        calls = [
            asyncio.create_task(connection.cloud.call(request, region=REGION)) for _ in range(8)
        ]
        await calls[0]
        sandbox.process.kill()
        await asyncio.to_thread(sandbox.process.wait)
        results = await asyncio.gather(*calls, return_exceptions=True)
        failures = [each for each in results if isinstance(each, BaseException)]
        assert all(isinstance(each, (NotSent, ReplyLost)) for each in failures)
        with pytest.raises(NotSent, match="cannot be reached"):
            await connection.cloud.call(GetCallerIdentity(), region=REGION)

    with_client(sandbox, work)

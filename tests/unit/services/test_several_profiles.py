"""Several profiles looked at together: whose machines there are, and which of them count once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from tat_console.cloud.connect import Connector
from tat_console.ports.archive import BatchState, Script
from tat_console.ports.profiles import Environment
from tat_console.runs.control import Doing
from tat_console.runs.plan import Plan, make_plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.retry import RETRIES
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.tat.statuses import CommandType, TaskStatus
from tests.fixtures.console import (
    PROFILE_ID,
    Access,
    Headless,
    headless_console,
    until,
    until_ended,
)
from tests.fixtures.sandbox import Sandbox, StartSandbox

EAST = "east"
SCRIPT = Script(name="who", content=b"echo here")
Work = Callable[[Headless], Awaitable[None]]
WithTwo = Callable[[Work], None]


def access(sandbox: Sandbox) -> Access:
    return Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)


@pytest.fixture
def with_two(home: Path, start_sandbox: StartSandbox, tmp_path: Path) -> WithTwo:
    """`with_two(work)`: a console with a profile in front and one in other regions, `EAST`."""
    front = start_sandbox("--instances", "8", "--region", "ap-guangzhou", "ap-shanghai")
    east = start_sandbox("--instances", "8", "--region", "ap-seoul", state=tmp_path / "east")

    def go(work: Work) -> None:
        async def inside() -> None:
            async with headless_console(home / "console", access(front)) as console:
                console.add_profile(
                    access(east),
                    profile_id=EAST,
                    name="East",
                    environment=Environment.STAGING,
                    regions=("ap-seoul",),
                )
                await console.session.activate(PROFILE_ID)
                async with asyncio.timeout(60):
                    await work(console)

        asyncio.run(inside())

    return go


def names_of_profiles(console: Headless) -> list[str]:
    return [one.profile_id for one in console.session.profiles_in_use]


def regions(console: Headless) -> set[str]:
    return {machine.region for machine in console.directory.machines}


def test_machines_of_all_profiles_in_use_are_known_with_whose_they_are(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        await console.session.look_beside(EAST)
        await console.directory.refresh()
        assert regions(console) == {"ap-guangzhou", "ap-shanghai", "ap-seoul"}
        assert len(console.directory.machines) == 16
        for machine in console.directory.machines:
            wanted = EAST if machine.region == "ap-seoul" else PROFILE_ID
            assert console.directory.owners[machine.instance_id] == wanted
            assert (
                console.directory.profiles_of([machine])[machine.instance_id].profile_id == wanted
            )
        assert {one.region for one in console.directory.in_front} == {"ap-guangzhou", "ap-shanghai"}
        console.session.choose_regions(("ap-shanghai",))
        await console.directory.refresh()
        assert regions(console) == {"ap-shanghai", "ap-seoul"}
        console.session.look_away(EAST)
        assert regions(console) == {"ap-shanghai"}

    with_two(work)


def test_a_profile_that_was_looked_at_changes_places_and_another_is_looked_at_alone(
    with_two: WithTwo,
) -> None:
    async def work(console: Headless) -> None:
        await console.session.look_beside(EAST)
        await console.directory.refresh()
        await console.session.activate(EAST)
        assert names_of_profiles(console) == [EAST, PROFILE_ID]
        assert console.session.chosen_regions == ("ap-seoul",)
        assert len(console.directory.machines) == 16
        front = console.profiles.get(PROFILE_ID)
        assert front is not None
        console.profiles.provide(
            msgspec.structs.replace(front, profile_id="third"),
            await console.profiles.credential(front),
        )
        await console.session.activate("third")
        assert names_of_profiles(console) == ["third"]
        assert console.directory.machines == ()

    with_two(work)


def test_profiles_beside_the_front_are_looked_at_again_after_a_restart(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        await console.session.look_beside(EAST)
        again = Session(console.profiles, console.settings, Connector(console.clock))
        await again.activate(PROFILE_ID)
        assert [one.profile_id for one in again.profiles_in_use] == [PROFILE_ID, EAST]
        assert again.regions_of(EAST) == ("ap-seoul",)
        await again.close()

    with_two(work)


def test_a_machine_that_two_profiles_see_is_there_once(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        front = console.profiles.get(PROFILE_ID)
        assert front is not None
        console.profiles.provide(
            msgspec.structs.replace(front, profile_id="twin", name="Twin"),
            await console.profiles.credential(front),
        )
        await console.session.look_beside("twin")
        await console.directory.refresh()
        assert len(console.directory.machines) == 8
        assert set(console.directory.owners.values()) == {PROFILE_ID}
        assert console.directory.errors == ()

    with_two(work)


def test_a_profile_that_does_not_answer_leaves_the_others_as_they_are(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        east = console.profiles.get(EAST)
        assert east is not None
        await console.session.look_beside(EAST)
        await console.directory.refresh()
        credential = await console.profiles.credential(east)
        away = msgspec.structs.replace(east, endpoint="http://127.0.0.1:9")
        console.profiles.provide(away, credential)
        await console.session.load_account()
        await console.directory.refresh()
        assert len(console.directory.machines) == 16, "what was known is kept"
        assert console.directory.errors
        assert all(error.title.startswith("“East”: ") for error in console.directory.errors)
        console.session.look_away(EAST)
        with pytest.raises(ConsoleError):
            await console.session.look_beside(EAST)
        assert names_of_profiles(console) == [PROFILE_ID]

    with_two(work)


async def plan_over_both(console: Headless) -> Plan:
    """A run of two calls, one for each profile."""
    await console.session.look_beside(EAST)
    await console.directory.refresh()
    machines = [one for one in console.directory.machines if one.refusal(CommandType.SHELL) is None]
    return make_plan(
        SCRIPT,
        machines,
        console.session.require().profile,
        now=console.clock.now(),
        profiles=console.directory.profiles_of(machines),
    )


async def resumed_without_the_key(console: Headless) -> RunProgress:
    """The run over both, planned by a program that was killed; the key of `EAST` is gone."""
    plan = await plan_over_both(console)
    await console.archive.add_run(plan.stored())
    east = console.profiles.get(EAST)
    assert east is not None
    await console.profiles.remove(EAST)
    await console.session.forget(EAST)
    await console.profiles.save(east, None)
    await console.runs.resume(PROFILE_ID)
    progress = console.runs.known[0]
    await until(
        progress,
        lambda: progress.step is not None and progress.step.doing is Doing.HELD,
    )
    return progress


def of_profile(progress: RunProgress, profile_id: str) -> set[TaskStatus]:
    return {
        task.status
        for task in progress.tasks.values()
        if progress.profile_of(progress.batches[task.batch_no]) == profile_id
    }


def test_a_run_over_two_profiles_sends_each_its_own_and_keeps_whose_it_was(
    with_two: WithTwo,
) -> None:
    async def work(console: Headless) -> None:
        plan = await plan_over_both(console)
        assert plan.profile_ids == {PROFILE_ID, EAST}
        assert plan.run.environment is Environment.STAGING, "the strictest decides"
        progress = await console.runs.start(plan)
        await until_ended(progress)
        assert set(+progress.counts) == {TaskStatus.SUCCESS}
        stored = await console.archive.run(progress.run_id)
        assert stored is not None
        regions_of = {(one.profile_id or PROFILE_ID, one.region) for one in stored.batches}
        assert (EAST, "ap-seoul") in regions_of
        assert all((profile == EAST) == (region == "ap-seoul") for profile, region in regions_of)

    with_two(work)


def test_a_part_without_its_key_waits_while_the_rest_goes_on_and_is_sent_when_it_is_there(
    with_two: WithTwo,
) -> None:
    async def work(console: Headless) -> None:
        east = console.profiles.get(EAST)
        assert east is not None
        credential = await console.profiles.credential(east)
        progress = await resumed_without_the_key(console)
        await until(progress, lambda: of_profile(progress, PROFILE_ID) == {TaskStatus.SUCCESS})
        assert of_profile(progress, EAST) == {TaskStatus.QUEUED}
        assert progress.held[EAST].title == "The key of “East” is not here."
        assert progress.is_live
        await console.profiles.save(east, credential)
        await console.runs.resume(EAST)
        await until_ended(progress)
        assert set(+progress.counts) == {TaskStatus.SUCCESS}
        assert progress.held == {}

    with_two(work)


def test_what_waited_for_a_key_is_not_sent_once_the_run_is_stopped_and_can_be_retried(
    with_two: WithTwo,
) -> None:
    async def work(console: Headless) -> None:
        progress = await resumed_without_the_key(console)
        await console.runs.stop(progress)
        await until_ended(progress)
        assert of_profile(progress, PROFILE_ID) == {TaskStatus.SUCCESS}
        assert of_profile(progress, EAST) == {TaskStatus.NOT_SENT}
        waiting = [
            task
            for task in progress.tasks.values()
            if progress.batches[task.batch_no].state is BatchState.WITHHELD
        ]
        assert waiting
        assert all("The key of “East” is not here." in task.error_info for task in waiting)
        kind = RETRIES["not-started"]
        again = [key for key, task in progress.tasks.items() if kind.takes(task)]
        assert again == [task.instance_id for task in waiting]

    with_two(work)

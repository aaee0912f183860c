"""What was run on a machine, and what will be, stands in its details and leads there."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from tat_console.ports.archive import Script
from tat_console.runs.plan import make_plan
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import OperatingSystem
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import FindRuns, OpenRun, OpenSchedule, PageKey
from tat_console.ui.pages.instances.page import InstancesPage
from tat_console.ui.pages.schedules.page import SchedulesPage
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.schedules.cloud import Cloud


def two_machines(stage: Stage) -> list[Machine]:
    able = [one for one in stage.services.directory.machines if one.refusal() is None]
    linux = [one for one in able if one.system is OperatingSystem.LINUX]
    return [one for one in linux if one.region == linux[0].region and one.kind is linux[0].kind][:2]


async def run_to_its_end(stage: Stage, hand: Hand, text: str, machine: Machine) -> str:
    services = stage.services
    script = Script(name=text, content=f"{text}\n".encode())
    profile = services.session.require().profile
    progress = await services.runs.start(
        make_plan(script, [machine], profile, now=services.clock.now())
    )
    await hand.until(lambda: not progress.is_live, "the run has ended")
    return progress.run_id


async def show(hand: Hand, machine: Machine) -> None:
    page = hand.window
    assert isinstance(page, InstancesPage)
    page.browser.go_to(machine.instance_id)
    await hand.settle()


def lines(hand: Hand, prefix: str) -> list[str]:
    found = [f"{prefix}_{place}" for place in range(6)]
    return [
        hand.find(QAbstractButton, name).accessibleName()
        for name in found
        if hand.shown(QAbstractButton, name)
    ]


def test_the_last_runs_of_a_machine_lead_to_them_and_to_the_history(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        one, other = two_machines(stage)
        await run_to_its_end(stage, hand, "true", one)
        failed = await run_to_its_end(stage, hand, "false", one)
        await show(hand, one)
        await hand.until(lambda: len(lines(hand, "run_here")) == 2, "the last runs are listed")
        newest, before = lines(hand, "run_here")
        assert newest.startswith("false, Failed, today")
        assert before.startswith("true, Success, today")
        await hand.click("run_here_0")
        assert stage.route.went.pop() == (PageKey.RUNS, OpenRun(failed))
        assert hand.find(QAbstractButton, "all_runs_here").text() == "All 2"
        for name in ("all_runs_here", "history_here"):
            await hand.click(name)
            sought = FindRuns(f"instance:{one.instance_id}")
            assert stage.route.went.pop() == (PageKey.HISTORY, sought)
        await show(hand, other)
        await hand.until(lambda: not lines(hand, "run_here"), "the other machine has no runs")
        await run_to_its_end(stage, hand, "true", other)
        hand.window.arrive(None)  # type: ignore[attr-defined]
        await hand.until(lambda: len(lines(hand, "run_here")) == 1, "its run is listed on return")

    on_stage(work)


def test_schedules_that_name_the_machine_lead_to_them(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        one, other = stage.services.directory.find(cloud.machines[:2])
        await cloud.schedule("Nightly report", await cloud.command("disk-report"), "0 6 * * *")
        schedules = stage.services.administration.schedules
        await schedules.refresh()
        hand = stage.show(InstancesPage)
        await show(hand, other)
        assert lines(hand, "schedule_here") == []
        await show(hand, one)
        (line,) = lines(hand, "schedule_here")
        assert line.startswith("Nightly report, ")
        await hand.click("schedule_here_0")
        (wanted,) = (each.key for each in schedules.schedules)
        assert stage.route.went[-1] == (PageKey.SCHEDULES, OpenSchedule(wanted))
        page = stage.show(SchedulesPage, OpenSchedule(wanted)).window
        assert isinstance(page, SchedulesPage)
        assert page.details.schedule is not None
        assert page.details.schedule.key == wanted

    on_stage(work)

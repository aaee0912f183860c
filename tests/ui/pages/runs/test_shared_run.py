"""A run that another window carries out is shown from the archive, and left to that window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tat_console.ports.archive import Script
from tat_console.ports.waves import Guards, Share
from tat_console.runs.control import Doing
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.tat.statuses import TaskStatus
from tests.fixtures.console import until
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened
from tests.unit.services.conftest import opened_services

ACTIONS = ("pause_run", "stop_run", "cancel_all", "go_on_with_wave", "run_again", "retry_failed")


async def waiting_run(services: Services, content: str) -> RunProgress:
    """A run on four machines that waits for a word before its second wave."""
    plan = make_plan(
        Script(name="shared", content=content.encode()),
        linux(services, 4),
        services.session.require().profile,
        now=services.clock.now(),
        guards=Guards(wave=Share(count=2), asks_before_waves=True),
    )
    progress = await services.runs.start(plan)
    await until(progress, lambda: progress.step is not None and progress.step.doing is Doing.ASKING)
    return progress


def test_a_run_of_another_window_is_shown_and_then_taken_over(
    on_stage: OnStage, home: Path, sandbox: Sandbox
):
    async def work(stage: Stage) -> None:
        async with opened_services(home / "services", sandbox) as other:
            progress = await waiting_run(other, "exit 1")
            await stage.services.runs.resume("sandbox")
            page, view, hand = await opened(stage, progress)
            shown = view.progress
            assert shown is not progress
            assert shown.counts[TaskStatus.FAILED] == 2
            await hand.until(view.notice.isVisible, "the notice")
            assert "Another tat-console" in view.notice.accessibleName()
            assert not [name for name in ACTIONS if hand.shown(QPushButton, name)]
            await other.runs.go(progress)
            await until(progress, lambda: progress.counts[TaskStatus.FAILED] == 4)
            await hand.until(
                lambda: page.view and page.view.progress.counts[TaskStatus.FAILED] == 4,
                "what the other window has made of it",
            )

    on_stage(work)


def test_it_goes_on_here_when_the_other_window_closes(
    on_stage: OnStage, home: Path, sandbox: Sandbox
):
    async def work(stage: Stage) -> None:
        async with opened_services(home / "services", sandbox) as other:
            progress = await waiting_run(other, "true")
            await stage.services.runs.resume("sandbox")
            page, view, hand = await opened(stage, progress)
            await hand.until(view.notice.isVisible, "the notice")
        stage.services.runs.wake()
        await hand.until(lambda: hand.shown(QPushButton, "go_on_with_wave"), "the actions")
        await hand.click("go_on_with_wave")
        await hand.until(lambda: page.view and not page.view.progress.is_live, "the end of the run")
        assert page.view is not None
        assert page.view.progress.counts[TaskStatus.SUCCESS] == 4

    on_stage(work)

"""Real runs in the sandbox, and the page that shows one."""

from __future__ import annotations

from tat_console.ports.archive import Script
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.logs import Secret
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import OperatingSystem
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import OpenRun
from tat_console.ui.pages.runs.page import RunsPage
from tat_console.ui.pages.runs.run_view import RunView
from tests.ui.pages.conftest import Stage


def linux(services: Services, count: int) -> list[Machine]:
    """Linux machines that take a run."""
    able = [
        one
        for one in services.directory.machines
        if one.refusal() is None and one.system is OperatingSystem.LINUX
    ]
    return able[:count]


async def started(
    services: Services, script: Script, machines: list[Machine], **hidden: Secret
) -> RunProgress:
    """Start a run; `hidden` are the values of hidden parameters."""
    profile = services.session.require().profile
    plan = make_plan(
        script, machines, profile, now=services.clock.now(), hidden_values=dict(hidden)
    )
    return await services.runs.start(plan)


async def opened(stage: Stage, progress: RunProgress) -> tuple[RunsPage, RunView, Hand]:
    """The page with a run open."""
    hand = stage.show(RunsPage, OpenRun(progress.run_id))
    page = hand.window
    assert isinstance(page, RunsPage)
    await hand.until(lambda: page.view, "the run")
    assert page.view is not None
    return page, page.view, hand

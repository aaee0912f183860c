"""A run in the smallest window: its grid is there in the place of the table."""

from __future__ import annotations

from tat_console.ports.archive import Script
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened, started


def test_the_grid_takes_the_place_of_the_table_and_goes_back(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        progress = await started(
            stage.services, Script(name="greet", content=b"echo hi"), linux(stage.services, 3)
        )
        page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        tasks = view.tasks
        assert tasks.grid.isVisible()
        assert tasks.table.isVisible()
        assert not tasks.as_grid.isVisible()
        page.resize(888, 528)
        await hand.until(lambda: not tasks.grid.isVisible(), "the small window")
        assert tasks.table.isVisible()
        await hand.click("as_grid")
        assert tasks.grid.isVisible()
        assert not tasks.table.isVisible()
        assert tasks.grid.height() > 40
        assert tasks.grid.y() + tasks.grid.height() <= tasks.height()
        other = list(progress.tasks)[-1]
        tasks.grid.chosen.emit(other)
        assert tasks.current_id() == other
        await hand.click("as_grid")
        assert tasks.table.isVisible()
        page.resize(1208, 731)
        await hand.until(tasks.grid.isVisible, "the wide window")
        assert tasks.table.isVisible()

    on_stage(work)


def test_the_grid_is_grouped_as_the_user_wants(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="some", content=b'test "{{tat-region}}" = ap-guangzhou')
        machines = [one for one in stage.services.directory.machines if one.refusal() is None]
        progress = await started(stage.services, script, machines)
        _page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")

        def titles() -> list[str]:
            return [group.title for group in view.tasks.grid.groups()]

        assert titles() == [""]
        await hand.pick("group_grid_by", "Grid by result")
        await hand.until(lambda: "Success" in titles(), "the groups by result")
        assert titles()[0] == "Failed"
        await hand.pick("group_grid_by", "Grid by region")
        await hand.until(lambda: "Guangzhou" in titles(), "the groups by region")
        sizes = [len(group.tasks) for group in view.tasks.grid.groups()]
        assert sum(sizes) == len(progress.tasks)

    on_stage(work)

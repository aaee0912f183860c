"""The outputs of a run as a table: guessed, by a rule of one's own, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from tat_console.ports.archive import Script
from tat_console.tour.hand import Hand
from tat_console.ui.answers import answer_table as module
from tat_console.ui.pages.runs.run_view import RunView
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened, started

JSON = b'echo "{\\"id\\": \\"$TAT_SANDBOX_INSTANCE_ID\\", \\"used\\": 7}"'


async def tabled(stage: Stage) -> tuple[RunView, Hand]:
    """An ended run of two machines that answered JSON, with its table on show."""
    progress = await started(
        stage.services, Script(name="disk", content=JSON), linux(stage.services, 2)
    )
    _page, view, hand = await opened(stage, progress)
    await hand.until(lambda: not progress.is_live, "the run has ended")
    view.side.turn_to(view.side.table)
    await hand.until(lambda: len(view.side.table.table.rows) == 2, "both outputs are rows")
    return view, hand


def test_json_becomes_a_table_by_itself(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        view, hand = await tabled(stage)
        table = view.side.table.table
        assert table.columns == ("id", "used")
        tasks = view.progress.tasks
        assert {row.record["id"]: row.member for row in table.rows} == {
            key: task.instance_name for key, task in tasks.items()
        }
        last = table.rows[1]
        view.side.table.machine_chosen.emit(last.member)
        assert view.side.shows_output
        assert view.tasks.current_id() == last.record["id"]
        assert hand.shown(QLineEdit, "expression") == []

    on_stage(work)


def test_a_rule_of_ones_own_is_kept_with_the_script(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        view, hand = await tabled(stage)
        await hand.type_into("expression", "{percent: used}")
        await hand.until(lambda: view.side.table.table.columns == ("percent",), "the rule is used")
        rule = stage.services.past.rules_of("disk").table
        assert rule is not None
        assert rule.expression == "{percent: used}"
        _page, again, hand = await opened(stage, view.progress)
        again.side.turn_to(again.side.table)
        await hand.until(lambda: again.side.table.table.columns == ("percent",), "it is kept")
        assert again.side.table.rules.expression.text() == "{percent: used}"

    on_stage(work)


def test_the_table_is_saved(
    on_stage: OnStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(stage: Stage) -> None:
        async def picked(*_args: object) -> Path:
            return tmp_path / "disk.csv"

        monkeypatch.setattr(module, "pick_new_file", picked)
        view, hand = await tabled(stage)
        await hand.click("export_table")
        await hand.until((tmp_path / "disk.csv").exists, "the file is written")
        lines = (tmp_path / "disk.csv").read_text().splitlines()
        assert lines[0] == "Machine,id,used"
        assert len(lines) == 1 + len(view.progress.tasks)

    on_stage(work)

"""What the service cut off: run again with an upload, then read the log whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tat_console.ports.archive import Relation, Script, TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.services.output_parts import parts_of
from tat_console.tat.statuses import CommandType
from tat_console.tour.hand import Hand
from tat_console.ui.answers.whole_output import UploadQuestion, why_not_in_parts
from tat_console.ui.navigation import OpenRun
from tat_console.ui.pages.runs.page import RunsPage
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened, started

BUCKET = "https://logs-1250000000.cos.ap-guangzhou.myqcloud.com"
LINES = 5_000
LAST = f"line {LINES} 你好"
EXPECTED = "".join(f"line {number} 你好\n" for number in range(1, LINES + 1)).encode()
PARTS = -(-len(EXPECTED) // 24_576)
SCRIPT = f'for n in $(seq 1 {LINES}); do echo "line $n 你好"; done'


async def run_that_is_cut(stage: Stage, machines: int = 1) -> tuple[RunsPage, Hand, RunProgress]:
    """The page with a run that printed more than the service keeps."""
    script = Script(name="long", content=SCRIPT.encode())
    progress = await started(stage.services, script, linux(stage.services, machines))
    page, view, hand = await opened(stage, progress)
    await hand.until(view.side.output.view.notice.isVisible, "bytes were cut")
    return page, hand, progress


def test_a_cut_output_is_uploaded_by_another_run_and_read_whole(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        _page, hand, _progress = await run_that_is_cut(stage)
        assert not hand.shown(QPushButton, "whole_output")
        await hand.click("rescue_output")
        await hand.see(QDialog, "upload_question")
        assert not hand.find(QPushButton, "agree_upload").isEnabled()
        await hand.type_into("bucket_field", "ftp://nowhere")
        assert hand.find(QLabel, "bucket_problem").text()
        assert not hand.find(QPushButton, "agree_upload").isEnabled()
        await hand.type_into("bucket_field", BUCKET)
        await hand.click("agree_upload")
        await hand.click("confirm_button")
        await hand.until(lambda: stage.route.went, "the way to the new run")
        _where, errand = stage.route.went[-1]
        assert isinstance(errand, OpenRun)
        again = await stage.services.runs.open(errand.run_id)
        assert again is not None
        assert again.run.relation is Relation.RETRY
        await hand.until(lambda: not again.is_live, "the end of the new run")
        (task,) = again.tasks.values()
        assert task.dropped_bytes
        assert task.output_url

        _page, view, hand = await opened(stage, again)
        output = view.side.output
        await hand.until(output.view.notice.isVisible, "bytes were cut again")
        assert LAST not in output.view.plain_text()
        await hand.click("whole_output")
        await hand.until(lambda: LAST in output.view.plain_text(), "all of it is shown")
        assert not output.view.notice.isVisible()
        (kept,) = again.tasks.values()
        assert kept.dropped_bytes == 0
        assert await stage.services.archive.output(kept.output_sha256) == output.output
        assert output.output.decode().splitlines()[-1] == LAST

    on_stage(work)


def test_a_cut_output_is_printed_in_parts_by_runs_on_the_same_machines(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        runs = stage.services.runs
        _page, hand, progress = await run_that_is_cut(stage, machines=2)
        await hand.click("rescue_output")
        said = "Without a bucket: the script runs once more, then {} short runs print the rest."
        assert hand.text("parts_offer") == said.format(PARTS - 1)
        await hand.click("agree_parts")
        await hand.click("confirm_button")
        await hand.until(lambda: len(runs.known) > 1, "the script runs again")
        first = runs.known[1]
        await hand.until(
            lambda: (
                all(task.dropped_bytes == 0 for task in first.tasks.values())
                and not first.is_live
                and len(runs.known) > 2
            ),
            "all parts are there",
        )
        for task in first.tasks.values():
            assert await stage.services.archive.output(task.output_sha256) == EXPECTED
        assert set(first.tasks) == set(progress.tasks)
        assert len(runs.known) == 1 + PARTS

    on_stage(work)


def test_printing_parts_tells_how_far_it_is_and_can_be_stopped(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        runs = stage.services.runs
        page, hand, _progress = await run_that_is_cut(stage)
        for button in ("rescue_output", "agree_parts", "confirm_button"):
            await hand.click(button)
        await hand.until(
            lambda: (
                hand.shown(QDialog, "output_parts")
                and hand.text("parts_words").startswith("Part 2 of 4 ")
            ),
            "the second part is told",
        )
        await hand.click("stop_parts")
        await hand.until(lambda: not hand.shown(QDialog, "output_parts"), "it is over")
        await hand.until(lambda: not page.scope.is_busy("repeat"), "nothing goes on")
        assert len(runs.known) < 5
        (task,) = runs.known[1].tasks.values()
        assert task.dropped_bytes

    on_stage(work)


@pytest.mark.parametrize(
    ("script", "kilobytes", "said"),
    [
        (
            Script(name="a", content=b"x", command_type=CommandType.POWERSHELL),
            48,
            "this one is PowerShell",
        ),
        (Script(name="a", content=b"x", command_type=CommandType.BAT), 48, "this one is Batch"),
        (Script(name="a", content=b"x", command_id="cmd-1"), 48, "kept in the cloud"),
        (Script(name="a", content=b"x"), 50 * 1024, "would take 2,134 runs"),
    ],
)
def test_where_parts_cannot_be_printed_the_dialog_says_why(
    qtbot: QtBot, script: Script, kilobytes: int, said: str
) -> None:
    dropped = (kilobytes - 24) * 1024
    task = TaskRecord(
        run_id="r",
        batch_no=0,
        instance_id="ins-1",
        instance_name="a",
        output_bytes=24 * 1024,
        dropped_bytes=dropped,
    )
    host = QWidget()
    qtbot.addWidget(host)
    question = UploadQuestion(host, 1)
    parts = parts_of([task])
    question.offer_parts(parts, why_not_in_parts(script, parts))
    assert said in question.parts_words.text()
    assert not question.by_parts.isEnabled()
    question.offer_parts(2, why_not_in_parts(Script(name="a", content=b"x"), 2))
    assert question.parts_words.text().endswith("then 1 short run prints the rest.")
    assert question.by_parts.isEnabled()

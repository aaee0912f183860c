"""What the service cut off: run again with an upload, then read the log whole."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from tat_console.ports.archive import Relation, Script
from tat_console.ui.navigation import OpenRun
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.test_runs_page import linux, opened, started

BUCKET = "https://logs-1250000000.cos.ap-guangzhou.myqcloud.com"
LINES = 5_000
LAST = f"line {LINES} 你好"
SCRIPT = f'for n in $(seq 1 {LINES}); do echo "line $n 你好"; done'


def test_a_cut_output_is_uploaded_by_another_run_and_read_whole(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        script = Script(name="long", content=SCRIPT.encode())
        progress = await started(stage.services, script, linux(stage.services, 1))
        _page, view, hand = await opened(stage, progress)
        await hand.until(view.side.output.view.notice.isVisible, "bytes were cut")
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
        script = Script(name="long", content=SCRIPT.encode())
        progress = await started(stage.services, script, linux(stage.services, 2))
        _page, view, hand = await opened(stage, progress)
        await hand.until(view.side.output.view.notice.isVisible, "bytes were cut")
        await hand.click("rescue_output")
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
        expected = "".join(f"line {number} 你好\n" for number in range(1, LINES + 1)).encode()
        for task in first.tasks.values():
            assert await stage.services.archive.output(task.output_sha256) == expected
        assert set(first.tasks) == set(progress.tasks)
        parts = -(-len(expected) // 24_576)
        assert len(runs.known) == 1 + parts

    on_stage(work)


def test_printing_parts_tells_how_far_it_is_and_can_be_stopped(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        runs = stage.services.runs
        script = Script(name="long", content=SCRIPT.encode())
        progress = await started(stage.services, script, linux(stage.services, 1))
        page, view, hand = await opened(stage, progress)
        await hand.until(view.side.output.view.notice.isVisible, "bytes were cut")
        await hand.click("rescue_output")
        await hand.click("agree_parts")
        await hand.click("confirm_button")
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

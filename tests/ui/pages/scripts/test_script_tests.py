"""Tests from the editor: on a real sandbox, with what is filled in and what is expected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tat_console.ports.library import Expectation, ScriptSettings
from tat_console.tour.hand import Hand
from tat_console.ui.pages.scripts.bottom_pane import BottomTab
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.ui.pages.conftest import Stage


def shown(stage: Stage) -> tuple[ScriptsPage, Hand]:
    hand = stage.show(ScriptsPage)
    assert isinstance(hand.window, ScriptsPage)
    return hand.window, hand


async def press_test(page: ScriptsPage, hand: Hand) -> None:
    """Press Ctrl+T and wait for the result."""
    page.activateWindow()
    await hand.until(page.isActiveWindow, "the page in front")
    page.desk.editor.setFocus()
    QTest.keyClick(page.desk.editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    await hand.until(lambda: not page.scope.is_busy("test"), "the test has ended")


def test_ctrl_t_runs_the_script_in_the_sandbox_and_shows_everything(on_stage):
    async def work(stage: Stage) -> None:
        page, hand = shown(stage)
        page.desk.editor.replace_script("echo hello {{name}} {{tat-instance-name}}; exit 3")
        page.desk.study()
        page.desk.sheet.fill({"name": "世界"})
        await press_test(page, hand)
        assert page.desk.bottom.tabs.currentIndex() == BottomTab.TEST
        assert hand.text("test_output").startswith("hello 世界 ")
        assert "exit code 3" in hand.text("test_facts")
        assert "24 KB" in hand.text("test_facts")

    on_stage(work)


def test_an_expectation_is_kept_with_the_script_and_judged(on_stage):
    async def work(stage: Stage) -> None:
        page, hand = shown(stage)
        page.desk.editor.replace_script("echo well; exit 3")
        await press_test(page, hand)
        await hand.click("expect_button")
        await hand.type_into("expected_codes", "zero")
        await hand.click("apply_expectation")
        await hand.type_into("expected_codes", "0")
        await hand.type_into("expected_texts", "well")
        await hand.click("apply_expectation")
        await hand.until(lambda: page.desk.draft().expectation, "the expectation is kept")
        assert page.desk.draft().expectation == Expectation(contains=("well",))
        await press_test(page, hand)
        said = page.desk.bottom.test.verdict.accessibleName()
        assert "The exit code is 3; expected was 0." in said
        page.desk.editor.replace_script("echo well")
        await press_test(page, hand)
        assert page.desk.bottom.test.verdict.accessibleName() == "Everything is as expected"

    on_stage(work)


def test_a_test_that_hangs_is_stopped_by_the_same_keys(on_stage):
    async def work(stage: Stage) -> None:
        page, hand = shown(stage)
        page.desk.editor.replace_script("sleep 600")
        page.tests.test()
        await hand.until(lambda: stage.services.runs.live, "the test runs")
        page.tests.test()
        await hand.until(lambda: not page.scope.is_busy("test"), "the test was stopped")
        assert "stopped" in page.desk.bottom.test.output.text.placeholderText()
        await hand.until(lambda: not stage.services.runs.live, "nothing is left running")

    on_stage(work)


def test_all_scripts_that_expect_something_are_tested(on_stage):
    async def work(stage: Stage) -> None:
        page, hand = shown(stage)
        library = stage.services.scripts.library
        await library.refresh()
        good = ScriptSettings(expectation=Expectation(contains=("hello",)))
        await library.save("good.sh", b"echo hello", good, stamp="")
        await library.save("bad.sh", b"echo bye", good, stamp="")
        await library.save("plain.sh", b"echo none", ScriptSettings(), stamp="")
        page.tests.test_all()
        await hand.until(lambda: not page.scope.is_busy("test"), "all tests have ended")
        rows = sorted(row[0] for row in hand.rows("test_results"))
        assert rows == [
            "bad.sh   The output does not hold “hello”.",
            "good.sh   As expected",
        ]
        assert hand.text("test_facts") == "1 of 2 as expected"

    on_stage(work)

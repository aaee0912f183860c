"""Pick machines, write a script, run it, watch it, read the answers."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from tat_console.tat.statuses import TaskStatus
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import Journey, OpenConsole, Person


def test_three_machines_and_a_parameter(journey: Journey) -> None:
    async def work(person: Person) -> None:
        chosen = await person.tick(3)
        await person.write("greet", 'echo "{{word}} $TAT_SANDBOX_INSTANCE_ID"', word="good day")
        progress = await person.run_it()
        assert sorted(progress.tasks) == sorted(chosen)
        await person.ended()
        outputs = await person.outputs()
        assert sorted(outputs) == sorted(f"good day {key}\n" for key in chosen)
        assert progress.counts[TaskStatus.SUCCESS] == 3

    journey(work)


def test_chinese_comes_back_as_it_was_sent(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await person.write("问候", 'echo "{{词}}"; echo "{{word}}：完成"', word="你好，世界")
        await person.run_it()
        await person.ended()
        assert await person.outputs() == ["{{词}}\n你好，世界：完成\n"]
        assert "问候" in [label.text() for label in person.hand.shown(QLabel, "run_title")]

    journey(work)


def test_exit_code_3_and_a_retry_where_it_failed(journey: Journey) -> None:
    async def work(person: Person) -> None:
        chosen = await person.tick(2)
        script = f'echo here; [ "$TAT_SANDBOX_INSTANCE_ID" != {chosen[0]} ] || exit 3'
        await person.write("partly", script)
        first = await person.run_it()
        await person.ended()
        failed = first.tasks[chosen[0]]
        assert (failed.status, failed.exit_code) == (TaskStatus.FAILED, 3)
        await person.hand.click_row("task_table", 0)
        assert "exit code 3" in person.hand.text("output_facts")
        await person.hand.click("retry_failed")
        await person.hand.click("confirm_button")
        await person.hand.until(lambda: person.run is not first, "the retry has started")
        assert list(person.run.tasks) == [chosen[0]]
        assert person.run.run.parent_run_id == first.run_id
        await person.ended()

    journey(work)


def test_a_script_that_is_too_slow_is_stopped(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await person.write("slow", "echo begun; sleep 60")
        await person.hand.type_into("timeout_field", "1")
        await person.run_it()
        await person.ended()
        assert person.run.counts[TaskStatus.TIMEOUT] == 1
        assert await person.outputs() == ["begun\n"]
        assert "Timeout" in [row[0] for row in person.hand.rows("task_table")]

    journey(work)


def test_two_of_three_are_cancelled(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(3)
        await person.write("wait", "echo waiting; sleep 600")
        await person.run_it()
        await person.all_run()
        await person.hand.click_row("task_table", 0)
        await person.hand.click_row("task_table", 1, modifier=Qt.KeyboardModifier.ControlModifier)
        await person.hand.click("cancel_chosen")
        await person.hand.click("agree")
        await person.hand.until(
            lambda: person.run.counts[TaskStatus.TERMINATED] == 2, "two were cancelled"
        )
        assert person.run.counts[TaskStatus.RUNNING] == 1
        await person.hand.click("cancel_all")
        await person.hand.click("agree")
        await person.ended()
        assert person.run.counts[TaskStatus.TERMINATED] == 3

    journey(work)


def test_what_the_service_cut_is_said(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await person.write("large", "head -c 61440 /dev/zero | tr '\\0' x")
        await person.run_it()
        await person.ended()
        assert await person.outputs() == ["x" * 24_576]
        said = [label.text() for label in person.hand.shown(QLabel, "")]
        assert any("36,864 of 61,440 bytes were cut" in text for text in said)

    journey(work)


def test_the_window_is_closed_during_a_run_and_opened_again(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole, sandbox: Sandbox
) -> None:
    async def first() -> tuple[str, list[str]]:
        async with open_console(outside=sandbox) as person:
            chosen = await person.tick(2)
            await person.write("long", "echo before; sleep 3; echo after")
            await person.run_it()
            await person.all_run()
            return person.run.run_id, chosen

    async def second(run_id: str, chosen: list[str]) -> None:
        async with open_console(outside=sandbox) as person:
            await person.hand.until(lambda: person.services.runs.known, "the run is known again")
            assert person.run.run_id == run_id
            await person.ended()
            await person.hand.click("rail_runs")
            await person.hand.click_row("run_list", 0)
            await person.hand.press(Qt.Key.Key_Return)
            outputs = await person.outputs()
            assert outputs == ["before\nafter\n"] * len(chosen)

    async def both() -> None:
        await second(*await first())

    run(both())


def test_closing_asks_before_it_ends_runs_of_the_sandbox(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole
) -> None:
    async def first() -> None:
        async with open_console() as person:
            await person.tick(1)
            await person.write("long", "echo begun; sleep 600")
            await person.run_it()
            await person.all_run()
            closing = person.hand.start(person.console.until_closed())
            person.console.window.close()
            await person.hand.click("agree")
            await closing

    async def second() -> None:
        async with open_console() as person:
            await person.hand.until(lambda: person.services.runs.known, "the run is known again")
            await person.ended()
            assert person.run.counts[TaskStatus.TASK_TIMEOUT] == 1

    async def both() -> None:
        await first()
        await second()

    run(both())


def test_a_newcomer_is_led_to_the_machines(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole
) -> None:
    async def work() -> None:
        async with open_console(welcome=True) as person:
            await person.hand.see(QDialog, "welcome")
            await person.hand.click("welcome_begin")
            await person.machines_are_there()
            assert not person.hand.shown(QDialog, "welcome")
        async with open_console(welcome=True) as person:
            await person.hand.settle()
            assert not person.hand.shown(QDialog, "welcome")

    run(work())

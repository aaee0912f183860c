"""Runs over many machines: saved sets, waves, stops, retries, values from a table."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QMenu, QPushButton

from tat_console.runs.control import Doing
from tat_console.runs.progress import RunProgress
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.pages.instances.page import InstancesPage
from tat_console.ui.pages.runs.wave_strip import CardView
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import Journey, OpenConsole, Person


def menu_action(person: Person, button: str, *words: str) -> QAction:
    """The entry of a button's menu; more words go down its submenus."""
    found = person.hand.find(QPushButton, button)
    menu = found.menu()
    menu.aboutToShow.emit()
    for place, word in enumerate(words):
        action = next(one for one in menu.actions() if one.text().startswith(word))
        if place < len(words) - 1:
            inner = action.menu()
            assert isinstance(inner, QMenu)
            menu = inner
    return action


def has_more(run: RunProgress, count: int) -> bool:
    """Whether more than so many tasks have succeeded."""
    return run.counts[TaskStatus.SUCCESS] > count


def has_set(person: Person, name: str) -> bool:
    """Whether a set of this name is kept."""
    return any(one.name == name for one in person.services.target_sets)


def asks_after(person: Person, done: int) -> bool:
    """Whether the run asks for the next wave after so many successes."""
    step = person.run.step
    return (
        person.run.counts[TaskStatus.SUCCESS] == done
        and step is not None
        and step.doing is Doing.ASKING
        and bool(person.hand.shown(QPushButton, "go_on_with_wave"))
    )


async def in_waves(person: Person, **guards: str) -> RunProgress:
    """Ask for the run, say how it is to be sent, agree."""
    hand = person.hand
    before = len(person.services.runs.known)
    await hand.click("run_button")
    await hand.click("change_guards")
    if asks := guards.pop("asks", ""):
        segments = hand.find(QPushButton, "guards_accept").window().between  # type: ignore[attr-defined]
        segments.choose(asks)
        segments.chosen.emit(asks)
    for name, text in guards.items():
        await hand.type_into(f"guard_{name}", text)
    await hand.click("guards_accept")
    await hand.click("confirm_button")
    await hand.until(lambda: len(person.services.runs.known) > before, "the run has started")
    return person.run


def cards(person: Person) -> list[str]:
    """What the cards of the waves say."""
    return [card.accessibleName() for card in person.hand.shown(CardView, "")]


def test_a_set_that_follows_a_tag_is_saved_and_chosen(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await hand.click("rail_instances")
        await person.machines_are_there()
        page = person.console.window.page_widget(person.console.window.page)
        assert isinstance(page, InstancesPage)
        tagged = next(one for one in person.services.directory.machines if one.tags).tags[0]
        page.browser.filters.choose("tag", [f"{tagged.key}: {tagged.value}"])
        await hand.settle()
        menu_action(person, "saved_sets", "Save set").trigger()
        await hand.type_into("set_name", "By tag")
        await hand.click("set_live")
        await hand.click("set_accept")
        await hand.until(lambda: list(person.services.target_sets), "the set is kept")
        await hand.click("clear_filters")
        menu_action(person, "saved_sets", "By tag", "Tick exactly").trigger()
        await hand.settle()
        wanted = {
            one.instance_id
            for one in person.services.directory.machines
            if tagged in one.tags and one.refusal() is None
        }
        assert wanted
        assert set(person.services.chosen.ids) == wanted

    journey(work)


def test_a_set_is_made_of_others(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand, sets = person.hand, person.services.target_sets
        five = await person.tick(5)
        for name, ids in (("All five", five), ("First two", five[:2])):
            person.services.chosen.set(ids)
            await hand.click("save_set_button")
            await hand.type_into("set_name", name)
            await hand.click("set_accept")
            await hand.until(partial(has_set, person, name), "the set is kept")
        person.services.chosen.set(())
        menu_action(person, "saved_sets", "Save set").trigger()
        await hand.type_into("set_name", "Last three")
        await hand.click("set_nothing")
        for number, (words, name) in enumerate(
            (("and those of", "All five"), ("but not those of", "First two"))
        ):
            await hand.click("add_term")
            hand.find(QComboBox, f"term_operation_{number}").setCurrentText(words)
            hand.find(QComboBox, f"term_set_{number}").setCurrentText(name)
        assert hand.text("set_outcome") == "3 machines are in it now"
        await hand.click("set_accept")
        await hand.until(lambda: len(list(sets)) == 3, "the set is kept")
        menu_action(person, "saved_sets", "Last three", "Tick exactly").trigger()
        await hand.settle()
        assert set(person.services.chosen.ids) == set(five[2:])
        menu_action(person, "saved_sets", "Last three", "Change").trigger()
        await hand.type_into("set_name", "First two")
        assert not hand.find(QPushButton, "set_accept").isEnabled()
        await hand.type_into("set_name", "All but a few")
        await hand.click("term_remove_1")
        assert hand.text("set_outcome") == "5 machines are in it now"
        await hand.click("set_accept")
        await hand.until(partial(has_set, person, "All but a few"), "the set is changed")
        assert len(list(sets)) == 3
        menu_action(person, "saved_sets", "All but a few", "Tick exactly").trigger()
        await hand.settle()
        assert set(person.services.chosen.ids) == set(five)

    journey(work)


def test_machines_are_chosen_from_a_list(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        ready = [one for one in person.services.directory.machines if one.refusal() is None]
        menu_action(person, "saved_sets", "Choose from a list").trigger()
        text = f"{ready[0].name}\n{ready[1].instance_id}, nobody-knows"
        await person.hand.paste_into("target_list", text)
        assert person.hand.text("list_unknown") == "Not found, so left out: nobody-knows."
        await person.hand.click("list_accept")
        assert set(person.services.chosen.ids) == {one.instance_id for one in ready[:2]}

    journey(work)


def test_a_canary_then_two_waves_with_a_word_between(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(5)
        await person.write("waves", "echo done")
        run = await in_waves(person, canary="1", wave="2", asks="ask")
        hand = person.hand
        for begun in (1, 3):
            await hand.until(
                lambda: run.step is not None and run.step.doing is Doing.ASKING, "it asks"
            )
            assert run.counts[TaskStatus.SUCCESS] == begun
            await hand.until(
                lambda: any("Waiting for your go" in one for one in cards(person)), "it is told"
            )
            await hand.click("go_on_with_wave")
            await hand.until(partial(has_more, run, begun), "the wave runs")
        await person.ended()
        await hand.until(lambda: cards(person)[-1].startswith("Wave 3, 2 of 2, Done"), "it is told")
        assert run.counts[TaskStatus.SUCCESS] == 5

    journey(work)


def test_after_a_canary_that_fails_nothing_is_sent_and_the_failed_is_retried(
    journey: Journey,
) -> None:
    async def work(person: Person) -> None:
        await person.tick(4)
        await person.write("bad", "exit 3")
        run = await in_waves(person, canary="1")
        await person.ended()
        assert (run.counts[TaskStatus.FAILED], run.counts[TaskStatus.NOT_SENT]) == (1, 3)
        failed = [key for key, task in run.tasks.items() if task.status is TaskStatus.FAILED]
        await person.hand.until(
            lambda: person.hand.shown(QPushButton, "retry_failed"), "a retry is offered"
        )
        assert person.hand.find(QPushButton, "retry_failed").text() == "Retry failed (1)"
        await person.hand.click("retry_failed")
        await person.hand.click("confirm_button")
        await person.hand.until(lambda: person.run is not run, "the retry has started")
        assert list(person.run.tasks) == failed
        await person.ended()

    journey(work)


def test_a_run_is_paused_goes_on_and_is_stopped(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(3)
        await person.write("slow", "sleep 1")
        run = await in_waves(person, wave="1")
        hand = person.hand
        await hand.click("pause_run")
        await hand.until(
            lambda: run.step is not None and run.step.doing is Doing.PAUSED, "it is paused"
        )
        await hand.until(
            lambda: hand.find(QPushButton, "pause_run").text() == "Go on", "it can go on"
        )
        await hand.click("pause_run")
        await hand.until(lambda: run.control.paused is None, "it goes on")
        await hand.click("stop_run")
        await hand.click("stop_sending")
        await person.ended()
        assert run.counts[TaskStatus.NOT_SENT] >= 1
        assert run.counts[TaskStatus.SUCCESS] >= 1

    journey(work)


def test_values_for_each_machine_come_from_a_table(journey: Journey, tmp_path: Path) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        ready = [one for one in person.services.directory.machines if one.refusal() is None][:2]
        await person.write("greet", 'echo "{{greeting}} {{name}}"', greeting="hello")
        table = tmp_path / "values.csv"
        lines = ["instance,name", f"{ready[0].instance_id},Ada", f"{ready[1].name},Grace", "no,one"]
        table.write_text("\n".join(lines))
        await person.hand.click("values_button")
        await person.hand.until(
            lambda: person.console.window.findChildren(QFileDialog), "a file is asked for"
        )
        picker = person.console.window.findChildren(QFileDialog)[-1]
        picker.selectFile(str(table))
        picker.filesSelected.emit([str(table)])
        picker.done(1)
        await person.hand.see(QLabel, "values_summary")
        assert "Not found, so left out: no." in person.hand.text("values_problems")
        await person.hand.click("values_accept")
        await person.hand.click("confirm_button")
        await person.hand.until(lambda: person.services.runs.known, "the run has started")
        assert len(person.run.tasks) == 2
        await person.ended()
        outputs = {
            key: await person.services.runs.output(person.run, key) for key in person.run.tasks
        }
        assert outputs == {
            ready[0].instance_id: b"hello Ada\n",
            ready[1].instance_id: b"hello Grace\n",
        }

    journey(work)


def test_a_run_in_waves_goes_on_in_the_next_window(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole, sandbox: Sandbox
) -> None:
    async def first() -> str:
        async with open_console(outside=sandbox) as person:
            await person.tick(3)
            await person.write("waves", "echo done")
            made = await in_waves(person, wave="1", asks="ask")
            await person.hand.until(
                lambda: made.step is not None and made.step.doing is Doing.ASKING, "it asks"
            )
            return made.run_id

    async def second(run_id: str) -> None:
        async with open_console(outside=sandbox) as person:
            await person.hand.until(lambda: person.services.runs.known, "the run is known again")
            assert person.run.run_id == run_id
            await person.hand.click("rail_runs")
            await person.hand.click_row("run_list", 0)
            await person.hand.press(Qt.Key.Key_Return)
            for done in (1, 2):
                await person.hand.until(
                    partial(asks_after, person, done), "the next wave waits for a word"
                )
                await person.hand.click("go_on_with_wave")
            await person.ended()
            assert person.run.counts[TaskStatus.SUCCESS] == 3

    async def both() -> None:
        await second(await first())

    run(both())

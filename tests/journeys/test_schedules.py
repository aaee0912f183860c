"""A command runs by itself: made, fired, looked at, changed, stopped and deleted in the window."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from tat_console.services.schedules import Schedule
from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, Person

CONTROL = Qt.KeyboardModifier.ControlModifier
SCRIPT = '#!/bin/bash\necho "{{greeting}} at the set time"\n'


async def save_command(person: Person) -> None:
    """A script is written and kept in the cloud: schedules run nothing else."""
    hand = person.hand
    await person.write("greet", SCRIPT, greeting="unused")
    await hand.click("save_to_cloud")
    await hand.see(QDialog, "save_command")
    await hand.click("save_command_accept")
    await hand.until(
        lambda: hand.find(QWidget, "cloud_state").accessibleName() == "Same as in the cloud",
        "the command is in the cloud",
    )


async def turn(person: Person, name: str, words: str) -> None:
    """Click one of several buttons side by side."""
    buttons = person.hand.find(QWidget, name).findChildren(QAbstractButton)
    (found,) = [made for made in buttons if made.text() == words]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    await person.hand.settle()


async def write_schedule(person: Person, name: str) -> None:
    """Ctrl+N, a name, the command, its parameter; the chosen machine is there already."""
    hand = person.hand
    await hand.press(Qt.Key.Key_N, CONTROL, on=person.console.window.focusWidget())
    await hand.see(QDialog, "edit_schedule_dialog")
    await hand.type_into("schedule_name", name)
    await hand.pick("schedule_command", "greet")
    await hand.type_into("parameter_greeting", "good night")


def soon(person: Person) -> str:
    """A moment in a few seconds, as the field takes it."""
    moment = (person.services.clock.now() + timedelta(seconds=3)).astimezone()
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def only(person: Person) -> Schedule:
    """The one schedule there is."""
    (schedule,) = person.services.administration.schedules.schedules
    return schedule


def said_on_records(person: Person) -> list[str]:
    """The words about the runs of the schedule on show."""
    is_shown = person.hand.shown(QWidget, "schedule_records")
    return [row[1] for row in person.hand.rows("schedule_records")] if is_shown else []


async def make_one_that_fires(person: Person, machine: str) -> None:
    """Mistakes are said beside their fields; then it is made, and fires."""
    hand = person.hand
    await hand.click(f"rail_{PageKey.SCHEDULES}")
    await hand.until(
        lambda: person.services.administration.schedules.updated_at, "schedules are read"
    )
    await write_schedule(person, "Good night")
    await hand.pick("schedule_every", "Own")
    await hand.type_into("schedule_cron", "0 0 4 * * MON")
    await hand.click("save_schedule")
    assert "This has 6 fields" in hand.text("schedule_when_problem")
    await turn(person, "schedule_kind", "Once")
    await hand.type_into("schedule_moment", "2020-01-01 10:00")
    await hand.click("save_schedule")
    assert "is past" in hand.text("schedule_when_problem")
    assert hand.text("schedule_name") == "Good night"
    await hand.type_into("schedule_moment", soon(person))
    await hand.press(Qt.Key.Key_Return, CONTROL, on=hand.find(QDialog, "edit_schedule_dialog"))
    await hand.until(
        lambda: person.services.administration.schedules.schedules, "the schedule is made"
    )
    assert only(person).invoker.instance_ids == (machine,)
    assert hand.text("schedule_title") == "Good night"


async def look_at_its_run(person: Person) -> None:
    """Its record comes by itself; its output is opened from there."""
    hand = person.hand
    await turn(person, "schedule_tabs", "Runs")
    await hand.until(lambda: said_on_records(person) == ["Success"], "it has fired")
    await hand.click_row("schedule_records", 0, 0)
    await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "schedule_records"))
    await hand.until(
        lambda: (
            hand.shown(QDialog, "firing_outputs")
            and "good night at the set time" in hand.text("firing_output")
        ),
        "its output is shown",
    )
    assert hand.rows("firing_tasks")[0][1:] == ["Success", "0"]
    await hand.click("close_outputs")


async def change_it(person: Person) -> None:
    """It becomes a weekly one, by the builder."""
    hand = person.hand
    await hand.click("edit_schedule")
    await hand.see(QDialog, "edit_schedule_dialog")
    assert hand.text("parameter_greeting") == "good night"
    await hand.type_into("schedule_name", "Weekly")
    await turn(person, "schedule_kind", "Repeating")
    await hand.pick("schedule_every", "Weekly")
    await hand.click("schedule_weekday_5")
    await hand.type_into("schedule_clock", "4.30")
    await hand.click("save_schedule")
    assert "“4.30” is no time of day" in hand.text("schedule_when_problem")
    await hand.type_into("schedule_clock", "04:30")
    assert hand.text("schedule_words") == "At 04:30, only on Monday and Friday"
    await hand.click("save_schedule")
    await hand.until(lambda: only(person).invoker.name == "Weekly", "it is changed")
    settings = only(person).invoker.schedule_settings
    assert settings is not None
    assert settings.recurrence == "30 4 * * 1,5"
    assert hand.rows("schedules")[0][2] == "At 04:30, only on Monday and Friday"


async def stop_and_delete_it(person: Person) -> None:
    """Disabled it has no next run; deleting says what it means and asks."""
    hand = person.hand
    await hand.click("switch_schedule")
    await hand.until(lambda: not only(person).invoker.enable, "it is disabled")
    assert hand.rows("schedules")[0][3] == "Disabled"
    await hand.click("switch_schedule")
    await hand.until(lambda: only(person).invoker.enable, "it is enabled again")
    await hand.press(Qt.Key.Key_Delete, on=hand.find(QWidget, "schedules"))
    await hand.click("agree")
    schedules = person.services.administration.schedules
    await hand.until(lambda: not schedules.schedules, "it is deleted")
    assert not hand.shown(QWidget, "schedule_details")


def test_a_schedule_from_its_making_over_its_firing_to_its_end(journey: Journey) -> None:
    async def work(person: Person) -> None:
        (machine,) = [one for one in await person.tick(12) if one.startswith("ins-")][:1]
        person.services.chosen.set((machine,))
        await save_command(person)
        await make_one_that_fires(person, machine)
        await look_at_its_run(person)
        await change_it(person)
        await stop_and_delete_it(person)
        assert not person.services.runs.known  # the service ran it, not this program

    journey(work)

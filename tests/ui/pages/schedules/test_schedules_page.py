"""The list, the details, the calendar and the editor on real services and a real sandbox."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QWidget

from tat_console.ports.profiles import Credential, Environment
from tat_console.runs.target_sets import TargetSet
from tat_console.services.schedule_rhythms import Every
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tat_console.tat.commands import DeleteCommand
from tat_console.tour.hand import Hand
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.states import EmptyState, ErrorState
from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.schedules.calendar_view import CalendarView
from tat_console.ui.pages.schedules.editor import EditSchedule
from tat_console.ui.pages.schedules.head import CALENDAR, LIST
from tat_console.ui.pages.schedules.page import SchedulesPage
from tat_console.ui.pages.schedules.pick_machines import PickMachines
from tat_console.ui.widgets.segments import Segments
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.schedules.cloud import Cloud
from tests.unit.services.conftest import PROFILE_ID

CONTROL = Qt.KeyboardModifier.ControlModifier


async def listed(stage: Stage, count: int) -> Hand:
    """The page with so many schedules on it."""
    hand = stage.show(SchedulesPage)
    schedules = stage.services.administration.schedules
    await hand.until(
        lambda: len(schedules.schedules) == count and not page_of(stage).scope.is_busy("read"),
        "the schedules and their runs are read",
    )
    return hand


def page_of(stage: Stage) -> SchedulesPage:
    page = stage.pages[-1]
    assert isinstance(page, SchedulesPage)
    return page


def said(hand: Hand, kind: type[QWidget] = QLabel) -> list[str]:
    return [one.accessibleName() or one.text() for one in hand.shown(kind, "")]  # type: ignore[attr-defined]


def names(hand: Hand) -> list[str]:
    return [row[0] for row in hand.rows("schedules")]


async def editor(hand: Hand) -> EditSchedule:
    await hand.click("new_schedule")
    dialog = await hand.see(QDialog, "edit_schedule_dialog")
    assert isinstance(dialog, EditSchedule)
    return dialog


async def choose(hand: Hand, name: str, data: object) -> None:
    box = hand.find(QComboBox, name)
    box.setCurrentIndex(box.findData(data))
    await hand.settle()


def test_without_schedules_or_commands_it_says_what_to_do(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await listed(stage, 0)
        (empty,) = hand.shown(EmptyState, "")
        assert empty.title.text() == "Nothing runs by itself yet"
        assert empty.action is not None
        empty.action.click()
        await hand.click("choice_0")
        assert stage.route.went == [(PageKey.SCRIPTS, None)]

    on_stage(work)


def test_the_list_is_searched_and_shows_the_soonest_first(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        first, second = await cloud.command("disk-report"), await cloud.command("backup")
        await cloud.schedule("Yearly", first, "0 0 1 1 *")
        await cloud.schedule("Often", second, "*/5 * * * *")
        hand = await listed(stage, 2)
        assert names(hand) == ["Often", "Yearly"]
        await hand.type_into("schedule_search", "disk")
        assert names(hand) == ["Yearly"]
        await hand.type_into("schedule_search", "no such")
        assert [one.title.text() for one in hand.shown(EmptyState, "")] == ["No schedule matches"]
        await hand.type_into("schedule_search", "")
        await hand.click_row("schedules", 1, 0)
        assert hand.text("schedule_title") == "Yearly"
        assert len(page_of(stage).details.next_runs.texts()) == 10
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QWidget, "schedules"))
        assert not hand.shown(QWidget, "schedule_details")

    on_stage(work)


def test_overlaps_and_missed_runs_are_told(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud, services = Cloud(stage.services), stage.services
        command_id = await cloud.command("backup")
        await cloud.schedule("First", command_id, "0 * * * *")
        await cloud.schedule("Second", command_id, "0 * * * *")
        schedules = services.administration.schedules
        moved = tuple(
            msgspec.structs.replace(
                one,
                invoker=msgspec.structs.replace(
                    one.invoker,
                    created_time=services.clock.now() - timedelta(hours=5),
                    updated_time=services.clock.now() - timedelta(hours=5),
                ),
            )
            for one in schedules.schedules
        )
        hand = await listed(stage, 2)
        schedules.schedules = moved  # as if they were five hours old, with no record since
        await page_of(stage)._records.read_all()
        await hand.until(lambda: "missed" in hand.rows("schedules")[0][5], "missed runs are found")
        hand.find(QCheckBox, "only_troubled").click()
        assert len(names(hand)) == 2
        await hand.click_row("schedules", 0, 0)
        titles = [one.accessibleName() for one in hand.shown(Notice, "")]
        assert any("Missed runs" in title for title in titles)
        assert any("may run at the same time on 1 machine" in title for title in titles)
        page_of(stage).details.turn_to("records")
        await hand.settle()
        assert {row[1] for row in hand.rows("schedule_records")} == {"Missed"}
        assert "were missed" in hand.text("records_note")

    on_stage(work)


def test_the_calendar_by_keys_and_clicks(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        await cloud.schedule("Daily", await cloud.command("backup"), "0 12 * * *")
        hand = await listed(stage, 1)
        page = page_of(stage)
        page.turn_to(CALENDAR)
        await hand.settle()
        view = hand.find(CalendarView, "schedule_calendar")
        assert view.hasFocus()
        today = view.chosen
        await hand.press(Qt.Key.Key_Down, on=view)
        assert view.chosen == today + timedelta(days=7)
        assert [row[1] for row in hand.rows("day_runs")] == ["Daily"]
        await hand.press(Qt.Key.Key_PageDown, on=view)
        assert view.chosen.month != (today + timedelta(days=7)).month
        await hand.press(Qt.Key.Key_Home, on=view)
        assert view.chosen == today
        tomorrow = today + timedelta(days=1)
        spot = view.rect_of(tomorrow).center() if tomorrow in view.days() else QPoint(5, 40)
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
        await hand.settle()
        assert view.chosen == tomorrow
        await hand.press(Qt.Key.Key_Return, on=view)
        await hand.click_row("day_runs", 0, 0)
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "day_runs"))
        assert hand.find(Segments, "schedule_views").choice() == LIST
        assert hand.text("schedule_title") == "Daily"

    on_stage(work)


def test_every_mistake_stands_beside_its_field_and_nothing_is_lost(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        command_id = await cloud.command("rotate", b"echo {{folder}} {{tat-hidden:token}}\n")
        hand = await listed(stage, 0)
        dialog = await editor(hand)
        await hand.click("schedule_machines")
        assert "Choose the command first" in dialog.command.field.shown_text()
        await choose(hand, "schedule_command", command_id)
        await hand.type_into("parameter_folder", "/var/log")
        await choose(hand, "schedule_every", Every.OWN)
        await hand.type_into("schedule_cron", "0 4 * * MON")
        await hand.press(Qt.Key.Key_Return, CONTROL, on=dialog)
        assert dialog.name_field.shown_text() == "The name is empty."
        assert hand.text("schedule_machine_problem") == "Choose at least one machine."
        assert "no names" in hand.text("schedule_when_problem")
        assert "“token” needs a value." in said(hand)
        assert hand.find(QWidget, "schedule_name").hasFocus()
        await hand.type_into("schedule_cron", "0 4 * * 1")
        assert not hand.shown(QLabel, "schedule_when_problem")
        assert hand.text("schedule_words") == "At 04:00, only on Monday"
        assert hand.text("parameter_folder") == "/var/log"
        assert not stage.services.administration.schedules.schedules
        await hand.press(Qt.Key.Key_Escape, on=dialog)

    on_stage(work)


def test_machines_are_ticked_taken_over_or_come_from_a_set(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services, cloud = stage.services, Cloud(stage.services)
        command_id = await cloud.command("backup")
        machines = cloud.machines
        elsewhere = next(
            one.instance_id for one in services.directory.machines if one.region != "ap-guangzhou"
        )
        services.target_sets.save(
            TargetSet(set_id="", name="Pair", instance_ids=tuple(machines[:2]))
        )
        services.chosen.set((machines[0], elsewhere))
        hand = await listed(stage, 0)
        await editor(hand)
        await hand.type_into("schedule_name", "Nightly")
        await choose(hand, "schedule_command", command_id)
        await hand.click("save_schedule")
        assert "these machines are elsewhere" in hand.text("schedule_machine_problem")
        await hand.click("schedule_machines")
        picking = hand.find(QDialog, "pick_machines")
        assert isinstance(picking, PickMachines)
        assert picking.ids() == (machines[0],)
        picking.menu.actions()[0].trigger()
        assert "1 machine is in another region" in hand.text("pick_count")
        (pair,) = [one for one in picking.menu.actions() if one.text() == "Set “Pair”"]
        pair.trigger()
        assert sorted(picking.ids()) == sorted(machines[:2])
        await hand.click("pick_accept")
        assert hand.text("schedule_machine_count") == "2 machines"
        await hand.click("save_schedule")
        schedules = services.administration.schedules
        await hand.until(lambda: schedules.schedules, "it is made")
        assert sorted(schedules.schedules[0].invoker.instance_ids) == sorted(machines[:2])
        assert not hand.shown(QDialog, "edit_schedule_dialog")

    on_stage(work)


def test_what_happens_beyond_a_hundred_is_said(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        command_id = await cloud.command("backup")
        hand = await listed(stage, 0)
        dialog = await editor(hand)
        await choose(hand, "schedule_command", command_id)
        dialog.show_machines([f"ins-{number:08}" for number in range(101)])
        await hand.settle()
        note = hand.text("schedule_machine_note")
        assert "101 machines become 2 schedules" in note
        assert "are not found any more" in note
        await hand.press(Qt.Key.Key_Escape, on=dialog)

        await cloud.schedule("Nightly", command_id, "0 4 * * *")
        await hand.until(lambda: names(hand) == ["Nightly"], "it is listed")
        await hand.click_row("schedules", 0, 0)
        await hand.click("edit_schedule")
        changing = await hand.see(QDialog, "edit_schedule_dialog")
        assert isinstance(changing, EditSchedule)
        changing.show_machines([f"ins-{number:08}" for number in range(101)])
        await hand.click("save_schedule")
        assert "cannot become several" in hand.text("schedule_machine_problem")
        await hand.press(Qt.Key.Key_Escape, on=changing)

    on_stage(work)


def test_what_the_service_refuses_is_said_in_the_dialog(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services, cloud = stage.services, Cloud(stage.services)
        command_id = await cloud.command("backup")
        services.chosen.set(cloud.machines[:1])
        hand = await listed(stage, 0)
        dialog = await editor(hand)
        await hand.type_into("schedule_name", "Nightly")
        await choose(hand, "schedule_command", command_id)
        connection = services.session.require()
        await connection.cloud.call(DeleteCommand(command_id=command_id), region="ap-guangzhou")
        await hand.click("save_schedule")
        await hand.until(dialog.banners.banners, "the refusal is said")
        assert hand.text("schedule_name") == "Nightly"
        await hand.press(Qt.Key.Key_Escape, on=dialog)

    on_stage(work)


def test_a_copy_and_a_deletion_that_is_thought_over(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        await cloud.schedule("Nightly", await cloud.command("backup"), "30 4 * * *")
        hand = await listed(stage, 1)
        await hand.click_row("schedules", 0, 0)
        await hand.click("copy_schedule")
        await hand.see(QDialog, "edit_schedule_dialog")
        assert hand.text("schedule_name") == "Nightly (copy)"
        assert hand.text("schedule_clock") == "04:30"
        await hand.click("save_schedule")
        await hand.until(lambda: len(hand.rows("schedules")) == 2, "both are listed")
        assert sorted(names(hand)) == ["Nightly", "Nightly (copy)"]
        await hand.click("delete_schedule")
        await hand.until(lambda: hand.shown(QWidget, "agree"), "it is asked")
        assert any("What runs already goes on" in words for words in said(hand))
        page = page_of(stage)
        (question,) = [one for one in page.findChildren(QDialog) if one.isVisible()]
        await hand.press(Qt.Key.Key_Escape, on=question)
        assert len(hand.rows("schedules")) == 2

    on_stage(work)


def test_a_wrong_key_is_said_in_the_place_of_the_list(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services, cloud = stage.services, Cloud(stage.services)
        await cloud.schedule("Nightly", await cloud.command("backup"), "30 4 * * *")
        hand = await listed(stage, 1)
        profile = services.session.require().profile
        wrong = msgspec.structs.replace(profile, profile_id="wrong")
        key = Credential(secret_id=wrong.secret_id, secret_key=Secret("not this one"))
        services.profiles.provide(wrong, key)
        with pytest.raises(ConsoleError):
            await services.session.activate("wrong")
        page_of(stage).refresh()
        await hand.see(ErrorState, "")
        assert not hand.shown(QWidget, "schedules")
        await services.session.activate(PROFILE_ID)
        await hand.until(lambda: hand.shown(QWidget, "schedules"), "the list is back")
        await hand.until(lambda: names(hand) == ["Nightly"], "with the schedule")

    on_stage(work)


def test_production_is_asked_once_more_and_a_freeze_refuses(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services, cloud = stage.services, Cloud(stage.services)
        await cloud.schedule("Nightly", await cloud.command("backup"), "30 4 * * *")
        profile = services.session.require().profile
        key = await services.profiles.credential(profile)
        production = msgspec.structs.replace(
            profile, profile_id="prod", environment=Environment.PRODUCTION
        )
        services.profiles.provide(production, key)
        await services.session.activate("prod")
        hand = await listed(stage, 1)
        await hand.click_row("schedules", 0, 0)
        await hand.click("switch_schedule")
        schedules = services.administration.schedules
        await hand.until(lambda: not schedules.schedules[0].invoker.enable, "it is disabled")
        await hand.click("switch_schedule")
        await hand.until(lambda: hand.shown(QWidget, "agree"), "it is asked")
        assert any("will run by itself on 1 machine" in words for words in said(hand))
        await hand.click("agree")
        await hand.until(lambda: schedules.schedules[0].invoker.enable, "it is enabled")
        services.settings.set("frozen", True)
        await hand.click("edit_schedule")
        await hand.until(page_of(stage).banners.banners, "the freeze is said")
        assert not hand.shown(QDialog, "edit_schedule_dialog")

    on_stage(work)


def test_the_smallest_page(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        cloud = Cloud(stage.services)
        await cloud.schedule("Nightly", await cloud.command("backup"), "30 4 * * *")
        hand = await listed(stage, 1)
        page = page_of(stage)
        await hand.click_row("schedules", 0, 0)
        assert hand.shown(QWidget, "schedule_details")
        page.resize(912, 531)
        await hand.settle()
        assert page.width() == 912
        assert not hand.shown(QWidget, "schedule_details")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "schedules"))
        pane = hand.find(QWidget, "schedule_details")
        assert pane.mapTo(page, pane.rect().topRight()).x() == page.width() - 1
        dialog = await editor(hand)
        assert dialog.height() <= page.height()
        assert dialog.width() <= page.width()
        await hand.press(Qt.Key.Key_Escape, on=dialog)

    on_stage(work)

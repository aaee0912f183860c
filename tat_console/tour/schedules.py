"""Schedules in the tour: made with the builder, in the list and in the calendar."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from tat_console.services.schedule_drafts import ScheduleDraft
from tat_console.services.schedule_rhythms import Every
from tat_console.tat.commands import CreateCommand
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings
from tat_console.tat.statuses import CommandType
from tat_console.tour.steps import Step, Tour
from tat_console.ui.navigation import PageKey

REGION: Final = "ap-guangzhou"
ROTATE: Final = b'#!/usr/bin/env bash\nlogrotate -f "{{configuration}}"\n'
REPORT: Final = b"#!/usr/bin/env bash\ndf -h /\n"
MADE: Final = (
    ("Disk report", "report-disks", "0 6 * * *", 4),
    ("Health check", "report-disks", "*/15 * * * *", 3),
    ("Month end", "report-disks", "0 23 28 * *", 2),
)


async def _list(tour: Tour) -> None:
    """Schedules of other people are there already."""
    hand, services = tour.hand, tour.console.services
    tour.close_palette()
    cloud = services.session.require().cloud
    ids = {}
    for name, script in (("report-disks", REPORT), ("rotate-logs", ROTATE)):
        command = CreateCommand(
            command_name=name,
            content=script,
            command_type=CommandType.SHELL,
            enable_parameter=script is ROTATE,
            timeout=600,
        )
        ids[name] = (await cloud.call(command, region=REGION)).command_id
    for name, command_name, line, count in MADE:
        settings = ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)
        draft = ScheduleDraft(
            name=name,
            command_id=ids[command_name],
            instance_ids=_ready(tour)[:count],
            settings=settings,
        )
        await services.administration.schedules.create(REGION, draft)
    await tour.go(PageKey.SCHEDULES)
    await hand.until(lambda: len(hand.rows("schedules")) == len(MADE), "schedules are listed")
    await hand.click_row("schedules", 1, 0)


async def _editor(tour: Tour) -> None:
    hand = tour.hand
    tour.console.services.chosen.set(_ready(tour)[:5])
    await hand.click("new_schedule")
    await hand.see(QDialog, "edit_schedule_dialog")
    await hand.type_into("schedule_name", "Rotate access logs")
    await hand.pick("schedule_command", "rotate-logs")
    await hand.type_into("parameter_configuration", "/etc/logrotate.d/nginx")
    await hand.pick("schedule_every", Every.WEEK.words)
    await hand.click("schedule_weekday_5")
    await hand.type_into("schedule_clock", "04:30")


async def _mistakes(tour: Tour) -> None:
    hand = tour.hand
    await hand.pick("schedule_every", Every.OWN.words)
    await hand.type_into("schedule_cron", "0 30 4 * * MON")
    await hand.type_into("schedule_name", "")
    await hand.click("save_schedule")


async def _calendar(tour: Tour) -> None:
    hand = tour.hand
    await hand.type_into("schedule_name", "Rotate access logs")
    await hand.type_into("schedule_cron", "30 4 * * 1,5")
    await hand.click("save_schedule")
    schedules = tour.console.services.administration.schedules
    await hand.until(lambda: len(schedules.schedules) == len(MADE) + 1, "the schedule is made")
    views = hand.find(QWidget, "schedule_views").findChildren(QAbstractButton)
    views[-1].click()
    await hand.press(Qt.Key.Key_Right, on=await hand.see(QWidget, "schedule_calendar"))


def _ready(tour: Tour) -> tuple[str, ...]:
    """CVMs of the region that can take a shell script."""
    return tuple(
        one.instance_id
        for one in tour.console.services.directory.machines
        if one.region == REGION
        and one.instance_id.startswith("ins-")
        and one.refusal(CommandType.SHELL) is None
    )


SCHEDULES: Final = (
    Step("schedules", "what runs by itself, when next, and what to look at", _list),
    Step("schedule-editor", "a schedule is made with the builder", _editor),
    Step("schedule-mistake", "a wrong cron line is told before anything is sent", _mistakes),
    Step("schedule-calendar", "the month over all schedules", _calendar),
)

"""A run is told in one sentence: not too often, and at the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Script
from tat_console.ports.profiles import Profile
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.pages.runs.spoken import QUIET, SpokenRun, announce, sentence_of
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened, started
from tests.unit.runs.cloud import NOW
from tests.unit.runs.fleet import finish, machines, send


def planned(count: int) -> RunProgress:
    script = Script(name="greet", content=b"true")
    plan = make_plan(script, machines(count), Profile(profile_id="p", name="P"), now=NOW)
    return RunProgress(plan.stored())


class Listener:
    """Notes what is said, at times of its own."""

    def __init__(self, widget: QWidget) -> None:
        self.heard: list[str] = []
        self.time = NOW
        self.spoken = SpokenRun(widget, self.now, lambda _widget, words: self.heard.append(words))

    def now(self) -> datetime:
        return self.time

    def later(self, pause: timedelta) -> None:
        self.time += pause


def test_the_sentence_says_how_many_have_ended_and_how():
    progress = planned(250)
    send(progress, 0)
    assert sentence_of(progress) == (
        "Run “greet”: 0 of 250 tasks have ended. 200 Pending, 50 Queued."
    )
    finish(progress, 0, TaskStatus.SUCCESS)
    assert sentence_of(progress) == (
        "Run “greet”: 200 of 250 tasks have ended. 200 Success, 50 Queued."
    )
    send(progress, 1)
    finish(progress, 1, TaskStatus.FAILED)
    progress.end(NOW)
    assert sentence_of(progress) == "Run “greet” is over. 200 Success, 50 Failed."


def test_a_run_that_goes_on_is_told_after_pauses_and_its_end_at_once(host: QWidget):
    progress, listener = planned(250), Listener(host)
    listener.spoken.tell(progress)
    send(progress, 0)
    listener.spoken.tell(progress)
    assert len(listener.heard) == 1
    assert host.accessibleDescription() == sentence_of(progress)
    listener.later(QUIET)
    listener.spoken.tell(progress)
    listener.spoken.tell(progress)
    assert len(listener.heard) == 2
    for batch_no in (0, 1):
        send(progress, batch_no)
        finish(progress, batch_no, TaskStatus.SUCCESS)
    progress.end(NOW)
    listener.spoken.tell(progress)
    listener.spoken.tell(progress)
    assert listener.heard[2:] == ["Run “greet” is over. 250 Success."]


def test_a_run_of_long_ago_is_not_told_as_if_it_had_just_ended(host: QWidget):
    progress, listener = planned(1), Listener(host)
    send(progress, 0)
    finish(progress, 0, TaskStatus.SUCCESS)
    progress.end(NOW)
    listener.spoken.tell(progress)
    assert listener.heard == []
    assert host.accessibleDescription() == "Run “greet” is over. 1 Success."
    announce(host, "Somebody may be listening")


def test_the_view_of_a_run_has_its_sentence(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="greet", content=b"exit 3")
        progress = await started(stage.services, script, linux(stage.services, 2))
        _page, view, hand = await opened(stage, progress)
        await hand.until(
            lambda: view.accessibleDescription() == "Run “greet” is over. 2 Failed.", "the end"
        )

    on_stage(work)

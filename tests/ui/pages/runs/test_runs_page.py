"""The page of runs on real runs in the sandbox."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QMenu

from tat_console.ports.archive import Relation, Script
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tat_console.tat.statuses import TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.kit.files import write_file
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import Errand, OpenRun, OpenScript, PageKey
from tat_console.ui.pages.runs.page import RunsPage
from tat_console.ui.pages.runs.run_view import RunView
from tat_console.ui.pages.runs.save_report import write_report
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened, started


def click(page: RunsPage, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def answer(hand: Hand, code: QDialog.DialogCode) -> None:
    await hand.until(lambda: hand.window.findChild(QDialog), "the question")
    dialog = hand.window.findChild(QDialog)
    assert dialog is not None
    dialog.done(code)


def listed(stage: Stage, errand: Errand = None) -> tuple[RunsPage, Hand]:
    hand = stage.show(RunsPage, errand)
    assert isinstance(hand.window, RunsPage)
    return hand.window, hand


def choose(view: RunView, instance_ids: list[str]) -> None:
    view.tasks.table.clearSelection()
    flag = QItemSelectionModel.SelectionFlag
    for instance_id in instance_ids:
        index = view.tasks.model.index_of(instance_id)
        view.tasks.table.selectionModel().select(index, flag.Select | flag.Rows)


def test_without_runs_the_page_leads_to_the_machines(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        page, hand = listed(stage)
        await hand.until(lambda: page.findChild(EmptyState), "the empty state")
        state = page.findChild(EmptyState)
        assert state is not None
        assert state.action is not None
        QTest.mouseClick(state.action, Qt.MouseButton.LeftButton)
        assert stage.route.went == [(PageKey.INSTANCES, None)]

    on_stage(work)


def test_a_run_is_followed_to_its_end(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 3)
        script = Script(name="greet", content="echo hello 世界; exit 3".encode())
        progress = await started(stage.services, script, machines)
        page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        await hand.until(
            lambda: [row.summary for row in view.tasks.model.shown_rows()] == ["hello 世界"] * 3,
            "the summaries",
        )
        await hand.until(lambda: view.side.output.output, "the output")
        assert view.side.output.view.plain_text() == "hello 世界\n"
        assert "exit code 3" in view.side.output.facts.text()
        assert view.head.badge.accessibleName() == "Failed"
        assert not view.head.cancel.isVisible()
        assert view.head.retry.text() == "Retry failed (3)"
        click(page, "copy_output")
        assert QGuiApplication.clipboard().text() == "hello 世界\n"

    on_stage(work)


def test_output_grows_while_the_task_runs(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="steps", content=b"echo one; sleep 3; echo two", timeout_s=30)
        progress = await started(stage.services, script, linux(stage.services, 1))
        _page, view, hand = await opened(stage, progress)
        await hand.until(lambda: view.side.output.view.plain_text() == "one\n", "the first line")
        assert progress.is_live
        assert view.side.output.badge.accessibleName() == "Running"
        text = view.side.output.view
        await hand.until(lambda: text.plain_text() == "one\ntwo\n", "the second line")

    on_stage(work)


def test_bytes_that_were_cut_are_said(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="much", content=b"head -c 61440 /dev/zero | tr '\\0' x")
        progress = await started(stage.services, script, linux(stage.services, 1))
        _page, view, hand = await opened(stage, progress)
        await hand.until(view.side.output.view.notice.isVisible, "the notice")
        words = view.side.output.view.notice.accessibleName()
        assert "36,864 of 61,440 bytes were cut by the service" in words

    on_stage(work)


def test_two_of_three_are_cancelled(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="long", content=b"sleep 4; echo done", timeout_s=30)
        progress = await started(stage.services, script, linux(stage.services, 3))
        page, view, hand = await opened(stage, progress)
        running = TaskStatus.RUNNING
        await hand.until(lambda: progress.counts[running] == 3, "three running tasks")
        await hand.until(lambda: view.tasks.model.shown_rows()[-1].task.status is running, "rows")
        two = [row.task.instance_id for row in view.tasks.model.shown_rows()][1:]
        choose(view, two)
        assert view.head.cancel_chosen.text() == "Cancel selected (2)…"
        click(page, "cancel_chosen")
        await answer(hand, QDialog.DialogCode.Accepted)
        await hand.until(lambda: not progress.is_live, "the end")
        ended = {one for one, task in progress.tasks.items() if task.status is TaskStatus.SUCCESS}
        assert ended == set(progress.tasks) - set(two)
        assert progress.counts[TaskStatus.TERMINATED] + progress.counts[TaskStatus.CANCELLED] == 2

    on_stage(work)


def test_a_cancel_that_was_not_meant_does_nothing(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="short", content=b"sleep 2")
        progress = await started(stage.services, script, linux(stage.services, 1))
        page, view, hand = await opened(stage, progress)
        await hand.until(view.head.cancel.isEnabled, "something to cancel")
        click(page, "cancel_all")
        await answer(hand, QDialog.DialogCode.Rejected)
        await hand.until(lambda: not progress.is_live, "the end")
        assert progress.counts[TaskStatus.SUCCESS] == 1

    on_stage(work)


def test_selection_and_order_stay_while_tasks_change(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="wait", content=b"sleep 2")
        progress = await started(stage.services, script, linux(stage.services, 3))
        _page, view, hand = await opened(stage, progress)
        machine = 1
        view.tasks.table.sort_by(machine)
        names = [row.task.instance_name for row in view.tasks.model.shown_rows()]
        assert names == sorted(names)
        chosen = view.tasks.model.shown_rows()[1].task.instance_id
        view.tasks.table.go_to(chosen)
        await hand.until(lambda: not progress.is_live, "the end")
        await hand.until(
            lambda: view.tasks.model.shown_rows()[0].task.status is TaskStatus.SUCCESS, "rows"
        )
        assert [row.task.instance_name for row in view.tasks.model.shown_rows()] == names
        assert view.tasks.chosen_ids() == [chosen]
        assert view.side.output.machine.full_text() == progress.tasks[chosen].instance_name

    on_stage(work)


def test_filters_and_search_narrow_the_table(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 3)
        script = Script(name="some", content=b"echo broken pipe; exit 1")
        progress = await started(stage.services, script, machines)
        _page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        await hand.until(lambda: view.tasks.model.shown_rows()[0].summary, "the summaries")
        view.tasks.search.setText("broken")
        assert len(view.tasks.model.shown_rows()) == 3
        view.tasks.search.setText(machines[0].name)
        assert [row.task.instance_id for row in view.tasks.model.shown_rows()] == [
            machines[0].instance_id
        ]
        other = machines[1].instance_id
        view.tasks.grid.chosen.emit(other)
        assert view.tasks.search.text() == ""
        assert view.tasks.current_id() == other

    on_stage(work)


def test_a_failed_run_is_retried_on_the_same_machines(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 2)
        progress = await started(stage.services, Script(name="bad", content=b"exit 9"), machines)
        page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        await hand.until(view.head.retry.isVisible, "the button")
        click(page, "retry_failed")
        await answer(hand, QDialog.DialogCode.Accepted)
        await hand.until(lambda: stage.route.went, "the way to the run")
        _where, errand = stage.route.went[-1]
        assert isinstance(errand, OpenRun)
        again = await stage.services.runs.open(errand.run_id)
        assert again is not None
        assert (again.run.relation, again.run.parent_run_id) == (Relation.RETRY, progress.run_id)
        assert set(again.tasks) == {machine.instance_id for machine in machines}
        await hand.until(lambda: not again.is_live, "the end of the retry")

    on_stage(work)


def test_a_machine_that_is_gone_is_left_out_of_a_retry(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        there = linux(stage.services, 1)[0]
        gone = msgspec.structs.replace(there, instance_id="ins-zzzzzzzz", name="old")
        progress = await started(stage.services, Script(name="s", content=b"true"), [there, gone])
        page, view, hand = await opened(stage, progress)
        await hand.until(lambda: progress.counts[TaskStatus.NOT_SENT] == 2, "the refusal")
        await hand.until(view.head.retry.isVisible, "the button")
        click(page, "retry_failed")
        await hand.until(lambda: page.findChild(QDialog), "the question")
        dialog = page.findChild(QDialog)
        assert dialog is not None
        words = [label.text() for label in dialog.findChildren(QLabel)]
        assert {"1 of 2 chosen are left out", "Not found any more", "old"} <= set(words)
        await answer(hand, QDialog.DialogCode.Rejected)
        await hand.until(lambda: not page.scope.is_busy("repeat"), "the end of the question")

    on_stage(work)


def test_a_run_of_another_profile_is_not_repeated_with_this_one(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="s", content=b"true")
        progress = await started(stage.services, script, linux(stage.services, 1))
        page, _view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        progress.run = msgspec.structs.replace(progress.run, profile_id="p-2", profile_name="Prod")
        click(page, "run_again")
        await hand.until(page.banners.banners, "the banner")
        error = page.banners.banners()[0].error
        assert (error.title, error.what) == (
            "This run belongs to another profile.",
            "Its machines are those of “p-2”.",
        )

    on_stage(work)


def test_a_run_with_hidden_values_goes_back_to_the_editor(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 1)
        script = Script(name="s", content=b"test {{tat-hidden:t}} = abc", hidden=("t",))
        progress = await started(stage.services, script, machines, t=Secret("abc"))
        page, _view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        assert progress.counts[TaskStatus.SUCCESS] == 1
        click(page, "run_again")
        await hand.until(lambda: stage.route.went, "the way to the editor")
        assert stage.route.went == [(PageKey.SCRIPTS, OpenScript(script))]
        assert stage.services.chosen.ids == (machines[0].instance_id,)

    on_stage(work)


def test_what_was_refused_is_explained(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="s", content=b"true {{tat-hidden:t}}", hidden=("t",))
        progress = await started(stage.services, script, linux(stage.services, 1))
        _page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not view.notice.isHidden(), "the notice")
        assert "1 not sent" in view.notice.accessibleName()
        assert "a hidden value is gone" in view.notice.accessibleName()
        await hand.until(lambda: not view.side.output.error.isHidden(), "the task's error")
        assert "a hidden value is gone" in view.side.output.error.accessibleName()

    on_stage(work)


def test_a_lost_connection_is_told_and_taken_back(on_stage: OnStage, sandbox: Sandbox):
    async def work(stage: Stage) -> None:
        script = Script(name="long", content=b"sleep 30", timeout_s=60)
        progress = await started(stage.services, script, linux(stage.services, 1))
        page, _view, hand = await opened(stage, progress)
        await hand.until(lambda: progress.counts[TaskStatus.RUNNING], "a running task")
        sandbox.process.kill()
        await hand.until(page.banners.banners, "the banner")
        stage.services.runs.trouble.emit(None)
        await hand.until(lambda: not page.banners.banners(), "the end of the banner")

    on_stage(work)


def test_the_list_shows_runs_and_opens_them(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        script = Script(name="greet", content=b"#!/bin/sh\n# says hello\necho hello")
        progress = await started(stage.services, script, linux(stage.services, 2))
        page, hand = listed(stage)
        await hand.until(lambda: not progress.is_live, "the end")
        await hand.until(
            lambda: [row.run.state for row in page.list.model.shown_rows()] == ["ended"], "the row"
        )
        cells = [
            page.list.model.columns[place].content(page.list.model.shown_rows()[0]).spoken
            for place in range(4)
        ]
        assert cells == ["Success", "greet, echo hello", "2 Success", "2"]
        page.list.table.go_to(progress.run_id)
        QTest.keyClick(page.list.table, Qt.Key.Key_Return)
        await hand.until(lambda: page.view, "the run")
        click(page, "back_to_runs")
        assert page.view is None
        assert not page.head.isHidden()

    on_stage(work)


def test_a_run_that_is_not_kept_is_told(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        page, hand = listed(stage, OpenRun("20200101-000000-nobody"))
        await hand.until(page.banners.banners, "the banner")
        assert page.banners.banners()[0].error.title == "This run is not kept any more."

    on_stage(work)


def test_an_output_is_written_as_it_came(run, tmp_path):
    run(write_file(tmp_path / "a.txt", b"\xff\r\n"))
    assert (tmp_path / "a.txt").read_bytes() == b"\xff\r\n"
    with pytest.raises(ConsoleError, match="cannot be written"):
        run(write_file(tmp_path / "missing" / "a.txt", b""))


def test_the_report_is_a_page_or_markdown(on_stage: OnStage, tmp_path):
    async def work(stage: Stage) -> None:
        script = Script(name="bad", content=b"echo broken; exit 9")
        progress = await started(stage.services, script, linux(stage.services, 1))
        _page, _view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        for name, begin in (("a.html", "<!DOCTYPE html>"), ("a.md", "# Run bad")):
            await write_report(stage.services, progress, tmp_path / name)
            text = (tmp_path / name).read_text()
            assert text.startswith(begin)
            assert "broken" in text

    on_stage(work)


def test_what_machines_are_reached_by_is_copied_from_their_tasks(on_stage: OnStage):
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 2)
        progress = await started(stage.services, Script(name="x", content=b"true"), machines)
        _page, view, hand = await opened(stage, progress)
        await hand.until(lambda: not progress.is_live, "the end")
        choose(view, [one.instance_id for one in machines])
        menu = QMenu(view)
        view.tasks.table.menu_asked.emit(menu)
        offered = {action.objectName(): action for action in menu.actions()}
        for name, texts in (
            ("copy_ids", [one.instance_id for one in machines]),
            ("copy_names", [one.name for one in machines]),
            ("copy_ips", [one.private_ips[0] for one in machines]),
        ):
            offered[name].trigger()
            assert sorted(QGuiApplication.clipboard().text().splitlines()) == sorted(texts)

    on_stage(work)

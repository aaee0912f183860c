"""The groups of a run: live, masked, compared, opened and repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QTabBar

from tat_console.ports.archive import Relation, Script
from tat_console.tat.statuses import TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.answers import groups as module
from tat_console.ui.dialogs.repeat_run import Repeat
from tat_console.ui.pages.runs.run_view import RunView
from tat_console.ui.widgets.diff_view import DiffView
from tat_console.ui.widgets.group_cards import GroupCards
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.runs.real_runs import linux, opened, started


def told_apart(instance_id: str) -> Script:
    """A script that fails on one machine, and says a number that differs everywhere."""
    content = (
        f'echo "pid $$"; [ "$TAT_SANDBOX_INSTANCE_ID" != {instance_id} ] || '
        "{ echo broken; exit 3; }"
    )
    return Script(name="apart", content=content.encode())


async def turned(view: RunView, hand: Hand) -> GroupCards:
    """Turn to the groups."""
    view.side.turn_to(view.side.groups)
    await hand.settle()
    return view.side.groups.cards


async def apart(stage: Stage) -> tuple[RunView, Hand, GroupCards, str]:
    """An ended run of three machines, one of which failed, with its groups on show, masked."""
    machines = linux(stage.services, 3)
    bad = machines[0].instance_id
    progress = await started(stage.services, told_apart(bad), machines)
    _page, view, hand = await opened(stage, progress)
    cards = await turned(view, hand)
    await hand.until(lambda: not progress.is_live, "the run has ended")
    await hand.until(lambda: sum(sizes(cards)) == 3, "all answers are there")
    hand.find(QCheckBox, "normalise").click()
    await hand.until(lambda: sizes(cards) == [2, 1], "numbers are ignored")
    return view, hand, cards, bad


def sizes(cards: GroupCards) -> list[int]:
    return [len(card.names) for card in cards.cards.shown_rows()]


def test_groups_fill_while_answers_come_in(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 3)
        slow = machines[0].instance_id
        content = f'[ "$TAT_SANDBOX_INSTANCE_ID" != {slow} ] || sleep 2; echo same'
        progress = await started(
            stage.services, Script(name="slow", content=content.encode()), machines
        )
        _page, view, hand = await opened(stage, progress)
        tabs = hand.find(QTabBar, "run_tabs")
        assert [tabs.tabText(place) for place in range(2)] == ["Output", "Groups"]
        cards = await turned(view, hand)
        pane = view.side.groups
        assert not pane.compare.isEnabled()
        assert not pane.export.isEnabled()
        await hand.until(lambda: sizes(cards) == [2], "two have answered")
        assert pane.waiting.text() == "1 task has no final output yet"
        await hand.until(lambda: sizes(cards) == [3], "all have answered")
        (card,) = cards.cards.shown_rows()
        await hand.until(lambda: cards.cards.shown_rows()[0].lines == ("same",), "its text")
        assert (card.status, card.exit_code) == (TaskStatus.SUCCESS, 0)
        assert pane.count.text() == "1 answer"
        assert not pane.waiting.isVisible()

    on_stage(work)


def test_what_is_ignored_is_kept_with_the_script(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        view, hand, cards, _bad = await apart(stage)
        good = cards.cards.shown_rows()[0]
        assert good.lines == ("pid ‹n›",)
        assert stage.services.past.rules_of("apart").normalising.is_on
        _page, again, hand = await opened(stage, view.progress)
        assert again.side.groups.rules.box.isChecked()
        cards = await turned(again, hand)
        await hand.until(lambda: sizes(cards) == [2, 1], "they are folded as before")

    on_stage(work)


def test_two_groups_stand_side_by_side(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        _view, hand, _cards, _bad = await apart(stage)
        await hand.click("compare_groups")
        await hand.see(QDialog, "compare")
        difference = hand.find(DiffView, "difference")
        assert difference.heads["A"].title.text() == "2 machines"
        assert difference.heads["B"].exit.text() == "exit 3"
        assert difference.count.text() == "1 line differs"
        difference.heads["B"].menu.actions()[0].trigger()
        assert difference.heads["B"].title.text() == "2 machines"
        assert difference.count.text() == "No line differs"
        await hand.click("close_compare")
        assert not hand.shown(QDialog, "compare")

    on_stage(work)


def test_a_group_leads_to_a_machine_and_to_a_retry(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        view, hand, cards, bad = await apart(stage)
        asked: list[Repeat] = []
        view.head.repeat_asked.connect(asked.append)
        cards.setFocus()
        cards.go_to(cards.cards.shown_rows()[1].key)
        await hand.press(Qt.Key.Key_R, on=cards)
        (repeat,) = asked
        assert [task.instance_id for task in repeat.tasks(view.progress)] == [bad]
        assert repeat.relation is Relation.RETRY
        for dialog in hand.window.findChildren(QDialog):
            dialog.reject()
        await hand.press(Qt.Key.Key_Return, on=cards)
        assert view.side.shows_output
        assert view.tasks.current_id() == bad

    on_stage(work)


def test_groups_are_saved_as_a_report(
    on_stage: OnStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(stage: Stage) -> None:
        async def picked(*_args: object) -> Path:
            return tmp_path / "groups.md"

        monkeypatch.setattr(module, "pick_new_file", picked)
        _view, hand, _cards, _bad = await apart(stage)
        await hand.click("export_groups")
        await hand.until((tmp_path / "groups.md").exists, "the report is written")
        assert "broken" in (tmp_path / "groups.md").read_text()

    on_stage(work)


def test_answers_that_are_no_text_are_compared_byte_by_byte(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        machines = linux(stage.services, 2)
        one = machines[0].instance_id
        content = (
            f'[ "$TAT_SANDBOX_INSTANCE_ID" != {one} ] && last=002 || last=001; '
            "printf '\\177ELF\\001\\002\\003\\004\\005\\006\\000'; printf \"\\\\$last\""
        )
        progress = await started(
            stage.services, Script(name="bytes", content=content.encode()), machines
        )
        _page, view, hand = await opened(stage, progress)
        cards = await turned(view, hand)
        await hand.until(
            lambda: [len(card.lines[0]) > 20 for card in cards.cards.shown_rows()] == [True, True],
            "both answers have lines",
        )
        lines = [card.lines[0] for card in cards.cards.shown_rows()]
        assert {line.split("  ")[2].rstrip() for line in lines} == {"05 06 00 01", "05 06 00 02"}
        await hand.click("compare_groups")
        await hand.see(QDialog, "compare")
        assert hand.find(DiffView, "difference").count.text() == "1 line differs"
        await hand.click("close_compare")

    on_stage(work)

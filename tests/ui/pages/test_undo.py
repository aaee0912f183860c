"""What a page deletes without a question comes back by Undo."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu

from tat_console.runs.target_sets import TargetSet
from tat_console.tour.hand import Hand
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.history.run_detail import RunDetail
from tat_console.ui.pages.instances.page import InstancesPage
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.history.test_page import stored


def test_a_set_of_machines(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        sets = stage.services.target_sets
        ids = tuple(one.instance_id for one in stage.services.directory.machines[:2])
        kept = sets.save(TargetSet(set_id="", name="edge", instance_ids=ids))
        hand = stage.show(InstancesPage)
        page = stage.pages[0]
        assert isinstance(page, InstancesPage)
        page.sets.fill()
        trigger(page.sets.menu, f"delete_{kept.set_id}")
        assert not list(sets)
        await hand.click("undo")
        assert list(sets) == [kept]

    on_stage(work)


def test_a_saved_search(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        searches = stage.services.past.searches
        searches.save("bad ones", "status:failed")
        hand = stage.show(HistoryPage)
        page = stage.pages[0]
        assert isinstance(page, HistoryPage)
        page.saved.remove("bad ones")
        assert not list(searches)
        await hand.click("undo")
        assert list(searches) == [("bad ones", "status:failed")]

    on_stage(work)


def test_a_note_on_a_run(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        await stage.services.archive.add_run(stored(1))
        stage.services.past.look()
        hand = stage.show(HistoryPage)
        page = stage.pages[0]
        assert isinstance(page, HistoryPage)
        await hand.until(lambda: page.detail.parts is not None, "the run is read")
        await write_note(hand, page.detail, "ticket 4711")
        await write_note(hand, page.detail, "")
        await hand.click("undo")
        parts = page.detail.parts
        assert parts is not None
        assert parts.notes.annotations.note == "ticket 4711"

    on_stage(work)


async def write_note(hand: Hand, detail: RunDetail, text: str) -> None:
    """Turn to the note and write another one."""
    detail.write("note")
    field = await hand.see(QLineEdit, "run_note")
    field.setText(text)
    field.editingFinished.emit()
    await hand.settle()


def trigger(menu: QMenu, name: str) -> None:
    """Choose an entry of a menu."""
    action = menu.findChild(QAction, name)
    assert action is not None
    action.trigger()

"""Find a public command, mark it, run it with parameters; or open a copy and change that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from tat_console.tat.invocations import DescribeInvocations
from tat_console.tat.statuses import TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, Person

CTRL = Qt.KeyboardModifier.ControlModifier


async def search(person: Person, words: str) -> None:
    """Go to the gallery by the rail, wait for the commands, and search by Ctrl+F."""
    hand = person.hand
    await hand.click(f"rail_{PageKey.GALLERY}")
    await hand.see(QListView, "gallery_cards")
    await hand.press(Qt.Key.Key_F, CTRL)
    assert hand.find(QLineEdit, "gallery_search").hasFocus()
    await hand.type_into("gallery_search", words)


def said_in(hand: Hand, name: str) -> list[str]:
    """The texts of the labels that a part of the window shows."""
    labels = hand.find(QWidget, name).findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


async def go_to_first(person: Person) -> None:
    """Down from the search: the first card found is the current one."""
    await person.hand.press(Qt.Key.Key_Down, on=person.hand.find(QLineEdit, "gallery_search"))
    await person.hand.see(QWidget, "gallery_details")


def test_search_favourite_run_with_parameters_outputs(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        chosen = await person.tick(2)
        await search(person, "checksums")
        await go_to_first(person)
        assert hand.text("gallery_name") == "File checksums"
        await hand.press(Qt.Key.Key_F, on=hand.find(QListView, "gallery_cards"))
        await hand.type_into("gallery_search", "")
        await hand.click_row("gallery_places", 1, 0)
        assert [row[0] for row in hand.rows("gallery_cards")] == ["Favourites", "File checksums"]
        await hand.click_row("gallery_cards", 1, 0)

        await hand.press(Qt.Key.Key_Return, CTRL)
        assert hand.text("gallery_target_count") == "2 machines"
        await hand.type_into("parameter_files", "")
        await hand.click("gallery_run_now")
        assert not person.services.runs.known
        await hand.type_into("parameter_files", "/etc/hosts\n/no/such/file")
        await hand.click("gallery_run_now")
        await hand.click("confirm_button")
        await hand.until(lambda: person.services.runs.known, "a run started")
        assert not hand.shown(QWidget, "gallery_run_dialog")
        assert person.console.window.page is PageKey.RUNS
        await person.ended()

        item = person.services.scripts.gallery.recent[0]
        assert person.run.run.script.command_id == item.key
        assert sorted(person.run.tasks) == sorted(chosen)
        for batch in person.run.batches.values():
            asked = DescribeInvocations(invocation_ids=(batch.invocation_id,))
            cloud = person.services.session.require().cloud
            reply = await cloud.call(asked, region=batch.region)
            assert [one.command_id for one in reply.invocation_set] == [item.key]
        assert all("/etc/hosts" in output for output in await person.outputs())
        await hand.click(f"rail_{PageKey.GALLERY}")
        await hand.click_row("gallery_places", 2, 0)
        assert [row[0] for row in hand.rows("gallery_cards")] == ["Used lately", "File checksums"]
        await hand.click_row("gallery_cards", 1, 0)
        await hand.until(
            lambda: "2 of 2 machines succeeded." in said_in(hand, "gallery_details"),
            "how the last run went is told",
        )
        said = said_in(hand, "gallery_details")
        assert any(text.startswith("Once here, on ") for text in said)

    journey(work)


def test_open_as_a_copy_edit_run(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await person.tick(1)
        await search(person, "find-large-files")
        await go_to_first(person)
        assert hand.text("gallery_name") == "Find large files"
        await hand.click("gallery_copy")
        assert person.console.window.page is PageKey.SCRIPTS
        content = hand.text("script_editor")
        assert "{{min_mb}}" in content
        assert hand.text("parameter_folder") == "/var"
        assert "Copy of the public command “Find large files”" in hand.text("script_origin")
        await hand.paste_into("script_editor", "echo \"changed: '{{folder}}'\"\n")
        await person.run_it()
        await person.ended()
        assert await person.outputs() == ["changed: '/var'\n"]
        assert person.run.run.script.command_id == ""
        assert person.run.counts[TaskStatus.SUCCESS] == 1

    journey(work)


def test_the_palette_leads_to_a_command_and_f5_reads_anew(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand, gallery = person.hand, person.services.scripts.gallery
        await hand.until(lambda: gallery.items, "the public commands are known")
        await hand.press(Qt.Key.Key_K, CTRL, on=person.console.window)
        field = await hand.see(QLineEdit, "palette_field")
        await hand.type_into("palette_field", "Find large files")
        await hand.press(Qt.Key.Key_Return, on=field)
        assert person.console.window.page is PageKey.GALLERY
        assert hand.text("gallery_name") == "Find large files"
        before = gallery.shelf
        await hand.press(Qt.Key.Key_F5, on=person.console.window)
        await hand.until(lambda: gallery.shelf is not before, "they were read again")
        assert hand.text("gallery_name") == "Find large files"

    journey(work)

"""The library of scripts by clicks and keys: replaced, tagged, deleted, brought back, passed on."""

from __future__ import annotations

import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLineEdit,
    QTreeWidget,
    QWidget,
)

from tat_console.tour.hand import type_text
from tests.journeys.conftest import Journey, Person

CONTROL = Qt.KeyboardModifier.ControlModifier
DISKS = "df -h /var\ndf -h /srv\n"


async def from_menu(person: Person, button: str, words: str) -> None:
    """Click a button and the entry of its menu that begins with these words."""
    menu = await person.hand.open_menu(button)
    action = next(one for one in menu.actions() if one.text().startswith(words))
    where = menu.actionGeometry(action).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=where)
    await person.hand.settle()


async def answer_with(person: Person, path: Path) -> None:
    """Type a path into the question for a file or folder, and press Enter."""
    dialog = await person.hand.see(QFileDialog, "QFileDialog")
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.clear()
    type_text(field, str(path))
    await person.hand.press(Qt.Key.Key_Return, on=field)
    await person.hand.until(
        lambda: not person.hand.shown(QFileDialog, "QFileDialog"), "the question is answered"
    )


async def keep(person: Person, name: str, script: str) -> None:
    """Write a script and keep it by Ctrl+S."""
    await person.write(name, script)
    await person.hand.press(Qt.Key.Key_S, CONTROL, on=person.hand.find(QWidget, "script_editor"))
    await until_there(person, f"{name}.sh")


async def until_there(person: Person, path: str) -> None:
    """Wait until the library has a script."""
    library = person.services.scripts.library
    await person.hand.until(lambda: library.get(path), f"{path} is in the library")


async def delete(person: Person, path: str) -> None:
    """Delete the script in front from the library."""
    await from_menu(person, "script_more", "Delete from the library")
    library = person.services.scripts.library
    await person.hand.until(lambda: library.get(path) is None, f"{path} is gone")


def listed(person: Person) -> list[str]:
    """The names of the library's scripts in the list at the left."""
    tree = person.hand.find(QTreeWidget, "library_tree")
    found = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return sorted(item.text(0) for item in found if item.parent() is not None)


def test_find_and_replace_by_keys(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await person.write("disks", DISKS)
        editor = hand.find(QWidget, "script_editor")
        await hand.press(Qt.Key.Key_H, CONTROL, on=editor)
        assert hand.find(QLineEdit, "find_field").hasFocus()
        await hand.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
        await hand.type_into("find_field", r"df -h (/\w+)")
        assert hand.text("find_count") == "1 of 2"
        await hand.type_into("replace_field", "du -sh $1")
        await hand.click("replace_one")
        assert hand.text("script_editor") == "du -sh /var\ndf -h /srv\n"
        await hand.click("replace_all")
        assert hand.text("script_editor") == "du -sh /var\ndu -sh /srv\n"
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QLineEdit, "find_field"))
        assert not hand.shown(QLineEdit, "find_field")
        assert editor.hasFocus()
        await hand.press(Qt.Key.Key_Z, CONTROL, on=editor)
        assert hand.text("script_editor") == "du -sh /var\ndf -h /srv\n"

    journey(work)


def test_tags_are_given_and_choose_what_is_exported(journey: Journey, tmp_path: Path) -> None:
    async def work(person: Person) -> None:
        hand, target = person.hand, tmp_path / "mine.zip"
        await keep(person, "hello", "echo hello\n")
        await keep(person, "disks", DISKS)
        await from_menu(person, "script_more", "Description and tags")
        await hand.type_into("script_description", "How full the disks are")
        await hand.type_into("script_tags", "daily, disk")
        await hand.click("apply_description")
        await hand.until(lambda: person.services.scripts.library.tags, "the tags are kept")
        await from_menu(person, "tag_filter", "#daily")
        assert hand.text("find_script") == "#daily"
        assert "disks" in listed(person)
        assert "hello" not in listed(person)
        await from_menu(person, "library_more", "Export what is listed as a zip file")
        await answer_with(person, target)
        await hand.until(target.exists, "it is exported")
        assert zipfile.ZipFile(target).namelist() == ["disks.sh", "disks.toml"]
        await hand.type_into("find_script", "")
        assert "hello" in listed(person)

        copy = tmp_path / "copy.sh"
        await from_menu(person, "script_more", "Save a copy as a file")
        await answer_with(person, copy)
        await hand.until(copy.exists, "the copy is written")
        assert copy.read_text() == DISKS

        await delete(person, "disks.sh")
        await from_menu(person, "library_more", "Import a zip file")
        await answer_with(person, target)
        await until_there(person, "disks.sh")
        back = person.services.scripts.library.get("disks.sh")
        assert back is not None
        assert back.content.decode() == DISKS
        assert back.settings.tags == ("daily", "disk")
        assert back.settings.description == "How full the disks are"

    journey(work)


def test_a_deleted_script_is_brought_back(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await keep(person, "disks", DISKS)
        await delete(person, "disks.sh")
        await from_menu(person, "library_more", "Bring back deleted scripts")
        await hand.see(QDialog, "removed_scripts")
        await hand.click_row("removed_list", 0, 0)
        await hand.click("bring_back_accept")
        await until_there(person, "disks.sh")
        back = person.services.scripts.library.get("disks.sh")
        assert back is not None
        assert back.content.decode() == DISKS

    journey(work)


def test_a_file_with_windows_line_ends_is_opened_and_mended(
    journey: Journey, tmp_path: Path
) -> None:
    path = tmp_path / "report.sh"
    path.write_bytes(b"echo fine\r\n")

    async def work(person: Person) -> None:
        hand = person.hand
        await person.tick(1)
        await hand.click("rail_scripts")
        editor = await hand.see(QWidget, "script_editor")
        await hand.press(Qt.Key.Key_O, CONTROL, on=editor)
        await answer_with(person, path)
        await hand.until(lambda: hand.text("script_editor") == "echo fine\n", "it is open")
        page = person.console.window
        assert any(
            "Windows line ends" in one.accessibleName() for one in page.findChildren(QWidget)
        )
        hand.find(QWidget, "script_editor").setFocus()
        await person.run_it()
        await person.ended()
        assert await person.outputs() == ["fine\n"]

    journey(work)

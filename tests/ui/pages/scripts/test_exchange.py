"""Scripts that come in and go out, tags, and deleted scripts that come back."""

from __future__ import annotations

import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QMenu, QWidget

from tat_console.services.services import Services
from tat_console.tat.statuses import CommandType
from tat_console.tour.hand import Hand
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.ui.pages.scripts.conftest import come_to_the_front, titles


def choose(page: ScriptsPage, name: str, menu: str = "library_menu") -> None:
    """Choose an entry of a menu."""
    found = page.findChildren(QMenu, menu)[-1]
    next(action for action in found.actions() if action.objectName() == name).trigger()


async def pick(hand: Hand, page: ScriptsPage, place: Path) -> None:
    """Answer the question for a file or folder as its dialog would."""
    await hand.until(lambda: page.findChildren(QFileDialog), "the question")
    dialog = page.findChildren(QFileDialog)[-1]
    dialog.filesSelected.emit([str(place)])
    dialog.accept() if dialog.fileMode() is QFileDialog.FileMode.AnyFile else dialog.done(1)
    await done(hand, page)


async def done(hand: Hand, page: ScriptsPage) -> None:
    await hand.until(lambda: not page.scope.is_busy("library"), "it is done")


async def test_a_zip_file_goes_out_and_comes_in(page, scripts, services: Services, tmp_path):
    hand = await come_to_the_front(page)
    target = tmp_path / "mine.zip"
    choose(page, "export_zip")
    await pick(hand, page, target)
    assert sorted(zipfile.ZipFile(target).namelist()) == [
        "disk/report.sh",
        "disk/report.toml",
        "hello.sh",
    ]
    assert titles(page) == ["2 scripts were exported."]
    (scripts / "hello.sh").unlink()
    choose(page, "take_in_zip")
    await pick(hand, page, target)
    assert (scripts / "hello.sh").read_text() == "echo hello\n"
    assert "1 script was taken into the library." in titles(page)
    told = next(b.error for b in page.banners.banners() if "Not everything" in b.error.title)
    assert told.what == "“disk/report.sh” is in the library already."


async def test_a_folder_goes_out_by_its_tag_and_comes_in(page, scripts, services, tmp_path, qtbot):
    hand = await come_to_the_front(page)
    target = tmp_path / "out"
    target.mkdir()
    qtbot.keyClicks(page.shelf.tree.search, "#daily")
    choose(page, "export_folder")
    await pick(hand, page, target)
    assert (target / "disk" / "report.sh").exists()
    assert not (target / "hello.sh").exists()
    (target / "disk" / "report.sh").write_text("df\n")
    choose(page, "take_in_folder")
    await pick(hand, page, target)
    assert (scripts / "disk" / "report 2.sh").read_text() == "df\n"
    choose(page, "export_folder")
    await pick(hand, page, target)
    assert "Nothing was exported." in titles(page)


async def test_what_is_no_zip_file_is_told(page, scripts, tmp_path):
    hand = await come_to_the_front(page)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no zip")
    page.start(page.import_path(broken), key="library")
    await done(hand, page)
    assert "Nothing could be imported." in titles(page)


async def test_a_file_becomes_a_script(page, services, tmp_path):
    path = tmp_path / "clean up.ps1"
    path.write_bytes(b"\xef\xbb\xbfGet-Date\r\nexit 0\r\n")
    await page.import_path(path)
    draft = page.desk.draft()
    assert (draft.name, draft.command_type) == ("clean-up", CommandType.POWERSHELL)
    assert draft.content == "Get-Date\nexit 0\n"
    assert not page.banners.banners()


async def test_windows_line_ends_of_a_shell_script_are_mended_and_that_is_said(page, tmp_path):
    path = tmp_path / "report.sh"
    path.write_bytes(b"\xef\xbb\xbfdf -h\r\nuptime\r\n")
    await page.import_path(path)
    assert page.desk.draft().content == "df -h\nuptime\n"
    assert titles(page) == [
        "“report.sh” had Windows line ends, which break shell scripts; saving writes Unix ones.",
        "“report.sh” began with a byte order mark.",
    ]


async def test_a_file_that_is_no_text_is_told(page, tmp_path):
    path = tmp_path / "photo.sh"
    path.write_bytes(b"\xff\xfe\x00")

    page.start(page.import_path(path))
    await Hand(page).until(page.banners.banners, "the banner")
    assert titles(page) == ["“photo.sh” is not UTF-8 text."]


async def test_description_and_tags_are_edited_and_what_is_typed_stays(page, scripts, services):
    hand = await come_to_the_front(page)
    page.shelf.open_path("hello.sh")
    page.desk.editor.replace_script("echo typed\n")
    page.shelf.act("describe", "hello.sh")
    await hand.type_into("script_description", "x" * 121)
    await hand.click("apply_description")
    assert hand.find(QWidget, "describe_script").isVisible()
    await hand.type_into("script_description", "Says hello")
    await hand.type_into("script_tags", "#greeting, daily, daily")
    await hand.click("apply_description")
    await done(hand, page)
    settings = services.scripts.library.get("hello.sh").settings
    assert (settings.description, settings.tags) == ("Says hello", ("greeting", "daily"))
    assert page.desk.editor.toPlainText() == "echo typed\n"
    page.shelf.save()
    await done(hand, page)
    assert (scripts / "hello.sh").read_text() == "echo typed\n"
    assert services.scripts.library.get("hello.sh").settings.tags == ("greeting", "daily")


async def test_the_tag_filter_shows_the_scripts_of_a_tag(page, scripts):
    await come_to_the_front(page)
    tree = page.shelf.tree
    menu = tree.tags.menu()
    assert [action.text() for action in menu.actions()] == ["#daily", "#disk"]
    menu.actions()[0].trigger()
    assert tree.names() == ["report"]
    assert tree.search.text() == "#daily"
    assert tree.tags.menu().actions()[0].isChecked()
    tree.tags.menu().actions()[0].trigger()
    assert "hello" in tree.names()


async def test_a_deleted_script_comes_back_with_its_settings(page, scripts, services):
    hand = await come_to_the_front(page)
    page.shelf.act("remove", "disk/report.sh")
    await done(hand, page)
    assert services.scripts.library.get("disk/report.sh") is None
    choose(page, "bring_back")
    await hand.see(QListWidget, "removed_list")
    assert hand.rows("removed_list") == [["disk/report.sh"]]
    await hand.click_row("removed_list", 0, 0)
    await hand.click("bring_back_accept")
    await done(hand, page)
    back = services.scripts.library.get("disk/report.sh")
    assert back.content == b"df -h {{path}}\n"
    assert back.settings.tags == ("daily", "disk")


async def test_the_number_of_versions_stands_on_their_button(page, scripts):
    hand = await come_to_the_front(page)
    page.shelf.open_path("hello.sh")
    for number in (1, 2):
        page.desk.editor.replace_script(f"echo {number}\n")
        page.shelf.save()
        await done(hand, page)
    versions = page.desk.tools.versions
    await hand.until(lambda: versions.text() == "Version 3", "they were counted")
    page.new()
    assert versions.isHidden()
    assert not page.desk.tools.more.isEnabled()


async def test_a_new_folder_is_listed(page, scripts):
    hand = await come_to_the_front(page)
    choose(page, "new_folder")
    await hand.type_into("ask_text", "network")
    await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "ask_text"))
    await done(hand, page)
    assert (scripts / "network").is_dir()
    assert "network" in [group.name for group in page.shelf.tree._groups]

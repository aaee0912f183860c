"""The page of public commands: found, marked, read, copied, and asked about before a run."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from tat_console.ports.profiles import Credential
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import set_language
from tat_console.support.logs import Secret
from tat_console.tat.statuses import CommandType
from tat_console.tour.hand import Hand
from tat_console.ui.kit.states import EmptyState, ErrorState, LoadingState
from tat_console.ui.navigation import OpenPublicCommand, OpenScript, PageKey
from tat_console.ui.pages.gallery.card_view import CardView
from tat_console.ui.pages.gallery.page import GalleryPage
from tat_console.ui.pages.gallery.run_dialog import RunCommandDialog
from tests.ui.pages.conftest import OnStage, Stage
from tests.unit.services.conftest import PROFILE_ID


async def shown(stage: Stage) -> Hand:
    """The page with the commands on it."""
    hand = stage.show(GalleryPage)
    await hand.until(lambda: stage.services.scripts.gallery.items, "the commands are read")
    return hand


def cards(hand: Hand) -> CardView:
    return hand.find(CardView, "gallery_cards")


def titles(hand: Hand) -> list[str]:
    return [card.title for card in cards(hand).cards()]


def key_of(services: Services, name: str) -> str:
    return next(item.key for item in services.scripts.gallery.items if item.name("en") == name)


async def click_card(hand: Hand, title: str, *, star: bool = False) -> None:
    """Click a card, or its star."""
    view = cards(hand)
    row = [found[0] for found in hand.rows("gallery_cards")].index(title)
    index = view.model().index(row, 0)
    view.scrollTo(index)
    await hand.settle()
    rect = view.visualRect(index)
    spot = view._painter.spot(rect, index).center().toPoint() if star else rect.center()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )
    await hand.settle()


async def pick_place(hand: Hand, title: str) -> None:
    """Click a place at the left."""
    names = [row[0] for row in hand.rows("gallery_places")]
    await hand.click_row("gallery_places", names.index(title), 0)


def test_every_scene_shows_a_row_of_cards_and_leads_to_all_of_them(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        gallery = stage.services.scripts.gallery
        words = [row[0] for row in hand.rows("gallery_cards")]
        headings = [scene.words.en for scene in gallery.scenes]
        assert [word for word in words if word in headings] == headings
        places = [row[0] for row in hand.rows("gallery_places")]
        assert places == ["All", "Favourites", "Used lately", "Scenes", *headings]
        network = next(scene for scene in gallery.scenes if scene.words.en == "Network")
        members = gallery.search("", network.scene_id)
        assert len(members) > 4

        view = cards(hand)
        heading = view.model().index(words.index("Network"), 0)
        view.scrollTo(heading)
        await hand.settle()
        end = QPoint(view._painter.width - 6, view.visualRect(heading).center().y())
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end
        )
        await hand.settle()
        assert sorted(titles(hand)) == sorted(item.name("en") for item in members)
        await pick_place(hand, "All")
        assert [row[0] for row in hand.rows("gallery_cards")] == words
        assert "read" in hand.text("gallery_read")
        assert "Guangzhou" in hand.text("gallery_read")

    on_stage(work)


def test_search_system_and_order_narrow_what_is_listed(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        count = len(stage.services.scripts.gallery.items)
        search = hand.find(QLineEdit, "gallery_search")
        assert search.placeholderText() == f"Search {count} public commands"
        await hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert search.hasFocus()
        await hand.type_into("gallery_search", "find large")
        assert titles(hand) == ["Find large files", "Windows: find large files"]
        linux = [
            made
            for made in hand.find(QWidget, "gallery_system").findChildren(QToolButton)
            if made.text() == "Linux"
        ]
        QTest.mouseClick(linux[0], Qt.MouseButton.LeftButton)
        await hand.settle()
        assert titles(hand) == ["Find large files"]
        await hand.press(Qt.Key.Key_Down, on=search)
        assert cards(hand).hasFocus()
        assert hand.text("gallery_name") == "Find large files"

        await hand.type_into("gallery_search", "查找大文件")
        assert titles(hand) == ["Find large files"]
        await hand.type_into("gallery_search", "no such thing")
        assert not hand.shown(CardView, "gallery_cards")
        assert [one.title.text() for one in hand.shown(EmptyState, "")] == ["No command matches"]
        hand.shown(EmptyState, "")[0].action.click()  # type: ignore[union-attr]
        await hand.settle()
        assert search.text() == ""
        hand.find(QComboBox, "gallery_order").setCurrentIndex(1)
        await hand.settle()
        names = [item.name("en") for item in stage.services.scripts.gallery.items]
        assert titles(hand) == sorted(names, key=str.casefold)

    on_stage(work)


def test_keys_move_mark_and_open(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        gallery = stage.services.scripts.gallery
        view = cards(hand)
        assert view.hasFocus()
        await hand.press(Qt.Key.Key_Home, on=view)
        first = view.card()
        assert first is not None
        await hand.press(Qt.Key.Key_Right, on=view)
        await hand.press(Qt.Key.Key_Down, on=view)
        below = view.card()
        assert below is not None
        assert titles(hand).index(below.title) == view.columns + 1
        assert hand.text("gallery_name") == below.title
        await hand.press(Qt.Key.Key_F, on=view)
        assert [item.key for item in gallery.favourites] == [below.key]
        await hand.press(Qt.Key.Key_Home, on=view)
        await hand.press(Qt.Key.Key_Space, on=view)
        assert [item.key for item in gallery.favourites] == [below.key, first.key]
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QWidget, "gallery_details"))
        assert not hand.shown(QWidget, "gallery_details")
        assert view.hasFocus()
        await hand.press(Qt.Key.Key_Return, on=view)
        assert hand.text("gallery_name") == first.title

    on_stage(work)


def test_favourites_are_marked_on_card_and_pane_and_found_again(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await pick_place(hand, "Favourites")
        assert [one.title.text() for one in hand.shown(EmptyState, "")] == ["No favourites yet"]
        await pick_place(hand, "Network")
        await click_card(hand, "Test a connection", star=True)
        await click_card(hand, "Measure latency")
        await hand.click("gallery_star")
        assert hand.find(QToolButton, "gallery_star").accessibleName() == "Not a favourite any more"
        await pick_place(hand, "Favourites")
        assert titles(hand) == ["Test a connection", "Measure latency"]
        await click_card(hand, "Test a connection", star=True)
        assert titles(hand) == ["Measure latency"]

    on_stage(work)


def test_the_pane_tells_everything_about_a_command(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        key = key_of(stage.services, "Find large files")
        page = stage.pages[-1]
        page.arrive(OpenPublicCommand(key))  # type: ignore[attr-defined]
        await hand.settle()
        assert hand.text("gallery_name") == "Find large files"
        pane = hand.find(QWidget, "gallery_details")
        said = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
        assert key in said
        for word in ("folder", "min_mb", "top", "/var", "100", "whole number, 1 to 200", "600 s"):
            assert word in said
        item = stage.services.scripts.gallery.get(key)
        assert item is not None
        whole = item.command.content.decode().rstrip()
        assert hand.text("gallery_script") == "\n".join(whole.splitlines()[:8])
        await hand.click("gallery_all_lines")
        assert hand.text("gallery_script") == whole

    on_stage(work)


def test_a_copy_is_opened_in_the_editor_and_counts_as_used(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await hand.type_into("gallery_search", "disk-usage")
        await click_card(hand, titles(hand)[0])
        await hand.click("gallery_copy")
        page, errand = stage.route.went[-1]
        assert page is PageKey.SCRIPTS
        assert isinstance(errand, OpenScript)
        assert errand.script.name == "disk-usage"
        assert errand.script.command_id == ""
        assert [item.command.command_name for item in stage.services.scripts.gallery.recent] == [
            "disk-usage"
        ]

    on_stage(work)


def test_the_dialog_checks_every_field_and_forgets_nothing(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services = stage.services
        ready = [one for one in services.directory.machines if not one.refusal(CommandType.SHELL)]
        hand = await shown(stage)
        page = stage.pages[-1]
        page.arrive(OpenPublicCommand(key_of(services, "Find large files")))  # type: ignore[attr-defined]
        await hand.settle()
        await hand.click("gallery_run")
        assert hand.text("gallery_target_count") == "No machine is chosen yet"
        assert not hand.find(QWidget, "gallery_run_now").isEnabled()
        await hand.type_into("parameter_folder", "/etc")
        await hand.click("gallery_choose")
        assert stage.route.went[-1] == (PageKey.INSTANCES, None)
        assert not hand.shown(QWidget, "gallery_run_dialog")

        services.chosen.set(one.instance_id for one in ready[:2])
        await hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert hand.text("parameter_folder") == "/etc"
        assert hand.text("gallery_target_count") == "2 machines"
        await hand.type_into("parameter_top", "many")
        await hand.type_into("parameter_folder", "etc")
        await hand.click("gallery_run_now")
        said = [label.text() for label in hand.shown(QLabel, "")]
        assert "“many” is no number." in said
        assert "“etc” does not fit the pattern /[^']*." in said
        assert hand.find(QLineEdit, "parameter_folder").hasFocus()
        assert not hand.shown(QWidget, "confirm_run")

        await hand.type_into("parameter_top", "5")
        await hand.type_into("parameter_folder", "/etc")
        await hand.click("gallery_run_now")
        await hand.see(QWidget, "confirm_run")
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QWidget, "confirm_run"))
        assert hand.text("parameter_top") == "5"
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QWidget, "gallery_run_dialog"))
        assert services.runs.known == []

    on_stage(work)


def test_several_lines_choices_and_machines_left_out(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services = stage.services
        windows = [
            one for one in services.directory.machines if one.refusal(CommandType.SHELL) is not None
        ]
        services.chosen.set(one.instance_id for one in windows)
        hand = await shown(stage)
        page = stage.pages[-1]
        page.arrive(OpenPublicCommand(key_of(services, "Upload a small file")))  # type: ignore[attr-defined]
        await hand.settle()
        await hand.click("gallery_run")
        assert hand.text("gallery_target_count") == "No machine can take it"
        assert any(
            windows[0].name in label.text() for label in hand.shown(QLabel, "gallery_left_out")
        )
        keep = hand.find(QCheckBox, "parameter_keep_old")
        assert keep.isChecked()
        content = hand.find(QPlainTextEdit, "parameter_content_base64")
        long = "QUJD\n" * 9_000
        content.setPlainText(long)
        dialog = hand.find(QWidget, "gallery_run_dialog")
        assert isinstance(dialog, RunCommandDialog)
        assert dialog.visible_values()["content_base64"] == long
        keep.click()
        assert dialog.visible_values()["keep_old"] == "false"
        await hand.press(Qt.Key.Key_Escape, on=dialog)

    on_stage(work)


def test_the_smallest_page_has_the_scenes_in_its_head(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        page = stage.pages[-1]
        page.resize(912, 531)
        await hand.settle()
        assert not hand.shown(QWidget, "gallery_places")
        place = hand.find(QComboBox, "gallery_place")
        place.setCurrentIndex(place.findText("Time", Qt.MatchFlag.MatchStartsWith))
        place.activated.emit(place.currentIndex())
        await hand.settle()
        assert "Set the time zone" in titles(hand)
        await click_card(hand, "Set the time zone")
        pane = hand.find(QWidget, "gallery_details")
        assert pane.width() == 456
        assert pane.mapTo(page, pane.rect().topRight()).x() == page.width() - 1

    on_stage(work)


def test_columns_follow_the_room_there_is(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        page, view = stage.pages[-1], cards(hand)
        for width, columns in ((1208, 3), (1500, 4), (1090, 2)):
            page.resize(width, 731)
            await hand.settle()
            assert view.columns == columns
            places = [view.visualRect(view.model().index(row, 0)) for row in range(1, columns + 1)]
            assert len({place.top() for place in places}) == 1

    on_stage(work)


def test_chinese_words_where_the_window_speaks_chinese(on_stage: OnStage, tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        set_language("zh_CN", tmp_path)
        hand = await shown(stage)
        assert "健康巡检" in [row[0] for row in hand.rows("gallery_cards")]
        await hand.type_into("gallery_search", "find-large-files")
        assert titles(hand) == ["Windows：查找大文件", "查找大文件"]

    try:
        on_stage(work)
    finally:
        set_language("en", tmp_path)


def test_loading_and_errors_stand_in_the_place_of_cards(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        services = stage.services
        hand = stage.show(GalleryPage)
        assert hand.shown(LoadingState, "")
        await hand.until(lambda: services.scripts.gallery.items, "the commands are read")
        assert not hand.shown(LoadingState, "")
        profile = services.session.require().profile
        wrong = msgspec.structs.replace(profile, profile_id="wrong", regions=("ap-guangzhou",))
        key = Credential(secret_id=wrong.secret_id, secret_key=Secret("not this one"))
        services.profiles.provide(wrong, key)
        with pytest.raises(ConsoleError):
            await services.session.activate("wrong")
        await hand.see(ErrorState, "")
        assert not hand.shown(CardView, "gallery_cards")
        await services.session.activate(PROFILE_ID)
        await hand.until(lambda: not hand.shown(ErrorState, ""), "the commands are back")
        assert titles(hand)

    on_stage(work)

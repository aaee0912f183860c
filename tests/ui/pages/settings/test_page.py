"""The page of settings, by clicks and keys, against a real sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableView,
    QWidget,
)

from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.services.connection_trial import STEPS
from tat_console.services.services import Services
from tat_console.support.logs import Secret
from tat_console.tour.hand import Hand
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.banner import Banner, Notice
from tat_console.ui.navigation import OpenProfiles
from tat_console.ui.pages.settings.page import SettingsPage
from tat_console.ui.pages.settings.provided_profile import ProvidedProfile
from tat_console.ui.widgets.key_value import ValueLabel
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage

NEW = OpenProfiles(create=True)


def problem(hand: Hand, name: str) -> str:
    """What stands under a field."""
    field = hand.find(QWidget, name).parentWidget()
    assert isinstance(field, FormField)
    return field.shown_text()


def notices(hand: Hand) -> list[str]:
    return [one.accessibleName() for one in hand.window.findChildren(Notice) if one.isVisible()]


def field(hand: Hand, name: str) -> QLineEdit:
    return hand.find(QLineEdit, name)


def listed(hand: Hand) -> list[str]:
    return [row[0] for row in hand.rows("profiles")]


def typed_values(hand: Hand) -> list[str]:
    names = ("profile_name", "profile_secret_id", "profile_secret_key", "profile_proxy")
    return [field(hand, name).text() for name in names]


async def save_profile(services: Services, sandbox: Sandbox, key: str) -> None:
    """Keep a profile that leads to the sandbox, under a name of its own."""
    profile = Profile(
        profile_id="p-1",
        name="harbor",
        environment=Environment.PRODUCTION,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        session_only=True,
    )
    credential = Credential(secret_id=sandbox.secret_id, secret_key=Secret(key))
    await services.profiles.save(profile, credential)


def test_the_sandbox_is_listed_with_its_address_and_cannot_be_edited(
    on_stage: OnStage, sandbox: Sandbox
) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage)
        assert listed(hand) == ["Sandbox"]
        card = stage.pages[0].findChild(ProvidedProfile)
        assert card is not None
        assert card.isVisible()
        values = [label.value() for label in card.findChildren(ValueLabel)]
        assert sandbox.endpoint in values
        assert card.findChildren(QLineEdit) == []
        assert not hand.find(QAbstractButton, "use_profile").isEnabled()

    on_stage(work)


def test_what_is_wrong_is_said_beside_each_field_and_nothing_is_saved(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage, NEW)
        await hand.type_into("profile_secret_id", "AKID one")
        await hand.click("fold_network")
        await hand.type_into("profile_proxy", "somewhere")
        await hand.click("save_profile")
        assert "name is empty" in problem(hand, "profile_name")
        assert "has a space" in problem(hand, "profile_secret_id")
        assert "SecretKey is empty" in problem(hand, "profile_secret_key")
        assert "http://HOST:PORT" in problem(hand, "profile_proxy")
        assert field(hand, "profile_name").hasFocus()
        assert field(hand, "profile_proxy").text() == "somewhere"
        assert [profile.name for profile in stage.services.profiles] == ["Sandbox"]
        await hand.type_into("profile_name", "sandbox")
        await hand.click("test_profile")
        assert "Another profile" in problem(hand, "profile_name")

    on_stage(work)


def test_without_a_keyring_the_key_stays_for_the_session_and_in_no_file(
    on_stage: OnStage, home: Path
) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage, NEW)
        await hand.until(
            lambda: any("No keyring answers" in words for words in notices(hand)), "it is said"
        )
        box = hand.find(QAbstractButton, "profile_session_only")
        assert box.isChecked()
        assert not box.isEnabled()
        await hand.type_into("profile_name", "harbor-dev")
        await hand.type_into("profile_secret_id", "AKIDone")
        await hand.type_into("profile_secret_key", "never-to-be-found")
        await hand.click("profile_counts")
        await hand.click("save_profile")
        await hand.until(lambda: "harbor-dev" in listed(hand), "the profile is listed")
        saved = next(one for one in stage.services.profiles if one.name == "harbor-dev")
        assert saved.session_only
        assert saved.counts_machines
        kept = await stage.services.profiles.credential(saved)
        assert kept.secret_key.reveal() == "never-to-be-found"
        assert field(hand, "profile_secret_key").text() == ""
        assert any("gone when the program ends" in words for words in notices(hand))
        assert "until the program ends" in problem(hand, "profile_secret_key")

    on_stage(work)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"never-to-be-found" in path.read_bytes()]


def test_a_working_key_tells_whose_it_is(on_stage: OnStage, sandbox: Sandbox) -> None:
    async def work(stage: Stage) -> None:
        await save_profile(stage.services, sandbox, sandbox.secret_key)
        hand = stage.show(SettingsPage)
        await hand.click_row("profiles", 1, 0)
        assert field(hand, "profile_secret_key").text() == ""
        await hand.click("test_profile")
        await hand.until(
            lambda: any("Everything works" in words for words in notices(hand)), "the key works"
        )
        assert stage.services.session.identity is not None
        account = stage.services.session.identity.account_id
        assert any(account in words for words in notices(hand))
        await hand.click("close_test")
        await hand.click("use_profile")
        await hand.until(
            lambda: stage.services.session.profile and stage.services.session.regions,
            "the profile is connected",
        )
        assert stage.services.session.require().profile.name == "harbor"

    on_stage(work)


def test_a_wrong_key_is_explained_and_what_was_typed_stays(
    on_stage: OnStage, sandbox: Sandbox
) -> None:
    async def work(stage: Stage) -> None:
        await save_profile(stage.services, sandbox, sandbox.secret_key)
        hand = stage.show(SettingsPage)
        await hand.click_row("profiles", 1, 0)
        await hand.type_into("profile_name", "harbor-two")
        await hand.type_into("profile_secret_key", "wrong-key-altogether")
        before = typed_values(hand)
        await hand.click("test_profile")
        await hand.until(
            lambda: any("cannot be used: SecretKey" in words for words in notices(hand)),
            "the cause is told",
        )
        shown = [
            label.text() for label in hand.find(QDialog, "connection_test").findChildren(QLabel)
        ]
        assert any(words.startswith("RequestId ") for words in shown)
        assert shown.count("Not tried") == len(STEPS)
        await hand.click("correct_field")
        assert stage.pages[0].focusWidget() is field(hand, "profile_secret_key")
        assert typed_values(hand) == before
        assert hand.find(QAbstractButton, "save_profile").isEnabled()
        await hand.click_row("profiles", 0, 0)
        await hand.click_row("profiles", 1, 0)
        assert typed_values(hand) == before

    on_stage(work)


def test_another_secret_id_asks_for_its_key(on_stage: OnStage, sandbox: Sandbox) -> None:
    async def work(stage: Stage) -> None:
        await save_profile(stage.services, sandbox, sandbox.secret_key)
        hand = stage.show(SettingsPage)
        await hand.click_row("profiles", 1, 0)
        await hand.type_into("profile_secret_id", "AKIDother")
        await hand.click("save_profile")
        assert "SecretKey is empty" in problem(hand, "profile_secret_key")
        await hand.type_into("profile_secret_id", sandbox.secret_id)
        await hand.type_into("profile_name", "renamed")
        await hand.click("save_profile")
        await hand.until(lambda: "renamed" in listed(hand), "the new name is listed")
        assert any("key stays as it was" in words for words in notices(hand))

    on_stage(work)


def test_a_key_that_is_gone_is_asked_for_again(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        lost = Profile(profile_id="p-1", name="lost", secret_id="AKIDone", session_only=True)
        await stage.services.profiles.save(lost, None)
        hand = stage.show(SettingsPage)
        await hand.click_row("profiles", 1, 0)
        await hand.until(
            lambda: "is gone" in problem(hand, "profile_secret_key"), "the hint says so"
        )
        await hand.click("use_profile")
        await hand.until(lambda: stage.pages[0].findChildren(Banner), "the error is shown")
        (banner,) = stage.pages[0].findChildren(Banner)
        assert "type the SecretKey again" in banner.error.next_step
        assert stage.services.session.require().profile.name == "Sandbox"

    on_stage(work)


def test_regions_are_ticked_or_typed(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage, NEW)
        regions = hand.find(QListWidget, "profile_regions")
        assert regions.count() == len(stage.services.session.regions)
        regions.item(0).setCheckState(Qt.CheckState.Checked)
        await hand.type_into("profile_add_region", "frankfurt")
        await hand.press(Qt.Key.Key_Return, on=field(hand, "profile_add_region"))
        assert field(hand, "profile_add_region").text() == "frankfurt"
        await hand.type_into("profile_add_region", "eu-frankfurt")
        await hand.press(Qt.Key.Key_Return, on=field(hand, "profile_add_region"))
        await hand.type_into("profile_name", "two regions")
        await hand.type_into("profile_secret_id", "AKIDone")
        await hand.type_into("profile_secret_key", "some-key")
        await hand.click("save_profile")
        await hand.until(lambda: "two regions" in listed(hand), "the profile is listed")
        saved = next(one for one in stage.services.profiles if one.name == "two regions")
        assert saved.regions == (stage.services.session.regions[0].region, "eu-frankfurt")

    on_stage(work)


def test_tab_goes_on_through_the_regions(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage, NEW)
        hand.find(QListWidget, "profile_regions").setFocus()
        seen = []
        for _press in range(3):
            await hand.press(Qt.Key.Key_Tab)
            seen.append(stage.pages[0].focusWidget().objectName())
        assert seen == ["profile_add_region", "add_region", "fold_network"]
        await hand.press(Qt.Key.Key_Backtab)
        assert stage.pages[0].focusWidget().objectName() == "add_region"

    on_stage(work)


@pytest.mark.parametrize("agrees", [False, True])
def test_removing_asks_first(on_stage: OnStage, sandbox: Sandbox, agrees: bool) -> None:
    async def work(stage: Stage) -> None:
        await save_profile(stage.services, sandbox, sandbox.secret_key)
        hand = stage.show(SettingsPage)
        await hand.click_row("profiles", 1, 0)
        await hand.click("remove_profile")
        await hand.until(lambda: stage.pages[0].findChildren(QDialog), "it is asked")
        (dialog,) = stage.pages[0].findChildren(QDialog)
        dialog.done(QDialog.DialogCode.Accepted if agrees else QDialog.DialogCode.Rejected)
        await hand.until(lambda: not stage.pages[0].scope.is_busy(), "it is done")
        assert listed(hand) == (["Sandbox"] if agrees else ["Sandbox", "harbor"])

    on_stage(work)


def test_a_new_profile_can_be_given_up(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage, NEW)
        assert listed(hand) == ["Sandbox", "New profile"]
        await hand.type_into("profile_name", "half done")
        await hand.click_row("profiles", 0, 0)
        await hand.click("new_profile")
        assert field(hand, "profile_name").text() == "half done"
        await hand.click("remove_profile")
        await hand.until(lambda: stage.pages[0].findChildren(QDialog), "it is asked")
        stage.pages[0].findChildren(QDialog)[0].accept()
        await hand.until(lambda: listed(hand) == ["Sandbox"], "it is gone")
        assert hand.find(QTableView, "profiles").currentIndex().row() == 0

    on_stage(work)


def test_the_key_shows_itself_only_while_the_eye_is_pressed(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage, NEW)
        await hand.type_into("profile_secret_key", "abc")
        key = field(hand, "profile_secret_key")
        assert key.displayText() != "abc"
        (eye,) = key.actions()
        eye.trigger()
        assert key.displayText() == "abc"
        eye.trigger()
        assert key.displayText() != "abc"

    on_stage(work)


def test_settings_follow_their_rows_in_both_directions(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(SettingsPage)
        settings = stage.services.settings
        sections = hand.find(QListWidget, "settings_sections")
        (place,) = sections.findItems("General", Qt.MatchFlag.MatchExactly)
        sections.setCurrentItem(place)
        await hand.settle()
        colours = hand.find(QComboBox, "setting_theme")
        assert colours.currentData() == "system"
        await hand.press(Qt.Key.Key_Down, on=colours)
        assert settings.get("theme") == "light"
        settings.set("theme", "dark")
        assert colours.currentText() == "Dark"
        notify = hand.find(QAbstractButton, "setting_notify_on_end")
        assert notify.isChecked()
        await hand.press(Qt.Key.Key_Space, on=notify)
        assert settings.get("notify_on_end") is False

    on_stage(work)

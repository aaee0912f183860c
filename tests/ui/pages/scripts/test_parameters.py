"""Parameters: kinds of fields, definitions, presets, secrets, and how values land."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QMenu, QPlainTextEdit, QWidget

from tat_console.support.logs import Secret
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tour.hand import Hand
from tat_console.ui.dialogs.edit_parameter import EditParameter
from tat_console.ui.pages.scripts.page import ScriptsPage

SCRIPT = "echo '{{city}}' {{count}} {{loud}} '{{tat-hidden:token}}'"
NUMBER = ParameterDefinition(key="count", kind=ParameterKind.NUMBER, least=1, most=9, default="3")
SWITCH = ParameterDefinition(key="loud", kind=ParameterKind.SWITCH, on="-v", off="-q")


def write(page: ScriptsPage, text: str, *definitions: ParameterDefinition) -> None:
    page.desk.editor.replace_script(text)
    page.desk.study()
    for definition in definitions:
        page.desk.sheet.define(definition)
    page.desk.study()


def under(page: ScriptsPage, key: str) -> QLabel:
    found = page.desk.sheet.form._rows[key]._under
    assert isinstance(found, QLabel)
    return found


def field(page: ScriptsPage, key: str) -> QWidget:
    found = page.desk.sheet.form._rows[key].field
    assert isinstance(found, QWidget)
    return found


def test_a_number_has_its_range_and_its_default(page):
    write(page, SCRIPT, NUMBER)
    assert page.desk.sheet.visible_values()["count"] == "3"
    assert under(page, "count").text() == "1 to 9"
    page.desk.sheet.fill({"count": "12"})
    page.desk.study()
    assert under(page, "count").text() == "12 is too large; at most 9."
    assert page.desk.point_out_problems()


def test_a_switch_sends_its_two_words(page, qtbot):
    write(page, SCRIPT, SWITCH)
    box = field(page, "loud")
    assert isinstance(box, QCheckBox)
    assert page.desk.sheet.visible_values()["loud"] == "-q"
    box.click()
    assert page.desk.sheet.visible_values()["loud"] == "-v"


def test_a_choice_is_a_list_and_several_lines_have_room(page):
    choice = ParameterDefinition(key="city", kind=ParameterKind.CHOICE, choices=("Ulm", "Bonn"))
    lines = ParameterDefinition(key="count", kind=ParameterKind.LINES)
    write(page, SCRIPT, choice, lines)
    assert isinstance(field(page, "city"), QComboBox)
    assert isinstance(field(page, "count"), QPlainTextEdit)
    page.desk.sheet.fill({"city": "Köln"})
    page.desk.study()
    assert "none of the choices" in under(page, "city").text()


def test_a_built_in_is_not_asked_for(page):
    write(page, "echo {{tat-instance-id}}")
    assert page.desk.sheet.visible_values() == {}
    assert not [one for one in page.desk._problems if one.field == "parameters"]


def test_a_value_that_breaks_out_of_its_quotes_is_warned_of(page):
    write(page, SCRIPT)
    page.desk.sheet.fill({"city": "it's"})
    page.desk.study()
    assert "ends what it stands in" in under(page, "city").text()
    page.desk.sheet.fill({"city": "Ulm"})
    page.desk.study()
    assert under(page, "city").text() == ""
    assert field(page, "city").toolTip().startswith("Line 1: echo 'Ulm'")


def test_an_optional_value_may_be_empty(page):
    write(page, "echo '{{city}}'", ParameterDefinition(key="city", required=False))
    assert not [one for one in page.desk._problems if one.field == "parameters"]


async def test_a_definition_is_edited_in_a_dialog_and_kept(page, services):
    write(page, SCRIPT)

    async def edit() -> None:
        hand = Hand(page)
        await hand.click("edit_parameter_count")
        dialog = await hand.see(QWidget, "edit_parameter")
        assert isinstance(dialog, EditParameter)
        dialog.kind.setCurrentIndex(dialog.kind.findData(ParameterKind.NUMBER))
        dialog.least.setText("five")
        await hand.click("apply_definition")
        assert dialog.problem.text() == "“five” is no number."
        dialog.least.setText("5")
        dialog.default.setText("2")
        await hand.click("apply_definition")
        assert "too small" in dialog.problem.text()
        dialog.default.setText("7")
        await hand.click("apply_definition")
        await hand.until(lambda: not page.scope.is_busy("edit"), "the dialog is closed")

    await edit()
    page.flush()
    (draft,) = services.drafts
    row = next(one for one in draft.definitions if one.key == "count")
    assert (row.kind, row.least, row.default) == (ParameterKind.NUMBER, 5.0, "7")
    assert page.desk.sheet.visible_values()["count"] == "7"


async def test_presets_fill_values_and_never_keep_secrets(page, services, folder: Path):
    write(page, SCRIPT)
    page.desk.sheet.fill({"city": "Ulm", "count": "1"})
    page.desk.sheet.form.set_values({"token": "hunter2"})

    async def keep() -> None:
        hand = Hand(page)
        await hand.click("save_preset")
        await hand.until(lambda: page.window().findChild(QWidget, "ask_text"), "the question")
        await hand.type_into("ask_text", "south")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "ask_text"))
        await hand.until(lambda: not page.scope.is_busy("preset"), "it is kept")

    await keep()
    assert page.desk.side.presets.name() == "south"
    page.desk.sheet.fill({"city": "Bonn"})
    page.parameters.apply_preset("south")
    assert page.desk.sheet.visible_values()["city"] == "Ulm"
    assert "hunter2" not in (folder / "config" / "presets.json").read_text()

    async def forget() -> None:
        hand = Hand(page)
        await hand.click("remove_preset")

    await forget()
    assert page.desk.side.presets.name() == ""
    assert page.desk.side.presets.box.count() == 1
    await Hand(page).click("undo")
    page.parameters.show_presets()
    page.parameters.apply_preset("south")
    assert page.desk.sheet.visible_values()["city"] == "Ulm"


async def test_a_secret_is_taken_from_the_keyring_by_its_name(
    secret_service, page, services, folder: Path
):
    write(page, SCRIPT)

    async def take() -> None:
        await services.scripts.secrets.keep("deploy", Secret("hunter2"))
        hand = Hand(page)
        await hand.click("take_secret_token")
        menu = page.findChild(QMenu, "secret_menu")
        assert menu is not None
        action = menu.actions()[0]
        assert action.text() == "Take “deploy”"
        action.trigger()
        menu.close()
        await hand.until(page.desk.sheet.hidden_values, "the secret is there")

    await take()
    assert page.desk.hidden_values()["token"].reveal() == "hunter2"
    assert page.desk.sheet.secret_names == {"token": "deploy"}
    page.flush()
    assert "hunter2" not in (folder / "state" / "drafts.json").read_text()
    token = field(page, "token")
    QTest.keyClicks(token, "x")
    assert page.desk.sheet.secret_names == {}


async def test_the_content_of_a_file_fills_its_parameter(page, tmp_path: Path):
    write(page, SCRIPT, ParameterDefinition(key="city", kind=ParameterKind.FILE))
    path = tmp_path / "list.txt"
    path.write_bytes("Ulm\nBad\u00a0Tölz\n".encode())
    await page.parameters.take_file("city", path)
    assert page.desk.sheet.visible_values()["city"] == "Ulm\nBad\u00a0Tölz\n"
    assert page.banners.banners() == []


async def test_what_a_value_lacks_of_its_file_is_said(page, tmp_path: Path):
    write(page, SCRIPT, ParameterDefinition(key="city", kind=ParameterKind.FILE))
    path = tmp_path / "list.txt"
    path.write_bytes(b"\xef\xbb\xbfUlm\r\nBonn\r\n")
    await page.parameters.take_file("city", path)
    assert page.desk.sheet.visible_values()["city"] == "Ulm\nBonn\n"
    (said,) = [banner.error.title for banner in page.banners.banners()]
    assert "byte order mark" in said
    assert "Windows line ends" in said
    assert "Base64" in said

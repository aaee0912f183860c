"""The dialog of a command that asks for secrets, for a choice, or for nothing."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from tat_console.runs.targets import select
from tat_console.services.gallery import GalleryItem, run_of
from tat_console.tat.commands import Command, DefaultParameterConf
from tat_console.tat.formatted_description import FormattedDescription
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType
from tat_console.ui.pages.gallery.run_dialog import RunCommandDialog
from tests.unit.runs.test_planning import machine


def item_of(content: bytes, **values: str) -> GalleryItem:
    """A public command with these defaults."""
    confs = tuple(
        DefaultParameterConf(parameter_name=key, parameter_value=value)
        for key, value in values.items()
    )
    command = Command(
        command_id="cmd-12345678",
        command_name="report",
        content=content,
        default_parameter_confs=confs,
    )
    return GalleryItem(command=command)


def dialog_of(host: QWidget, item: GalleryItem, **entered: str) -> RunCommandDialog:
    made = RunCommandDialog(host, item, "en", entered)
    made.show_selection(select([machine("ins-1")], CommandType.SHELL))
    made.open()
    return made


def test_a_secret_is_typed_unseen_and_goes_into_no_record(host: QWidget, qtbot) -> None:
    item = item_of(b"echo {{word}} {{tat-hidden:password}}", word="hello")
    dialog = dialog_of(host, item)
    password = dialog.findChild(QLineEdit, "parameter_password")
    assert password is not None
    assert password.echoMode() is QLineEdit.EchoMode.Password
    run = dialog.findChild(QPushButton, "gallery_run_now")
    assert run is not None
    with qtbot.assertNotEmitted(dialog.run_asked):
        run.click()
    assert "“password” needs a value." in [label.text() for label in dialog.findChildren(QLabel)]
    QTest.keyClicks(password, "k9 never here")
    with qtbot.waitSignal(dialog.run_asked):
        QTest.keyClick(password, Qt.Key.Key_Return)
    assert dialog.visible_values() == {"word": "hello"}
    hidden = dialog.hidden_values()
    assert (list(hidden), hidden["password"].reveal()) == (["password"], "k9 never here")
    script = run_of(item, dialog.visible_values())
    assert (script.parameters, script.hidden) == ({"word": "hello"}, ("password",))


def test_what_was_filled_in_before_is_there_again(host: QWidget) -> None:
    dialog = dialog_of(host, item_of(b"echo {{word}}", word="hello"), word="good day")
    assert dialog.visible_values() == {"word": "good day"}


def test_a_command_without_parameters_only_asks_where(host: QWidget, qtbot) -> None:
    dialog = dialog_of(host, item_of(b"uptime"))
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "It has no parameters." in said
    assert "1 machine" in said
    with qtbot.waitSignal(dialog.run_asked):
        dialog.ask_to_run()
    dialog.show_selection(select([], CommandType.SHELL))
    with qtbot.assertNotEmitted(dialog.run_asked):
        dialog.ask_to_run()
    assert "No machine is chosen yet" in [label.text() for label in dialog.findChildren(QLabel)]


def test_the_content_of_a_file_is_asked_for(host: QWidget, qtbot) -> None:
    definition = ParameterDefinition(key="list", kind=ParameterKind.FILE)
    about = FormattedDescription(parameter_definitions=(definition,))
    item = msgspec.structs.replace(item_of(b"cat <<'E'\n{{list}}\nE\n"), about=about)
    dialog = dialog_of(host, item)
    take = dialog.findChild(QToolButton, "take_file_list")
    assert take is not None
    with qtbot.waitSignal(dialog.file_asked) as asked:
        take.click()
    assert asked.args == ["list"]


def test_a_value_that_lands_badly_is_warned_of(host: QWidget, qtbot) -> None:
    dialog = dialog_of(host, item_of(b"echo '{{word}}'\n"))
    said = dialog.form.findChild(QLineEdit, "parameter_word")
    assert said is not None
    qtbot.keyClicks(said, "it's")
    assert "ends what it stands in" in said.accessibleDescription()
    qtbot.keyClick(said, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(said, "its")
    assert "ends" not in said.accessibleDescription()

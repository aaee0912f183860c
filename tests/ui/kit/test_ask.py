"""Questions are answered by clicks and keys while the loop goes on."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from tat_console.ui.kit.ask import ask_text, confirm
from tat_console.ui.kit.dialog import Dialog


def open_dialog(parent: QWidget) -> Dialog:
    (dialog,) = [one for one in parent.findChildren(Dialog) if one.isVisible()]
    return dialog


def press(dialog: Dialog, text: str) -> QPushButton:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == text]
    return found


async def opened(parent: QWidget) -> Dialog:
    for _turn in range(10):
        await asyncio.sleep(0)
    return open_dialog(parent)


def test_the_action_button_confirms(run, qtbot, host):
    async def main() -> bool:
        question = asyncio.ensure_future(
            confirm(host, "Stop?", "Three machines.", "Stop", danger=True)
        )
        dialog = await opened(host)
        qtbot.mouseClick(press(dialog, "Stop"), Qt.MouseButton.LeftButton)
        return await question

    assert run(main())


def test_enter_and_escape_do_not_confirm(run, qtbot, host):
    async def main(key: Qt.Key) -> bool:
        question = asyncio.ensure_future(confirm(host, "Stop?", "Three machines.", "Stop"))
        dialog = await opened(host)
        qtbot.keyClick(dialog, key)
        return await question

    assert not run(main(Qt.Key.Key_Return))
    assert not run(main(Qt.Key.Key_Escape))


def test_what_leaves_all_as_it_is_may_have_words_of_its_own(run, qtbot, host):
    async def main() -> bool:
        question = asyncio.ensure_future(
            confirm(host, "Cancel 3 tasks?", "They run.", "Cancel tasks", keep="Let them run")
        )
        dialog = await opened(host)
        qtbot.mouseClick(press(dialog, "Let them run"), Qt.MouseButton.LeftButton)
        return await question

    assert not run(main())


def test_text_is_asked_for_and_empty_text_is_not_taken(run, qtbot, host):
    async def main() -> str | None:
        question = asyncio.ensure_future(ask_text(host, "Save set", "Name", "Save"))
        dialog = await opened(host)
        assert not press(dialog, "Save").isEnabled()
        field = dialog.findChild(QLineEdit)
        qtbot.keyClicks(field, "  web tier ")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        return await question

    assert run(main()) == "web tier"

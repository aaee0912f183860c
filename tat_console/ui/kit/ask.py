"""Dialogs as questions: await the answer while the loop keeps turning.

`exec` and the static dialogs would freeze every other coroutine, so nothing here uses them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type

ACCEPTED = QDialog.DialogCode.Accepted.value


async def ask(dialog: QDialog) -> int:
    """Show a dialog, wait for it and return its result code; the dialog is deleted then."""
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await answer
    finally:
        dialog.deleteLater()


async def confirm(
    parent: QWidget, title: str, text: str, action: str, *, danger: bool = False, keep: str = ""
) -> bool:
    """Ask whether to do `action` (the word on the button); Enter does not do it.

    `keep` are the words on the button that leaves all as it is, where “Cancel” could mean either.
    """
    dialog = Dialog(parent, title)
    dialog.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
    cancel = dialog.add_cancel(keep or _("Cancel"))
    kind = ButtonKind.DANGER if danger else ButtonKind.PRIMARY
    dialog.add_button(action, ACCEPTED, kind).setObjectName("agree")
    cancel.setFocus()
    return await ask(dialog) == ACCEPTED


async def choose(parent: QWidget, title: str, text: str, choices: Sequence[str]) -> int | None:
    """Ask for one of several ways to go on; its place in `choices`, None for none of them."""
    dialog = Dialog(parent, title)
    dialog.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
    dialog.add_cancel(_("Cancel")).setFocus()
    first = ACCEPTED + 1
    for place, words in enumerate(choices):
        dialog.add_button(words, first + place).setObjectName(f"choice_{place}")
    answer = await ask(dialog)
    return answer - first if answer >= first else None


async def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Say something that has to be read before going on."""
    dialog = Dialog(parent, title)
    dialog.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
    dialog.add_cancel(_("Close")).setFocus()
    await ask(dialog)


async def ask_text(
    parent: QWidget, title: str, label: str, action: str, initial: str = ""
) -> str | None:
    """Ask for one line of text; None when the user gave up."""
    dialog = Dialog(parent, title)
    field = QLineEdit(initial)
    field.setObjectName("ask_text")
    field.setAccessibleName(label)
    field.selectAll()
    dialog.body.addWidget(Label(label, Type.SMALL, "text_3"))
    dialog.body.addWidget(field)
    dialog.add_cancel(_("Cancel")).setDefault(False)
    accept = dialog.add_button(action, ACCEPTED, ButtonKind.PRIMARY)
    accept.setDefault(True)
    accept.setEnabled(bool(initial.strip()))
    field.textChanged.connect(lambda text: accept.setEnabled(bool(text.strip())))
    field.setFocus()
    return field.text().strip() if await ask(dialog) == ACCEPTED else None


async def pick_file(parent: QWidget, title: str, filters: str = "") -> Path | None:
    """Ask for an existing file; `filters` as Qt writes them: "Scripts (*.sh *.ps1)"."""
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _picked(dialog)


async def pick_new_file(parent: QWidget, title: str, name: str, filters: str = "") -> Path | None:
    """Ask where to save; the dialog itself asks before it replaces a file."""
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    return await _picked(dialog)


async def pick_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _picked(dialog)


async def _picked(dialog: QFileDialog) -> Path | None:
    chosen: list[str] = []
    dialog.filesSelected.connect(chosen.extend)
    await ask(dialog)
    return Path(chosen[0]) if chosen else None

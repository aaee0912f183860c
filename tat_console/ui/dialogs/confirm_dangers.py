"""The question before a run whose script holds commands that may destroy a machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Script
from tat_console.ports.lint import Danger, Lint
from tat_console.support.i18n import _, ngettext
from tat_console.support.logs import MASK, Secret
from tat_console.tat import templating
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row

SHOWN_AT_MOST: Final = 5
WIDTH: Final = 560


async def agrees_to_dangers(
    parent: QWidget, lint: Lint, script: Script, hidden_values: Mapping[str, Secret]
) -> bool:
    """Whether the script has nothing dangerous in it with these values, or the user wants it."""
    hidden = {key: secret.reveal() for key, secret in hidden_values.items()}
    text = templating.fill(script.content, {**script.parameters, **hidden}).text
    dangers = lint.find_dangers(text, script.command_type)
    if not dangers:
        return True
    secrets = tuple(value for value in hidden.values() if value)
    return await ask(ConfirmDangers(parent, dangers, secrets)) == ACCEPTED


class ConfirmDangers(Dialog):
    """Shows each dangerous line with what it does; Enter gives up."""

    def __init__(self, parent: QWidget, dangers: Sequence[Danger], secrets: Sequence[str]) -> None:
        title = ngettext(
            "Run a script with {count} dangerous command?",
            "Run a script with {count} dangerous commands?",
            len(dangers),
        )
        super().__init__(parent, title.format(count=len(dangers)), WIDTH)
        self.setObjectName("confirm_dangers")
        for danger in dangers[:SHOWN_AT_MOST]:
            self.body.addWidget(_card(danger, secrets))
        if len(dangers) > SHOWN_AT_MOST:
            more = _("and {count} more").format(count=len(dangers) - SHOWN_AT_MOST)
            self.body.addWidget(Label(more, Type.BASE, "text_2"))
        cancel = self.add_cancel(_("Cancel"))
        again = self.add_button(_("I want exactly this"), ACCEPTED, ButtonKind.DANGER)
        again.setObjectName("agree_to_dangers")
        cancel.setFocus()


def _card(danger: Danger, secrets: Sequence[str]) -> QWidget:
    text = danger.text
    for secret in secrets:
        text = text.replace(secret, MASK)
    code = Label(text, Type.CODE_SMALL, wrap=True)
    code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    what = _("Line {line} {words}.").format(line=danger.span.line, words=danger.words)
    words = column(Label(what, Type.BASE, wrap=True), code, gap=HALF)
    icon = IconLabel("ph.warning-fill", "bad_text")
    line = row(icon, words, margins=(GAP, GRID, GAP, GRID))
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    return panel(line, "card")

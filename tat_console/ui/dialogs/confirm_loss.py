"""The question before something in the cloud is given up: what that means, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tat_console.ports.profiles import Environment, Profile
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, row

WIDTH: Final = 480
LINES_SHOWN: Final = 8


class ConfirmLoss(Dialog):
    """Names the consequences under the band of the environment; Enter does not agree.

    `about` are the things that are given up, a line each, where they are several.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        consequences: Sequence[str],
        action: str,
        profile: Profile | None,
        about: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, title, WIDTH)
        self.setObjectName("confirm_loss")
        if profile is not None and profile.environment is not Environment.SANDBOX:
            look = ENVIRONMENT_LOOKS[profile.environment]
            self.add_band(profile.environment.value, look.icon, look.word, profile.name)
        if about:
            self.body.addWidget(_listing(about))
        self.body.addLayout(column(*map(_point, consequences), gap=GRID))
        cancel = self.add_cancel(_("Cancel"))
        self.add_button(action, ACCEPTED, ButtonKind.DANGER).setObjectName("agree")
        cancel.setFocus()


async def agrees_to_loss(
    parent: QWidget,
    title: str,
    consequences: Sequence[str],
    action: str,
    profile: Profile | None,
    about: Sequence[str] = (),
) -> bool:
    """Ask; `action` is the word on the button that agrees."""
    return await ask(ConfirmLoss(parent, title, consequences, action, profile, about)) == ACCEPTED


def _listing(lines: Sequence[str]) -> QPlainTextEdit:
    made = QPlainTextEdit("\n".join(lines))
    made.setObjectName("given_up")
    made.setAccessibleName(_("What is given up"))
    made.setReadOnly(True)
    made.setProperty("kind", "field")
    made.setTabChangesFocus(True)
    shown = min(len(lines), LINES_SHOWN) * made.fontMetrics().lineSpacing()
    margins = 2 * (int(made.document().documentMargin()) + made.frameWidth()) + GRID
    made.setFixedHeight(shown + margins)
    return made


def _point(sentence: str) -> QWidget:
    made = QWidget()
    icon = IconLabel("ph.arrow-right", "text_3", 14)
    text = Label(sentence, Type.BASE, "text_2", wrap=True)
    line = row(icon, text)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made

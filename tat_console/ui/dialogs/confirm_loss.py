"""The question before something in the cloud is given up: what that means, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tat_console.ports.profiles import Environment, Profile
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, row

WIDTH: Final = 480


class ConfirmLoss(Dialog):
    """Names the consequences under the band of the environment; Enter does not agree."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        consequences: Sequence[str],
        action: str,
        profile: Profile | None,
    ) -> None:
        super().__init__(parent, title, WIDTH)
        self.setObjectName("confirm_loss")
        if profile is not None and profile.environment is not Environment.SANDBOX:
            look = ENVIRONMENT_LOOKS[profile.environment]
            self.add_band(profile.environment.value, look.icon, look.word, profile.name)
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
) -> bool:
    """Ask; `action` is the word on the button that agrees."""
    return await ask(ConfirmLoss(parent, title, consequences, action, profile)) == ACCEPTED


def _point(sentence: str) -> QWidget:
    made = QWidget()
    icon = IconLabel("ph.arrow-right", "text_3", 14)
    text = Label(sentence, Type.BASE, "text_2", wrap=True)
    line = row(icon, text)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made

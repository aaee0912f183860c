"""One key that lies on this computer: where, until when, what is wrong with it, and its name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from tat_console.ports.profiles import Environment, FoundKey, Profile
from tat_console.services.profile_checks import name_problem
from tat_console.support.i18n import _
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.form_group import combo, pair
from tat_console.ui.dialogs.key_words import key_lines
from tat_console.ui.kit.controls import IconLabel, Label, set_look
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, row

_ENVIRONMENTS: Final = (Environment.DEVELOPMENT, Environment.STAGING, Environment.PRODUCTION)
_COPYABLE: Final = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class FoundKeyCard(QFrame):
    """A box to tick, a name and an environment; a key with a problem can be taken all the same.

    `owner` is the name of a profile that reads this key already, "" where there is none.
    """

    changed = Signal()

    def __init__(self, found: FoundKey, profile: Profile, owner: str) -> None:
        super().__init__()
        self.found = found
        self._profile = profile
        set_look(self, "ground", "card")
        self.box = QCheckBox(profile.name)
        self.box.setObjectName("take_key")
        self.box.setAccessibleDescription(found.place)
        self.name = QLineEdit(profile.name)
        self.name.setObjectName("key_name")
        self.environment = combo(
            (item, ENVIRONMENT_LOOKS[item].word, ENVIRONMENT_LOOKS[item].icon, f"env_{item}_text")
            for item in _ENVIRONMENTS
        )
        self.environment.setObjectName("key_environment")
        self._name_field = FormField(_("Name of the profile"), self.name)
        self._choices = QWidget()
        self._choices.setLayout(
            column(pair(self._name_field, FormField(_("Environment"), self.environment)), gap=0)
        )
        self._build(owner)
        self.box.toggled.connect(self._take_tick)
        self.box.setChecked(not found.problem and not owner)
        self._choices.setVisible(self.is_ticked)

    @property
    def is_ticked(self) -> bool:
        """Whether a profile is to be made of it."""
        return self.box.isChecked()

    def profile(self) -> Profile:
        """The profile that reads this key."""
        return msgspec.structs.replace(
            self._profile,
            name=self.name.text().strip(),
            environment=Environment(self.environment.currentData()),
        )

    def check(self, taken_names: Collection[str]) -> bool:
        """Say what is wrong with the name; True where it can stay."""
        problem = name_problem(self.name.text(), taken_names)
        self._name_field.set_problem(problem)
        return not problem

    def _take_tick(self, is_ticked: bool) -> None:
        self._choices.setVisible(is_ticked)
        self.changed.emit()

    def _build(self, owner: str) -> None:
        lines = column(Label(self.found.place, Type.CODE_SMALL, "text_2", wrap=True), gap=HALF)
        for text in key_lines(self.found):
            lines.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
        if owner:
            text = _("The profile “{name}” reads this key already.").format(name=owner)
            _add(lines, "ph.info-fill", "text_2", text)
        if self.found.problem:
            _add(lines, "ph.x-circle-fill", "bad_text", self.found.problem)
        for warning in self.found.warnings:
            _add(lines, "ph.warning-fill", "late_text", warning)
        lines.addWidget(self._choices)
        lines.setContentsMargins(26, 0, 0, 0)
        self.setLayout(column(self.box, lines, gap=HALF, margins=(GAP, GRID, GAP, GRID)))


def _add(lines: QVBoxLayout, icon_name: str, ink: str, text: str) -> None:
    """A sentence with an icon; it can be selected, for there may be a command in it."""
    label = Label(text, Type.BASE, ink, wrap=True)
    label.setTextInteractionFlags(_COPYABLE)
    line = row(gap=6)
    line.addWidget(IconLabel(icon_name, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label, 1)
    lines.addLayout(line)

"""The question before a script becomes a command: what cannot be changed later is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.listing import Tag
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.words import region_word

WIDTH: Final = 460
TAGS_HEIGHT: Final = 58


class SaveCommand(Dialog):
    """Asks for name, region and tags; `is_taken(name, region)` tells names that are used there.

    `problem` is why the last try was refused: what was filled in then is given again.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        regions: Sequence[str],
        *,
        takes_parameters: bool,
        is_taken: Callable[[str, str], bool],
    ) -> None:
        super().__init__(parent, _("Save as a new command"), WIDTH)
        self.setObjectName("save_command")
        self._is_taken = is_taken
        self.name = QLineEdit(name)
        self.name.setObjectName("command_name")
        self.region = QComboBox()
        self.region.setObjectName("command_region")
        for region in regions:
            self.region.addItem(region_word(region), region)
        self.tags = QPlainTextEdit()
        self.tags.setProperty("kind", "field")
        self.tags.setObjectName("command_tags")
        self.tags.setTabChangesFocus(True)
        self.tags.setFixedHeight(TAGS_HEIGHT)
        self._name = FormField(_("Name in the cloud"), self.name)
        hint = _("key=value, one a line. They cannot be changed here once the command exists.")
        self._tags = FormField(_("Tags in the cloud"), self.tags, hint)
        self._fill(takes_parameters)
        self.name.textChanged.connect(lambda _text: self._name.set_problem(""))
        self.name.setFocus()

    def fill(self, name: str, region: str, tags: str, problem: str) -> None:
        """Show what was filled in before, and why that was refused."""
        self.name.setText(name)
        self.region.setCurrentIndex(max(0, self.region.findData(region)))
        self.tags.setPlainText(tags)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def region_code(self) -> str:
        """The code of the region that is chosen."""
        return str(self.region.currentData())

    def wanted_tags(self) -> tuple[Tag, ...]:
        """The tags; to be asked once they are without problem."""
        return tuple(Tag(key=key.strip(), value=value.strip()) for key, value in self._pairs())

    def _fill(self, takes_parameters: bool) -> None:
        self.problem = Label("", Type.BASE, "bad_text", wrap=True)
        self.problem.setObjectName("command_problem")
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.body.addWidget(self._name)
        self.body.addWidget(FormField(_("Region"), self.region))
        self.body.addWidget(self._tags)
        takes = _("It will take parameters, for the script has some. That cannot be changed later.")
        none = _(
            "It will take no parameters, for the script has none. That cannot be changed later: "
            "with parameters it has to become a new command."
        )
        words = Label(takes if takes_parameters else none, Type.SMALL, "text_2", wrap=True)
        words.setObjectName("command_parameters")
        self.body.addWidget(words)
        self.add_cancel(_("Cancel")).setDefault(False)
        save = button(_("Save to the cloud"), kind=ButtonKind.PRIMARY)
        save.setObjectName("save_command_accept")
        save.setDefault(True)
        save.clicked.connect(self._accept)
        self.foot.addWidget(save)

    def _pairs(self) -> list[tuple[str, str]]:
        lines = [line for line in self.tags.toPlainText().split("\n") if line.strip()]
        return [(key, value) for key, _sign, value in (line.partition("=") for line in lines)]

    def _accept(self) -> None:
        name, region = self.name.text().strip(), self.region_code()
        sentence = limits.COMMAND_NAME.problem(name) or ("" if name else _("The name is empty."))
        if not sentence and self._is_taken(name, region):
            text = _("{region} has a command “{name}” already. Choose another name.")
            sentence = text.format(region=region_word(region), name=name)
        self._name.set_problem(sentence)
        tags = self._tags_problem()
        self._tags.set_problem(tags)
        if not sentence and not tags:
            self.done(ACCEPTED)

    def _tags_problem(self) -> str:
        pairs = self._pairs()
        for key, value in pairs:
            if not key.strip() or not value.strip():
                return _("“{text}” is no tag: write key=value.").format(text=key or f"={value}")
        return limits.TAGS.problem(pairs) or ""

"""Which command a schedule runs, and the values of its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from tat_console.runs.per_target import BUILT_INS
from tat_console.services.commands import SavedCommand
from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.tat import parameter_types
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, column
from tat_console.ui.kit.words import default_folder, region_word, type_word
from tat_console.ui.widgets.parameter_fields import field_of, kind_words
from tat_console.ui.widgets.parameter_form import ParameterField, ParameterForm

_LETTERS: Final = 30


class CommandField(QWidget):
    """`chosen` is the command; `changed` tells of another one, `edited` of another value."""

    changed = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._saved: dict[str, SavedCommand] = {}
        self._definitions: tuple[ParameterDefinition, ...] = ()
        self.box = QComboBox()
        self.box.setObjectName("schedule_command")
        self.box.setMaxVisibleItems(16)
        self.box.setMinimumContentsLength(_LETTERS)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.field = FormField(_("Command"), self.box)
        self.form = ParameterForm()
        self.form.setObjectName("schedule_parameters")
        self._none = Label(_("This command takes no parameters."), Type.SMALL, "text_3")
        self._title = Label(_("Parameters"), Type.HEADING)
        parts = (self.field, self._title, self._none, self.form)
        self.setLayout(column(*parts, gap=GAP))
        self.box.currentIndexChanged.connect(lambda _place: self._turn())
        self.form.changed.connect(self.edited)

    @property
    def chosen(self) -> SavedCommand | None:
        """The command that is chosen."""
        return self._saved.get(self.box.currentData() or "")

    def offer(self, saved: Sequence[SavedCommand], command_id: str = "") -> None:
        """Offer these commands; the one with this id, or that was chosen before, is chosen."""
        wanted = command_id or self.box.currentData()
        self._saved = {each.command.command_id: each for each in saved}
        self.box.blockSignals(True)
        self.box.clear()
        if wanted not in self._saved:
            self.box.addItem(_("Choose a command"), "")
        for each in saved:
            text = _("{name}  ({region})")
            words = text.format(name=each.command.command_name, region=region_word(each.region))
            self.box.addItem(words, each.command.command_id)
        self.box.setCurrentIndex(max(0, self.box.findData(wanted)))
        self.box.blockSignals(False)
        self._turn()

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the parameters in."""
        self.form.set_values(values)

    def values(self) -> dict[str, str]:
        """The values as they are sent."""
        typed = self.form.values()
        return {row.key: row.sent(typed[row.key]) for row in self._definitions}

    def secrets(self) -> frozenset[str]:
        """The names of the parameters that are secrets."""
        kind = ParameterKind.SECRET
        return frozenset(row.key for row in self._definitions if row.kind is kind)

    def problems(self) -> dict[str, str]:
        """A sentence for each parameter that cannot be sent."""
        values = self.values()
        found = {row.key: row.check(values[row.key]) or "" for row in self._definitions}
        for key in self.secrets():
            if values[key] == MASK:
                found[key] = _("The service shows asterisks only. Type the secret again.")
        return {key: sentence for key, sentence in found.items() if sentence}

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside the fields what is wrong."""
        for row in self._definitions:
            self.form.set_problem(row.key, problems.get(row.key, ""))

    def _turn(self) -> None:
        saved = self.chosen
        command = saved.command if saved else None
        takes = command is not None and command.enable_parameter
        self._definitions = parameter_types.from_command(command) if command and takes else ()
        self.form.set_fields([_field(row) for row in self._definitions])
        self.form.setVisible(bool(self._definitions))
        self._title.setVisible(command is not None)
        self._none.setVisible(command is not None and not self._definitions)
        self.field.set_hint(_about(saved) if saved else "")
        self.changed.emit()


def _about(saved: SavedCommand) -> str:
    """How the command runs; a schedule cannot change it."""
    command = saved.command
    text = _("{type}, stops after {timeout:,} s, runs in {folder}")
    return text.format(
        type=type_word(command.command_type),
        timeout=command.timeout,
        folder=command.working_directory or default_folder(command.command_type),
    )


def _field(row: ParameterDefinition) -> ParameterField:
    if row.key in BUILT_INS:
        one_for_all = _("A schedule has one value for all its machines")
        return ParameterField(key=row.key, hint=one_for_all, kind=kind_words(row))
    if row.kind is ParameterKind.SECRET:
        kept = _("The service keeps it with the schedule")
        return ParameterField(key=row.key, hidden=True, hint=row.description or kept)
    return field_of(row)

"""One open script: its editor with the undo history, and its parameters with their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tat_console.ports.lint import Lint
from tat_console.runs.per_target import BUILT_INS
from tat_console.services.drafts import Draft
from tat_console.services.parameters import FilledField, fill_form
from tat_console.support.i18n import _
from tat_console.support.logs import Secret
from tat_console.tat import parameter_types, templating
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.pages.scripts.linting import Linter
from tat_console.ui.widgets.find_bar import FindBar
from tat_console.ui.widgets.parameter_fields import field_of
from tat_console.ui.widgets.parameter_form import ParameterForm, RowAction
from tat_console.ui.widgets.script_editor import ScriptEditor

EDIT: Final = "edit_parameter"
FILE: Final = "take_file"
KEYRING: Final = "take_secret"


class Sheet(QWidget):
    """The editor under its find bar, and the form that is shown elsewhere.

    Hidden values live in the form and nowhere else; one whose parameter turns visible is thrown
    away, or it would be kept as a visible one. `secret_names` are the names in the keyring of
    those that were taken from there. `defined` tells that a definition is another one.
    """

    defined = Signal()

    def __init__(self, draft: Draft, lint: Lint, scope: TaskScope) -> None:
        super().__init__()
        self.linter = Linter(self, lint, scope)
        self.editor = ScriptEditor()
        self.editor.setObjectName("script_editor")
        self.editor.set_script(draft.content)
        for part in (self.editor, self.editor.viewport()):
            part.setAcceptDrops(False)  # files that are dropped are the page's, not text
        self.find_bar = FindBar(self.editor)
        self.form = ParameterForm()
        self.form.setObjectName("parameter_form")
        self.form.set_values(draft.parameters)
        self.kept = {row.key: row for row in draft.definitions}
        self.secret_names: dict[str, str] = {}
        self._taken: dict[str, Secret] = {}
        self._once_hidden: set[str] = set()
        self.form.changed.connect(self._forget_names)
        box = column(self.find_bar, self.editor, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.follow_placeholders()

    def follow_placeholders(self) -> None:
        """Give the form a field for each parameter of the text."""
        for parameter in templating.parameters(self.editor.toPlainText()):
            if parameter.hidden:
                self._once_hidden.add(parameter.key)
            elif parameter.key in self._once_hidden:
                self._once_hidden.discard(parameter.key)
                self.form.set_values({parameter.key: ""})
        self.form.set_fields([field_of(row, _actions(row.kind)) for row in self.definitions()])

    # -- definitions

    def definitions(self) -> tuple[ParameterDefinition, ...]:
        """A definition for each parameter of the text, in order of first use."""
        return parameter_types.definitions_for(self.editor.toPlainText(), self.kept.values())

    def define(self, definition: ParameterDefinition) -> None:
        """Fill a parameter in another way from now on; an empty field takes its default."""
        self.kept[definition.key] = definition
        if definition.default and not self.form.values().get(definition.key):
            self.form.set_values({definition.key: definition.default})
        self.follow_placeholders()
        self.defined.emit()

    def redefine(self, definitions: Iterable[ParameterDefinition]) -> None:
        """Take other definitions over for all parameters."""
        self.kept = {row.key: row for row in definitions}
        self.follow_placeholders()

    # -- values

    def filled_fields(self, command_type: CommandType) -> tuple[FilledField, ...]:
        """What each field sends, how that lands in the script, and what is wrong with it."""
        script, entered = self.editor.toPlainText(), dict(self.form.values())
        return fill_form(script, command_type, self.kept.values(), entered)

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields; a secret is none of them."""
        hidden = self.hidden_keys()
        self.form.set_values({key: value for key, value in values.items() if key not in hidden})

    def fill_secret(self, key: str, secret: Secret, name: str) -> None:
        """Put a secret from the keyring into its field, where the script hides it."""
        if key in self.hidden_keys():
            self._taken[key] = secret
            self.secret_names[key] = name
            self.form.set_values({key: secret.reveal()})

    def visible_values(self) -> dict[str, str]:
        """The values that may be kept, by name."""
        values = self.form.values()
        return {
            one.key: values[one.key]
            for one in self.form.fields()
            if not one.hidden and one.key not in BUILT_INS
        }

    def hidden_keys(self) -> set[str]:
        """The names of the hidden parameters."""
        return {one.key for one in self.form.fields() if one.hidden}

    def hidden_values(self) -> dict[str, Secret]:
        """The hidden values that were given, by name."""
        values = self.form.values()
        return {key: Secret(values[key]) for key in self.hidden_keys() if values[key]}

    def _forget_names(self) -> None:
        values = self.form.values()
        for key, secret in list(self._taken.items()):
            if key in values and values[key] != secret.reveal():
                del self._taken[key]
                self.secret_names.pop(key, None)


def _actions(kind: ParameterKind) -> tuple[RowAction, ...]:
    edit = RowAction(EDIT, "ph.sliders-horizontal", _("Say how this parameter is filled in"))
    if kind is ParameterKind.SECRET:
        return RowAction(KEYRING, "ph.key", _("Take the value from the keyring, or keep it")), edit
    if kind is ParameterKind.FILE:
        return RowAction(FILE, "ph.file-text", _("Take the content of a file")), edit
    return (edit,)

"""One open script: its editor with the undo history, and its parameters with their values."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tat_console.ports.lint import Lint
from tat_console.support.logs import Secret
from tat_console.tat import templating
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.pages.scripts.linting import Linter
from tat_console.ui.widgets.find_bar import FindBar
from tat_console.ui.widgets.parameter_form import ParameterField, ParameterForm
from tat_console.ui.widgets.script_editor import ScriptEditor


class Sheet(QWidget):
    """The editor under its find bar, and the form that is shown elsewhere.

    Hidden values live in the form and nowhere else; one whose parameter turns visible is thrown
    away, or it would be kept as a visible one.
    """

    def __init__(
        self,
        content: str,
        values: dict[str, str],
        lint: Lint,
        scope: TaskScope,
    ) -> None:
        super().__init__()
        self.linter = Linter(self, lint, scope)
        self.editor = ScriptEditor()
        self.editor.setObjectName("script_editor")
        self.editor.set_script(content)
        self.find_bar = FindBar(self.editor)
        self.form = ParameterForm()
        self.form.setObjectName("parameter_form")
        self.form.set_values(values)
        self._once_hidden: set[str] = set()
        box = column(self.find_bar, self.editor, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.follow_placeholders()

    def follow_placeholders(self) -> None:
        """Give the form a field for each parameter of the text."""
        asked = templating.parameters(self.editor.toPlainText())
        for parameter in asked:
            if parameter.hidden:
                self._once_hidden.add(parameter.key)
            elif parameter.key in self._once_hidden:
                self._once_hidden.discard(parameter.key)
                self.form.set_values({parameter.key: ""})
        self.form.set_fields(
            [ParameterField(parameter.key, parameter.hidden) for parameter in asked]
        )

    def visible_values(self) -> dict[str, str]:
        """The values that may be kept, by name."""
        values = self.form.values()
        return {one.key: values[one.key] for one in self.form.fields() if not one.hidden}

    def hidden_keys(self) -> set[str]:
        """The names of the hidden parameters."""
        return {one.key for one in self.form.fields() if one.hidden}

    def hidden_values(self) -> dict[str, Secret]:
        """The hidden values that were given, by name."""
        values = self.form.values()
        return {key: Secret(values[key]) for key in self.hidden_keys() if values[key]}

"""Values that differ from machine to machine: a CSV file, matched with machines and parameters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableWidget, QTableWidgetItem, QWidget

from tat_console.runs.target_csv import (
    TargetValues,
    ValueTable,
    likely_column,
    read_table,
    target_values,
)
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.support.logs import MASK
from tat_console.tat.machines import Machine
from tat_console.tat.templating import Parameter
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.targets_from_list import not_found_words
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.files import read_file
from tat_console.ui.kit.fonts import Type
from tat_console.ui.models.delegates import ROW_HEIGHT

WIDTH: Final = 680
COLUMN_WIDTH: Final = 180
ROWS_SHOWN: Final = 50
PROBLEMS_SHOWN: Final = 6


async def read_value_table(path: Path) -> ValueTable:
    """The table in a file; raises ConsoleError where it cannot be read or holds none."""
    raw = await read_file(path)
    try:
        table = read_table(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConsoleError(
            _("“{name}” is no text in UTF-8.").format(name=path.name),
            _("Byte {place:,} is no part of a character.").format(place=error.start + 1),
            _("Save the table as CSV in UTF-8, then choose it again."),
        ) from error
    if not table.columns:
        title = _("“{name}” holds no table of values.").format(name=path.name)
        raise ConsoleError(title, " ".join(table.problems))
    return table


class ValuesPerMachine(Dialog):
    """Shows which machine gets which values; accepted means to run there with them."""

    def __init__(
        self,
        parent: QWidget,
        table: ValueTable,
        machines: Sequence[Machine],
        parameters: Sequence[Parameter],
    ) -> None:
        super().__init__(parent, _("Values per machine"), WIDTH)
        self.setObjectName("values_per_machine")
        self._table = table
        self._machines = machines
        self._hidden = {one.key for one in parameters if one.hidden}
        self._asked = [one.key for one in parameters]
        self.column = QComboBox()
        self.column.setObjectName("target_column")
        self.column.addItems(list(table.columns))
        self.column.setCurrentText(likely_column(table, machines))
        self.preview = _preview()
        self.summary = Label("", Type.NAME)
        self.summary.setObjectName("values_summary")
        self.problems = Label("", Type.BASE, "late_text", wrap=True)
        self.problems.setObjectName("values_problems")
        hint = _("Ids, addresses or names of machines; the other columns are parameters")
        self.body.addWidget(FormField(_("Column with the machines"), self.column, hint))
        self.body.addWidget(self.preview, 1)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.problems)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.accept_button = self.add_button("", ACCEPTED, ButtonKind.PRIMARY, "ph.play-fill")
        self.accept_button.setObjectName("values_accept")
        self.column.currentTextChanged.connect(lambda _text: self._match())
        self.values = self._match()

    def _match(self) -> TargetValues:
        column = self.column.currentText()
        self.values = target_values(self._table, self._machines, self._asked, column)
        given = [name for name in self._table.columns if name in self._asked and name != column]
        count = len(self.values.by_instance)
        self._fill(given)
        self.summary.setText(
            ngettext(
                "{count:,} machine gets values of its own: {names}",
                "{count:,} machines get values of their own: {names}",
                count,
            ).format(count=count, names=", ".join(given) or _("none"))
        )
        said = [*self.values.problems, *not_found_words(self.values.found)]
        more = len(said) - PROBLEMS_SHOWN
        if more > 0:
            said = [*said[:PROBLEMS_SHOWN], _("and {count:,} more").format(count=more)]
        self.problems.setText("\n".join(said))
        self.problems.setVisible(bool(said))
        run = ngettext("Run on {count:,} machine…", "Run on {count:,} machines…", count)
        self.accept_button.setText(run.format(count=count))
        self.accept_button.setEnabled(count > 0 and bool(given))
        return self.values

    def _fill(self, given: Sequence[str]) -> None:
        by_id = {machine.instance_id: machine for machine in self.values.found.machines}
        shown = list(self.values.by_instance.items())[:ROWS_SHOWN]
        self.preview.setColumnCount(1 + len(given))
        self.preview.setHorizontalHeaderLabels([_("Machine"), *given])
        self.preview.setRowCount(len(shown))
        for line, (instance_id, values) in enumerate(shown):
            texts = [by_id[instance_id].name]
            texts += [MASK if key in self._hidden else values.get(key, "") for key in given]
            for place, text in enumerate(texts):
                self.preview.setItem(line, place, QTableWidgetItem(text))


def _preview() -> QTableWidget:
    made = QTableWidget()
    made.setObjectName("values_preview")
    made.setAccessibleName(_("Values of each machine"))
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    header = made.horizontalHeader()
    header.setDefaultSectionSize(COLUMN_WIDTH)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)
    return made

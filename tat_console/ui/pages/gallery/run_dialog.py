"""The dialog before a public command runs: its parameters, and the machines it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from tat_console.runs.targets import Selection, reasons
from tat_console.services.gallery import GalleryItem
from tat_console.services.parameters import fill_form
from tat_console.support.i18n import _, listed, ngettext
from tat_console.support.logs import Secret
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, row, rule, scrolled
from tat_console.ui.pages.gallery.words import type_words
from tat_console.ui.widgets.parameter_form import ParameterField, ParameterForm, RowAction

WIDTH: Final = 480
LEAST_FORM: Final = 160
NAMES_SHOWN: Final = 3
_LINES: Final = (ParameterKind.LINES, ParameterKind.FILE)


class RunCommandDialog(Dialog):
    """Stays open until the run has begun, so that nothing typed is lost.

    `run_asked` fires when everything that was filled in can be sent; `choose_asked` wants the
    page on which machines are chosen; `file_asked` the content of a file for a parameter.
    """

    run_asked = Signal()
    file_asked = Signal(str)
    choose_asked = Signal()

    def __init__(
        self, parent: QWidget, item: GalleryItem, language: str, entered: Mapping[str, str]
    ) -> None:
        super().__init__(parent, item.name(language), WIDTH)
        self.setObjectName("gallery_run_dialog")
        self._command = item.command
        self._definitions = item.definitions(language)
        self.banners = BannerStrip()
        self.errors = ErrorDesk(self.banners)
        self.form = ParameterForm()
        self.form.set_fields([_field(row) for row in self._definitions])
        self.form.set_values(entered)
        self.form.changed.connect(self.form.clear_problems)
        self.form.changed.connect(self._warn)
        self.form.action_asked.connect(lambda key, _action: self.file_asked.emit(key))
        self._fill(item.description(language))
        self._fill_foot()
        self.resize(WIDTH, min(self.sizeHint().height(), round(parent.window().height() * 0.9)))
        if self._definitions:
            self.form.focus_field(self._definitions[0].key)

    def show_selection(self, selection: Selection) -> None:
        """Say where the command will run, and which of the chosen machines are left out."""
        accepted, excluded = len(selection.accepted), len(selection.excluded)
        text = ngettext("{count} machine", "{count} machines", accepted)
        nothing = _("No machine can take it") if excluded else _("No machine is chosen yet")
        self.count.setText(text.format(count=f"{accepted:,}") if accepted else nothing)
        self._excluded.setText(_left_out(selection))
        self._excluded.setVisible(bool(excluded))
        has_any = bool(accepted or excluded)
        self.choose.setText(_("Change…") if has_any else _("Choose machines…"))
        self.run.setEnabled(accepted > 0)
        self.run.setToolTip(
            _("Show what will run where, then run it (Ctrl+Enter)")
            if accepted
            else _("Choose machines first")
        )

    def visible_values(self) -> dict[str, str]:
        """What was filled in, as it is sent; no secrets."""
        values = self._values()
        return {row.key: values[row.key] for row in self._definitions if not _is_secret(row)}

    def hidden_values(self) -> dict[str, Secret]:
        """The secrets that were filled in."""
        values = self._values()
        return {row.key: Secret(values[row.key]) for row in self._definitions if _is_secret(row)}

    def ask_to_run(self) -> None:
        """Check everything; say beside the fields what is wrong, else ask for the run."""
        self.form.clear_problems()
        values = self._values()
        faults = [
            (row.key, sentence)
            for row in self._definitions
            if (sentence := row.check(values[row.key]))
        ]
        for key, sentence in faults:
            self.form.set_problem(key, sentence)
        if faults:
            self.form.focus_field(faults[0][0])
        elif self.run.isEnabled():
            self.run_asked.emit()

    def _warn(self) -> None:
        """Say beside a field how its value would land badly in the script."""
        command, entered = self._command, self.form.values()
        fields = fill_form(command.content, command.command_type, self._definitions, entered)
        for field in fields:
            warnings = field.warnings if field.sent else ()
            self.form.set_warning(field.definition.key, next(iter(warnings), ""))

    def _values(self) -> dict[str, str]:
        typed = self.form.values()
        return {row.key: row.sent(typed[row.key]) for row in self._definitions}

    # -- building

    def _fill(self, description: str) -> None:
        words = Label(description, Type.BASE, "text_2", wrap=True)
        self.body.addLayout(column(self.banners, words, gap=HALF))
        self.body.addWidget(rule())
        if self._definitions:
            self.body.addWidget(self._scrolled_form(), 1)
        else:
            self.form.setParent(self)
            self.form.hide()
            self.body.addWidget(Label(_("It has no parameters."), Type.BASE, "text_2"))
        self.body.addWidget(rule())
        self.count = Label("", Type.BASE)
        self.count.setObjectName("gallery_target_count")
        self._excluded = Label("", Type.SMALL, "late_text", wrap=True)
        self._excluded.setObjectName("gallery_left_out")
        self.choose = button("", kind=ButtonKind.LINK)
        self.choose.setObjectName("gallery_choose")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self.choose_asked)
        head = row(Label(_("Machines"), Type.HEADING), None, self.choose)
        self.body.addLayout(column(head, self.count, self._excluded, gap=HALF))

    def _scrolled_form(self) -> QScrollArea:
        form = column(self.form, None, margins=(0, 0, 2, 0))
        area = scrolled(form)
        area.setMinimumHeight(min(form.sizeHint().height() + 2, LEAST_FORM))
        return area

    def _fill_foot(self) -> None:
        self.add_cancel(_("Cancel")).setDefault(False)
        self.run = button(_("Run…"), "ph.play-fill", ButtonKind.PRIMARY)
        self.run.setObjectName("gallery_run_now")
        self.run.setDefault(True)
        self.run.clicked.connect(self.ask_to_run)
        self.foot.addWidget(self.run)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.ask_to_run)


def _field(row: ParameterDefinition) -> ParameterField:
    return ParameterField(
        key=row.key,
        hidden=_is_secret(row),
        hint=row.description,
        default=row.default,
        kind=type_words(row),
        choices=row.choices if row.kind is ParameterKind.CHOICE else (),
        switch=(row.on, row.off) if row.kind is ParameterKind.SWITCH else None,
        lines=row.kind in _LINES,
        actions=(_file_action(),) if row.kind is ParameterKind.FILE else (),
    )


def _file_action() -> RowAction:
    return RowAction("take_file", "ph.file-text", _("Take the content of a file"))


def _is_secret(row: ParameterDefinition) -> bool:
    return row.kind is ParameterKind.SECRET


def _left_out(selection: Selection) -> str:
    lines = []
    for reason, names in reasons(selection.excluded):
        shown = listed(names[:NAMES_SHOWN])
        more = len(names) - NAMES_SHOWN
        if more > 0:
            shown = _("{names} and {count} more").format(names=shown, count=f"{more:,}")
        lines.append(_("Left out: {names}. {reason}.").format(names=shown, reason=reason.words))
    return "\n".join(lines)

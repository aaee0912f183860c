"""How a run is sent: canary, waves, pauses, limits, and what counts as a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from tat_console.ports.waves import Guards
from tat_console.services.guard_texts import Between, GuardFields, fields_of
from tat_console.support.i18n import _
from tat_console.ui.dialogs.failure_kinds import FailureKinds
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, HALF, MARGIN, column, row
from tat_console.ui.widgets.segments import Segments

WIDTH: Final = 600


class RunGuards(Dialog):
    """Fields for everything that makes a run careful; empty ones leave it out.

    `summary_of` says in a line what comes of it.
    """

    def __init__(
        self, parent: QWidget, guards: Guards, summary_of: Callable[[Guards], str]
    ) -> None:
        super().__init__(parent, _("How it runs"), WIDTH)
        self.setObjectName("run_guards")
        self._summary_of = summary_of
        self.between = Segments(
            _("Between waves"),
            [
                (Between.NOTHING, _("Go on at once")),
                (Between.PAUSE, _("Pause")),
                (Between.ASK, _("Ask me")),
            ],
        )
        self.failures = FailureKinds()
        hint = _("What fails a canary and stops a run")
        self.failures_field = FormField(_("Counts as a failure"), self.failures, hint)
        self.fields = self._make_fields()
        self.summary = Label("", Type.NAME, wrap=True)
        self.summary.setObjectName("guards_summary")
        self.body.addLayout(self._grid())
        self.body.addStretch(1)
        self.body.addWidget(self.summary)
        self._fill_foot()
        self._connect()
        self.show_guards(guards)
        self.fields["canary"].control.setFocus()
        if (layout := self.layout()) is not None:
            # Qt would ask for as much as the hints need in a narrow column.
            self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def guards(self) -> Guards:
        """What the fields say; to be asked once the dialog was accepted."""
        return self._typed().guards()

    def show_guards(self, guards: Guards) -> None:
        """Fill the fields."""
        typed = fields_of(guards)
        for name, field in self.fields.items():
            self._input(field).setText(getattr(typed, name))
        self.between.choose(typed.between)
        self.failures.choose(typed.failures)
        self._check()

    # -- building

    def _make_fields(self) -> dict[str, FormField]:
        rows = (
            ("canary", _("Canary first"), _("20 or 5 %: sent alone; it has to succeed")),
            ("wave", _("Then waves of"), _("500 or 25 %; empty: all the rest at once")),
            ("pause_s", _("Pause, seconds"), _("From the end of a wave to the next")),
            ("at_once", _("Busy at once, at most"), _("Machines; empty: no limit")),
            ("stop_at", _("Stop at failures"), _("5 in all, or 3 % of a wave; empty: never")),
            ("matches", _("Output has to match"), _("A regular expression; else it has failed")),
            ("exit_codes", _("Exit codes that are fine"), _("0 unless said; such as 0, 3")),
            ("opens", _("Send nothing before"), _("22:00, or a day and a time; empty: at once")),
            ("closes", _("Send nothing after"), _("What is not sent then stays so; empty: never")),
            ("hours", _("Send only at these hours"), _("Mon–Fri 22:00–06:00; empty: at any time")),
        )
        made = {}
        for name, label, hint in rows:
            control = QLineEdit()
            control.setObjectName(f"guard_{name}")
            made[name] = FormField(label, control, hint)
        return made

    def _grid(self) -> QGridLayout:
        choices = row(self.between, None)
        between = column(Label(_("Between waves"), Type.BASE, "text_2"), choices, None, gap=HALF)
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.fields["canary"], 0, 0)
        grid.addWidget(self.fields["wave"], 0, 1)
        grid.addLayout(between, 1, 0)
        grid.addWidget(self.fields["pause_s"], 1, 1)
        grid.addWidget(self.fields["at_once"], 2, 0)
        grid.addWidget(self.fields["stop_at"], 2, 1)
        grid.addWidget(self.fields["matches"], 3, 0)
        grid.addWidget(self.fields["exit_codes"], 3, 1)
        grid.addWidget(self.fields["opens"], 4, 0)
        grid.addWidget(self.fields["closes"], 4, 1)
        grid.addWidget(self.fields["hours"], 5, 0)
        grid.addWidget(self.failures_field, 5, 1)
        return grid

    def _fill_foot(self) -> None:
        simple = button(_("All at once"), kind=ButtonKind.FLAT)
        simple.setObjectName("guards_simple")
        simple.setAutoDefault(False)
        simple.clicked.connect(lambda: self.show_guards(Guards()))
        self.foot.insertWidget(0, simple)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.accept_button = self.add_button(_("Use this"), ACCEPTED, ButtonKind.PRIMARY)
        self.accept_button.setObjectName("guards_accept")
        self.accept_button.setDefault(True)

    def _connect(self) -> None:
        for field in self.fields.values():
            self._input(field).textChanged.connect(lambda _text: self._check())
        self.between.chosen.connect(lambda _choice: self._check())
        self.failures.changed.connect(self._check)

    # -- inside

    def _input(self, field: FormField) -> QLineEdit:
        control = field.control
        if not isinstance(control, QLineEdit):
            raise TypeError("every field of the guards is a line of text")
        return control

    def _typed(self) -> GuardFields:
        texts = {name: self._input(field).text() for name, field in self.fields.items()}
        return GuardFields(
            between=Between(str(self.between.choice())),
            failures=self.failures.chosen(),
            now=datetime.now(UTC),
            **texts,
        )

    def _check(self) -> None:
        typed = self._typed()
        problems = typed.problems()
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, ""))
        self.failures_field.set_problem(problems.get("failures", ""))
        self.fields["pause_s"].setEnabled(typed.is_pausing)
        self.accept_button.setEnabled(not problems)
        self.summary.setText("" if problems else self._summary_of(typed.guards()))

"""Saving a set of targets: its name, whether it follows the filter, whether it is protected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QWidget

from tat_console.runs.target_sets import Members, TargetFilter, TargetSet
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.set_terms import SetTerms
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type

WIDTH: Final = 480


class SaveSet(Dialog):
    """Asks what to keep: the given machines, or what `live` finds; `problem` says why it cannot.

    Either may be joined with `sets`, or the set be made of them alone; `members_of` tells who is
    in a set, or raises ConsoleError.
    """

    def __init__(
        self,
        parent: QWidget,
        instance_ids: tuple[str, ...],
        live: TargetFilter | None,
        problem: str,
        sets: Sequence[TargetSet] = (),
        members_of: Callable[[TargetSet], Members] | None = None,
    ) -> None:
        super().__init__(parent, _("Save a set of machines"), WIDTH)
        self.setObjectName("save_set")
        self._instance_ids = instance_ids
        self._live = live
        self._members_of = members_of
        self.name = QLineEdit()
        self.name.setObjectName("set_name")
        count = len(instance_ids)
        fixed = ngettext("The {count:,} machine ticked", "The {count:,} machines ticked", count)
        self.fixed = QRadioButton(fixed.format(count=count))
        self.fixed.setObjectName("set_fixed")
        self.live = QRadioButton(_("Whatever the filter finds, now and later"))
        self.live.setObjectName("set_live")
        self.nothing = QRadioButton(_("Only what other sets have"))
        self.nothing.setObjectName("set_nothing")
        self.terms = SetTerms(sets)
        self.outcome = Label("", Type.SMALL, "text_2", wrap=True)
        self.outcome.setObjectName("set_outcome")
        self.protected = QCheckBox(_("Protected: left out of runs unless it is asked for"))
        self.protected.setObjectName("set_protected")
        self.fixed.setEnabled(count > 0)
        self.live.setEnabled(live is not None)
        self.nothing.setEnabled(bool(sets))
        first = (self.fixed, self.live, self.nothing)
        next((one for one in first if one.isEnabled()), self.live).setChecked(True)
        self._fill(problem, has_others=bool(sets))
        self.name.textChanged.connect(lambda _text: self._check())
        self.terms.changed.connect(self._check)
        for choice in first:
            choice.toggled.connect(lambda _on: self._check())
        self._check()
        self.name.setFocus()

    def wanted(self) -> TargetSet:
        """The set as it was asked for, without an id."""
        is_live, is_fixed = self.live.isChecked(), self.fixed.isChecked()
        return TargetSet(
            set_id="",
            name=self.name.text().strip(),
            instance_ids=self._instance_ids if is_fixed else (),
            live=self._live if is_live else None,
            terms=self.terms.terms(),
            protected=self.protected.isChecked(),
        )

    def _fill(self, problem: str, *, has_others: bool) -> None:
        self.body.addWidget(FormField(_("Name"), self.name))
        self.body.addWidget(self.fixed)
        self.body.addWidget(self.live)
        if problem:
            self.body.addWidget(Label(problem, Type.SMALL, "text_3", wrap=True))
        if has_others:
            for part in (self.nothing, self.terms, self.outcome):
                self.body.addWidget(part)
        self.body.addWidget(self.protected)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.accept_button = self.add_button(_("Save"), ACCEPTED, ButtonKind.PRIMARY)
        self.accept_button.setObjectName("set_accept")
        self.accept_button.setDefault(True)

    def _check(self) -> None:
        wanted = self.wanted()
        has_machines = bool(wanted.instance_ids or wanted.live is not None or wanted.terms)
        self.accept_button.setEnabled(bool(wanted.name) and has_machines)
        self.outcome.setText(self._outcome(wanted))

    def _outcome(self, wanted: TargetSet) -> str:
        if self._members_of is None or not wanted.terms:
            return ""
        try:
            count = len(self._members_of(wanted).machines)
        except ConsoleError as error:
            return str(error)
        text = ngettext("{count:,} machine is in it now", "{count:,} machines are in it now", count)
        return text.format(count=count)

"""Saving a set of targets, or changing it: its name, what it is made of, its protection."""

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
    in a set, or raises ConsoleError. A set to `change` may also keep the machines that it has.
    """

    def __init__(
        self,
        parent: QWidget,
        instance_ids: tuple[str, ...],
        live: TargetFilter | None,
        problem: str,
        sets: Sequence[TargetSet] = (),
        members_of: Callable[[TargetSet], Members] | None = None,
        change: TargetSet | None = None,
    ) -> None:
        title = _("Change a set of machines") if change else _("Save a set of machines")
        super().__init__(parent, title, WIDTH)
        self.setObjectName("save_set")
        self._instance_ids = instance_ids
        self._live = live
        self._members_of = members_of
        self._change = change
        self._others = [one for one in sets if change is None or one.set_id != change.set_id]
        self.name = QLineEdit(change.name if change else "")
        self.name.setObjectName("set_name")
        self._name_field = FormField(_("Name"), self.name)
        count = len(instance_ids)
        fixed = ngettext("The {count:,} machine ticked", "The {count:,} machines ticked", count)
        self.as_it_is = _choice("set_as_it_is", _own_words(change) if change else "")
        self.fixed = _choice("set_fixed", fixed.format(count=count))
        self.live = _choice("set_live", _("Whatever the filter finds, now and later"))
        self.nothing = _choice("set_nothing", _("Only what other sets have"))
        self.terms = SetTerms(self._others, change.terms if change else ())
        self.outcome = Label("", Type.SMALL, "text_2", wrap=True)
        self.outcome.setObjectName("set_outcome")
        self.protected = QCheckBox(_("Protected: left out of runs unless it is asked for"))
        self.protected.setObjectName("set_protected")
        self.protected.setChecked(change is not None and change.protected)
        self._choose_first(count > 0, live is not None)
        self._fill(problem)
        self.name.textChanged.connect(lambda _text: self._check())
        self.terms.changed.connect(self._check)
        for choice in (self.as_it_is, self.fixed, self.live, self.nothing):
            choice.toggled.connect(lambda _on: self._check())
        self._check()
        self.name.setFocus()

    def wanted(self) -> TargetSet:
        """The set as it was asked for; a new one has no id."""
        instance_ids, live = self._own()
        return TargetSet(
            set_id=self._change.set_id if self._change else "",
            name=self.name.text().strip(),
            instance_ids=instance_ids,
            live=live,
            terms=self.terms.terms(),
            protected=self.protected.isChecked(),
        )

    def _own(self) -> tuple[tuple[str, ...], TargetFilter | None]:
        """The set's own machines: a list, or a filter."""
        if self._change is not None and self.as_it_is.isChecked():
            return self._change.instance_ids, self._change.live
        fixed = self._instance_ids if self.fixed.isChecked() else ()
        return fixed, self._live if self.live.isChecked() else None

    def _choose_first(self, has_ticked: bool, has_filter: bool) -> None:
        """Offer what there is, and choose the first: for a set that is changed, what it has."""
        change = self._change
        has_own = change is not None and bool(change.instance_ids or change.live)
        choices = (
            (self.as_it_is, has_own),
            (self.nothing, change is not None),
            (self.fixed, has_ticked),
            (self.live, has_filter),
            (self.nothing, bool(self._others)),
        )
        next((choice for choice, is_fit in choices if is_fit), self.live).setChecked(True)
        self.fixed.setEnabled(has_ticked)
        self.live.setEnabled(has_filter)
        self.nothing.setEnabled(bool(self._others))

    def _fill(self, problem: str) -> None:
        self.body.addWidget(self._name_field)
        if self._change is not None and (self._change.instance_ids or self._change.live):
            self.body.addWidget(self.as_it_is)
        self.body.addWidget(self.fixed)
        self.body.addWidget(self.live)
        if problem:
            self.body.addWidget(Label(problem, Type.SMALL, "text_3", wrap=True))
        if self._others:
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
        is_taken = wanted.name.casefold() in {one.name.casefold() for one in self._others}
        self._name_field.set_problem(_("Another set has this name.") if is_taken else "")
        words, is_whole = self._outcome(wanted)
        self.outcome.setText(words)
        self.accept_button.setEnabled(
            bool(wanted.name) and has_machines and is_whole and not is_taken
        )

    def _outcome(self, wanted: TargetSet) -> tuple[str, bool]:
        """What comes of the terms, and whether they can be worked out."""
        if self._members_of is None or not wanted.terms:
            return "", True
        try:
            count = len(self._members_of(wanted).machines)
        except ConsoleError as error:
            return str(error), False
        text = ngettext("{count:,} machine is in it now", "{count:,} machines are in it now", count)
        return text.format(count=count), True


def _own_words(change: TargetSet) -> str:
    """The choice to leave a set's own machines as they are."""
    if change.live is not None:
        return _("As it is: whatever its filter finds")
    count = len(change.instance_ids)
    text = ngettext("As it is: {count:,} machine", "As it is: {count:,} machines", count)
    return text.format(count=count)


def _choice(name: str, words: str) -> QRadioButton:
    made = QRadioButton(words)
    made.setObjectName(name)
    return made

"""Saving a set of targets: its name, whether it follows the filter, whether it is protected."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QWidget

from tat_console.runs.target_sets import TargetFilter, TargetSet
from tat_console.support.i18n import _, ngettext
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type

WIDTH: Final = 480


class SaveSet(Dialog):
    """Asks what to keep: the given machines, or what `live` finds; `problem` says why it cannot."""

    def __init__(
        self,
        parent: QWidget,
        instance_ids: tuple[str, ...],
        live: TargetFilter | None,
        problem: str,
    ) -> None:
        super().__init__(parent, _("Save a set of machines"), WIDTH)
        self.setObjectName("save_set")
        self._instance_ids = instance_ids
        self._live = live
        self.name = QLineEdit()
        self.name.setObjectName("set_name")
        count = len(instance_ids)
        fixed = ngettext("The {count:,} machine ticked", "The {count:,} machines ticked", count)
        self.fixed = QRadioButton(fixed.format(count=count))
        self.fixed.setObjectName("set_fixed")
        self.live = QRadioButton(_("Whatever the filter finds, now and later"))
        self.live.setObjectName("set_live")
        self.protected = QCheckBox(_("Protected: left out of runs unless it is asked for"))
        self.protected.setObjectName("set_protected")
        self.fixed.setEnabled(count > 0)
        self.live.setEnabled(live is not None)
        (self.fixed if count else self.live).setChecked(True)
        self.body.addWidget(FormField(_("Name"), self.name))
        self.body.addWidget(self.fixed)
        self.body.addWidget(self.live)
        if problem:
            self.body.addWidget(Label(problem, Type.SMALL, "text_3", wrap=True))
        self.body.addWidget(self.protected)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.accept_button = self.add_button(_("Save"), ACCEPTED, ButtonKind.PRIMARY)
        self.accept_button.setObjectName("set_accept")
        self.accept_button.setDefault(True)
        self.name.textChanged.connect(lambda _text: self._check())
        self._check()
        self.name.setFocus()

    def wanted(self) -> TargetSet:
        """The set as it was asked for, without an id."""
        is_live = self.live.isChecked()
        return TargetSet(
            set_id="",
            name=self.name.text().strip(),
            instance_ids=() if is_live else self._instance_ids,
            live=self._live if is_live else None,
            protected=self.protected.isChecked(),
        )

    def _check(self) -> None:
        has_kind = self.fixed.isEnabled() or self.live.isEnabled()
        self.accept_button.setEnabled(bool(self.name.text().strip()) and has_kind)

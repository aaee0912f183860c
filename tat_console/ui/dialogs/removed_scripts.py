"""Scripts that were deleted from the library, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type, font

WIDTH: Final = 440
LIST_HEIGHT: Final = 200


class RemovedScripts(Dialog):
    """Accepted means that the chosen scripts are to come back as they were last."""

    def __init__(self, parent: QWidget, paths: Sequence[str]) -> None:
        super().__init__(parent, _("Deleted scripts"), WIDTH)
        self.setObjectName("removed_scripts")
        self.list = QListWidget()
        self.list.setObjectName("removed_list")
        self.list.setAccessibleName(_("Deleted scripts"))
        self.list.setFont(font(Type.BASE))
        self.list.setFixedHeight(LIST_HEIGHT)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.addItems(list(paths))
        words = _("Each comes back as it was last, with all of its versions.")
        self.body.addWidget(Label(words, Type.BASE, "text_2", wrap=True))
        self.body.addWidget(self.list)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.bring = self.add_button(_("Bring back"), ACCEPTED, ButtonKind.PRIMARY)
        self.bring.setObjectName("bring_back_accept")
        self.bring.setEnabled(False)
        self.list.itemSelectionChanged.connect(
            lambda: self.bring.setEnabled(bool(self.list.selectedItems()))
        )
        self.list.setFocus()

    def paths(self) -> list[str]:
        """The scripts that are chosen."""
        return [item.text() for item in self.list.selectedItems()]

"""Named sets of values for the script in front: choose one, keep the present ones, forget one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import HALF, column, row


class PresetBar(QWidget):
    """`picked` tells the name of the preset whose values are wanted."""

    picked = Signal(str)
    save_asked = Signal()
    remove_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setObjectName("preset_combo")
        self.box.setAccessibleName(_("Preset"))
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(6)
        self.box.activated.connect(self._tell)
        save = tool_button("ph.floppy-disk", _("Keep these values as a preset"), framed=True)
        save.setObjectName("save_preset")
        save.clicked.connect(self.save_asked)
        self.remove = tool_button("ph.trash", _("Forget this preset"), framed=True)
        self.remove.setObjectName("remove_preset")
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self.name()))
        self._note = Label("", Type.SMALL, "text_3", wrap=True)
        line = row(self.box, save, self.remove, gap=HALF)
        line.setStretch(0, 1)
        self.setLayout(column(line, self._note, gap=HALF))
        self.show_names((), "")

    def name(self) -> str:
        """The preset that was applied last, "" for none."""
        return str(self.box.currentData() or "")

    def show_names(self, names: Iterable[str], current: str, environment: str = "") -> None:
        """Offer these presets of an environment."""
        self.box.clear()
        self.box.addItem(_("No preset"), "")
        for name in names:
            self.box.addItem(icon("ph.bookmark-simple-fill", "accent"), name, name)
        self.box.setCurrentIndex(max(0, self.box.findData(current)))
        self.remove.setEnabled(bool(self.name()))
        text = _("Presets of this environment: {environment}. Secrets are never in them.")
        self._note.setText(text.format(environment=environment) if environment else "")
        self._note.setVisible(bool(environment and self.box.count() > 1))

    def _tell(self) -> None:
        self.remove.setEnabled(bool(self.name()))
        if self.name():
            self.picked.emit(self.name())

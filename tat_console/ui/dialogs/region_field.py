"""Regions to choose from, and a field for the id of one that is not in the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from tat_console.services.profile_checks import region_problem
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, panel, row
from tat_console.ui.kit.words import region_word

_HEIGHT: Final = 122
_ROW_HEIGHT: Final = 24
_ID: Final = Qt.ItemDataRole.UserRole


class RegionField(QWidget):
    """A list of regions with boxes; none ticked means all. `edited` tells of each change."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.regions = QListWidget()
        self.regions.setAccessibleName(_("Regions"))
        self.regions.setObjectName("profile_regions")
        self.regions.setFixedHeight(_HEIGHT)
        self.regions.setFrameShape(QFrame.Shape.NoFrame)
        self.regions.itemChanged.connect(lambda _item: self.edited.emit())
        self.add_field = QLineEdit(placeholderText=_("Other region, such as eu-frankfurt"))
        self.add_field.setAccessibleName(_("Id of another region"))
        self.add_field.setObjectName("profile_add_region")
        self.add_field.returnPressed.connect(self.add_typed)
        add = button(_("Add"), "ph.plus")
        add.setObjectName("add_region")
        add.clicked.connect(self.add_typed)
        self._problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self._problem.hide()
        adding = row(self.add_field, add)
        adding.setStretch(0, 1)
        boxed = panel(column(self.regions, margins=(1, 1, 1, 1)), "card")
        self.setLayout(column(boxed, adding, self._problem, gap=HALF))

    def offer(self, regions: Iterable[str]) -> None:
        """Add regions to choose from; those that are listed stay as they are."""
        listed = {item.data(_ID) for item in self._items()}
        self.regions.blockSignals(True)
        for region in regions:
            if region not in listed:
                self._add(region, ticked=False)
        self.regions.blockSignals(False)

    def set_chosen(self, regions: Iterable[str]) -> None:
        """Tick exactly these; they are added to the list where they are missing."""
        wanted = list(regions)
        self.offer(wanted)
        self.regions.blockSignals(True)
        for item in self._items():
            item.setCheckState(_box(item.data(_ID) in wanted))
        self.regions.blockSignals(False)

    def chosen(self) -> tuple[str, ...]:
        """The ticked regions; none means all."""
        checked = Qt.CheckState.Checked
        return tuple(item.data(_ID) for item in self._items() if item.checkState() == checked)

    def add_typed(self) -> bool:
        """Add and tick the region that was typed; False where it is none."""
        region = self.add_field.text().strip().casefold()
        problem = region_problem(region) if region else ""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem:
            self.add_field.setFocus()
        elif region:
            self.add_field.clear()
            self.set_chosen((*self.chosen(), region))
            self.edited.emit()
        return not problem

    def _items(self) -> list[QListWidgetItem]:
        return [self.regions.item(place) for place in range(self.regions.count())]

    def _add(self, region: str, *, ticked: bool) -> None:
        item = QListWidgetItem(f"{region_word(region)}  ({region})")
        item.setData(_ID, region)
        item.setSizeHint(QSize(0, _ROW_HEIGHT))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_box(ticked))
        self.regions.addItem(item)


def _box(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

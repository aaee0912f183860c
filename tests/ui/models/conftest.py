"""A table of machines in two lines, as the pages make them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView


@dataclass(frozen=True)
class Machine:
    """A row."""

    id: str
    name: str
    beat_s: int
    reason: str = ""


COLUMNS = (
    Column[Machine]("name", "Name and ID", 108, lambda one: Cell(one.name, second=one.id)),
    Column[Machine]("tags", "Tags", 160, lambda one: Cell(tags=(("tier", "edge"),)), stretch=True),
    Column[Machine]("beat", "Heartbeat", 72, lambda one: f"{one.beat_s} s", lambda one: one.beat_s),
)


def machines(count: int) -> list[Machine]:
    """So many machines; every fifth cannot take a run."""
    return [
        Machine(f"ins-{n:05}", f"web-{n:05}", n * 7 % 101, "Agent offline" if n % 5 == 4 else "")
        for n in range(count)
    ]


@pytest.fixture
def model(themed) -> TableModel[Machine]:
    """A model with ten machines."""
    made = TableModel(COLUMNS, lambda one: one.id, blocked=lambda one: one.reason)
    made.set_rows(machines(10))
    return made


@pytest.fixture
def view(qtbot, model) -> TableView[Machine]:
    """A view of the model on show."""
    made = TableView(model, "Machines", 37)
    made.resize(500, 500)
    qtbot.addWidget(made)
    made.show()
    return made

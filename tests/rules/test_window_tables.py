"""The tables of the window are complete: pages, actions, looks of states, icons."""

from __future__ import annotations

import ast
import re

import pytest
import qtawesome
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from tat_console.tat.statuses import AgentStatus, InvocationStatus, TaskStatus
from tat_console.ui.kit import status_looks
from tat_console.ui.navigation import PageKey
from tat_console.ui.shell.actions import ACTIONS, ActionRow
from tat_console.ui.shell.rail import ROWS as PAGES
from tat_console.ui.shell.window import Window
from tests.rules.source import sources

ICON = re.compile(r"(ph|mdi6?|fa[56][sbr]?|msc|ri|ei)\.([a-z0-9-]+)")


def test_every_page_is_on_the_rail_once() -> None:
    assert [row.key for row in PAGES] == list(PageKey)


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.method)
def test_every_action_is_something_the_window_does(row: ActionRow) -> None:
    assert callable(getattr(Window, row.method))


def test_no_shortcut_is_given_twice() -> None:
    shortcuts = [row.shortcut for row in ACTIONS if row.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)
    assert not [keys for keys in shortcuts if QKeySequence(keys).isEmpty()]


@pytest.mark.parametrize(
    ("looks", "states"),
    [
        (status_looks.TASK_LOOKS, TaskStatus),
        (status_looks.INVOCATION_LOOKS, InvocationStatus),
        (status_looks.AGENT_LOOKS, AgentStatus),
    ],
)
def test_every_state_has_a_look(looks, states) -> None:
    shown = {state for state in states if state.value != "UNKNOWN"}
    assert shown <= set(looks) <= set(states)


def test_every_icon_exists(qapp: QApplication) -> None:
    found = {
        (*name.groups(), source.path)
        for source in sources("tat_console/ui")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (name := ICON.fullmatch(node.value))
    }
    assert found
    qtawesome.icon("ph.play")  # fills the table of letters
    letters = qtawesome._instance().charmap
    assert not [row for row in found if row[1] not in letters[row[0]]]

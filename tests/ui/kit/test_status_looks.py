"""Every state has a look, and no two states of a task look the same in the grid."""

from __future__ import annotations

import qtawesome

from tat_console.tat.statuses import AgentStatus, InvocationStatus, TaskStatus
from tat_console.ui.kit.status_looks import (
    AGENT_LOOKS,
    AGENT_MISSING,
    INVOCATION_LOOKS,
    TASK_LOOKS,
    Cell,
    look_of,
)
from tat_console.ui.kit.theme import ToneName


def test_every_known_state_has_its_row():
    assert set(TASK_LOOKS) == set(TaskStatus) - {TaskStatus.UNKNOWN}
    assert set(INVOCATION_LOOKS) == set(InvocationStatus) - {InvocationStatus.UNKNOWN}
    assert set(AGENT_LOOKS) == set(AgentStatus)


def test_every_icon_exists(qapp):
    rows = [*TASK_LOOKS.values(), *INVOCATION_LOOKS.values(), *AGENT_LOOKS.values(), AGENT_MISSING]
    assert all(qtawesome.charmap(row.icon) for row in rows)


def test_no_two_states_share_tone_and_cell():
    cells = [(row.tone, row.cell) for row in TASK_LOOKS.values()]
    assert len(set(cells)) == len(cells)


def test_an_unknown_word_is_shown_as_it_is():
    look = look_of(TaskStatus("REWINDING"))
    assert (look.word, look.tone, look.cell) == ("REWINDING", ToneName.IDLE, Cell.EMPTY_DOT)

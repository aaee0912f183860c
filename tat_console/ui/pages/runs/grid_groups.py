"""How the cells of the grid stand together: by wave, by region or by result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.wave_words import wave_name
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import region_word
from tat_console.ui.pages.runs.task_rows import TaskRow, urgency
from tat_console.ui.pages.runs.wave_cards import group_note
from tat_console.ui.widgets.task_grid import GridGroup, GridTask


class Grouping(StrEnum):
    """What the cells of a group have in common."""

    WAVE = "wave"
    REGION = "region"
    RESULT = "result"


def grid_groups(
    progress: RunProgress, rows: Iterable[TaskRow], grouping: Grouping
) -> list[GridGroup]:
    """The cells of the grid in their groups, in the order of the plan within each."""
    match grouping:
        case Grouping.WAVE:
            return _by_wave(progress, rows)
        case Grouping.REGION:
            found = _grouped(rows, lambda row: row.region)
            return [_group(cells, region_word(key)) for key, cells in sorted(found.items())]
        case Grouping.RESULT:
            by_status = _grouped(rows, lambda row: row.task.status)
            ordered = sorted(map(TaskStatus, by_status), key=urgency)
            return [_group(by_status[status], look_of(status).word) for status in ordered]


def _by_wave(progress: RunProgress, rows: Iterable[TaskRow]) -> list[GridGroup]:
    """The cells of the grid, wave by wave; a run of one wave needs no title."""
    waves = progress.tally.waves
    if len(waves) < 2:
        return [GridGroup([row.cell for row in rows])]
    wave_of = {number: batch.wave_no for number, batch in progress.batches.items()}
    cells: dict[int, list[GridTask]] = {wave_no: [] for wave_no in waves}
    for row in rows:
        cells[wave_of[row.task.batch_no]].append(row.cell)
    guards = progress.run.guards
    return [
        GridGroup(cells[number], wave_name(number, guards), group_note(progress, wave))
        for number, wave in waves.items()
    ]


def _grouped(
    rows: Iterable[TaskRow], key_of: Callable[[TaskRow], str]
) -> dict[str, list[GridTask]]:
    groups: dict[str, list[GridTask]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row.cell)
    return groups


def _group(cells: list[GridTask], title: str) -> GridGroup:
    note = ngettext("{count:,} machine", "{count:,} machines", len(cells))
    return GridGroup(cells, title, note.format(count=len(cells)))

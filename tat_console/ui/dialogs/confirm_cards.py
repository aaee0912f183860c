"""The parts of the question before a run: who is left out, how it is sent, what it is run with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tat_console.ports.archive import BatchRecord, Exclusion, Script
from tat_console.runs.plan import Plan
from tat_console.runs.targets import reasons
from tat_console.support.i18n import _, listed
from tat_console.tat import limits
from tat_console.tat.machines import Refusal
from tat_console.ui.dialogs.confirm_owners import Owner
from tat_console.ui.dialogs.wave_words import (
    guard_sentences,
    stop_words,
    summary_of,
    wave_lines,
)
from tat_console.ui.kit.controls import ElidedLabel, IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row
from tat_console.ui.kit.words import default_folder, default_user, kind_word, region_word

CARD_ROWS: Final = 4
_REFUSAL_LOOKS: Final = {
    Refusal.OFFLINE: ("ph.x-circle-fill", "bad_text"),
    Refusal.NO_AGENT: ("ph.minus-circle-fill", "late_text"),
    Refusal.STOPPED: ("ph.power", "text_2"),
    Refusal.PROTECTED: ("ph.shield-check", "late_text"),
}


def left_out_card(excluded: Sequence[Exclusion], accepted: int) -> QFrame:
    """Who does not take part, by reason."""
    title = _("{out:,} of {all:,} chosen are left out").format(
        out=len(excluded), all=len(excluded) + accepted
    )
    grid = _card_grid()
    for line, (reason, names) in enumerate(reasons(excluded)):
        icon_name, role = _REFUSAL_LOOKS.get(reason, ("ph.prohibit", "late_text"))
        grid.addWidget(IconLabel(icon_name, role, 14), line, 0)
        grid.addWidget(Label(f"{len(names):,}", Type.NAME), line, 1)
        grid.addWidget(Label(reason.words, Type.BASE), line, 2)
        grid.addWidget(ElidedLabel(listed(names), Type.BASE, "text_3"), line, 3)
    grid.setColumnStretch(3, 1)
    return _card(IconLabel("ph.prohibit", "late_text", 14), title, grid, "left_out")


def how_card(plan: Plan, change: QPushButton, owners: Mapping[str, Owner] | None = None) -> QFrame:
    """The waves, or the calls where there is one wave; `change` stands in its head.

    Where several profiles take part, each call names its own; `owners` are they, by id.
    """
    waves = wave_lines(plan)
    rows = (
        [(line.name, line.count, line.note) for line in waves]
        if len(waves) > 1
        else _calls(plan, owners or {})
    )
    grid = _card_grid()
    shown = rows if len(rows) <= CARD_ROWS else rows[: CARD_ROWS - 1]
    for line, (name, count, note) in enumerate(shown):
        grid.addWidget(Label(str(line + 1), Type.BASE, "text_3"), line, 0)
        grid.addWidget(Label(name, Type.NAME), line, 1)
        grid.addWidget(Label(f"{count:,}"), line, 2)
        grid.addWidget(ElidedLabel(note, Type.BASE, "text_2"), line, 3)
    if more := len(rows) - len(shown):
        words = _("and {count:,} more").format(count=more)
        grid.addWidget(Label(words, Type.BASE, "text_3"), len(shown), 1, 1, 3)
    for sentence in guard_sentences(plan.run.guards):
        grid.addWidget(Label(sentence, Type.BASE, "text_2", wrap=True), grid.rowCount(), 0, 1, 4)
    grid.setColumnStretch(3, 1)
    icon = IconLabel("ph.stack", "text_2", 14)
    return _card(icon, summary_of(plan), grid, "calls", change)


def _calls(plan: Plan, owners: Mapping[str, Owner]) -> list[tuple[str, int, str]]:
    sizes = [0] * len(plan.batches)
    for task in plan.tasks:
        sizes[task.batch_no] += 1
    guard = stop_words(plan.run.guards)
    are_several = len(plan.profile_ids) > 1

    def whose(batch: BatchRecord) -> str:
        owner = owners.get(batch.profile_id or plan.run.profile_id)
        return owner.words if are_several and owner else ""

    return [
        (
            kind_word(batch.kind),
            sizes[batch.batch_no],
            listed(filter(None, (region_word(batch.region), whose(batch), guard))),
        )
        for batch in plan.batches
    ]


def facts_line(script: Script) -> QHBoxLayout:
    """User, folder, timeout and size of a script."""
    size_kb = limits.CONTENT.measure(script.content) / 1024
    pairs = (
        (_("User"), script.username or default_user(script.command_type)),
        (_("Folder"), script.working_directory or default_folder(script.command_type)),
        (_("Timeout"), _("{seconds:,} s").format(seconds=script.timeout_s)),
        (
            _("Size"),
            _("{size:.1f} / {most} KB").format(size=size_kb, most=limits.CONTENT.most // 1024),
        ),
    )
    line = row(gap=HALF, margins=(GAP, 0, GAP, 0))
    for word, value in pairs:
        line.addWidget(Label(word, Type.BASE, "text_2"))
        line.addWidget(Label(value, Type.NAME))
        line.addSpacing(GRID)
    line.addStretch(1)
    return line


def note_line(text: str) -> QWidget:
    """A line on what to expect."""
    words = Label(text, Type.BASE, "text_2", wrap=True)
    words.setObjectName("confirm_note")
    line = row(IconLabel("ph.info", "busy_text", 14), words, margins=(GAP, HALF, GAP, HALF))
    line.setStretch(1, 1)
    return panel(line, "card")


def _card_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(GAP, GRID, GAP, GRID)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID)
    return grid


def _card(
    icon: IconLabel, title: str, content: QGridLayout, name: str, action: QWidget | None = None
) -> QFrame:
    head = row(icon, Label(title, Type.NAME), None, *([action] if action else []))
    head.setContentsMargins(GAP, 0, GAP, 0)
    body: QVBoxLayout = column(
        panel(head, edge="bottom", height=28), content, None, gap=0, margins=(1, 1, 1, 1)
    )
    frame = panel(body, "card")
    frame.setObjectName(name)
    return frame

"""The question before every run: who, who not, how, what; and in production, how many."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tat_console.ports.archive import Script
from tat_console.ports.profiles import Environment
from tat_console.runs.plan import Plan
from tat_console.runs.targets import reasons
from tat_console.support.i18n import _, ngettext
from tat_console.tat import limits
from tat_console.tat.machines import Refusal
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, IconLabel, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row
from tat_console.ui.kit.words import counted, default_folder, default_user, kind_word, region_word
from tat_console.ui.widgets.rendered_script import RenderedScript

WIDTH: Final = 768
HEIGHT: Final = 568
CARD_ROWS: Final = 4
_REFUSAL_LOOKS: Final = {
    Refusal.OFFLINE: ("ph.x-circle-fill", "bad_text"),
    Refusal.NO_AGENT: ("ph.minus-circle-fill", "late_text"),
    Refusal.STOPPED: ("ph.power", "text_2"),
}


class ConfirmRun(Dialog):
    """Shows all that a plan will do; accepted means that the user wants exactly that.

    In production the number of machines has to be typed first; Enter does nothing before.
    """

    def __init__(self, parent: QWidget, plan: Plan) -> None:
        self._plan = plan
        self._count = len(plan.tasks)
        super().__init__(parent, _question(plan), WIDTH)
        self.setObjectName("confirm_run")
        self.resize(WIDTH, min(HEIGHT, round(parent.window().height() * 0.9)))
        look = ENVIRONMENT_LOOKS[plan.run.environment]
        self.add_band(plan.run.environment, look.icon, look.word, plan.run.profile_name)
        self._names = self._names_of_all()
        self.body.addLayout(self._who())
        self.body.addWidget(self._names)
        self.body.addLayout(self._cards())
        self.body.addWidget(self._script_card(plan.run.script), 1)
        self.number: QLineEdit | None = None
        self._fill_foot()

    # -- who

    def _who(self) -> QHBoxLayout:
        machines = self._plan.selection.accepted
        kinds = counted(kind_word(machine.kind) for machine in machines)
        regions = counted(region_word(machine.region) for machine in machines)
        line = row(gap=6)
        for word, count in kinds:
            line.addWidget(Label(f"{count:,}", Type.NAME))
            line.addWidget(Label(word, Type.BASE, "text_2"))
            line.addSpacing(GRID)
        where = ", ".join(f"{word} {count:,}" for word, count in regions)
        self.names_button = button(_("Show all names"), kind=ButtonKind.LINK)
        self.names_button.setAutoDefault(False)
        self.names_button.setCheckable(True)
        self.names_button.toggled.connect(self._names.setVisible)
        line.addWidget(ElidedLabel(where, Type.BASE, "text_2"), 1)
        line.addWidget(self.names_button)
        return line

    def _names_of_all(self) -> Label:
        names = ", ".join(machine.name for machine in self._plan.selection.accepted[:200])
        more = max(0, self._count - 200)
        if more:
            names += _(" and {count:,} more").format(count=more)
        label = Label(names, Type.SMALL, "text_2", wrap=True)
        label.setObjectName("target_names")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.hide()
        return label

    # -- who not, and how

    def _cards(self) -> QHBoxLayout:
        cards = [self._calls_card()]
        if self._plan.selection.excluded:
            cards.insert(0, self._left_out_card())
        line = row(*cards, gap=10)
        for place in range(len(cards)):
            line.setStretch(place, 1)
        return line

    def _left_out_card(self) -> QFrame:
        excluded = self._plan.selection.excluded
        title = _("{out:,} of {all:,} chosen are left out").format(
            out=len(excluded), all=len(excluded) + self._count
        )
        grid = _card_grid()
        for line, (reason, names) in enumerate(reasons(excluded)):
            icon_name, role = _REFUSAL_LOOKS.get(reason, ("ph.prohibit", "late_text"))
            grid.addWidget(IconLabel(icon_name, role, 14), line, 0)
            grid.addWidget(Label(f"{len(names):,}", Type.NAME), line, 1)
            grid.addWidget(Label(reason.words, Type.BASE), line, 2)
            grid.addWidget(ElidedLabel(", ".join(names), Type.BASE, "text_3"), line, 3)
        grid.setColumnStretch(3, 1)
        return _card("ph.prohibit", "late_text", title, grid, "left_out")

    def _calls_card(self) -> QFrame:
        calls = len(self._plan.batches)
        title = ngettext("{count} invocation", "{count} invocations", calls).format(count=calls)
        sizes = [0] * calls
        for task in self._plan.tasks:
            sizes[task.batch_no] += 1
        grid = _card_grid()
        shown = self._plan.batches if calls <= CARD_ROWS else self._plan.batches[: CARD_ROWS - 1]
        for line, batch in enumerate(shown):
            grid.addWidget(Label(str(batch.batch_no + 1), Type.BASE, "text_3"), line, 0)
            grid.addWidget(Label(kind_word(batch.kind), Type.NAME), line, 1)
            grid.addWidget(Label(f"{sizes[batch.batch_no]:,}"), line, 2)
            grid.addWidget(Label(region_word(batch.region), Type.BASE, "text_2"), line, 3)
        if calls > len(shown):
            more = _("and {count} more, 200 machines at most each").format(count=calls - len(shown))
            grid.addWidget(Label(more, Type.BASE, "text_3"), len(shown), 1, 1, 3)
        grid.setColumnStretch(3, 1)
        return _card("ph.stack", "text_2", title, grid, "calls")

    # -- what

    def _script_card(self, script: Script) -> QFrame:
        visible = len(script.parameters)
        note = ngettext("{count} value filled in", "{count} values filled in", visible).format(
            count=visible
        )
        if script.hidden:
            note = _("{note}, {count} hidden").format(note=note, count=len(script.hidden))
        head = row(
            IconLabel("ph.terminal-window", "text_2", 14),
            Label(_("Script as it will run"), Type.NAME),
            None,
            Label(note if visible or script.hidden else "", Type.SMALL, "text_2"),
            margins=(GAP, 0, GAP, 0),
        )
        self.rendered = RenderedScript()
        self.rendered.show_filled(script)
        self.rendered.setAccessibleName(_("Script as it will run"))
        body = column(
            panel(head, edge="bottom", height=28),
            self.rendered,
            panel(_facts(script), edge="top", height=30),
            gap=0,
            margins=(1, 1, 1, 1),
        )
        body.setStretch(1, 1)
        return panel(body, "card")

    # -- the number

    def _fill_foot(self) -> None:
        is_guarded = self._plan.run.environment is Environment.PRODUCTION
        cancel = self.add_cancel(_("Cancel"))
        text = ngettext(
            "Run on {count:,} machine", "Run on {count:,} machines", self._count
        ).format(count=self._count)
        kind = ButtonKind.DANGER if is_guarded else ButtonKind.PRIMARY
        self.run_button = self.add_button(text, ACCEPTED, kind, "ph.play-fill")
        self.run_button.setObjectName("confirm_button")
        if is_guarded:
            self._ask_for_number().setFocus()
        else:
            cancel.setFocus()

    def _ask_for_number(self) -> QLineEdit:
        text = _("Type the number of machines, {count}, to run:").format(count=self._count)
        self.number = QLineEdit()
        self.number.setObjectName("machine_count")
        self.number.setAccessibleName(text)
        self.number.setFixedWidth(96)
        self._tick = self.number.addAction(
            icon("ph.check-circle-fill", "good_text"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.number.textChanged.connect(self._compare)
        self._compare("")
        self.foot.insertWidget(0, Label(text))
        self.foot.insertWidget(1, self.number)
        return self.number

    def _compare(self, typed: str) -> None:
        fits = is_number(typed, self._count)
        self._tick.setVisible(fits)
        self.run_button.setEnabled(fits)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the number field runs once the number is right, and does nothing before."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.number is not None and self.focusWidget() is self.number:
            if self.run_button.isEnabled():
                self.done(ACCEPTED)
            return
        super().keyPressEvent(event)


def is_number(typed: str, count: int) -> bool:
    """Whether the digits typed are the count; grouping marks and spaces are accepted."""
    digits = re.sub(r"[\s,.'’_]", "", typed)
    return digits.isdecimal() and int(digits) == count


def _question(plan: Plan) -> str:
    count = len(plan.tasks)
    name = plan.run.script.name or _("Untitled script")
    text = ngettext(
        "Run “{name}” on {count:,} machine?", "Run “{name}” on {count:,} machines?", count
    )
    return text.format(name=name, count=count)


def _facts(script: Script) -> QHBoxLayout:
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


def _card_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(GAP, GRID, GAP, GRID)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID)
    return grid


def _card(icon_name: str, role: str, title: str, content: QGridLayout, name: str) -> QFrame:
    head = row(IconLabel(icon_name, role, 14), Label(title, Type.NAME), None)
    head.setContentsMargins(GAP, 0, GAP, 0)
    body: QVBoxLayout = column(
        panel(head, edge="bottom", height=28), content, None, gap=0, margins=(1, 1, 1, 1)
    )
    frame = panel(body, "card")
    frame.setObjectName(name)
    return frame

"""The question before every run: who, who not, how, what; and in production, how many."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from tat_console.ports.archive import Script
from tat_console.ports.waves import Guards
from tat_console.runs.plan import Plan
from tat_console.support.i18n import _, listed, ngettext
from tat_console.ui.dialogs.confirm_cards import facts_line, how_card, left_out_card, note_line
from tat_console.ui.dialogs.confirm_owners import Owner, owners_card
from tat_console.ui.dialogs.run_guards import RunGuards
from tat_console.ui.dialogs.wave_words import summary_of
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, IconLabel, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, column, panel, row
from tat_console.ui.kit.words import counted, kind_word, region_word
from tat_console.ui.widgets.rendered_script import RenderedScript

Replan = Callable[[Guards], Plan]
WIDTH: Final = 768
HEIGHT: Final = 640
SCRIPT_HEIGHT: Final = 80


class ConfirmRun(Dialog):
    """Shows all that a plan will do; accepted means that the user wants exactly that.

    `replan` makes the plan with other guards. Where it is guarded (production, protected machines)
    the number of machines has to be typed first; Enter does nothing before. `note` is a line on
    what to expect; `owners` are the profiles in use, by id.
    """

    def __init__(
        self,
        parent: QWidget,
        plan: Plan,
        replan: Replan,
        *,
        is_guarded: bool = False,
        note: str = "",
        owners: Mapping[str, Owner] | None = None,
    ) -> None:
        self._plan = plan
        self._replan = replan
        self._is_guarded = is_guarded
        self._owners = owners or {}
        self._count = len(plan.tasks)
        super().__init__(parent, _question(plan), WIDTH)
        self.setObjectName("confirm_run")
        self.resize(WIDTH, min(HEIGHT, round(parent.window().height() * 0.9)))
        look = ENVIRONMENT_LOOKS[plan.run.environment]
        self.add_band(plan.run.environment, look.icon, look.word, plan.run.profile_name)
        self._names = self._names_of_all()
        self.body.addLayout(self._who())
        self.body.addWidget(self._names)
        if whose := owners_card(plan, self._owners):
            self.body.addWidget(whose)
        self._how = column()
        self._show_how()
        self.body.addLayout(self._cards())
        self.body.addWidget(self._script_card(plan.run.script), 1)
        if note:
            self.body.addWidget(note_line(note))
        self.number: QLineEdit | None = None
        self._fill_foot()

    @property
    def plan(self) -> Plan:
        """The plan as the user has made it."""
        return self._plan

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
        where = listed(f"{word} {count:,}" for word, count in regions)
        self.names_button = button(_("Show all names"), kind=ButtonKind.LINK)
        self.names_button.setAutoDefault(False)
        self.names_button.setCheckable(True)
        self.names_button.toggled.connect(self._names.setVisible)
        line.addWidget(ElidedLabel(where, Type.BASE, "text_2"), 1)
        line.addWidget(self.names_button)
        return line

    def _names_of_all(self) -> Label:
        names = listed(machine.name for machine in self._plan.selection.accepted[:200])
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
        line = row(gap=10)
        if self._plan.selection.excluded:
            line.addWidget(left_out_card(self._plan.selection.excluded, self._count), 1)
        line.addLayout(self._how, 1)
        return line

    def _show_how(self) -> None:
        """Show the card of waves and calls, in place of the one before."""
        change = button(_("Change"), kind=ButtonKind.LINK)
        change.setObjectName("change_guards")
        change.setToolTip(_("Canary, waves, pauses, limits and what counts as a failure"))
        change.setAutoDefault(False)
        change.clicked.connect(self._change_guards)
        while item := self._how.takeAt(0):
            if earlier := item.widget():
                earlier.deleteLater()
        self._how.addWidget(how_card(self._plan, change, self._owners))

    def _change_guards(self) -> None:
        dialog = RunGuards(
            self, self._plan.run.guards, lambda guards: summary_of(self._replan(guards))
        )
        dialog.accepted.connect(lambda: self._take_guards(dialog.guards()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_guards(self, guards: Guards) -> None:
        self._plan = self._replan(guards)
        self._show_how()

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
        # What it would like to have is more than the smallest window has left over.
        self.rendered.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.rendered.setMinimumHeight(SCRIPT_HEIGHT)
        body = column(
            panel(head, edge="bottom", height=28),
            self.rendered,
            panel(facts_line(script), edge="top", height=30),
            gap=0,
            margins=(1, 1, 1, 1),
        )
        body.setStretch(1, 1)
        return panel(body, "card")

    # -- the number

    def _fill_foot(self) -> None:
        cancel = self.add_cancel(_("Cancel"))
        text = ngettext(
            "Run on {count:,} machine", "Run on {count:,} machines", self._count
        ).format(count=self._count)
        kind = ButtonKind.DANGER if self._is_guarded else ButtonKind.PRIMARY
        self.run_button = self.add_button(text, ACCEPTED, kind, "ph.play-fill")
        self.run_button.setObjectName("confirm_button")
        if self._is_guarded:
            self._ask_for_number().setFocus()
        else:
            cancel.setFocus()
            self.run_button.setToolTip(_("Ctrl+Enter comes here, Enter runs"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._lead_to_the_run)

    def _lead_to_the_run(self) -> None:
        """Who presses the keys of the question a second time has not read it yet."""
        (self.number or self.run_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        words = Label(text.replace(str(self._count), f"<b>{self._count}</b>"))
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setAccessibleName(text)
        self.foot.insertWidget(0, words)
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

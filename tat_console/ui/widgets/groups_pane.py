"""The different answers of a run: how many, what is ignored, a card each, and what is open yet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedLayout, QWidget

from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ElidedLabel, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row
from tat_console.ui.widgets.group_card_painting import GroupCard
from tat_console.ui.widgets.group_cards import LETTERS, GroupCards
from tat_console.ui.widgets.normalising_bar import NormalisingBar

LOW: Final = 320
WIDE: Final = 760
FOOT_HEIGHT: Final = 40


class GroupsPane(QFrame):
    """Tells by keys: `compare_wanted(a, b)`, `retry_wanted(key)`, `opened(key)`.

    `rules_changed` carries a `Normalising`; `export_wanted` asks to save the answers and
    `changes_wanted` what changed since the last good run. Low and wide, the pane has one line of
    controls, and only the current card is open.
    """

    compare_wanted = Signal(object, object)
    retry_wanted = Signal(object)
    opened = Signal(object)
    export_wanted = Signal()
    changes_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.count = Label("", Type.NAME)
        self.tasks = ElidedLabel("", Type.BASE, "text_2")
        self.compare = button(_("Compare A, B"), "ph.git-diff", strip=True)
        self.compare.setObjectName("compare_groups")
        self.rules = NormalisingBar()
        self.cards = GroupCards()
        self.cards.setObjectName("groups")
        self.waiting = Label("", Type.SMALL, "text_2")
        self.export = button(_("Export"), "ph.export", strip=True)
        self.export.setObjectName("export_groups")
        self.changes = button(_("Changes…"), "ph.clock-counter-clockwise", strip=True)
        self.changes.setObjectName("changes_since")
        self.changes.setToolTip(_("What changed since the last good run of this script"))
        self.rules_changed = self.rules.changed
        self._is_low = False
        self._lay_out()
        self._connect()
        self.set_groups(())

    def set_groups(
        self, cards: Iterable[GroupCard], reference: Hashable | None = None, waiting_count: int = 0
    ) -> None:
        """Show groups; `waiting_count` tasks have no final output yet, `reference` becomes A."""
        cards = list(cards)
        self.cards.set_cards(cards, reference)
        answers = ngettext("{count} answer", "{count} different answers", len(cards))
        self.count.setText(answers.format(count=f"{len(cards):,}"))
        tasks = sum(len(card.names) for card in cards)
        from_tasks = ngettext("from {count} task", "from {count} tasks", tasks)
        self.tasks.setText(from_tasks.format(count=f"{tasks:,}"))
        self._say_waiting(waiting_count)
        self._pile.setCurrentIndex(1 if cards else 0)
        self.export.setEnabled(bool(cards))
        self.changes.setEnabled(bool(cards))
        self._enable_compare()

    # -- what Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the height to the answers where there is little of it."""
        super().resizeEvent(event)
        is_low = self.height() < LOW and self.width() >= WIDE
        if is_low != self._is_low:
            self._is_low = is_low
            self._arrange()

    # -- inside

    def _lay_out(self) -> None:
        self._head = row(self.count, self.tasks, None, self.compare, gap=HALF)
        empty = Label(
            _("No answers yet. Equal answers stand together here as they come in."),
            Type.BASE,
            "text_2",
            wrap=True,
        )
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pile = QWidget()
        self._pile = QStackedLayout(pile)
        self._pile.addWidget(empty)
        self._pile.addWidget(self.cards)
        self._info = IconLabel("ph.info", "text_2", 14)
        parts = (self._info, self.waiting, None, self.changes, self.export)
        self._foot_row = row(*parts, gap=6, margins=(GAP, 0, GAP, 0))
        self._foot = panel(self._foot_row, edge="top", height=FOOT_HEIGHT)
        self._top: QBoxLayout = column(
            self._head, self.rules, gap=HALF, margins=(GAP, GRID, GAP, HALF)
        )
        body = column(pile, margins=(GAP, 0, GAP, 0))
        made = column(self._top, body, self._foot, gap=0)
        made.setStretch(1, 1)
        self.setLayout(made)

    def _arrange(self) -> None:
        """Put everything but the answers into one line, or back where it stands else."""
        parts = (self._info, self.waiting, self.rules, self.compare, self.changes, self.export)
        self._head.setSpacing(GRID if self._is_low else HALF)
        for place, has_rest in enumerate((False, self._is_low, not self._is_low)):
            self._head.setStretch(place, int(has_rest))
        for part in parts:
            for line in (self._head, self._top, self._foot_row):
                line.removeWidget(part)
        if self._is_low:
            self._append(self._head, *parts)
        else:
            self._head.addWidget(self.compare)
            self._top.addWidget(self.rules)
            self._foot_row.insertWidget(0, self._info)
            self._foot_row.insertWidget(1, self.waiting)
            self._append(self._foot_row, self.changes, self.export)
        self._foot.setVisible(not self._is_low)
        self.cards.be_sparing(self._is_low)

    @staticmethod
    def _append(line: QHBoxLayout, *parts: QWidget) -> None:
        for part in parts:
            line.addWidget(part)

    def _connect(self) -> None:
        self.compare.clicked.connect(self._compare)
        self.export.clicked.connect(self.export_wanted)
        self.changes.clicked.connect(self.changes_wanted)
        self.cards.retry_wanted.connect(self.retry_wanted)
        self.cards.opened.connect(self.opened)
        self.cards.letters_changed.connect(self._enable_compare)

    def _compare(self) -> None:
        letters = self.cards.letters()
        self.compare_wanted.emit(*(letters[letter] for letter in LETTERS))

    def _enable_compare(self) -> None:
        missing = [letter for letter in LETTERS if letter not in self.cards.letters()]
        self.compare.setEnabled(not missing)
        words = _("Press A and B on two groups to choose them")
        self.compare.setToolTip(words if missing else _("Show A and B side by side"))

    def _say_waiting(self, count: int) -> None:
        words = ngettext(
            "{count} task has no final output yet", "{count} tasks have no final output yet", count
        )
        self.waiting.setText(words.format(count=f"{count:,}"))
        for part in (self._info, self.waiting):
            part.setVisible(count > 0)

"""Below the editor: what is wrong, the script as it will run, and what a test came to."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QTabBar

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ElidedLabel, Label
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, column, panel, row
from tat_console.ui.pages.scripts.draft_tabs import TABS_HEIGHT
from tat_console.ui.pages.scripts.problems import Entry, ProblemList
from tat_console.ui.pages.scripts.test_pane import TestPane
from tat_console.ui.widgets.rendered_script import RenderedScript


class BottomTab(IntEnum):
    """The tabs, in their order."""

    PROBLEMS = 0
    PREVIEW = 1
    TEST = 2


class BottomPane(QFrame):
    """Problems and preview; `problem_picked` tells the problem the user wants to go to."""

    problem_picked = Signal(object)
    fix_asked = Signal(object)
    preview_shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.tabs = QTabBar()
        self.tabs.setObjectName("bottom_tabs")
        self.tabs.setAccessibleName(_("Problems, preview and test"))
        self.tabs.setFont(font(Type.BASE))
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab(_("Problems"))
        self.tabs.addTab(_("Preview"))
        self.tabs.addTab(_("Test output"))
        self.test = TestPane()
        self.note = ElidedLabel("", Type.SMALL, "text_3")
        self.note.setObjectName("preview_note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.problems = ProblemList()
        self.problems.setObjectName("problem_list")
        self.problems.setAccessibleName(_("Problems"))
        self.problems.picked.connect(self.problem_picked)
        self.problems.fix_asked.connect(self.fix_asked)
        self.preview = RenderedScript()
        self.preview.setObjectName("preview")
        self.preview.setAccessibleName(_("Script as it will run"))
        self._all_well = Label(_("Nothing stands in the way of a run."), Type.BASE, "text_3")
        self._all_well.setMargin(GAP)
        self._all_well.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        for shown in (self._all_well, self.problems, self.preview, self.test):
            self._stack.addWidget(shown)
        line = row(self.tabs, self.note, self.test.facts, margins=(0, 0, GAP, 0))
        line.setStretch(1, 1)
        head = panel(line, edge="bottom")
        head.setFixedHeight(TABS_HEIGHT)
        self.setLayout(column(head, self._stack, gap=0))
        self.test.facts.hide()
        self.tabs.currentChanged.connect(self._turn)

    def show_tab(self, tab: BottomTab) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(tab)

    def say_of_preview(self, words: str, *, is_warning: bool = False) -> None:
        """Say beside the tabs what the service makes of the preview."""
        self.note.setText(words)
        self.note.set_ink("late_text" if is_warning else "text_3")

    @property
    def shows_preview(self) -> bool:
        """Whether the preview can be seen."""
        return self.tabs.currentIndex() == BottomTab.PREVIEW

    def show_problems(self, rows: Sequence[Entry]) -> None:
        """List what is wrong."""
        count = len(rows)
        self.tabs.setTabText(
            BottomTab.PROBLEMS,
            _("Problems  {count}").format(count=count) if count else _("Problems"),
        )
        self.problems.show_entries(rows)
        self._turn()

    def _turn(self) -> None:
        self.test.facts.setVisible(self.tabs.currentIndex() == BottomTab.TEST)
        if self.shows_preview:
            self.preview_shown.emit()
            self._stack.setCurrentWidget(self.preview)
        elif self.tabs.currentIndex() == BottomTab.TEST:
            self._stack.setCurrentWidget(self.test)
        else:
            self._stack.setCurrentWidget(self.problems if self.problems.count() else self._all_well)

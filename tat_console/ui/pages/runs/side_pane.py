"""Beside the tasks: the answer of the one that is looked at, the script, and the details."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QWidget

from tat_console.ports.archive import TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.ui.answers.details_tab import DetailsTab
from tat_console.ui.answers.output_tab import OutputTab
from tat_console.ui.answers.script_tab import ScriptTab
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, column, panel, row
from tat_console.ui.widgets.extracted_table import ExtractedTable
from tat_console.ui.widgets.groups_pane import GroupsPane
from tat_console.ui.widgets.output_view import OutputView

WIDTH: Final = 366
WIDTH_LEAST: Final = 300
TABS_HEIGHT: Final = 40


class SidePane(QFrame):
    """Tabs for one task, all answers and the run; `turned` tells that another came to the front."""

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setMinimumWidth(WIDTH_LEAST)
        self.tabs = QTabBar()
        self.tabs.setObjectName("run_tabs")
        self.tabs.setAccessibleName(_("Answers, script and details"))
        self.tabs.setFont(font(Type.BASE))
        self.tabs.setUsesScrollButtons(False)
        self.tabs.currentChanged.connect(self._turn)
        self._pile = QStackedWidget()
        head = panel(row(self.tabs, None, margins=(GAP // 2, 0, GAP, 0)), edge="bottom")
        head.setFixedHeight(TABS_HEIGHT)
        body = column(head, self._pile, gap=0, margins=(1, 0, 0, 0))
        body.setStretch(1, 1)
        self.setLayout(body)

    def furnish(self) -> Iterator[None]:
        """Make the tabs in their places, with a turn for others after each."""
        view = OutputView(is_furnished=False)
        yield
        yield from view.furnish()
        yield
        self.output = OutputTab(view)
        yield
        self._add(_("Output"), self.output)
        yield
        self.groups = GroupsPane()
        self._add(_("Groups"), self.groups)
        yield
        self.table = ExtractedTable(is_furnished=False)
        self.table.setObjectName("answer_table")
        self._table_area = _scrolled(self.table)
        self._add(_("Table"), self._table_area)
        yield from self.table.furnish()
        self.script = ScriptTab()
        self._add(_("Script"), self.script)
        yield
        self.details = DetailsTab()
        self._add(_("Details"), self.details)
        yield

    def _add(self, title: str, part: QWidget) -> None:
        self.tabs.addTab(title)
        self._pile.addWidget(part)

    @property
    def shows_output(self) -> bool:
        """Whether the output of the chosen task can be seen."""
        return self._pile.currentWidget() is self.output

    @property
    def shows_details(self) -> bool:
        """Whether the details can be seen."""
        return self._pile.currentWidget() is self.details

    @property
    def shows_groups(self) -> bool:
        """Whether the groups can be seen."""
        return self._pile.currentWidget() is self.groups

    @property
    def shows_table(self) -> bool:
        """Whether the table can be seen."""
        return self._pile.currentWidget() is self._table_area

    def turn_to(self, part: QWidget) -> None:
        """Bring one part to the front."""
        shown = self._table_area if part is self.table else part
        self.tabs.setCurrentIndex(self._pile.indexOf(shown))

    def show_run(self, progress: RunProgress) -> None:
        """Show another run."""
        self.script.show_script(progress.run.script)
        self.show_task(progress, None)

    def show_task(self, progress: RunProgress, task: TaskRecord | None) -> None:
        """Show the task that is looked at as it is now."""
        if task is None:
            self.output.show_nothing()
        else:
            self.output.show_task(task)
        if self.shows_details:
            self.details.show_details(progress, task)

    def _turn(self, place: int) -> None:
        self._pile.setCurrentIndex(place)
        self.turned.emit()


def _scrolled(part: QWidget) -> QScrollArea:
    """A part that is wider than the narrowest pane."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(part)
    return area

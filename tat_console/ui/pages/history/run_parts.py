"""What there is to read of one run below the list: a part for each tab."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.ports.archive import TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.answers.annotations_pane import AnnotationsPane
from tat_console.ui.answers.comparison import Comparison
from tat_console.ui.answers.details_tab import DetailsTab
from tat_console.ui.answers.groups import Groups
from tat_console.ui.answers.output_tab import OutputTab
from tat_console.ui.answers.script_tab import ScriptTab
from tat_console.ui.answers.whole_output import read_whole
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, HALF, MARGIN, column, panel, row
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.kit.states import EmptyState, LoadingState
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import DASH, moment_word, own_exit_code
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.widgets.diff_view import ONE_COLUMN, SIDE_BY_SIDE, DiffView
from tat_console.ui.widgets.groups_pane import GroupsPane
from tat_console.ui.widgets.output_view import OutputView
from tat_console.ui.widgets.value_plot import PlotValue, ValuePlot

OUTPUT, GROUPS, COMPARE, SCRIPT, DETAILS = range(5)
_READING, _DIFF, _NOTHING = range(3)
TASKS_WIDTH: Final = 300
NOTES_WIDTH: Final = 250
PLOT_WIDTH: Final = 320
GATHER_MS: Final = 250


class RunParts(QStackedWidget):
    """One run; `run_asked(run_id)` leads to another, `turn_asked(place)` to another part of it."""

    run_asked = Signal(str)
    turn_asked = Signal(int)
    retry_asked = Signal(object)
    rescue_asked = Signal()

    def __init__(
        self,
        services: Services,
        progress: RunProgress,
        report: Callable[[BaseException], None],
        found: re.Pattern[str] | None,
    ) -> None:
        super().__init__()
        self.progress = progress
        self._services = services
        self._found = found
        self._sides: tuple[Hashable, Hashable] | None = None
        self._are_folded = False
        self._read: set[int] = set()
        self.scope = TaskScope(self, report)

    def furnish(self) -> Iterator[None]:
        """Make the parts in their places, with a turn for others after each."""
        view = OutputView()
        yield
        self.output = OutputTab(view)
        yield
        self.addWidget(self._output_part())
        yield
        pane = GroupsPane()
        self.groups = Groups(pane, self._services, self.progress, self.scope, self._compare)
        self.addWidget(pane)
        yield
        self.diff = DiffView()
        self.diff.setObjectName("history_difference")
        self.diff.set_found(self._found)
        self.comparison = Comparison(self.diff)
        self.addWidget(self._compare_part())
        yield
        self.script = ScriptTab()
        self.script.show_script(self.progress.run.script)
        self.addWidget(self.script)
        yield
        self.addWidget(self._details_part())
        self._connect()
        yield

    def turn_to(self, place: int) -> None:
        """Bring a part to the front; what it needs is read now."""
        self.setCurrentIndex(place)
        if place in (GROUPS, COMPARE):
            self.groups.follow()
        if place == COMPARE:
            self._show_comparison()
        if place == DETAILS and place not in self._read:
            self.scope.start(self._read_details(), key="details")
        self._read.add(place)

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow window two answers stand in one column."""
        self.diff.mode.choose(ONE_COLUMN if is_narrow else SIDE_BY_SIDE)
        self.diff.mode.chosen.emit(self.diff.mode.choice())
        self._plot_box.setVisible(not is_narrow)

    # -- building

    def _output_part(self) -> QWidget:
        """The tasks, and the output of the one that is current."""
        columns = [
            Column[TaskRecord]("status", _("Status"), 104, _status),
            Column[TaskRecord]("machine", _("Machine"), 120, _machine, stretch=True),
            Column[TaskRecord]("exit", _("Exit"), 44, _exit, align_right=True),
        ]
        self._model = TableModel(columns, key_of=lambda task: task.instance_id)
        self.tasks = TableView(self._model, _("Tasks"), single=True)
        self.tasks.setObjectName("history_tasks")
        splitter = Splitter(Qt.Orientation.Horizontal, "history_run")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        for part in (self.tasks, self.output):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.share([TASKS_WIDTH, 900])
        return splitter

    def _compare_part(self) -> QWidget:
        self._compares = QStackedWidget()
        self._compares.addWidget(LoadingState(_("Reading the answers…")))
        self._compares.addWidget(self.diff)
        self._compares.addWidget(
            EmptyState(
                "ph.equals",
                _("Nothing to compare"),
                _("All machines of this run gave the same answer, or none answered yet."),
            )
        )
        return self._compares

    def _details_part(self) -> QWidget:
        self.notes = AnnotationsPane()
        self.details = DetailsTab()
        self.plot = ValuePlot()
        self.plot.setObjectName("durations")
        self.notes.setFixedWidth(NOTES_WIDTH)
        left = column(self.notes, None, margins=(MARGIN, GAP, GAP, GAP))
        title = Label(_("How long this script took"), Type.HEADING)
        right = self._plot_box = QWidget()
        right.setFixedWidth(PLOT_WIDTH)
        box = column(title, self.plot, gap=HALF, margins=(GAP, GAP, GAP, GAP))
        box.setStretch(1, 1)
        right.setLayout(box)
        made = row(left, self.details, right, gap=0)
        made.setStretch(1, 1)
        return panel(made)

    def _connect(self) -> None:
        # A large run changes many times a second; nobody can look that fast.
        self._soon = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._soon.timeout.connect(self._show_tasks)
        listen(self, self.progress.changed, lambda _ids: self._gather())
        self.tasks.current_changed.connect(self._show_task)
        self.output.save_asked.connect(
            lambda: self.scope.start(self.output.save_as(), key="save output")
        )
        self.output.whole_asked.connect(
            lambda: self.scope.start(
                read_whole(self.output, self._services, self.progress), key="whole output"
            )
        )
        self.output.rescue_asked.connect(self.rescue_asked)
        self.groups.machine_opened.connect(self.go_to)
        self.groups.retry_asked.connect(self.retry_asked)
        self.groups.shown.connect(self._groups_were_shown)
        self.details.family.run_asked.connect(self.run_asked)
        self.plot.chosen.connect(self.run_asked.emit)

    # -- inside

    def begin(self) -> None:
        """Show the tasks, the first failure first."""
        self._show_tasks()
        if self._model.rowCount():
            self.tasks.setCurrentIndex(self._model.index(0, 0))

    def go_to(self, instance_id: str) -> None:
        """Show the output of a machine."""
        self.tasks.go_to(instance_id)
        self.turn_asked.emit(OUTPUT)

    def _gather(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show_tasks(self) -> None:
        tasks = self.progress.tasks.values()
        self._model.set_rows(sorted(tasks, key=lambda task: not task.status.is_failure))

    def _show_task(self) -> None:
        if (task := self.tasks.current_row()) is not None:
            self.output.show_task(task)
            self.scope.start(self._show_output(task), key="output")

    async def _show_output(self, task: TaskRecord) -> None:
        output = await self._services.runs.output(self.progress, task.instance_id)
        self.output.show_output(output, task)

    def _compare(self, a: Hashable, b: Hashable) -> None:
        self._sides = a, b
        self.turn_asked.emit(COMPARE)

    def _groups_were_shown(self) -> None:
        self._are_folded = True
        if self.currentIndex() == COMPARE:
            self._show_comparison()

    def _show_comparison(self) -> None:
        self.scope.start(self._compare_groups(), key="compare")

    async def _compare_groups(self) -> None:
        is_shown = await self.groups.compare_in(self.comparison, self._sides)
        self._compares.setCurrentIndex(
            _DIFF if is_shown else _NOTHING if self._are_folded else _READING
        )

    async def _read_details(self) -> None:
        history, now = self._services.past.history, self._services.clock.now()
        self.details.show_details(self.progress, None)
        run_id = self.progress.run_id
        self.details.family.show_family(await history.lineage(run_id), run_id, now)
        durations = await history.durations(run_id)
        values = [
            PlotValue(one.run_id, moment_word(one.created_at, now), one.median_s)
            for one in durations
        ]
        with QSignalBlocker(self.plot):
            self.plot.set_values(values, _("median time of a task"), _("s"))


def _status(task: TaskRecord) -> Cell:
    look = look_of(task.status)
    return Cell(look.word, look=look)


def _machine(task: TaskRecord) -> Cell:
    return Cell(task.instance_name or task.instance_id, type=Type.NAME)


def _exit(task: TaskRecord) -> Cell:
    code = own_exit_code(task.status, task.exit_code)
    return Cell(DASH if code is None else str(code), ink="text_2")

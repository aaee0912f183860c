"""The tasks of a run as bar, grid and table, which always show the same choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QMenu, QWidget

from tat_console.runs.progress import RunProgress
from tat_console.support.clock import Clock
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.repeat_run import is_worth_a_retry
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, panel, row, rule
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.runs.grid_groups import Grouping
from tat_console.ui.pages.runs.task_rows import TaskRow, task_columns
from tat_console.ui.pages.runs.wave_strip import WaveStrip
from tat_console.ui.widgets.copy_addresses import offer_addresses
from tat_console.ui.widgets.search_field import SearchField
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.status_bar_chart import LEGEND_PADDING, StatusBarChart
from tat_console.ui.widgets.task_grid import TaskGrid

GRID_SHARE: Final = 0.45
STRIP_HEIGHT: Final = 38
GRID_PLACE: Final = 1
BOTTOM: Final = 4
ROOM_FOR_ALL: Final = 640
"""From this width in pixels on the table shows all its columns."""
UNLIMITED: Final = 16_777_215
"""Qt's own greatest height."""


class Part(StrEnum):
    """The parts of the tasks that the strip offers."""

    ALL = "all"
    FAILED = "failed"
    RUNNING = "running"

    def has(self, status: TaskStatus) -> bool:
        """Whether a task in this state belongs to the part."""
        match self:
            case Part.ALL:
                return True
            case Part.FAILED:
                return is_worth_a_retry(status)
            case Part.RUNNING:
                return not status.is_final and status is not TaskStatus.UNSETTLED


class TasksPane(QWidget):
    """`current_changed` tells that another task is looked at, `chosen_changed` the selection.

    Until the user picks a task, the first row is looked at: the one that most needs it.
    """

    current_changed = Signal()
    chosen_changed = Signal()
    excluded_asked = Signal()
    grouping_changed = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.chart = StatusBarChart()
        self.chart.setObjectName("status_bar")
        self.elapsed = Label("", Type.NAME)
        self.elapsed.setObjectName("elapsed")
        self.chart.legend.addWidget(IconLabel("ph.clock", "text_3", 14))
        self.chart.legend.addSpacing(GRID // 2)
        self.chart.legend.addWidget(self.elapsed)
        self.waves = WaveStrip()
        self.grid = TaskGrid()
        self.grid.setObjectName("task_grid")
        self.parts = Segments(
            _("Which tasks"),
            [(Part.ALL, _("All")), (Part.FAILED, _("Failed")), (Part.RUNNING, _("Running"))],
        )
        self.search = SearchField(_("Machine or output"))
        self.search.setObjectName("task_search")
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(220)
        self.excluded = button("", "ph.prohibit", ButtonKind.FLAT, strip=True)
        self.excluded.setObjectName("left_out")
        self.model: TableModel[TaskRow] = TableModel(
            task_columns(clock.now), attrgetter("task.instance_id")
        )
        self.table = TableView(self.model, _("Tasks"))
        self.table.setObjectName("task_table")
        self.table.sort_by(0)
        self.as_grid = button(_("Grid"), "ph.grid-four", ButtonKind.FLAT, strip=True)
        self.as_grid.setObjectName("as_grid")
        self.as_grid.setCheckable(True)
        self.as_grid.setToolTip(_("Show the tasks as a grid, or as a table"))
        self._group_by = _group_by()
        self._is_narrow = False
        self._is_leading = False
        self._was_picked = False

    def furnish(self) -> Iterator[None]:
        """Put the parts into their places, a turn after they were made."""
        yield
        self._lay_out()
        self._connect()

    def grouping(self) -> Grouping:
        """What the cells of a group of the grid have in common."""
        return Grouping(self._group_by.currentData())

    def current_id(self) -> str | None:
        """The instance id of the task that is looked at."""
        here = self.table.current_row()
        return here.task.instance_id if here else None

    def chosen_ids(self) -> list[str]:
        """The instance ids of the selected tasks."""
        return [row.task.instance_id for row in self.table.chosen_rows()]

    def show_rows(self, rows: Sequence[TaskRow]) -> None:
        """Show the tasks as they are now; selection, order and filter stay."""
        self.model.set_rows(rows)
        self._lead()

    def show_progress(self, progress: RunProgress) -> None:
        """Show the counts."""
        counts = progress.counts
        self.chart.set_counts(counts)
        for part, word in (
            (Part.ALL, _("All {count:,}")),
            (Part.FAILED, _("Failed {count:,}")),
            (Part.RUNNING, _("Running {count:,}")),
        ):
            count = sum(number for status, number in counts.items() if part.has(status))
            self.parts.set_words(part, word.format(count=count))
            self.parts.set_shown(part, part is Part.ALL or count > 0)
        left_out = len(progress.exclusions)
        self.excluded.setText(_("{count:,} left out").format(count=left_out))
        self.excluded.setVisible(left_out > 0)

    def show_elapsed(self, words: str) -> None:
        """Show how long the run takes, or took."""
        self.elapsed.setText(words)

    def set_narrow(self, is_narrow: bool) -> None:
        """Where there is no room for both, the grid is in the place of the table when wanted."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.as_grid.setVisible(is_narrow)
            self._box.removeWidget(self._grid_box)
            # Below the strip, so that its button stays where it was pressed.
            self._box.insertWidget(BOTTOM if is_narrow else GRID_PLACE, self._grid_box, is_narrow)
            self._show_views()
        self._fold_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the grid's share, and leave room for the outputs in the table."""
        super().resizeEvent(event)
        self.size_grid()
        self._fold_columns()

    # -- inside

    def _fold_columns(self) -> None:
        """Put away what is least looked for where the outputs would have no room."""
        is_cramped = self._is_narrow or self.width() < ROOM_FOR_ALL
        for key in ("region", "kind"):
            place = [column.key for column in self.model.columns].index(key)
            if self.table.isColumnHidden(place) != is_cramped:
                self.table.setColumnHidden(place, is_cramped)

    def _show_views(self) -> None:
        is_grid_alone = self._is_narrow and self.as_grid.isChecked()
        self.as_grid.setText(_("Table") if is_grid_alone else _("Grid"))
        self.as_grid.setIcon(icon("ph.table" if is_grid_alone else "ph.grid-four"))
        self._group_by.setVisible(is_grid_alone or not self._is_narrow)
        self._grid_box.setVisible(is_grid_alone or not self._is_narrow)
        self.table.setVisible(not is_grid_alone)
        self.size_grid()

    def _lay_out(self) -> None:
        chart = row(self.chart, margins=(MARGIN - LEGEND_PADDING, 0, 0, 0))
        waves = row(self.waves, margins=(MARGIN, 0, 0, 0))
        top = column(chart, waves, gap=0, margins=(0, 0, GAP, GRID))
        grid = column(self.grid, margins=(MARGIN - 3, GRID, GAP, GRID))
        self._grid_box = QFrame()
        self._grid_box.setLayout(column(rule(), grid, gap=0))
        strip = row(
            self.parts,
            self.search,
            None,
            self.excluded,
            self._group_by,
            self.as_grid,
            margins=(MARGIN, 0, GAP, 0),
        )
        strip.setStretch(1, 1)
        self._box = column(
            top, self._grid_box, rule(), panel(strip, height=STRIP_HEIGHT), self.table, gap=0
        )
        self._box.setStretch(4, 1)
        self.setLayout(self._box)
        self.as_grid.hide()

    def _connect(self) -> None:
        self.chart.status_chosen.connect(self._follow_legend)
        self.parts.chosen.connect(self._follow_part)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.grid.chosen.connect(self.go_to)
        self.table.current_changed.connect(self._follow_table)
        self.table.pressed.connect(self._pick)
        self.table.chosen_changed.connect(self.chosen_changed)
        self.table.menu_asked.connect(self._offer)
        self.excluded.clicked.connect(self.excluded_asked)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)
        self.as_grid.toggled.connect(self._show_views)
        self._group_by.currentIndexChanged.connect(lambda _place: self.grouping_changed.emit())

    def _offer(self, menu: QMenu) -> None:
        """Put what is copied most before what all tables offer."""
        tasks = [row.task for row in self.table.chosen_rows()]
        offer_addresses(
            menu,
            ids=[one.instance_id for one in tasks],
            names=[one.instance_name for one in tasks],
            private_ips=[one.private_ip for one in tasks],
        )

    def _lead(self) -> None:
        first = next(iter(self.model.shown_rows()), None)
        if self._was_picked or first is None or first.task.instance_id == self.current_id():
            return
        self._is_leading = True
        self.table.go_to(first.task.instance_id)
        self._is_leading = False

    def _pick(self) -> None:
        self._was_picked = True

    def size_grid(self) -> None:
        """Give the grid the height it needs, within its share."""
        if self._is_narrow:
            self.grid.setMinimumHeight(0)
            self.grid.setMaximumHeight(UNLIMITED)
        else:
            most = max(60, round(self.height() * GRID_SHARE))
            self.grid.setFixedHeight(min(most, self.grid.content_height() + 2))

    def _follow_legend(self, status: TaskStatus | None) -> None:
        self.parts.choose(Part.ALL)
        self.grid.show_only(status)
        self._filter()

    def _follow_part(self, _part: Part) -> None:
        self.chart.choose(None)
        self.grid.show_only(None)
        self._filter()

    def go_to(self, key: str) -> None:
        """Look at a task, and at all of them again where it is not shown."""
        if not self.table.go_to(key):
            self.search.clear()
            self.parts.choose(Part.ALL)
            self._follow_part(Part.ALL)
            self.table.go_to(key)

    def _follow_table(self) -> None:
        self._was_picked = self._was_picked or not self._is_leading
        self.grid.set_current(self.current_id())
        self.current_changed.emit()

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        status, part = self.chart.chosen(), Part(str(self.parts.choice()))

        def passes(row: TaskRow) -> bool:
            if status is not None and row.task.status != status:
                return False
            return part.has(row.task.status) and all(word in row.words for word in words)

        self.model.set_filter(passes)


def _group_by() -> QComboBox:
    made = QComboBox()
    made.setObjectName("group_grid_by")
    made.setAccessibleName(_("Group the grid by"))
    made.setToolTip(_("What the cells of a group of the grid have in common"))
    for grouping, words in (
        (Grouping.WAVE, _("Grid by wave")),
        (Grouping.REGION, _("Grid by region")),
        (Grouping.RESULT, _("Grid by result")),
    ):
        made.addItem(words, grouping)
    return made

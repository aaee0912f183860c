"""The dialog of one run of a schedule: its machines, and what each of them printed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from tat_console.services.schedule_results import read_tasks
from tat_console.services.schedules import Firing, Schedule
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.tat.invocations import InvocationTask
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, HALF, column
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import duration_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.schedules.words import beijing_word, is_beijing, local_word
from tat_console.ui.widgets.output_view import OutputView

WIDTH: Final = 900
HEIGHT: Final = 560
LOOK_AGAIN_MS: Final = 1_500


class FiringOutputs(Dialog):
    """Reads the tasks of the invocation, again and again until all have ended."""

    def __init__(
        self, parent: QWidget, services: Services, schedule: Schedule, firing: Firing
    ) -> None:
        title = _("{name}, {time}").format(name=schedule.invoker.name, time=local_word(firing.at))
        super().__init__(parent, title, 640)
        self.setObjectName("firing_outputs")
        self._services = services
        self._schedule = schedule
        self._invocation_id = firing.record.invocation_id if firing.record else ""
        machines = services.directory.find(schedule.invoker.instance_ids)
        self._names = {machine.instance_id: machine.name for machine in machines}
        self.banners = BannerStrip()
        self.scope = TaskScope(self, ErrorDesk(self.banners).report)
        self.model: TableModel[InvocationTask] = TableModel(
            _columns(self._names), key_of=lambda task: task.invocation_task_id
        )
        self.table: TableView[InvocationTask] = TableView(
            self.model, _("Machines of the run"), ROW_HEIGHT_TWO_LINES, single=True
        )
        self.table.setObjectName("firing_tasks")
        self.output = OutputView(file_buttons=False)
        self.output.setObjectName("firing_output")
        self._soon = QTimer(self, interval=LOOK_AGAIN_MS, singleShot=True)
        self._fill(firing)
        self.add_cancel(_("Close")).setObjectName("close_outputs")
        self.table.current_changed.connect(self._show_output)
        self._soon.timeout.connect(self.read)
        self.resize(WIDTH, min(HEIGHT, round(parent.window().height() * 0.94)))
        self.read()

    def read(self) -> None:
        """Read the tasks as they are now."""
        self.scope.start(self._read(), key="read")

    async def _read(self) -> None:
        session = self._services.session
        tasks = await read_tasks(session, self._schedule, self._invocation_id)
        await asyncio.sleep(0)
        self.model.set_rows(tasks)
        if self.table.current_row() is None and tasks:
            self.table.go_to(tasks[0].invocation_task_id)
        self._show_output()
        if not all(task.task_status.is_final for task in tasks):
            self._soon.start()

    def _show_output(self) -> None:
        task = self.table.current_row()
        if task is None:
            self.output.show_message(_("Reading what the machines printed…"))
            return
        result, is_final = task.task_result, task.task_status.is_final
        if result.output:
            self.output.show_output(result.output, result.dropped, final=is_final)
        else:
            self.output.show_message(_no_output(task))
        self.output.set_foot(task.error_info)

    def _fill(self, firing: Firing) -> None:
        there = (
            ""
            if is_beijing(firing.at)
            else _("{time} Beijing").format(time=beijing_word(firing.at))
        )
        said = Label("   ".join(filter(None, (there, self._invocation_id))), Type.SMALL, "text_3")
        sides = Splitter(Qt.Orientation.Horizontal, "firing")
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(1)
        sides.addWidget(self.table)
        sides.addWidget(self.output)
        sides.share([330, WIDTH - 330])
        sides.setStretchFactor(1, 1)
        self.body.addLayout(column(said, self.banners, gap=HALF))
        self.body.addWidget(sides, 1)
        self.body.setSpacing(GAP)


def _no_output(task: InvocationTask) -> str:
    if task.error_info:
        return task.error_info
    return _("It printed nothing.") if task.task_status.is_final else _("Nothing printed yet.")


def _columns(names: Mapping[str, str]) -> list[Column[InvocationTask]]:
    def machine(task: InvocationTask) -> Cell:
        name = names.get(task.instance_id) or task.instance_id
        return Cell(name, task.instance_id, type=Type.NAME, second_type=Type.ID)

    return [
        Column("machine", _("Machine"), 120, machine, stretch=True),
        Column("status", _("Status"), 108, _status),
        Column("exit", _("Exit"), 40, _exit_code, align_right=True),
    ]


def _status(task: InvocationTask) -> Cell:
    look = look_of(task.task_status)
    return Cell(look.word, _lasted(task), look=look)


def _lasted(task: InvocationTask) -> str:
    begun, ended = task.task_result.exec_start_time, task.task_result.exec_end_time
    return duration_word((ended - begun).total_seconds()) if begun and ended else ""


def _exit_code(task: InvocationTask) -> str:
    return str(task.task_result.exit_code) if task.task_status.is_final else ""

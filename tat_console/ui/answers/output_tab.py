"""The answer of one task: its output, exit code, and in words why there is none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from tat_console.ports.archive import TaskRecord
from tat_console.support.i18n import _, listed
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.ask import pick_new_file
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ElidedLabel, Label, tool_button
from tat_console.ui.kit.files import write_file
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column, panel, row
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import duration_word, own_exit_code, size_word
from tat_console.ui.widgets.output_view import OutputView
from tat_console.ui.widgets.status_badge import StatusBadge


class OutputTab(QFrame):
    """One task's output under its name and state; `save_asked` wants it in a file.

    Where bytes were cut, `whole_asked` wants what was uploaded, and `rescue_asked` another run.
    """

    save_asked = Signal()
    whole_asked = Signal()
    rescue_asked = Signal()

    def __init__(self, view: OutputView | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.machine = ElidedLabel("", Type.HEADING)
        self.badge = StatusBadge()
        self.facts = Label("", Type.SMALL, "text_2")
        self.facts.setObjectName("output_facts")
        self.copy = tool_button("ph.copy", _("Copy the output"))
        self.copy.setObjectName("copy_output")
        self.copy.clicked.connect(self._copy)
        self.save = tool_button("ph.floppy-disk", _("Save the output as a file"))
        self.save.setObjectName("save_output")
        self.save.clicked.connect(self.save_asked)
        self.error = Notice(ToneName.BAD, "")
        self.error.setObjectName("task_error")
        self.error.hide()
        self.view = view or OutputView()
        self.view.setObjectName("output_view")
        self.view.full_wanted.connect(self.whole_asked)
        self.view.rescue_wanted.connect(self.rescue_asked)
        first = row(self.machine, self.badge, gap=GRID)
        first.setStretch(0, 1)
        second = row(self.facts, None, self.copy, self.save, gap=HALF)
        head = column(first, second, self.error, gap=HALF, margins=(14, GRID, GRID, GRID))
        body = column(panel(head, edge="bottom"), self.view, gap=0)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.task: TaskRecord | None = None
        self.output = b""
        self.show_nothing()

    def show_nothing(self) -> None:
        """No task is looked at."""
        self.task, self.output = None, b""
        self.machine.setText(_("No task chosen"))
        self.badge.set_look(None)
        self.facts.setText(_("Choose a task to read its output."))
        self.error.hide()
        self.view.show_message("")
        self._enable()

    def show_task(self, task: TaskRecord) -> None:
        """Show the state of a task; its output follows by `show_output`."""
        is_other = self.task is None or self.task.instance_id != task.instance_id
        self.task = task
        if is_other or (task.output_sha256 and not self.output):
            self.output = b""
            self.view.show_message(_("Reading the output…"))
        self.machine.setText(task.instance_name or task.instance_id)
        self.badge.set_look(look_of(task.status))
        self.facts.setText(_facts(task))
        self.error.setVisible(bool(task.error_info))
        if task.error_info:
            look = look_of(task.status)
            self.error.set_message(look.tone, look.word, task.error_info)
        self._enable()

    def show_output(self, output: bytes, task: TaskRecord) -> None:
        """Show the bytes that are known of the task's output."""
        self.output = output
        if output:
            self.view.set_full_available(bool(task.output_url))
            self.view.set_rescue_available(not task.output_url)
            self.view.show_output(output, task.dropped_bytes, final=not task.is_partial)
        else:
            self.view.show_message(_why_empty(task))
        self._enable()

    async def save_as(self) -> None:
        """Ask for a file and write the output into it as it came."""
        if self.task is None:
            return
        name = f"{self.task.instance_name or self.task.instance_id}.txt"
        path = await pick_new_file(self, _("Save the output"), name)
        if path is not None:
            await write_file(path, self.output)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.view.plain_text())

    def _enable(self) -> None:
        for part in (self.copy, self.save):
            part.setEnabled(bool(self.output))


def _facts(task: TaskRecord) -> str:
    parts = []
    if (code := own_exit_code(task.status, task.exit_code)) is not None:
        parts.append(_("exit code {code}").format(code=code))
    if task.started_at and task.ended_at:
        parts.append(duration_word((task.ended_at - task.started_at).total_seconds()))
    if task.output_bytes:
        parts.append(size_word(task.output_bytes))
    if task.is_partial and task.status is TaskStatus.RUNNING:
        parts.append(_("still growing"))
    return listed(parts)


def _why_empty(task: TaskRecord) -> str:
    match task.status:
        case TaskStatus.SUCCESS | TaskStatus.FAILED if task.exit_code is None:
            return _("Reading the output…")
        case TaskStatus.SUCCESS | TaskStatus.FAILED:
            return _("The script wrote nothing.")
        case TaskStatus.RUNNING:
            return _("The script has written nothing yet.")
        case TaskStatus.QUEUED | TaskStatus.PENDING | TaskStatus.DELIVERING:
            return _("The script has not started yet.")
        case _:
            return _("There is no output.")

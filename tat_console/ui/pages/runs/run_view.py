"""One run on show: it follows the run's events and keeps every part of the picture in step."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from tat_console.ports.archive import BatchState, TaskRecord
from tat_console.ports.waves import Turn
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.stop_run import STOP, STOP_AND_CANCEL, StopRun
from tat_console.ui.kit.ask import ask, confirm
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.runs.run_head import RunHead, can_cancel
from tat_console.ui.pages.runs.side_pane import WIDTH, SidePane
from tat_console.ui.pages.runs.summaries import Summaries
from tat_console.ui.pages.runs.task_rows import TaskRows, wave_groups
from tat_console.ui.pages.runs.tasks_pane import TasksPane
from tat_console.ui.pages.runs.wave_cards import wave_cards

GATHER_MS: Final = 80
TICK_MS: Final = 1_000
NARROW: Final = 1_000


class RunView(QWidget):
    """Shows a run for as long as it lives; a widget of its own for each run."""

    def __init__(
        self, services: Services, progress: RunProgress, report: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self.progress = progress
        self._services = services
        self.scope = TaskScope(self, report)
        self._summaries = Summaries(services.runs, progress)
        self._rows = TaskRows(progress, self._summaries.of)
        self._changed: set[str] = set()
        self._shown_output = ""
        self.head = RunHead()
        self.notice = Notice(ToneName.BAD, "")
        self.notice.setObjectName("run_notice")
        self.tasks = TasksPane()
        self.side = SidePane()
        self._gather = self._timer(GATHER_MS, self._show_changes)
        self._gather.setSingleShot(True)
        self._tick = self._timer(TICK_MS, self._go_on)
        self._lay_out()
        self._connect()
        self.side.show_run(progress)
        self._show_all()
        self._go_on()
        if progress.is_live:
            self._tick.start()

    def leave(self) -> None:
        """Nobody looks at this run any more."""
        self._tick.stop()
        self._gather.stop()
        self.scope.cancel()
        self._services.runs.watch(self.progress, ())

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow window the side pane stands under the tasks."""
        way = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != way:
            self._splitter.setOrientation(way)
            self._splitter.setSizes([300, 200] if is_narrow else [1000, WIDTH])
        self.tasks.set_narrow(is_narrow)

    # -- what can be done

    async def cancel(self, instance_ids: list[str] | None) -> None:
        """Ask, then cancel the given tasks, or all."""
        able = [
            one
            for one in (self.progress.tasks if instance_ids is None else instance_ids)
            if self.progress.tasks[one].status.is_cancellable
        ]
        title = ngettext("Cancel {count:,} task?", "Cancel {count:,} tasks?", len(able))
        agreed = await confirm(
            self,
            title.format(count=len(able)),
            _("Scripts that have not started will not start; those that run are killed."),
            _("Cancel tasks"),
            danger=True,
        )
        if agreed:
            await self._services.runs.cancel(self.progress, None if instance_ids is None else able)

    async def stop(self) -> None:
        """Ask how, then send nothing more, and cancel what runs if that is wanted."""
        answer = await ask(StopRun(self, self.progress))
        if answer == STOP:
            await self._services.runs.stop(self.progress)
        elif answer == STOP_AND_CANCEL:
            await self._services.runs.stop_and_cancel(self.progress)

    # -- inside

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _lay_out(self) -> None:
        left = QWidget()
        notice = column(self.notice, margins=(MARGIN, 0, GAP, GRID))
        box = column(self.head, notice, self.tasks, gap=0)
        box.setStretch(2, 1)
        left.setLayout(box)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setCollapsible(0, False)
        self._splitter.setSizes([1000, WIDTH])
        self.setLayout(column(self._splitter, gap=HALF))

    def _connect(self) -> None:
        listen(self, self.progress.changed, self._note)
        self.tasks.current_changed.connect(self._show_task)
        self.tasks.chosen_changed.connect(self._show_chosen)
        self.tasks.excluded_asked.connect(lambda: self.side.tabs.setCurrentIndex(2))
        self.side.turned.connect(self._watch)
        self.side.output.save_asked.connect(
            lambda: self.scope.start(self.side.save_output(), key="save")
        )
        self.head.cancel_asked.connect(lambda: self._cancel(None))
        self.head.cancel_chosen_asked.connect(lambda: self._cancel(self._cancellable_chosen()))
        self.head.stop_asked.connect(lambda: self._once("stop", self.stop()))
        runs = self._services.runs
        self.head.pause_asked.connect(lambda: self._once("pause", self._pause_or_go_on()))
        self.head.go_asked.connect(lambda: self._once("pause", runs.go(self.progress)))
        self.head.look_again_asked.connect(
            lambda: self._once("look", runs.look_again(self.progress))
        )

    def _cancel(self, instance_ids: list[str] | None) -> None:
        self._once("cancel", self.cancel(instance_ids))

    def _once(self, key: str, work: Coroutine[Any, Any, object]) -> None:
        """Do something unless it is being done."""
        if self.scope.is_busy(key):
            work.close()
        else:
            self.scope.start(work, key=key)

    async def _pause_or_go_on(self) -> None:
        runs = self._services.runs
        is_paused = self.progress.control.paused is not None
        await (runs.go_on(self.progress) if is_paused else runs.pause(self.progress))

    def _note(self, instance_ids: Iterable[str]) -> None:
        self._changed.update(instance_ids)
        if not self._gather.isActive():
            self._gather.start()

    def _show_changes(self) -> None:
        self._rows.renew(self._changed)
        current = self.tasks.current_id()
        is_looked_at = current in self._changed
        self._changed.clear()
        self._show_all()
        if is_looked_at:
            self._show_task()
        if not self.progress.is_live:
            self._tick.stop()
            self._go_on()

    def _show_all(self) -> None:
        self.head.show_run(self.progress)
        self.tasks.show_progress(self.progress)
        self.tasks.waves.show_cards(wave_cards(self.progress, self._services.clock.now()))
        self._show_rows()
        self.side.details.show_details(self.progress, self._current_task())
        self._show_chosen()
        self._show_notice()
        self.scope.start(self._summaries.read(self._note), key="summaries")

    def _go_on(self) -> None:
        now = self._services.clock.now()
        self.tasks.show_elapsed(self.progress.elapsed_s(now))
        self.tasks.waves.show_cards(wave_cards(self.progress, now))
        self._rows.tick(now)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._rows.rows()
        self.tasks.show_rows(rows, wave_groups(self.progress, rows))

    def _current_task(self) -> TaskRecord | None:
        current = self.tasks.current_id()
        return self.progress.tasks[current] if current else None

    def _show_task(self) -> None:
        task = self._current_task()
        self.side.show_task(self.progress, task)
        self._watch()
        if task is not None:
            self.scope.start(self._show_output(task), key="output")

    async def _show_output(self, task: TaskRecord) -> None:
        output = await self._services.runs.output(self.progress, task.instance_id)
        self.side.output.show_output(output, self.progress.tasks[task.instance_id])

    def _watch(self) -> None:
        current = self.tasks.current_id()
        looked_at = [current] if current and self.side.shows_output else []
        if self.progress.is_live:
            self._services.runs.watch(self.progress, looked_at)

    def _cancellable_chosen(self) -> list[str]:
        return [
            one for one in self.tasks.chosen_ids() if self.progress.tasks[one].status.is_cancellable
        ]

    def _show_chosen(self) -> None:
        is_able = self.progress.is_live and can_cancel(self.progress)
        self.head.show_chosen(len(self._cancellable_chosen()), is_live=is_able)

    def _show_notice(self) -> None:
        message = self._message()
        self.notice.setVisible(message is not None)
        if message is not None:
            self.notice.set_message(*message)

    def _message(self) -> tuple[ToneName, str, str] | None:
        """What stands in the way of the whole run, the gravest first."""
        stopped = self.progress.control.stopped
        if stopped is not None and stopped.turn in (Turn.TRIPPED, Turn.CLOSED):
            count = self.progress.counts[TaskStatus.NOT_SENT]
            title = _("The run stopped by itself; {count:,} not sent").format(count=count)
            return ToneName.BAD, title, stopped.note
        for state, status, tone, words in (
            (BatchState.REFUSED, TaskStatus.NOT_SENT, ToneName.BAD, _("{count:,} not sent")),
            (
                BatchState.UNKNOWN,
                TaskStatus.UNSETTLED,
                ToneName.LATE,
                _("{count:,} not known whether they ran"),
            ),
        ):
            found = [one for one in self.progress.batches.values() if one.state is state]
            if found:
                return tone, words.format(count=self.progress.counts[status]), found[0].error
        paused = self.progress.control.paused
        if self.progress.is_live and paused is not None and paused.note:
            return ToneName.LATE, _("The run is paused"), paused.note
        if self.progress.is_live and self.progress not in self._services.runs.live:
            return (
                ToneName.BUSY,
                _("Nobody follows this run now"),
                _("Choose the profile “{name}” at the top of the window to follow it.").format(
                    name=self.progress.run.profile_name
                ),
            )
        return None

"""One run on show: it follows the run's events and keeps every part of the picture in step."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import TaskRecord
from tat_console.runs.follow import chunks
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.answers.answer_table import AnswerTable
from tat_console.ui.answers.groups import Groups
from tat_console.ui.answers.whole_output import read_whole
from tat_console.ui.dialogs.stop_run import STOP, STOP_AND_CANCEL, StopRun
from tat_console.ui.kit.ask import ask, confirm
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.runs.elapsed import Elapsed
from tat_console.ui.pages.runs.grid_groups import grid_groups
from tat_console.ui.pages.runs.run_head import RunHead, can_cancel
from tat_console.ui.pages.runs.run_notice import notice_of
from tat_console.ui.pages.runs.save_report import save_report
from tat_console.ui.pages.runs.side_pane import WIDTH, SidePane
from tat_console.ui.pages.runs.spoken import SpokenRun
from tat_console.ui.pages.runs.summaries import Summaries
from tat_console.ui.pages.runs.task_rows import TaskRows
from tat_console.ui.pages.runs.tasks_pane import TasksPane
from tat_console.ui.pages.runs.wave_cards import wave_cards

GATHER_MS: Final = 80
TICK_MS: Final = 1_000
READ_AGAIN_MS: Final = 3_000
TURN_MS: Final = 4
MANY: Final = 500
RENEWED_AT_ONCE: Final = 2_000
REST: Final = 3
"""How much longer than it takes to show changes the next ones are gathered."""
_OVER: Final = object()
NARROW: Final = 1_000


class RunView(QWidget):
    """Shows a run for as long as it lives; a widget of its own for each run.

    `rescue_asked` wants outputs that were cut, `run_asked(run_id)` leads to another run.
    """

    rescue_asked = Signal()
    run_asked = Signal(str)

    def __init__(
        self, services: Services, progress: RunProgress, report: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self.progress = progress
        self._services = services
        self.scope = TaskScope(self, report)
        self._summaries = Summaries(services.runs, progress)
        self._rows = TaskRows(progress, self._summaries.of)
        self._elapsed = Elapsed()
        self._spoken = SpokenRun(self, services.clock.now)
        self._changed: set[str] = set()
        self._is_stale = False
        self._parts: Iterator[None] | None = None
        self._took_s = 0.0
        self._is_paint_due = False
        self._gather = self._timer(GATHER_MS, self._show_part)
        self._gather.setSingleShot(True)
        self._tick = self._timer(TICK_MS, self._go_on)
        self._read_again = self._timer(READ_AGAIN_MS, self._look_into_archive)
        self._splitter = Splitter(Qt.Orientation.Horizontal, "run_view", self)
        self.setLayout(column(self._splitter, gap=HALF))

    def furnish(self) -> Iterator[None]:
        """Make the parts, with a turn for others after each: all of them take several frames.

        Each is made in its place, for what is moved is styled anew with everything in it.
        """
        left = QWidget()
        self._splitter.addWidget(left)
        self.head = RunHead()
        self.notice = Notice(ToneName.BAD, "")
        self.notice.setObjectName("run_notice")
        notice = column(self.notice, margins=(MARGIN, 0, GAP, GRID))
        box = column(self.head, notice, gap=0)
        left.setLayout(box)
        yield
        self.tasks = TasksPane(self._services.clock)
        box.addWidget(self.tasks, 1)
        yield from self.tasks.furnish()
        yield
        self.side = SidePane()
        self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setCollapsible(0, False)
        self._splitter.share([1000, WIDTH])
        yield from self.side.furnish()
        self._begin()

    async def furnish_in_turns(self) -> None:
        """Make the parts while the window stays alive; given up, the view goes."""
        try:
            for _part in self.furnish():
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.deleteLater()
            raise

    def _begin(self) -> None:
        """Show the run, and follow it from now on."""
        services, progress = self._services, self.progress
        self.groups = Groups(self.side.groups, services, progress, self.scope)
        self.table = AnswerTable(
            self.side.table, services, progress, self.groups.answers, self.scope
        )
        self._connect()
        self.side.show_run(progress)
        self._changed = set(progress.tasks)
        if len(progress.tasks) > MANY:
            self._note(())
        else:
            self._show_all()
        if not self.side.shows_output:  # turned to while it was being made
            self.side.turned.emit()
        self._go_on()
        self.scope.start(self._expect(), key="expect")
        self.scope.start(self._read_family(), key="family")
        if progress.is_live:
            self._tick.start()
            if not self._is_followed:
                self._read_again.start()

    def leave(self) -> None:
        """Nobody looks at this run any more."""
        self._tick.stop()
        self._read_again.stop()
        self._gather.stop()
        self.scope.cancel()
        self._services.runs.watch(self.progress, ())

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow window the side pane stands under the tasks."""
        way = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != way:
            self._splitter.setOrientation(way)
            self._splitter.share([300, 200] if is_narrow else [1000, WIDTH])
        self.tasks.set_narrow(is_narrow)

    # -- what can be done

    async def cancel(self, instance_ids: list[str] | None) -> None:
        """Ask, then cancel the given tasks, or all."""
        asked = self.progress.tasks if instance_ids is None else instance_ids
        able = [one for one in asked if self.progress.tasks[one].status.is_cancellable]
        title = ngettext("Cancel {count:,} task?", "Cancel {count:,} tasks?", len(able))
        agreed = await confirm(
            self,
            title.format(count=len(able)),
            _("Scripts that have not started will not start; those that run are killed."),
            _("Cancel tasks"),
            danger=True,
            keep=_("Let them run"),
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

    def _connect(self) -> None:
        listen(self, self.progress.changed, self._note)
        self.tasks.current_changed.connect(self._show_task)
        self.tasks.chosen_changed.connect(self._show_chosen)
        self.tasks.grouping_changed.connect(lambda: self._note(()))
        self.tasks.excluded_asked.connect(lambda: self.side.turn_to(self.side.details))
        self.side.turned.connect(self._watch)
        self.side.turned.connect(self._show_details)
        self.side.turned.connect(self._show_groups)
        self.side.details.family.run_asked.connect(self.run_asked)
        self.groups.retry_asked.connect(self.head.repeat_asked)
        self.groups.machine_opened.connect(self._open_machine)
        self.table.machine_opened.connect(self._open_machine)
        self.side.output.save_asked.connect(
            lambda: self.scope.start(self.side.output.save_as(), key="save")
        )
        self.side.output.whole_asked.connect(
            lambda: self._once("whole", read_whole(self.side.output, self._services, self.progress))
        )
        self.side.output.rescue_asked.connect(self.rescue_asked)
        self.head.cancel_asked.connect(lambda: self._cancel(None))
        self.head.cancel_chosen_asked.connect(lambda: self._cancel(self._cancellable_chosen()))
        self.head.report_asked.connect(
            lambda: self._once("report", save_report(self, self._services, self.progress))
        )
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

    async def _read_family(self) -> None:
        run_id, now = self.progress.run_id, self._services.clock.now()
        runs = await self._services.past.history.lineage(run_id)
        self.side.details.family.show_family(runs, run_id, now)

    async def _expect(self) -> None:
        content = self.progress.run.script.content
        self._elapsed.durations_s = await self._services.archive.past_durations_s(content)
        self._go_on()

    async def _pause_or_go_on(self) -> None:
        runs = self._services.runs
        is_paused = self.progress.control.paused is not None
        await (runs.go_on(self.progress) if is_paused else runs.pause(self.progress))

    @property
    def _is_followed(self) -> bool:
        return self.progress in self._services.runs.live

    def _look_into_archive(self) -> None:
        """See what another window has made of the run; one that is followed here tells by itself."""
        if self._is_followed:
            self._read_again.stop()
        else:
            self._once("read", self._services.runs.read_again(self.progress))

    def _note(self, instance_ids: Iterable[str]) -> None:
        self._changed.update(instance_ids)
        self._is_stale = True
        if not self._gather.isActive():
            self._gather.start(GATHER_MS)

    def _show_part(self) -> None:
        """Show the next part of what has changed, and let others have a turn before the next.

        One turn is left to what the part has to paint anew, so that the two do not add up.
        """
        if self._is_paint_due:
            self._is_paint_due = False
            self._gather.start(TURN_MS)
            return
        began = time.perf_counter()
        if self._parts is None:
            self._is_stale, self._took_s = False, 0.0
            self._parts = self._changes()
        is_over = next(self._parts, _OVER) is _OVER
        self._took_s += time.perf_counter() - began
        if not is_over:
            self._is_paint_due = True
            self._gather.start(0)
            return
        self._parts = None
        if self._is_stale:
            self._gather.start(max(GATHER_MS, round(self._took_s * REST * 1_000)))

    def _changes(self) -> Iterator[None]:
        """Everything that follows from changed tasks, in parts that are short even for thousands."""
        changed = self._changed
        self._changed = set()
        for some in chunks(changed, RENEWED_AT_ONCE):
            self._rows.renew(some)
            yield
        self._show_state()
        yield
        rows = self._rows.rows()
        self.tasks.show_rows(rows)
        yield
        self.tasks.grid.set_groups(grid_groups(self.progress, rows, self.tasks.grouping()))
        self.tasks.size_grid()
        yield
        self._show_aside()
        if self.tasks.current_id() in changed:
            self._show_task()
        if not self.progress.is_live:
            self._tick.stop()
            self._read_again.stop()
            self._go_on()

    def _show_all(self) -> None:
        for _part in self._changes():
            continue

    def _show_state(self) -> None:
        self.head.show_run(self.progress)
        self.tasks.show_progress(self.progress)
        self.tasks.waves.show_cards(wave_cards(self.progress, self._services.clock.now()))
        self._spoken.tell(self.progress)
        self._show_notice()

    def _show_aside(self) -> None:
        self._show_chosen()
        self._show_details()
        if not self.scope.is_busy("summaries"):
            self.scope.start(self._summaries.read(self._note), key="summaries")

    def _show_details(self) -> None:
        if self.side.shows_details:
            self.side.details.show_details(self.progress, self._current_task())

    def _show_groups(self) -> None:
        if self.side.shows_groups or self.side.shows_table:
            self.groups.follow()
        if self.side.shows_table:
            self.table.read()
            self._widen_side()

    def _widen_side(self) -> None:
        """A table gets half of the width where the user gave it less."""
        half = self._splitter.width() // 2
        if self._splitter.orientation() is Qt.Orientation.Horizontal and self.side.width() < half:
            self._splitter.setSizes([half, half])

    def _open_machine(self, instance_id: str) -> None:
        """Show the output of a machine."""
        self.tasks.go_to(instance_id)
        self.side.turn_to(self.side.output)

    def _go_on(self) -> None:
        now = self._services.clock.now()
        self.tasks.show_elapsed(self._elapsed.words(self.progress, now))
        self.tasks.waves.show_cards(wave_cards(self.progress, now))
        self.tasks.table.viewport().update()

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
        is_ours = self.progress.is_live and not self.progress.is_elsewhere
        is_able = is_ours and can_cancel(self.progress)
        self.head.show_chosen(len(self._cancellable_chosen()), is_live=is_able)

    def _show_notice(self) -> None:
        message = notice_of(self.progress, is_followed=self._is_followed)
        self.notice.setVisible(message is not None)
        if message is not None:
            self.notice.set_message(*message)

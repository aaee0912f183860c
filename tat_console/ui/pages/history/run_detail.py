"""Below the list: the run that is current, a tab for each way to read it, and what can be done."""

from __future__ import annotations

import asyncio
import re
from typing import Final

import msgspec
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from tat_console.ports.history import Annotations, HistoryRow
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.answers.whole_output import run_for_whole
from tat_console.ui.dialogs.repeat_run import AGAIN, FAILED, Repeat, repeat_run
from tat_console.ui.kit.ask import ask_text
from tat_console.ui.kit.controls import button, set_look, tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.undo import offer_undo
from tat_console.ui.navigation import Navigator, OpenRun, OpenScript, PageKey
from tat_console.ui.pages.history.keep_script import keep_script
from tat_console.ui.pages.history.run_parts import COMPARE, DETAILS, GROUPS, RunParts
from tat_console.ui.pages.history.words import run_name

REST_MS: Final = 120
"""So long a run must be current before it is read: arrows go past many."""
HEAD_HEIGHT: Final = 36


class RunDetail(QFrame):
    """Reads one run; `annotated(run_id, Annotations)` tells what was written on it."""

    annotated = Signal(str, object)
    run_asked = Signal(str)
    export_asked = Signal(str)

    def __init__(self, page: Page, services: Services, navigator: Navigator) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._page = page
        self._services = services
        self._navigator = navigator
        self._row: HistoryRow | None = None
        self._found: re.Pattern[str] | None = None
        self._is_narrow = False
        self.parts: RunParts | None = None
        self._strip: QWidget | None = None
        self.tabs = self._make_tabs()
        self.star = tool_button("ph.star", _("Star this run: starred runs stay (Ctrl+D)"))
        self.star.setObjectName("star_run")
        self.retry = button("", "ph.arrow-clockwise", strip=True)
        self.retry.setObjectName("history_retry")
        self.retry.setVisible(False)
        self.again = button(_("Run again…"), "ph.play", strip=True)
        self.again.setObjectName("history_again")
        self.more = self._make_more()
        self._lay_out()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(lambda: page.start(self._open(), key="detail"))
        self._connect()
        self.setVisible(False)

    @property
    def run_id(self) -> str:
        """The run that is shown, or about to be."""
        return self._row.run.run_id if self._row else ""

    def show_run(self, row_shown: HistoryRow | None, found: re.Pattern[str] | None) -> None:
        """Show a run as soon as the user stays on it; `found` is what was looked for."""
        if row_shown is None:
            self.setVisible(False)
            self._row = None
            return
        is_same = row_shown.run.run_id == self.run_id
        self._row, self._found = row_shown, found
        if is_same and self.parts is not None:
            self.parts.diff.set_found(found)
        self.setVisible(True)
        self._show_star(row_shown.annotations)
        if not is_same:
            # Its failures are counted when it is read; those of the run before are not its own.
            for part in (self.retry, self._retry_action):
                part.setVisible(False)
            self._rest.start()

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow window the retry is in the menu, and answers stand in one column."""
        self._is_narrow = is_narrow
        can_retry = bool(self.retry.text())
        self.retry.setVisible(can_retry and not is_narrow)
        self._retry_action.setText(self.retry.text())
        self._retry_action.setVisible(can_retry and is_narrow)
        if self.parts is not None:
            self.parts.set_narrow(is_narrow)

    def leave(self) -> None:
        """Give up what is being read."""
        self._rest.stop()
        if self.parts is not None:
            self.parts.scope.cancel()

    def write(self, field: str) -> None:
        """Put the cursor where a note or labels are written."""
        if self.parts is None:
            return
        self.tabs.setCurrentIndex(DETAILS)
        line = self.parts.notes.note if field == "note" else self.parts.notes.labels
        line.setFocus()
        line.selectAll()

    # -- building

    def _make_tabs(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setObjectName("history_tabs")
        tabs.setAccessibleName(_("Answers, script and details"))
        tabs.setFont(font(Type.BASE))
        tabs.setUsesScrollButtons(False)
        for title in (_("Output"), _("Groups"), _("Compare"), _("Script"), _("Details")):
            tabs.addTab(title)
        tabs.setCurrentIndex(GROUPS)
        return tabs

    def _make_more(self) -> QToolButton:
        made = tool_button("ph.dots-three", _("More that can be done with this run"), framed=True)
        made.setObjectName("history_more")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        rows = (
            ("open_in_runs", _("Show on the page of runs\tEnter"), self._open_in_runs),
            ("open_in_window", _("Open in a new window"), self._open_apart),
            ("retry_failed", "", lambda: self._repeat(FAILED)),
            ("edit_and_run", _("Run again with edits…"), self._edit),
            ("keep_script", _("Save as script…"), self._keep_script),
            ("export_run", _("Export this run…"), lambda: self.export_asked.emit(self.run_id)),
            ("copy_run_id", _("Copy the run's ID"), self._copy_id),
        )
        for name, words, act in rows:
            action = menu.addAction(words)
            action.setObjectName(name)
            action.triggered.connect(lambda _on=False, act=act: act())
        self._retry_action = next(
            one for one in menu.actions() if one.objectName() == "retry_failed"
        )
        made.setMenu(menu)
        return made

    def _lay_out(self) -> None:
        self._strip_place: QHBoxLayout = row(gap=0)
        line = row(self.tabs, None, margins=(HALF, 0, GAP, 0), gap=GRID)
        line.addLayout(self._strip_place)
        for part in (self.star, self.retry, self.again, self.more):
            line.addWidget(part)
        self._body = column(gap=0)
        head = panel(line, edge="bottom", height=HEAD_HEIGHT)
        box = column(head, self._body, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.star.clicked.connect(self._toggle_star)
        self.retry.clicked.connect(lambda: self._repeat(FAILED))
        self.again.clicked.connect(lambda: self._repeat(AGAIN))
        keys = (
            ("Ctrl+D", self._toggle_star),
            ("F2", lambda: self.write("note")),
            ("Ctrl+L", lambda: self.write("labels")),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self._page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- showing

    def open_menu(self, where: QPoint) -> None:
        """Show what can be done with the run on show, at a place of the screen."""
        if self.run_id:
            self.more.menu().popup(where)

    async def _open(self) -> None:
        if self._row is None:
            return
        progress = await self._services.runs.open(self.run_id)
        if progress is None:
            raise ConsoleError(
                _("This run is not kept any more."), "", _("Choose another one from the list.")
            )
        parts = await self._furnished(progress)
        if self.run_id != progress.run_id:  # another one was chosen meanwhile, or none
            parts.deleteLater()
            return
        self._drop()
        self.parts = parts
        parts.show()
        self._strip = parts.diff.strip
        self._strip_place.addWidget(self._strip)
        parts.run_asked.connect(self.run_asked)
        parts.turn_asked.connect(self.tabs.setCurrentIndex)
        parts.retry_asked.connect(lambda repeat: self._repeat(repeat, progress))
        parts.rescue_asked.connect(self._rescue)
        parts.notes.changed.connect(self._annotate)
        parts.notes.show_annotations(self._row.annotations)
        failed = len(FAILED.tasks(progress))
        self.retry.setText(FAILED.words(failed) if failed else "")
        self.set_narrow(self._is_narrow)
        parts.begin()
        self._turn(self.tabs.currentIndex())

    async def _furnished(self, progress: RunProgress) -> RunParts:
        """The parts of a run in their place, made while the window stays alive."""
        parts = RunParts(self._services, progress, self._page.errors.report, self._found)
        parts.hide()
        self._body.addWidget(parts)
        try:
            for _part in parts.furnish():
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            parts.deleteLater()
            raise
        return parts

    def _drop(self) -> None:
        if self.parts is None:
            return
        self.parts.scope.cancel()
        for made in (self.parts, self._strip):
            if made is not None:
                made.hide()
                made.deleteLater()
        self.parts = self._strip = None

    def _turn(self, place: int) -> None:
        if self.parts is not None and self._strip is not None:
            self._strip.setVisible(place == COMPARE)
            self.parts.turn_to(place)

    def _show_star(self, annotations: Annotations) -> None:
        is_on = annotations.starred
        self.star.setIcon(
            icon("ph.star-fill" if is_on else "ph.star", "late_fill" if is_on else "text_2")
        )
        self.star.setAccessibleDescription(_("starred") if is_on else "")
        set_look(self.star, "starred", is_on)

    # -- doing

    def _toggle_star(self) -> None:
        if self._row is None:
            return
        if self.parts is not None and self.parts.progress.run_id == self.run_id:
            self.parts.notes.toggle_star()
            return
        written = self._row.annotations
        starred = msgspec.structs.replace(written, starred=not written.starred)
        self._page.start(
            self._keep_annotations(self.run_id, starred), key=("annotate", self.run_id)
        )

    def _annotate(self, annotations: Annotations) -> None:
        if self._row is None or self.parts is None:
            return
        run_id = self.parts.progress.run_id
        before = self._row.annotations
        if run_id == self.run_id:
            if before.note and not annotations.note:
                said = _("The note on this run was deleted.")
                offer_undo(self._page.banners, said, lambda: self._write_back(run_id, before))
            self._row = msgspec.structs.replace(self._row, annotations=annotations)
            self._show_star(annotations)
        self._page.start(self._keep_annotations(run_id, annotations), key=("annotate", run_id))

    def _write_back(self, run_id: str, before: Annotations) -> None:
        """Put back what was written on a run."""
        if self.parts is not None and self.parts.progress.run_id == run_id == self.run_id:
            self.parts.notes.show_annotations(before)
            self._annotate(before)
        else:
            self._page.start(self._keep_annotations(run_id, before), key=("annotate", run_id))

    async def _keep_annotations(self, run_id: str, annotations: Annotations) -> None:
        await self._services.past.history.annotate(run_id, annotations)
        self.annotated.emit(run_id, annotations)

    async def _chosen(self) -> RunProgress | None:
        """The run that is current, which need not be the one whose parts can still be seen."""
        if self.parts is not None and self.parts.progress.run_id == self.run_id:
            return self.parts.progress
        return await self._services.runs.open(self.run_id) if self.run_id else None

    def _repeat(self, repeat: Repeat, progress: RunProgress | None = None) -> None:
        """Run the current run again, or the one whose parts asked for it."""
        if not self._page.scope.is_busy("repeat"):
            self._page.start(self._repeat_run(repeat, progress), key="repeat")

    async def _repeat_run(self, repeat: Repeat, progress: RunProgress | None) -> None:
        if (chosen := progress or await self._chosen()) is not None:
            await repeat_run(self, self._services, self._navigator, chosen, repeat)

    def _rescue(self) -> None:
        if self.parts is not None:
            work = run_for_whole(self, self._services, self._navigator, self.parts.progress)
            self._page.start(work, key="repeat")

    def _open_in_runs(self) -> None:
        self._navigator.go(PageKey.RUNS, OpenRun(self.run_id))

    def _open_apart(self) -> None:
        self._navigator.go(PageKey.RUNS, OpenRun(self.run_id, apart=True))

    def _copy_id(self) -> None:
        QGuiApplication.clipboard().setText(self.run_id)

    def _edit(self) -> None:
        self._page.start(self._edit_chosen(), key="edit")

    async def _edit_chosen(self) -> None:
        """Put the script into the editor and choose the same machines."""
        if (progress := await self._chosen()) is not None:
            self._services.chosen.set(progress.tasks)
            self._navigator.go(PageKey.SCRIPTS, OpenScript(progress.run.script))

    def _keep_script(self) -> None:
        self._page.start(self._ask_and_keep(), key="keep script")

    async def _ask_and_keep(self) -> None:
        if (progress := await self._chosen()) is None:
            return
        name = await ask_text(
            self, _("Save as script"), _("Name"), _("Save"), run_name(progress.run)
        )
        if name:
            await keep_script(self._services.scripts.library, progress.run.script, name)

"""The page of scripts: which one is open, and running it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from tat_console.runs.targets import Selection, select
from tat_console.services.drafts import Draft
from tat_console.services.orders import Order
from tat_console.services.recent import RecentKind, note_recent
from tat_console.services.script_file import EXTENSIONS, read_script
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.statuses import CommandType
from tat_console.ui.dialogs.start_run import start_run
from tat_console.ui.kit.ask import ask_text, pick_file
from tat_console.ui.kit.files import on_disk
from tat_console.ui.kit.layout import column, row
from tat_console.ui.kit.memory import remember
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.undo import offer_undo
from tat_console.ui.navigation import Errand, Navigator, OpenDraft, OpenFiles, OpenScript, PageKey
from tat_console.ui.pages.scripts.desk import ScriptDesk
from tat_console.ui.pages.scripts.draft_tabs import DraftTabs
from tat_console.ui.pages.scripts.exchange_work import ZIP
from tat_console.ui.pages.scripts.form import draft_of, script_of
from tat_console.ui.pages.scripts.library_rows import title_of
from tat_console.ui.pages.scripts.library_shelf import LibraryShelf
from tat_console.ui.pages.scripts.parameter_work import ParameterWork
from tat_console.ui.pages.scripts.preview_work import PreviewWork
from tat_console.ui.pages.scripts.test_work import TestWork
from tat_console.ui.pages.scripts.value_work import ValueWork

NARROW: Final = 1000
_WITHIN: Final = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ScriptsPage(Page):
    """Scripts as tabs over the drafts; everything typed is kept at once."""

    turned = Signal()

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Scripts"), with_head=False)
        self._services = services
        self._navigator = navigator
        self._current_id = ""
        self.tabs = DraftTabs()
        self.desk = ScriptDesk(self._keep, services.lint, self.scope)
        self.parameters = ParameterWork(self, services, self.desk)
        self.tests = TestWork(self, services, self.desk)
        self.preview = PreviewWork(self, services, self.desk)
        self.values = ValueWork(self, services, navigator, self.desk)
        self.shelf = LibraryShelf(self, services, self.desk, self.open)
        self._lay_out()
        self._connect()
        self._set_up_keys()
        self.setAcceptDrops(True)
        self._open_first()
        remember(self.tabs.bar, str, lambda: self._current_id, self.open, self.turned)

    def arrive(self, errand: Errand) -> None:
        """Open a script that comes from elsewhere in a tab of its own."""
        if isinstance(errand, OpenScript):
            made = msgspec.structs.replace(draft_of(errand.script), origin=errand.origin)
            draft = self._services.drafts.add(made)
            self.open(draft.draft_id)
            if errand.script.hidden:
                self._say_hidden_gone(errand.script.hidden)
        elif isinstance(errand, OpenDraft):
            self._open_known(errand.key)
        elif isinstance(errand, OpenFiles):
            self.start(self._import_all(list(errand.paths)))
        self._show_targets()
        self.shelf.refresh()
        self.desk.editor.setFocus()

    def refresh(self) -> None:
        """Read the library and the commands in the cloud again."""
        self.shelf.refresh()

    # -- scripts

    def open(self, draft_id: str) -> None:
        """Bring a script to the front."""
        draft = self._services.drafts.get(draft_id)
        if draft is None or draft_id == self._current_id:
            return
        self.flush()
        self._current_id = draft_id
        note_recent(
            self._services.settings, RecentKind.SCRIPT, draft.path or draft_id, title_of(draft)
        )
        self.desk.show_draft(draft)
        self.parameters.show_presets()
        self._show_drafts()
        self.turned.emit()

    def new(self) -> None:
        """Begin a script of its own."""
        names = {draft.name for draft in self._services.drafts}
        number = 1
        while f"script-{number}" in names:
            number += 1
        self._open_new(Draft(draft_id="", name=f"script-{number}"))

    def close_draft(self, draft_id: str) -> None:
        """Close a script; what is saved nowhere else can be brought back."""
        self.flush()
        draft = self._services.drafts.get(draft_id)
        if draft is None:
            return
        is_unsaved = self.shelf.library.is_unsaved(draft)
        self._remove(draft)
        if is_unsaved:
            said = _("“{name}” was closed without being saved.").format(name=title_of(draft))
            offer_undo(self.banners, said, lambda: self.reopen(draft))

    def reopen(self, draft: Draft | None = None) -> None:
        """Bring back a script that was closed, without one the last of them."""
        if again := self._services.drafts.reopen(draft):
            self.open(again.draft_id)
            self.desk.editor.setFocus()

    async def import_file(self) -> None:
        """Ask for a script file and open a copy of it, or for a zip file and take it in."""
        filters = " ".join(f"*{extension}" for extension in (*EXTENSIONS, ZIP))
        path = await pick_file(
            self,
            _("Import a script, or a zip file of scripts"),
            _("Scripts ({filters})").format(filters=filters),
        )
        if path is not None:
            await self.import_path(path)

    async def import_path(self, path: Path) -> None:
        """Open a copy of a file, or take in a zip file or folder; raises ConsoleError."""
        if path.suffix.lower() == ZIP or await on_disk(path.is_dir):
            await self.shelf.exchange.take_in(path)
        else:
            opened = await on_disk(read_script, path)
            self._open_new(opened.draft)
            self.shelf.library.tell_notes(opened)

    async def go_to_line(self) -> None:
        """Ask for a line and go there; "12:4" is a line and a column."""
        text = await ask_text(self, _("Go to line"), _("Line, or line:column"), _("Go"))
        line, _colon, place = (text or "").partition(":")
        if line.strip().isdecimal():
            column_no = int(place) if place.strip().isdecimal() else 1
            self.desk.editor.go_to_place(int(line), max(1, column_no))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on the page."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a copy of each file that is dropped; zip files and folders go into the library."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.start(self._import_all(paths))

    async def _import_all(self, paths: list[Path]) -> None:
        for path in paths:
            await self.import_path(path)

    def flush(self) -> None:
        """Keep what was typed and not kept yet."""
        self.desk.flush()

    # -- running

    def run(self) -> None:
        """Check everything, then ask and start; problems are shown where they are."""
        if self.scope.is_busy("run"):
            return
        self.flush()
        if self.desk.point_out_problems():
            return
        self.start(self._run(), key="run")

    async def _run(self) -> None:
        script = script_of(self.desk.draft())
        order = Order(
            script=script,
            machines=self._services.chosen.machines,
            hidden_values=self.desk.hidden_values(),
        )
        await start_run(self, self._services, self._navigator, order)

    # -- what Qt asks

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing typed waits for a timer once the page is not in front."""
        self.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list becomes a menu on the tabs."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        self.shelf.tree.setVisible(not is_narrow)
        self.tabs.menu_button.setVisible(is_narrow)
        self.desk.set_narrow(is_narrow)

    # -- inside

    def _lay_out(self) -> None:
        work = column(self.tabs, self.desk, gap=0)
        work.setStretch(1, 1)
        line = row(self.shelf.tree, work, gap=0)
        line.setStretch(1, 1)
        content = QWidget()
        content.setLayout(line)
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.set_content(content)

    def _connect(self) -> None:
        self.tabs.picked.connect(self.open)
        self.tabs.script_asked.connect(self.shelf.pick)
        for source in (self.shelf.tree, self.tabs):
            source.library_asked.connect(self._act_on_library)
        self.desk.bottom.test.picked.connect(self.shelf.open_path)
        for source in (self.shelf.tree, self.tabs):
            source.new_asked.connect(self.new)
            source.import_asked.connect(lambda: self.start(self.import_file(), key="import"))
        self.tabs.close_asked.connect(self.close_draft)
        self.tabs.rename_asked.connect(lambda _id: self.desk.tools.name.setFocus())
        self.desk.run_asked.connect(self.run)
        self.desk.choose_asked.connect(lambda: self._navigator.go(PageKey.INSTANCES))
        self.desk.type_changed.connect(self._show_targets)
        scripts = self._services.scripts
        for event in (self._services.drafts.changed, scripts.library.changed):
            self.listen(event, lambda _none: self._show_drafts())
        self.listen(scripts.commands.changed, lambda _none: self.shelf.show())
        self.listen(self._services.chosen.changed, lambda _none: self._show_targets())
        self.listen(self._services.directory.changed, lambda _none: self._show_targets())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _set_up_keys(self) -> None:
        for keys, act in (
            ("Ctrl+Return", self.run),
            ("Ctrl+Enter", self.run),
            ("Ctrl+N", self.new),
            ("Ctrl+W", lambda: self.close_draft(self._current_id)),
            ("Ctrl+Shift+T", self.reopen),
            ("Ctrl+O", lambda: self.start(self.import_file(), key="import")),
            ("Ctrl+P", self.desk.show_preview),
            ("Ctrl+T", self.tests.test),
            ("Ctrl+S", self.shelf.save),
            ("Ctrl+F", self.desk.open_search),
            ("Ctrl+H", lambda: self.desk.open_search(replace=True)),
            ("Ctrl+G", lambda: self.start(self.go_to_line(), key="line")),
            ("Alt+Z", self.desk.turn_wrap),
        ):
            QShortcut(QKeySequence(keys), self, act).setContext(_WITHIN)

    def _open_first(self) -> None:
        first = next(iter(self._services.drafts), None)
        if first is None:
            self.new()
        else:
            self.open(first.draft_id)

    def _open_known(self, key: str) -> None:
        if not key:
            self.reopen()
        elif self._services.drafts.get(key) is not None:
            self.open(key)
        else:
            self.shelf.open_path(key)

    def _open_new(self, draft: Draft) -> None:
        self.open(self._services.drafts.add(draft).draft_id)
        self.desk.editor.setFocus()

    def _act_on_library(self, name: str) -> None:
        if name == "test_all":
            self.tests.test_all()
        else:
            self.shelf.act_on_library(name)

    def _remove(self, draft: Draft) -> None:
        ids = [one.draft_id for one in self._services.drafts]
        place = ids.index(draft.draft_id)
        if draft.draft_id == self._current_id:
            self._current_id = ""
        self.desk.forget(draft.draft_id)
        self._services.drafts.remove(draft.draft_id)
        left = [one for one in ids if one != draft.draft_id]
        if not left:
            self.new()
        elif not self._current_id:
            self.open(left[min(place, len(left) - 1)])

    def _keep(self, draft: Draft) -> bool:
        try:
            self._services.drafts.save(draft)
        except ConsoleError as error:
            self.errors.report(error)
            return False
        return True

    def _follow_focus(self, earlier: QWidget | None, _now: QWidget | None) -> None:
        if earlier is not None and self.isAncestorOf(earlier):
            self.flush()

    def _show_drafts(self) -> None:
        unsaved = {
            draft.draft_id
            for draft in self._services.drafts
            if self.shelf.library.is_unsaved(draft)
        }
        paths = [script.path for script in self._services.scripts.library.scripts]
        self.tabs.show_drafts(self._services.drafts, self._current_id, unsaved, paths)
        self.shelf.show()

    def _show_targets(self) -> None:
        self.desk.show_selection(self._selection(self.desk.tools.command_type()))

    def _selection(self, command_type: CommandType) -> Selection:
        return select(self._services.chosen.machines, command_type)

    def _say_hidden_gone(self, names: tuple[str, ...]) -> None:
        notice = ConsoleError(
            _("Hidden values are not kept."),
            _("This script was opened from an earlier run."),
            _("Give {names} again, then run it.").format(names=", ".join(names)),
        )
        self.banners.show_error(notice, ToneName.BUSY)

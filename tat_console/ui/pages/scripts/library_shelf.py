"""The list at the left at work: what is picked opens, what is asked of it is done."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QPoint

from tat_console.ports.library import LibraryScript
from tat_console.services.draft_scripts import as_script
from tat_console.services.script_sync import LinkState
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.ui.kit.page import Page
from tat_console.ui.pages.scripts.cloud_work import CloudWork
from tat_console.ui.pages.scripts.desk import ScriptDesk
from tat_console.ui.pages.scripts.exchange_work import ExchangeWork
from tat_console.ui.pages.scripts.library_menu import script_menu
from tat_console.ui.pages.scripts.library_rows import (
    COMMAND,
    DRAFT,
    SCRIPT,
    STATE_LOOKS,
    groups_of,
)
from tat_console.ui.pages.scripts.library_search import parts_of
from tat_console.ui.pages.scripts.library_tree import LibraryTree
from tat_console.ui.pages.scripts.library_work import LibraryWork


class LibraryShelf:
    """Leads from the list and the strip of tools to the work on the library and the cloud."""

    def __init__(
        self, page: Page, services: Services, desk: ScriptDesk, open_draft: Callable[[str], None]
    ) -> None:
        self._page = page
        self._services = services
        self._desk = desk
        self._open_draft = open_draft
        self.tree = LibraryTree()
        self.library = LibraryWork(page, services, desk)
        self.cloud = CloudWork(page, services, self.library)
        self.exchange = ExchangeWork(page, services, self.listed)
        self._numbered: object = None
        self.tree.picked.connect(self.pick)
        self.tree.opened.connect(self._activate)
        self.tree.menu_asked.connect(self._open_menu)
        self.tree.search_changed.connect(lambda _text: self.show())
        desk.tools.cloud_asked.connect(lambda: self._start(self.cloud.save()))
        desk.tools.versions_asked.connect(self._show_versions)
        desk.tools.more_asked.connect(self._open_menu_in_front)

    def refresh(self) -> None:
        """Read the library and the commands anew."""
        self._page.start(self.cloud.refresh(), key="refresh")

    def show(self) -> None:
        """Show what is there, the script in front marked, and how that stands to its command."""
        draft = self._services.drafts.get(self._desk.draft_id)
        key = ""
        if draft is not None:
            key = SCRIPT + draft.path if draft.path else DRAFT + draft.draft_id
        self.tree.show_groups(groups_of(self._services, self.tree.search.text()), key)
        script = self._services.scripts.library.get(draft.path) if draft else None
        state = self._services.scripts.sync.state(script) if script else LinkState.UNLINKED
        words = "" if state is LinkState.UNLINKED else state.words
        self.tree.show_tags(self._services.scripts.library.tags)
        self._desk.status.show_state(*STATE_LOOKS[state], words)
        self._desk.tools.show_kept(script is not None)
        current = as_script(draft, script) if draft and script else None
        obstacle = self._services.scripts.sync.obstacle(current) if current else ""
        self._desk.side.show_obstacle(obstacle)
        self._show_version_number(script)

    def listed(self) -> list[str]:
        """The paths of the scripts of the library that the list shows."""
        found = self._services.scripts.library.search(*parts_of(self.tree.search.text()))
        return [script.path for script in found]

    def _show_version_number(self, script: LibraryScript | None) -> None:
        wanted = (script.path, script.stamp) if script else None
        if wanted == self._numbered or self._page.scope.is_stopped:
            return
        self._numbered = wanted
        if script is None:
            self._page.scope.cancel("version number")
            self._desk.tools.show_version(0)
        else:
            self._page.start(self._count_versions(script.path), key="version number")

    async def _count_versions(self, path: str) -> None:
        versions = await self._services.scripts.library.versions(path)
        self._desk.tools.show_version(len(versions))

    def save(self) -> None:
        """Keep the tab in front in the library."""
        self._start(self.library.save())

    def pick(self, key: str) -> None:
        """Bring a script to the front; commands in the cloud wait to be activated."""
        if key.startswith(DRAFT):
            self._open_draft(key.removeprefix(DRAFT))
        elif key.startswith(SCRIPT):
            self.open_path(key.removeprefix(SCRIPT))

    def open_path(self, path: str) -> None:
        """Bring a script of the library to the front."""
        try:
            draft = self.library.open(path)
        except ConsoleError as error:
            self._page.errors.report(error)
            return
        if draft is not None:
            self._open_draft(draft.draft_id)

    def _activate(self, key: str) -> None:
        if key.startswith(COMMAND):
            self._start(self._adopt(key.removeprefix(COMMAND)))
        else:
            self.pick(key)

    async def _adopt(self, command_id: str) -> None:
        self.open_path(await self.cloud.adopt(command_id))

    def _open_menu(self, key: str, spot: QPoint) -> None:
        script = self._services.scripts.library.get(key.removeprefix(SCRIPT))
        if key.startswith(SCRIPT) and script is not None:
            state = self._services.scripts.sync.state(script)
            menu = script_menu(self._page, state, lambda name: self.act(name, script.path))
            menu.popup(spot)

    def _open_menu_in_front(self) -> None:
        draft = self._services.drafts.get(self._desk.draft_id)
        button = self._desk.tools.more
        if draft is not None and draft.path:
            self._open_menu(SCRIPT + draft.path, button.mapToGlobal(button.rect().bottomLeft()))

    def act_on_library(self, name: str) -> None:
        """Do what was chosen from the menu of the library."""
        if name in self.exchange.rows:
            self._start(self.exchange.rows[name]())

    def act(self, name: str, path: str) -> None:
        """Do what was chosen from the menu of a script."""
        if name in ("open", "push", "save_as_new"):
            self.open_path(path)
        work: dict[str, Callable[[], Coroutine[Any, Any, object]]] = {
            "rename": lambda: self.library.rename(path),
            "clone": lambda: self._clone(path),
            "describe": lambda: self.library.describe(path),
            "versions": lambda: self.library.versions(path),
            "save_as_file": lambda: self.library.save_as_file(path),
            "export": lambda: self.exchange.export([path]),
            "save_as_new": lambda: self.cloud.save_as_new(path),
            "push": self.cloud.save,
            "pull": lambda: self.cloud.pull(path),
            "difference": lambda: self.cloud.difference(path),
            "delete_command": lambda: self.cloud.delete(path),
            "remove": lambda: self.library.remove(path),
        }
        if name in work:
            self._start(work[name]())

    async def _clone(self, path: str) -> None:
        self.open_path(await self.library.clone(path))

    def _show_versions(self) -> None:
        draft = self._services.drafts.get(self._desk.draft_id)
        if draft is not None and draft.path:
            self._start(self.library.versions(draft.path))

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        self._page.start(work, key="library")

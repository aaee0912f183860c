"""The menu of saved sets: choose one, join it with what is ticked, change it, or save another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtWidgets import QMenu, QPushButton

from tat_console.runs.target_sets import Operation, TargetSet, combine
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _, listed
from tat_console.tat.machines import Machine
from tat_console.ui.dialogs.save_set import SaveSet
from tat_console.ui.dialogs.targets_from_list import TargetsFromList
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import button
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.undo import offer_undo
from tat_console.ui.pages.instances.browser import MachineBrowser
from tat_console.ui.pages.instances.live_filter import live_filter, live_problem

_JOINS: Final = (
    (Operation.UNION, N_("Add to what is ticked")),
    (Operation.MINUS, N_("Take out of what is ticked")),
    (Operation.INTERSECTION, N_("Keep only these ticked")),
)
NAMES_SHOWN: Final = 8


class SavedSets:
    """The button in the head of the page, and everything its menu does."""

    def __init__(self, page: Page, services: Services, browser: MachineBrowser) -> None:
        self._page = page
        self._services = services
        self._browser = browser
        self.button: QPushButton = button(_("Saved sets"), "ph.stack", opens_menu=True)
        self.button.setObjectName("saved_sets")
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)
        self.fill()

    def fill(self) -> None:
        """Put the sets as they are now into the menu."""
        self.menu.clear()
        for one in self._services.target_sets:
            self._add_set(one)
        if self.menu.actions():
            self.menu.addSeparator()
        save = self.menu.addAction(_("Save set…"))
        save.setObjectName("save_set_action")
        save.triggered.connect(lambda _on=False: self.save())
        paste = self.menu.addAction(_("Choose from a list…"))
        paste.setObjectName("choose_from_list")
        paste.triggered.connect(lambda: self._page.start(self._from_list(), key="sets"))

    def save(self) -> None:
        """Ask how to keep what is ticked or filtered, and keep it."""
        self._page.start(self._save(), key="sets")

    def choose(self, wanted: TargetSet) -> None:
        """Tick exactly the machines of a set that can take a run."""
        found = self._services.target_sets.members(wanted)
        self._tick(found.machines)
        self._say_missing(wanted, found.machines, found.missing)

    def join(self, wanted: TargetSet, operation: Operation) -> None:
        """Join a set with what is ticked."""
        inside = {one.instance_id for one in self._services.target_sets.members(wanted).machines}
        ids = combine(operation, set(self._services.chosen.ids), inside)
        self._tick(self._services.directory.find(ids))

    # -- inside

    def _add_set(self, one: TargetSet) -> None:
        sets = self._services.target_sets
        count = len(sets.members(one).machines)
        title = _("{name} ({count:,})").format(name=one.name, count=count)
        if one.protected:
            title = _("{title}, protected").format(title=title)
        menu = self.menu.addMenu(title)
        choose = menu.addAction(_("Tick exactly these"))
        choose.triggered.connect(lambda: self.choose(one))
        for operation, words in _JOINS:
            action = menu.addAction(_(words))
            action.triggered.connect(lambda _on=False, how=operation: self.join(one, how))
        menu.addSeparator()
        change = menu.addAction(_("Change…"))
        change.setObjectName(f"change_{one.set_id}")
        change.triggered.connect(lambda: self._page.start(self._save(one), key="sets"))
        protect = menu.addAction(_("Protected"))
        protect.setCheckable(True)
        protect.setChecked(one.protected)
        protect.triggered.connect(lambda on: self._protect(one, on=on))
        remove = menu.addAction(_("Delete"))
        remove.setObjectName(f"delete_{one.set_id}")
        remove.triggered.connect(lambda: self._remove(one))

    async def _save(self, change: TargetSet | None = None) -> None:
        shown = self._browser.filter
        problem = live_problem(shown)
        live = None if problem else live_filter(shown)
        sets = self._services.target_sets
        ids = self._services.chosen.ids
        dialog = SaveSet(self._page, ids, live, problem, list(sets), sets.members, change)
        if await ask(dialog) == ACCEPTED:
            sets.save(dialog.wanted())

    def choose_from_files(self, paths: Sequence[Path]) -> None:
        """Ask which machines of lists in files to tick."""
        self._page.start(self._from_list(paths), key="sets")

    async def _from_list(self, paths: Sequence[Path] = ()) -> None:
        dialog = TargetsFromList(self._page, self._services.directory.machines)
        for path in paths:
            named = dialog.text.toPlainText()
            await dialog.import_path(path)
            dialog.text.setPlainText("\n".join(filter(None, (named, dialog.text.toPlainText()))))
        if await ask(dialog) == ACCEPTED:
            self._tick(dialog.found.machines)

    def _protect(self, one: TargetSet, *, on: bool) -> None:
        self._services.target_sets.save(msgspec.structs.replace(one, protected=on))

    def _remove(self, one: TargetSet) -> None:
        sets = self._services.target_sets
        try:
            sets.remove(one.set_id)
        except ConsoleError as error:
            self._page.errors.report(error)
            return
        said = _("The set “{name}” was deleted.").format(name=one.name)
        offer_undo(self._page.banners, said, lambda: sets.save(one))

    def _tick(self, machines: Iterable[Machine]) -> None:
        able = [one.instance_id for one in machines if self._browser.model.can_tick(one)]
        self._services.chosen.set(able)

    def _say_missing(
        self, wanted: TargetSet, machines: tuple[Machine, ...], missing: tuple[str, ...]
    ) -> None:
        """Say who of a set is not there, or cannot take a run."""
        unable = [one.name for one in machines if not self._browser.model.can_tick(one)]
        if not missing and not unable:
            return
        parts = []
        for text, names in (
            (_("Not found: {names}."), list(missing)),
            (_("Cannot take a run: {names}."), unable),
        ):
            if names:
                shown = listed(names[:NAMES_SHOWN])
                more = "…" if len(names) > NAMES_SHOWN else ""
                parts.append(text.format(names=shown + more))
        title = _("Not all machines of “{name}” were ticked").format(name=wanted.name)
        self._page.banners.show_error(ConsoleError(title, " ".join(parts)), ToneName.LATE)

"""The library as a whole: scripts that come in and go out, and deleted ones that come back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from tat_console.ports.library import ExchangeReport
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.dialogs.removed_scripts import RemovedScripts
from tat_console.ui.kit.ask import ACCEPTED, ask, ask_text, pick_file, pick_folder, pick_new_file
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName

ZIP = ".zip"


class ExchangeWork:
    """Carries out what the menu of the library asks for; `listed` gives the scripts on show."""

    def __init__(self, page: Page, services: Services, listed: Callable[[], Sequence[str]]) -> None:
        self._page = page
        self._library = services.scripts.library
        self._listed = listed
        self.rows: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "take_in_zip": self._ask_for_zip,
            "take_in_folder": self._ask_for_folder,
            "export_zip": lambda: self.export(self._listed()),
            "export_folder": self._export_into_folder,
            "new_folder": self._new_folder,
            "bring_back": self.bring_back,
        }

    async def take_in(self, source: Path) -> None:
        """Copy the scripts of a folder or zip file into the library; raises ConsoleError."""
        report = await self._library.take_in(source)
        text = ngettext(
            "{count} script was taken into the library.",
            "{count} scripts were taken into the library.",
            len(report.done),
        )
        self._tell(report, text.format(count=len(report.done)), source)

    async def export(self, paths: Sequence[str]) -> None:
        """Ask for a zip file and write scripts with their settings into it."""
        name = paths[0].rpartition("/")[2].rpartition(".")[0] if len(paths) == 1 else _("scripts")
        filters = _("Zip files ({filters})").format(filters="*.zip")
        target = await pick_new_file(self._page, _("Export scripts"), name + ZIP, filters)
        if target is not None:
            named = target if target.suffix.lower() == ZIP else target.with_name(target.name + ZIP)
            await self.export_to(paths, named)

    async def export_to(self, paths: Sequence[str], target: Path) -> None:
        """Write scripts with their settings into a folder or zip file; raises ConsoleError."""
        report = await self._library.export(paths, target)
        text = ngettext(
            "{count} script was exported.", "{count} scripts were exported.", len(report.done)
        )
        self._tell(report, text.format(count=len(report.done)), target)

    async def bring_back(self) -> None:
        """Offer the scripts that were deleted, and restore those that are chosen."""
        removed = await self._library.removed()
        if not removed:
            self._page.banners.show_error(ConsoleError(_("No script was deleted."), ""))
            return
        dialog = RemovedScripts(self._page, removed)
        if await ask(dialog) != ACCEPTED:
            return
        for path in dialog.paths():
            versions = await self._library.versions(path)
            await self._library.restore(path, versions[0])

    async def _ask_for_zip(self) -> None:
        filters = _("Zip files ({filters})").format(filters="*.zip")
        source = await pick_file(self._page, _("Import a zip file"), filters)
        if source is not None:
            await self.take_in(source)

    async def _ask_for_folder(self) -> None:
        source = await pick_folder(self._page, _("Import a folder"))
        if source is not None:
            await self.take_in(source)

    async def _export_into_folder(self) -> None:
        target = await pick_folder(self._page, _("Export into an empty folder"))
        if target is not None:
            await self.export_to(self._listed(), target)

    async def _new_folder(self) -> None:
        name = await ask_text(self._page, _("New folder"), _("Name"), _("Make"))
        if name is not None:
            await self._library.add_group(name)

    def _tell(self, report: ExchangeReport, words: str, place: Path) -> None:
        """Say what went over, then what did not."""
        if report.done:
            self._page.banners.show_error(ConsoleError(words, str(place)), ToneName.GOOD)
        if report.problems:
            title = _("Not everything went over.") if report.done else _("Nothing went over.")
            problems = " ".join(report.problems)
            self._page.banners.show_error(ConsoleError(title, problems), ToneName.LATE)

"""Writes runs of the history into a file, with its progress and a way to stop it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from tat_console.outputs.export import CSV, FORMATS, Format
from tat_console.ports.history import Query
from tat_console.services.exports import Exports
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.ask import pick_new_file
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, MARGIN, panel, row
from tat_console.ui.kit.page import Page

RUNS_AT_ONCE = 100


class Exporting:
    """`button` opens a menu; `strip` tells how far a file is and stops the writing."""

    def __init__(self, page: Page, services: Services) -> None:
        self._page = page
        self._services = services
        self._query = Query()
        self.run_id = ""
        self.button = button(_("Export"), "ph.export", opens_menu=True)
        self.button.setObjectName("export_history")
        menu = QMenu(self.button)
        found = menu.addAction(_("Export all runs that are listed…"))
        found.setObjectName("export_found")
        found.triggered.connect(lambda: self._start(""))
        self._one = menu.addAction(_("Export the current run…"))
        self._one.setObjectName("export_current")
        self._one.triggered.connect(lambda: self._start(self.run_id))
        menu.aboutToShow.connect(lambda: self._one.setEnabled(bool(self.run_id)))
        self.button.setMenu(menu)
        self.words = Label("", Type.SMALL, "text_2")
        self.words.setObjectName("export_words")
        stop = button(_("Stop"), kind=ButtonKind.LINK)
        stop.setObjectName("stop_export")
        stop.clicked.connect(lambda: page.scope.cancel("export"))
        self.strip: QWidget = panel(
            row(self.words, stop, None, margins=(MARGIN, 2, GAP, 2)), edge="bottom"
        )
        self.strip.setVisible(False)

    def use(self, query: Query) -> None:
        """What is listed now."""
        self._query = query

    def export_run(self, run_id: str) -> None:
        """Export one run."""
        self._start(run_id)

    # -- inside

    def _start(self, run_id: str) -> None:
        self._page.start(self._export(run_id), key="export")

    async def _export(self, run_id: str) -> None:
        filters = ";;".join(f"{_(one.title)} (*{one.suffix})" for one in FORMATS)
        path = await pick_new_file(self._page, _("Export runs"), f"runs{CSV.suffix}", filters)
        if path is None:
            return
        try:
            self.words.setText(_("Reading the archive…"))
            self.strip.setVisible(True)
            runs, total = await self._listed(run_id)
            written = Exports(self._services.archive).write_kept(
                path, format_of(path), runs, total, title=_("Runs"), told=self._tell
            )
            count = await written
            self._say_written(path, count)
        except BaseException:
            self.strip.setVisible(False)
            raise

    async def _listed(self, run_id: str) -> tuple[list[str], int]:
        """The ids of all runs that are listed, or of this one, and how many tasks they have.

        That includes those that nobody scrolled to.
        """
        if run_id:
            stored = await self._services.archive.run(run_id)
            return [run_id], len(stored.tasks) if stored else 0
        history, query = self._services.past.history, self._query
        ids: list[str] = []
        total = 0
        rows = await history.rows(query, RUNS_AT_ONCE)
        while rows:
            ids += [row.run.run_id for row in rows]
            total += sum(sum(row.counts.values()) for row in rows)
            rows = await history.rows(query, RUNS_AT_ONCE, rows[-1])
        return ids, total

    def _tell(self, done: int, total: int) -> None:
        words = _("Writing task {done} of {total}")
        self.words.setText(words.format(done=f"{done:,}", total=f"{total:,}"))

    def _say_written(self, path: Path, count: int) -> None:
        words = ngettext("{count} task written to {name}", "{count} tasks written to {name}", count)
        self.words.setText(words.format(count=f"{count:,}", name=path.name))


def format_of(path: Path) -> Format:
    """The format that a file's name asks for; a table where it asks for none."""
    return next((one for one in FORMATS if one.suffix == path.suffix.casefold()), CSV)

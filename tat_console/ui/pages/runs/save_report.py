"""Writing the report of a run into a file: a page for a browser, or Markdown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from tat_console.outputs.report import html, markdown
from tat_console.runs.progress import RunProgress
from tat_console.services.run_report import report_of
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import pick_new_file
from tat_console.ui.kit.files import write_file


async def save_report(parent: QWidget, services: Services, progress: RunProgress) -> None:
    """Ask for a file and write the report; a name that ends in .md gets Markdown."""
    name = f"{progress.run.script.name or progress.run_id}.html"
    filters = _("Reports ({filters})").format(filters="*.html *.md")
    path = await pick_new_file(parent, _("Save the report of this run"), name, filters)
    if path is not None:
        await write_report(services, progress, path)


async def write_report(services: Services, progress: RunProgress, path: Path) -> None:
    """Write the report; raises ConsoleError where that fails."""
    report = await report_of(progress, services.archive, _accounts(services, progress))
    is_markdown = path.suffix.casefold() in (".md", ".markdown")
    text = markdown(report) if is_markdown else html(report)
    await write_file(path, text.encode())


def _accounts(services: Services, progress: RunProgress) -> str:
    """The accounts that took part, as far as the service was asked whose the keys are."""
    found = (services.session.account_of(key).identity for key in sorted(progress.profile_ids))
    return ", ".join(dict.fromkeys(one.account_id for one in found if one is not None))

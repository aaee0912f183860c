"""`tat-console history`, `show` and `export`: what was run, found, shown, written to files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from tat_console.cli.answers import answers, as_json
from tat_console.cli.ends import End, Misused, give, say
from tat_console.cli.workplace import opened
from tat_console.outputs.export import CSV, HTML, JSON_LINES, MARKDOWN, ZIP, Format
from tat_console.ports.archive import StoredRun
from tat_console.ports.history import HistoryRow
from tat_console.services.exports import Exports
from tat_console.services.query import BadQuery
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.support.paths import AppPaths

FORMATS: Final = {"csv": CSV, "jsonl": JSON_LINES, "zip": ZIP, "html": HTML, "md": MARKDOWN}
LAST: Final = "last"
MOST_EXPORTED: Final = 10_000


async def history(given: argparse.Namespace, paths: AppPaths) -> End:
    """List the runs that a search finds, newest first; raises ConsoleError."""
    async with opened(paths) as household:
        rows = await _found(household.services, given.search, given.limit)
    if not rows:
        say(_("No run is found."))
    give(_as_json(rows) if given.json else "".join(_line(row) for row in rows))
    return End.WELL


async def show(given: argparse.Namespace, paths: AppPaths) -> End:
    """Give the answers of a run that was made before; raises ConsoleError."""
    async with opened(paths) as household:
        archive = household.services.archive
        (stored,) = await _wanted(household.services, [given.run_id], "")
        tasks = await Exports(archive).read(stored)
    give(answers(given, stored, tasks))
    return End.WELL


async def export(given: argparse.Namespace, paths: AppPaths) -> End:
    """Write the answers of runs to a file; raises ConsoleError."""
    form = _form(given.format, given.out)
    async with opened(paths) as household:
        services = household.services
        runs = await _wanted(services, given.runs, given.search)
        title = ", ".join(dict.fromkeys(one.run.script.name for one in runs))
        told = _Told()
        count = await Exports(services.archive).write(
            given.out, form, runs, title=title, told=told.tell
        )
    say(
        _("{count:,} answers of {runs:,} runs in {path}").format(
            count=count, runs=len(runs), path=given.out
        )
    )
    if given.json:
        document = {
            "path": str(given.out),
            "runs": [one.run.run_id for one in runs],
            "tasks": count,
        }
        give(msgspec.json.encode(document).decode() + "\n")
    return End.WELL


class _Told:
    """Tells how far an export is, at every tenth."""

    def __init__(self) -> None:
        self._tenth = 0

    def tell(self, done: int, total: int) -> None:
        tenth = 10 * done // total
        if tenth > self._tenth and total >= 1_000:
            say(_("{done:,} of {total:,}").format(done=done, total=total))
        self._tenth = tenth


def _form(name: str | None, out: Path) -> Format:
    wanted = name or out.suffix.removeprefix(".")
    if wanted not in FORMATS:
        raise Misused(
            _("The form of {path} cannot be told from its name.").format(path=out),
            _("Give --format with one of {names}.").format(names=", ".join(FORMATS)),
        )
    return FORMATS[wanted]


async def _found(services: Services, search: str, limit: int) -> list[HistoryRow]:
    past = services.past
    try:
        query = past.meaning(search)
    except BadQuery as error:
        raise Misused(error.title, "", error.next_step) from error
    while await past.history.index_more():
        pass
    rows: list[HistoryRow] = []
    while len(rows) < limit:
        page = await past.history.rows(
            query, min(limit - len(rows), 100), rows[-1] if rows else None
        )
        if not page:
            break
        rows += page
    return rows


async def _wanted(services: Services, run_ids: Sequence[str], search: str) -> list[StoredRun]:
    wanted = list(run_ids)
    if search:
        wanted += [row.run.run_id for row in await _found(services, search, MOST_EXPORTED)]
    if LAST in wanted:
        newest = await services.archive.recent_runs(1)
        wanted = [newest[0].run.run_id if one == LAST and newest else one for one in wanted]
    runs = []
    for run_id in dict.fromkeys(wanted):
        stored = await services.archive.run(run_id)
        if stored is None:
            raise Misused(
                _("There is no run {run_id} in the archive.").format(run_id=run_id),
                "",
                _("tat-console history lists them."),
            )
        runs.append(stored)
    if not runs:
        raise Misused(
            _("There is no run to export."), "", _("Give ids of runs, last, or --search TEXT.")
        )
    return runs


def _line(row: HistoryRow) -> str:
    when = f"{row.run.created_at.astimezone():%Y-%m-%d %H:%M}"
    counts = ", ".join(f"{status.value} {count:,}" for status, count in row.counts.items() if count)
    name = row.run.script.name or _("Untitled script")
    return f"{row.run.run_id}  {when}  {row.run.profile_name}  {name}  {counts}\n"


def _as_json(rows: Sequence[HistoryRow]) -> str:
    document = [
        {
            "run_id": row.run.run_id,
            "created_at": row.run.created_at,
            "profile": row.run.profile_name,
            "script": row.run.script.name,
            "state": row.run.state.value,
            "counts": {status.value: count for status, count in row.counts.items() if count},
            "source": row.source.value,
            "starred": row.annotations.starred,
            "note": row.annotations.note,
            "labels": row.annotations.labels,
        }
        for row in rows
    ]
    return as_json(document)

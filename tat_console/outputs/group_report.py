"""A report of answers: each different one once, with the machines that gave it."""

from __future__ import annotations

import html
import re
import zlib
from typing import Final

from tat_console.outputs.ansi import plain
from tat_console.outputs.fold import Fold, Group
from tat_console.outputs.text import decode
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.statuses import TaskStatus

GROUPS_SHOWN: Final = 500
"""Groups whose output is shown; of the others the machines are listed."""

_STYLE: Final = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
pre { overflow-x: auto; border: 1px solid; border-radius: 6px; padding: 8px; font-size: 13px }
details { margin: 8px 0 } summary { cursor: pointer } h2 { margin-top: 2em }
:root { color-scheme: light dark }
"""


class GroupReport:
    """Gathers the answers of a report; of each group one output is kept, compressed."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._fold = Fold()
        self._samples: dict[str, bytes] = {}
        self._count = 0
        self.dropped: dict[str, int] = {}

    def add(
        self,
        machine: str,
        status: TaskStatus,
        exit_code: int | None,
        output: bytes | None,
        dropped_bytes: int,
    ) -> None:
        """Add one machine's answer; a machine may come several times."""
        self._count += 1
        member = f"{self._count}\n{machine}"
        group = self._fold.put(member, output or b"", status, exit_code)
        if group.count == 1:
            self._samples[group.sample_sha256] = zlib.compress(output or b"", 1)
        if dropped_bytes:
            self.dropped[member] = dropped_bytes

    @property
    def groups(self) -> list[Group]:
        """The groups, the largest first."""
        return self._fold.groups()

    @property
    def summary(self) -> str:
        """How many machines gave how many different answers."""
        count = len(self._fold)
        machines = ngettext("{count} machine", "{count} machines", self._count)
        answers = ngettext("{count} answer", "{count} different answers", count)
        return listed([machines.format(count=self._count), answers.format(count=count)])

    def text(self, group: Group) -> str:
        """What the machines of a group printed, as plain text."""
        decoded = decode(zlib.decompress(self._samples[group.sample_sha256]))
        return plain(decoded.text) or decoded.note


def heading(group: Group) -> str:
    """What a group has in common, in one line."""
    machines = ngettext("{count} machine", "{count} machines", group.count)
    parts = [machines.format(count=group.count), group.key.status.value]
    if group.key.exit_code is not None:
        parts.append(_("exit code {code}").format(code=group.key.exit_code))
    return " · ".join(parts)


def machines(group: Group) -> list[str]:
    """The names of a group's machines."""
    return [member.partition("\n")[2] for member in group.members]


def html_report(report: GroupReport) -> str:
    """The report as a page that needs nothing from elsewhere."""
    body = "".join(
        _html_group(report, group, is_shown=number < GROUPS_SHOWN)
        for number, group in enumerate(report.groups)
    )
    title = html.escape(report.title)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        f"<p>{html.escape(report.summary)}</p>\n{body}</body></html>\n"
    )


def markdown_report(report: GroupReport) -> str:
    """The report as Markdown."""
    parts = [f"# {_markdown_text(report.title)}", report.summary]
    for number, group in enumerate(report.groups):
        parts += [f"## {heading(group)}", _markdown_text(", ".join(machines(group)))]
        if cut := _cut(report, group):
            parts.append(cut)
        if number < GROUPS_SHOWN:
            parts.append(_fenced(report.text(group)))
    return "\n\n".join(parts) + "\n"


def _html_group(report: GroupReport, group: Group, *, is_shown: bool) -> str:
    names = html.escape(", ".join(machines(group)))
    cut = _cut(report, group)
    return (
        f"<h2>{html.escape(heading(group))}</h2>\n"
        f"<details><summary>{html.escape(_('Machines'))}</summary><p>{names}</p></details>\n"
        + (f"<p>{html.escape(cut)}</p>\n" if cut else "")
        + (f"<pre>{html.escape(report.text(group))}</pre>\n" if is_shown else "")
    )


def _cut(report: GroupReport, group: Group) -> str:
    sizes = [report.dropped[member] for member in group.members if member in report.dropped]
    if not sizes:
        return ""
    return ngettext(
        "The service cut {bytes} bytes off the output of {count} machine.",
        "The service cut up to {bytes} bytes off the outputs of {count} machines.",
        len(sizes),
    ).format(bytes=max(sizes), count=len(sizes))


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip(chr(10))}\n{fence}"


def _markdown_text(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)

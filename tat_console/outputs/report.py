"""One page about a run: who ran what where, what came of it, and how that came about.

Pure: it takes plain values that are ready to be shown, and gives HTML or Markdown. No hidden value
gets in, for the records that a report is made of hold none; their names are shown with a mask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Machines that failed alike: the same words and the same output."""

    machines: tuple[str, ...]
    status: str
    reason: str
    output: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page says, in words."""

    title: str
    facts: tuple[tuple[str, str], ...]
    script: str
    parameters: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    waves: tuple[tuple[str, ...], ...] = ()
    failures: tuple[Failure, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    journal: tuple[tuple[str, str], ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of page."""

    title: str
    suffix: str
    render: Callable[[Report], str]


_WAVE_HEADS: Final = (N_("Wave"), N_("Machines"), N_("Did well"), N_("Failed"))
_STYLE: Final = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
pre{padding:.6rem;overflow:auto;border:1px solid;white-space:pre-wrap}h2{margin-top:2rem}
"""


def html(report: Report) -> str:
    """The page as one HTML file that needs nothing else."""
    sections = "".join(
        f"<h2>{escape(title)}</h2>{body}" for title, body in _sections(report, _HTML) if body
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(report.title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(report.title)}</h1>"
        f"{_HTML.table((), report.facts)}{sections}</body></html>\n"
    )


def markdown(report: Report) -> str:
    """The page as Markdown."""
    parts = [f"# {_in_line(report.title)}", _MARKDOWN.table((), report.facts)]
    for title, body in _sections(report, _MARKDOWN):
        if body:
            parts += [f"## {title}", body]
    return "\n\n".join(parts) + "\n"


class _Writer(msgspec.Struct, frozen=True):
    """How the pieces of a page are written."""

    table: Callable[[Sequence[str], Iterable[Sequence[str]]], str]
    text: Callable[[str], str]
    paragraph: Callable[[str], str]


def _sections(report: Report, write: _Writer) -> Iterable[tuple[str, str]]:
    counts = [(words, f"{count:,}") for words, count in report.counts]
    yield _("Result"), write.table((), counts)
    yield _("Waves"), write.table([_(head) for head in _WAVE_HEADS], report.waves)
    yield _("Failures"), "".join(_failure(one, write) for one in report.failures)
    yield _("Script"), write.text(report.script)
    yield _("Parameters"), write.table((), report.parameters)
    yield _("Left out"), write.table((), report.left_out)
    yield _("Journal"), write.table((), report.journal)


def _failure(failure: Failure, write: _Writer) -> str:
    machines = ", ".join(failure.machines)
    head = f"{failure.status} ({len(failure.machines):,}): {machines}"
    reason = write.paragraph(failure.reason) if failure.reason else ""
    output = write.text(failure.output) if failure.output else ""
    return f"{write.paragraph(head)}{reason}{output}"


def _html_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    if not lines:
        return ""
    head = f"<tr>{top}</tr>" if top else ""
    return f"<table>{head}{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [[_in_line(cell) for cell in row] for row in rows]
    if not lines:
        return ""
    top = [_in_line(head) for head in heads] or [" "] * len(lines[0])
    cells = [top, ["---"] * len(top), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _in_line(text: str) -> str:
    """A text that stays in its line and means nothing to Markdown."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in line)


def _fenced(text: str) -> str:
    """A block of code whose fence is longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text.rstrip()}\n{fence}\n\n"


_HTML: Final = _Writer(
    table=_html_table,
    text=lambda text: f"<pre>{escape(text)}</pre>",
    paragraph=lambda text: f"<p>{escape(text)}</p>",
)
_MARKDOWN: Final = _Writer(
    table=_markdown_table,
    text=_fenced,
    paragraph=lambda text: f"{_in_line(text)}\n\n",
)
FORMS: Final = (
    Form(title=N_("Web page"), suffix=".html", render=html),
    Form(title=N_("Markdown"), suffix=".md", render=markdown),
)

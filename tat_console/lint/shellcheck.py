"""ShellCheck on a script that may hold placeholders.

Each placeholder is replaced by a harmless word of the same length, so that every position stays
true and none of ShellCheck's rules sees braces that bash will never see.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import sysconfig
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from tat_console.lint.shellcheck_sentences import in_own_language
from tat_console.lint.views import Script
from tat_console.support.child_process import kill
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.tat.findings import Finding, Level, Replacement, Span
from tat_console.tat.quote_context import Quote

TIMEOUT_S: Final = 20.0
NOT_CHECKED: Final = "TAT900"
"""Code of the finding that says why ShellCheck could not do its work."""

_ARGUMENTS: Final = (
    "--norc",
    "--shell=bash",  # the agent runs `bash <file>`, whatever the first line says (facts §7.4)
    "--format=json1",
    "--exclude=SC1017,SC1090,SC1091",  # line ends are checked in house.py; no other files here
    "-",
)
_CREATE_NO_WINDOW: Final = 0x0800_0000
_NO_CONSOLE: Final[dict[str, Any]] = (
    {"creationflags": _CREATE_NO_WINDOW} if sys.platform == "win32" else {}
)
_PROBLEMS_FOUND: Final = 1
_IN_CODE: Final = "TAT_"
_IN_TEXT: Final = "T * X"
"""Begin of the words for placeholders, at most as long as the shortest of them. Between quotes a
value may hold anything, so a variable that takes it must be quoted, and this word makes it so."""
_WIKI: Final = "https://www.shellcheck.net/wiki/"
_QUOTED: Final = frozenset({Quote.SINGLE, Quote.DOUBLE, Quote.ANSI_C})
_ABOUT_CONSTANTS: Final = frozenset(
    f"SC{number}"
    for number in (
        *(2034, 2043, 2050, 2070, 2072, 2078, 2121, 2153, 2154, 2157, 2158, 2159, 2160, 2161),
        *(2170, 2171, 2193, 2194, 2195, 2209, 2269, 2309, 2335),
    )
)
"""Rules that look at what a word says; a placeholder says something else in every run."""


class _Replacement(msgspec.Struct, rename="camel"):
    line: int
    column: int
    end_line: int
    end_column: int
    replacement: str


class _Fix(msgspec.Struct):
    replacements: tuple[_Replacement, ...] = ()


class _Comment(msgspec.Struct, rename="camel"):
    line: int
    column: int
    end_line: int
    end_column: int
    level: Level
    code: int
    message: str
    fix: _Fix | None = None


class _Report(msgspec.Struct):
    comments: tuple[_Comment, ...]


class _NotChecked(Exception):
    """ShellCheck could not do its work; the text says why, for the user."""


def find_program() -> Path | None:
    """Where ShellCheck is: beside this program or its Python, else on the search path.

    A frozen program has it in the folder that holds its packages.
    """
    packages = Path(__file__).resolve().parents[2]
    own = (Path(sys.executable).parent, packages, sysconfig.get_path("scripts"))
    for folder in (*map(str, own), None):
        if found := shutil.which("shellcheck", path=folder):
            return Path(found)
    return None


async def shellcheck(
    content: str, *, program: Path | None = None, timeout_s: float = TIMEOUT_S
) -> tuple[Finding, ...]:
    """What ShellCheck finds in a bash script, in order of place.

    Where it cannot be run, takes too long or breaks, the one finding has the code NOT_CHECKED.
    Cancelling ends its process.
    """
    program = program or find_program()
    if program is None:
        return (_not_checked(_("ShellCheck is missing in this installation.")),)
    try:
        async with asyncio.timeout(timeout_s):
            answer = await _run(program, _with_stand_ins(content))
        report = msgspec.json.decode(answer, type=_Report)
    except TimeoutError:
        text = _("ShellCheck was stopped after {seconds:g} seconds.").format(seconds=timeout_s)
        return (_not_checked(text),)
    except msgspec.DecodeError:
        return (_not_checked(_("ShellCheck gave an answer that cannot be read.")),)
    except _NotChecked as reason:
        return (_not_checked(str(reason)),)
    return tuple(sorted(_findings(content, report), key=lambda finding: finding.span))


async def _run(program: Path, content: str) -> bytes:
    try:
        process = await asyncio.create_subprocess_exec(
            program, *_ARGUMENTS, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, **_NO_CONSOLE
        )
    except OSError as error:
        text = _("ShellCheck cannot be started: {cause}.")
        raise _NotChecked(text.format(cause=error.strerror or error)) from error
    try:
        answer, _nothing = await process.communicate(content.encode("utf-8", "replace"))
    finally:
        kill(process)
        await process.wait()
    if process.returncode not in (0, _PROBLEMS_FOUND):
        text = _("ShellCheck ended with code {code}.")
        raise _NotChecked(text.format(code=process.returncode))
    return answer


def _with_stand_ins(content: str) -> str:
    """The script with words for placeholders, and without what only Windows puts in."""
    script = Script(content)
    parts: list[str] = []
    end = 0
    for context in script.contexts:
        place = context.placeholder
        word = _IN_TEXT if context.quote in _QUOTED else _IN_CODE
        stand_in = word.ljust(place.end - place.start, "X")
        parts += [content[end : place.start], stand_in]
        end = place.end
    return "".join([*parts, content[end:]]).removeprefix("\ufeff").replace("\r\n", "\n")


def _findings(content: str, report: _Report) -> Iterator[Finding]:
    lines = content.split("\n")
    for comment in report.comments:
        code = f"SC{comment.code}"
        around = "\n".join(lines[comment.line - 1 : comment.end_line])
        if code in _ABOUT_CONSTANTS and templating.find(around):
            continue
        yield Finding(
            span=_span(comment),
            level=comment.level,
            code=code,
            message=in_own_language(comment.message),
            explanation=f"{_WIKI}{code}",
            fix=_fix(comment.fix),
        )


def _fix(fix: _Fix | None) -> tuple[Replacement, ...]:
    """The steps of a fix; none where it would write a stand-in word over a placeholder."""
    steps = tuple(
        Replacement(_span(step), step.replacement) for step in (fix.replacements if fix else ())
    )
    return (
        () if any(word in step.text for step in steps for word in (_IN_CODE, _IN_TEXT)) else steps
    )


def _span(piece: _Comment | _Replacement) -> Span:
    return Span(piece.line, piece.column, piece.end_line, piece.end_column)


def _not_checked(reason: str) -> Finding:
    return Finding(
        span=Span(1, 1, 1, 1),
        level=Level.INFO,
        code=NOT_CHECKED,
        message=reason,
        explanation=_("The script was looked at by this program's own checks only."),
    )

"""Finds the places that the checks of house.py are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from tat_console.lint.views import Script
from tat_console.support.i18n import _, ngettext
from tat_console.tat import limits, templating
from tat_console.tat.findings import Replacement, Span
from tat_console.tat.quote_context import Quote
from tat_console.tat.templating import Placeholder

NEARLY: Final = 0.9
"""The part of the allowed size from which on a script is nearly too long."""

_REST: Final = r"[^\n;&|)`]*"
"""The words of a command after its name."""

_SHEBANG: Final = re.compile(r"#!\s*(?:\S*/env\s+(?:-S\s+)?)?(\S+)[^\n]*")
_SHELLS: Final = frozenset({"sh", "bash", "dash", "ash"})
_INTERACTIVE: Final = re.compile(
    r"(vi|vim|nano|emacs|less|more|htop|man|passwd|visudo|crontab[ \t]+-e|su[ \t]+-?(?=\s|$)"
    r"|top(?!" + _REST + r"[ \t]-\w*b)|mysql_secure_installation|fdisk(?!" + _REST + r"[ \t]-\w*l))"
    r"(?=[\s;&|)]|$)"
)
_ENDLESS: Final = re.compile(
    r"(tail(?=" + _REST + r"[ \t](?:-\w*[fF]\b|--follow))"
    r"|journalctl(?=" + _REST + r"[ \t](?:-\w*f\w*\b|--follow))"
    r"|dmesg(?=" + _REST + r"[ \t](?:-\w*w\b|--follow))"
    r"|ping6?(?!" + _REST + r"[ \t]-\w*[cw])|watch)(?=[ \t])"
)
_READ: Final = re.compile(r"(read)(?=[ \t])[^\n;&|)]*")
_SSH: Final = re.compile(
    r"(ssh|scp|sftp)(?=[ \t])(?!" + _REST + r"BatchMode)(?!" + _REST + r"[ \t]-V)"
)
_PACKAGES: Final = re.compile(
    r"((?:(?:apt|apt-get|yum|dnf|tdnf)(?!"
    + _REST
    + r"[ \t](?:-\w*y|-qq|-s\b|--(?:yes|assume-?yes|simulate|dry-run)))"
    r"|zypper(?!" + _REST + r"[ \t](?:-n|--non-interactive|-y)\b))"
    r"(?:[ \t]+-[^\s;&|]+)*[ \t]+"
    r"(?:install|remove|purge|upgrade|update|dist-upgrade|full-upgrade|autoremove|erase)\b)"
)
_APT_UPDATE: Final = re.compile(r"apt(?:-get)?\b.*\bupdate$", re.DOTALL)
_CD: Final = re.compile(r"(cd(?=[ \t])[^\n;]*)")
_ERREXIT: Final = re.compile(
    r"(?m)(?:^|[;&|])[ \t]*set[ \t]+(?:-\w+[ \t]+)*-(?:\w*e|o[ \t]+errexit)"
)
_SUDO: Final = re.compile(r"(sudo)(?=[ \t])(?![ \t]+(?:-\w*n|--non-interactive))")
_BACKGROUND: Final = re.compile(r"(?<![&<>|\\])&(?![&>\d])[ \t]*(?=[\n)}#;]|\S|$)")
_WITHOUT_QUOTES: Final = frozenset({Quote.NONE, Quote.SUBSTITUTION, Quote.BACKTICKS})
_WAIT: Final = re.compile(r"wait\b")
_CLOSED: Final = re.compile(r"(exec[ \t][^\n;|]*?(?<!\d)(?:[12]?>&-|&>&-))")
_GOING_DOWN: Final = re.compile(
    r"((?:systemctl[ \t]+(?:reboot|poweroff|halt|kexec))|reboot|poweroff|halt"
    r"|(?:tel)?init[ \t]+[06]|shutdown(?!" + _REST + r"[ \t](?:\+[1-9]|-\w*c\b|\d\d:\d\d)))"
    r"(?=[\s;&|)]|$)"
)
_PRINTING: Final = re.compile(r"(?:^|[;&|({])[ \t]*(?:echo|printf)\b[^|>;&]*$")
_TRACING: Final = re.compile(
    r"(?m)(?:^|[;&|])[ \t]*set[ \t]+(?:-\w+[ \t]+)*-(?:\w*x|o[ \t]+xtrace)"
)


class Place(msgspec.Struct, frozen=True):
    """A piece of a script, what to call it, and the steps that put it right."""

    start: int
    end: int
    what: str
    fix: tuple[Replacement, ...] = ()


def pattern(regex: str) -> Callable[[Script], Iterator[Place]]:
    """A finder of everything that a regex matches in the text; its first group is the place."""
    compiled = re.compile(regex)

    def find(script: Script) -> Iterator[Place]:
        for match in compiled.finditer(script.text):
            yield Place(match.start(1), match.end(1), match[1])

    return find


def _matches(script: Script, compiled: re.Pattern[str]) -> Iterator[Place]:
    for match in _at_starts(script, compiled):
        yield Place(match.start(1), match.end(1), match[1].strip())


def _at_starts(script: Script, compiled: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for start in script.starts:
        match = compiled.match(script.commands, start)
        if match and not _is_no_command(script, match):
            yield match


def _is_no_command(script: Script, match: re.Match[str]) -> bool:
    """Whether the word is part of a calculation, or the label of a case."""
    line = script.commands[script.commands.rfind("\n", 0, match.start()) + 1 : match.start()]
    is_label = script.commands[match.end() : match.end() + 1] == ")" and "(" not in line
    return is_label or script.is_arithmetic(match.start())


def foreign_interpreter(script: Script) -> Iterator[Place]:
    """A first line that names another interpreter than a shell (facts §7.4)."""
    match = _SHEBANG.match(script.text)
    if match and match[1].rpartition("/")[2] not in _SHELLS:
        yield Place(0, match.end(), match[1].rpartition("/")[2])


def interactive(script: Script) -> Iterator[Place]:
    """Editors, pagers, monitors and questions."""
    return _matches(script, _INTERACTIVE)


def endless(script: Script) -> Iterator[Place]:
    """Commands that follow something, or repeat, until someone stops them."""
    for place in _matches(script, _ENDLESS):
        line = script.commands[script.commands.rfind("\n", 0, place.start) + 1 : place.start]
        if not re.search(r"\btimeout[ \t]", line):
            yield place


def reading_input(script: Script) -> Iterator[Place]:
    """`read` from the standard input of the script, which is empty (facts §7.4)."""
    for match in _at_starts(script, _READ):
        line_start = script.commands.rfind("\n", 0, match.start(1)) + 1
        before = script.commands[line_start : match.start(1)]
        fed = "<" in match[0] or "|" in before or re.search(r"\b(?:while|until)\b", before)
        if not fed and not re.search(r"[ \t]-\w*u", match[0]):
            yield Place(match.start(1), match.end(1), match[1])


def asking_ssh(script: Script) -> Iterator[Place]:
    """ssh and its family without BatchMode."""
    return _matches(script, _SSH)


def asking_packages(script: Script) -> Iterator[Place]:
    """Package managers that change something without being told to assume yes."""
    for place in _matches(script, _PACKAGES):
        if not _APT_UPDATE.match(place.what):
            yield place


def unchecked_cd(script: Script) -> Iterator[Place]:
    """`cd` in a script that neither looks at its end nor stops at errors."""
    if _ERREXIT.search(script.commands):
        return
    for match in _at_starts(script, _CD):
        before = script.commands[max(0, match.start(1) - 8) : match.start(1)]
        text = match[1].rstrip()
        if not re.search(r"\|\||&&", text) and not re.search(r"(?:\bif|\bwhile|!)[ \t]+$", before):
            end = match.start(1) + len(text)
            step = Replacement(script.span(end, end), " || exit")
            yield Place(match.start(1), end, "cd", () if ")" in text else (step,))


def bare_placeholders(script: Script) -> Iterator[Place]:
    """Placeholders in no quotes; those of calculations cannot have any."""
    for context in script.contexts:
        if context.quote in _WITHOUT_QUOTES:
            place = context.placeholder
            yield Place(place.start, place.end, _spelt(script, place), _quotes(script, place))


def _quotes(script: Script, place: Placeholder) -> tuple[Replacement, ...]:
    ends = (place.start, place.end)
    return tuple(Replacement(script.span(end, end), "'") for end in ends)


def shown_secrets(script: Script) -> Iterator[Place]:
    """Hidden placeholders that are printed, or stand in a script that is traced."""
    hidden = [each.placeholder for each in script.contexts if each.placeholder.hidden]
    traced = bool(hidden) and _TRACING.search(script.commands)
    for place in hidden:
        before = script.commands[script.commands.rfind("\n", 0, place.start) + 1 : place.start]
        after = script.commands[place.end : script.commands.find("\n", place.end)]
        if traced or (_PRINTING.search(before) and not re.search(r"[|>]", after)):
            yield Place(place.start, place.end, _spelt(script, place))


def _spelt(script: Script, place: Placeholder) -> str:
    return script.text[place.start : place.end]


def sudo(script: Script) -> Iterator[Place]:
    """`sudo` that may ask for a password."""
    return _matches(script, _SUDO)


def background(script: Script) -> Iterator[Place]:
    """Commands sent to the background in a script that does not wait for them."""
    if any(_at_starts(script, _WAIT)):
        return
    for match in _BACKGROUND.finditer(script.commands):
        if not script.is_arithmetic(match.start()):
            yield Place(match.start(), match.start() + 1, "&")


def closed_output(script: Script) -> Iterator[Place]:
    """`exec >&-`, after which the agent's timer does not run any more (facts §7.4)."""
    return _matches(script, _CLOSED)


def going_down(script: Script) -> Iterator[Place]:
    """Commands that restart or stop the machine at once."""
    return _matches(script, _GOING_DOWN)


def carriage_returns(script: Script) -> Iterator[Place]:
    """Windows line ends: one place, on the first of them, whose fix removes all."""
    ends = [match.start() for match in re.finditer(r"\r(?=\n|\Z)", script.text)]
    if ends:
        text = ngettext("{count} line", "{count} lines", len(ends)).format(count=len(ends))
        steps = tuple(Replacement(script.span(at, at + 1), "") for at in ends)
        yield Place(ends[0], ends[0] + 1, text, steps)


def byte_order_mark(script: Script) -> Iterator[Place]:
    """The mark that Windows editors put in front of UTF-8."""
    if script.text.startswith("\ufeff"):
        yield Place(0, 1, "", (Replacement(Span(1, 1, 1, 2), ""),))


def too_long(script: Script) -> Iterator[Place]:
    """The whole script where it is over the service's limit."""
    size = limits.encoded_size_bytes(len(script.text.encode("utf-8", "replace")))
    if size > limits.CONTENT.most:
        yield _whole(script, size)


def nearly_too_long(script: Script) -> Iterator[Place]:
    """The whole script where it is near the service's limit."""
    size = limits.encoded_size_bytes(len(script.text.encode("utf-8", "replace")))
    if limits.CONTENT.most * NEARLY < size <= limits.CONTENT.most:
        yield _whole(script, size)


def _whole(script: Script, size_bytes: int) -> Place:
    text = _("{size:.1f} of {most} KB when it is sent")
    most = limits.CONTENT.most // 1024
    first_line = (script.text + "\n").index("\n")
    return Place(0, first_line, text.format(size=size_bytes / 1024, most=most))


def likely_placeholders(script: Script) -> Iterator[Place]:
    """Placeholders that are none by a hair, and parameters beyond the allowed number."""
    for problem in templating.check_script(script.text):
        yield Place(problem.start, problem.end, problem.sentence)

"""The language of the search field: words, "phrases", prefix* and field:value.

What cannot be understood is explained in a sentence that says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from tat_console.ports.history import Query, Source
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.support.words import Term, words
from tat_console.tat.statuses import FAILED_TASK_STATUSES, TaskStatus


class BadQuery(ConsoleError):
    """A search that cannot be understood; `start` and `end` are the place of the mistake."""

    def __init__(self, title: str, next_step: str, start: int, end: int) -> None:
        super().__init__(title, "", next_step)
        self.start = start
        self.end = end


class Field(NamedTuple):
    """One `key:value`: the attribute of the query it fills, and how its value is read."""

    key: str
    title: str
    attribute: str
    read: Callable[[str, datetime], Any]
    example: str


class _Unreadable(Exception):
    """The value of a field is none."""


def _status(text: str, _now: datetime) -> tuple[TaskStatus, ...]:
    if text.casefold() == "failed":
        return tuple(sorted(FAILED_TASK_STATUSES))
    status = TaskStatus(text)
    if not status.is_known or status == TaskStatus.UNKNOWN:
        raise _Unreadable
    return (status,)


def _exit_code(text: str, _now: datetime) -> tuple[int, ...]:
    if not re.fullmatch(r"-?\d{1,10}", text):
        raise _Unreadable
    return (int(text),)


def _source(text: str, _now: datetime) -> tuple[Source, ...]:
    if text.casefold() not in _SOURCES:
        raise _Unreadable
    return (_SOURCES[text.casefold()],)


def _text(text: str, _now: datetime) -> tuple[str, ...]:
    return (text,)


def _time(text: str, now: datetime) -> datetime:
    """A day or a moment in the user's own time, or how long ago it was."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text.casefold() in _DAYS_AGO:
        return _same_hour(today, _DAYS_AGO[text.casefold()])
    if match := re.fullmatch(r"(\d{1,4})([hdw])", text.casefold()):
        return now - int(match[1]) * _SPANS[match[2]]
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise _Unreadable from error
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _starred(text: str, _now: datetime) -> bool:
    if text.casefold() not in ("starred", "star"):
        raise _Unreadable
    return True


def _same_hour(today: datetime, days: int) -> datetime:
    return today - timedelta(days=days)


_SOURCES: Final = {
    "me": Source.CONSOLE,
    **{source.value: source for source in Source},
}
_DAYS_AGO: Final = {"today": 0, "yesterday": 1}
_SPANS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

FIELDS: Final = (
    Field("status", N_("Status of a task"), "statuses", _status, "status:failed"),
    Field("exit", N_("Exit code"), "exit_codes", _exit_code, "exit:3"),
    Field("instance", N_("Instance id or name"), "instances", _text, "instance:ins-1a2b3c4d"),
    Field("region", N_("Region"), "regions", _text, "region:ap-guangzhou"),
    Field("script", N_("Name of the script"), "scripts", _text, "script:backup"),
    Field("profile", N_("Profile"), "profiles", _text, 'profile:"prod east"'),
    Field("label", N_("Label"), "labels", _text, "label:incident"),
    Field("note", N_("Words of a note"), "notes", _text, "note:OPS-311"),
    Field("who", N_("Who ran it"), "sources", _source, "who:others"),
    Field("after", N_("Not before"), "after", _time, "after:2026-10-01"),
    Field("before", N_("Before"), "before", _time, "before:7d"),
    Field("is", N_("Starred"), "starred", _starred, "is:starred"),
)
_BY_KEY: Final = {field.key: field for field in FIELDS}
_EXAMPLES: Final[dict[str, str]] = {
    "status": "failed, success, timeout, running",
    "exit": "0, 3, -1",
    "who": "me, others, schedule",
    "after": "2026-10-01, 2026-10-01T08:30, today, yesterday, 7d, 12h",
    "before": "2026-10-01, 2026-10-01T08:30, today, yesterday, 7d, 12h",
    "is": "starred",
}

_PIECES: Final = re.compile(
    r"(?P<key>[^\W\d]\w*):(?!//)(?P<value>\"[^\"]*\"?|\S*)"
    r"|\"(?P<phrase>[^\"]*)(?:\"|$)(?P<open>\*?)"
    r"|(?P<word>[^\s\"]+)"
)


def parse(text: str, now: datetime, *, is_typing: bool = False) -> Query:
    """What a search text asks for; raises BadQuery.

    `now` is in the user's time zone. While the user types, the word at the end is a prefix.
    """
    values: dict[str, Any] = {}
    terms: list[Term] = []
    for piece in _PIECES.finditer(text):
        if piece["key"] is not None:
            _put(values, piece, now)
        else:
            terms.append(_term(piece, is_open=is_typing and piece.end() == len(text)))
    return Query(terms=tuple(dict.fromkeys(terms)), **values)


def pieces(text: str) -> list[tuple[str, str]]:
    """The parts of a search as they are written, each with the field it fills, "" for words."""
    return [((piece["key"] or "").casefold(), piece[0]) for piece in _PIECES.finditer(text)]


def _put(values: dict[str, Any], piece: re.Match[str], now: datetime) -> None:
    field, value = _BY_KEY.get(piece["key"].casefold()), piece["value"].strip('"')
    if field is None:
        raise BadQuery(
            _("There is no field “{key}”.").format(key=piece["key"]),
            _("Fields are {keys}. To find the text itself, put it in quotation marks.").format(
                keys=", ".join(_BY_KEY)
            ),
            *piece.span(),
        )
    try:
        if not value:
            raise _Unreadable
        found = field.read(value, now)
    except _Unreadable:
        raise _unreadable(field, value, piece) from None
    if isinstance(found, tuple):
        found = tuple(dict.fromkeys((*values.get(field.attribute, ()), *found)))
    elif field.attribute in values and values[field.attribute] != found:
        raise BadQuery(
            _("“{key}:” is there twice.").format(key=field.key),
            _("Leave one of them out."),
            *piece.span(),
        )
    values[field.attribute] = found


def _unreadable(field: Field, value: str, piece: re.Match[str]) -> BadQuery:
    title = _("“{value}” cannot stand after {key}:") if value else _("Nothing stands after {key}:")
    return BadQuery(
        title.format(value=value, key=field.key),
        _("Write for example {examples}.").format(
            examples=_EXAMPLES.get(field.key, field.example.partition(":")[2])
        ),
        *piece.span(),
    )


def _term(piece: re.Match[str], *, is_open: bool) -> Term:
    text = piece["word"] if piece["phrase"] is None else piece["phrase"]
    is_prefix = text.endswith("*") or bool(piece["open"])
    if not words(text):
        raise BadQuery(
            _("“{text}” has neither letters nor digits.").format(text=text),
            _("Search for words; signs between them are passed over."),
            *piece.span(),
        )
    return Term(text.rstrip("*"), is_prefix or is_open)

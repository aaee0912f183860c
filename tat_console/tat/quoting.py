"""How a value lands in a script, and whether it would break out of the quotes around it.

The service puts values in as they are, without any quoting (facts §3): what a value may hold
depends on where its placeholder stands. A value is called safe only where that is sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat import templating
from tat_console.tat.quote_context import Context, Quote, name_of
from tat_console.tat.shell_contexts import contexts as shell_contexts
from tat_console.tat.statuses import CommandType
from tat_console.tat.templating import Placeholder
from tat_console.tat.windows_contexts import batch_contexts, powershell_contexts

_SCANNERS: Final[dict[CommandType, Callable[[str], tuple[Context, ...]]]] = {
    CommandType.SHELL: shell_contexts,
    CommandType.POWERSHELL: powershell_contexts,
    CommandType.BAT: batch_contexts,
}
_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:@%+-]+")
"""What means itself everywhere in a shell; `=`, `,` and `~` do not, in some places."""
_PLAIN_OF: Final = {
    CommandType.POWERSHELL: re.compile(r"[A-Za-z0-9_./:\\+-]+"),
    CommandType.BAT: re.compile(r"[A-Za-z0-9_./:\\@+-]+"),
}
_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_BREAKERS: Final[dict[CommandType, dict[Quote, str]]] = {
    CommandType.SHELL: {
        Quote.SINGLE: "'",
        Quote.DOUBLE: '"$`\\',
        Quote.ANSI_C: "'\\",
        Quote.HERE_LITERAL: "",
        Quote.HERE_EXPANDED: "$`\\",
        Quote.COMMENT: "\n",
    },
    CommandType.POWERSHELL: {
        Quote.SINGLE: "'‘’‚‛",
        Quote.DOUBLE: '"“”„$`',
        Quote.HERE_LITERAL: "",
        Quote.HERE_EXPANDED: "$`",
        Quote.COMMENT: "\n\r",
        Quote.BLOCK_COMMENT: "#",
    },
    CommandType.BAT: {
        Quote.DOUBLE: '"%!\n\r',
        Quote.COMMENT: "%\n\r",
    },
}
_ENDS_IT: Final = frozenset({"'", '"', "\n", "\r", "#", *"‘’‚‛“”„"})
_REREAD: Final = (Quote.BACKTICKS, Quote.EXPANSION)
"""Contexts whose inside is read by rules of their own: only what is plain is sure to stay whole."""


_FILLS_VARIABLES: Final = (Quote.NONE, Quote.DOUBLE, Quote.HERE_EXPANDED)
_VARIABLE_BEFORE: Final = re.compile(r"(?<!\\)\$(?:[A-Za-z_][A-Za-z0-9_]*)?$")
_NAME_SIGN: Final = re.compile(r"[A-Za-z0-9_]")


class Landing(msgspec.Struct, frozen=True, kw_only=True):
    """One placeholder with a value: where it stands, how it looks there, what is wrong with that.

    `text` are the lines of the filled script that hold the value, from line `line_no` on, with the
    value at `start` to `end`; a hidden value shows as six asterisks. `danger` is a sentence, empty
    where the script surely sees exactly the value.
    """

    placeholder: Placeholder
    quote: Quote
    line_no: int
    text: str
    start: int
    end: int
    danger: str = ""


def contexts(script: str | bytes, command_type: CommandType) -> tuple[Context, ...]:
    """The context of each placeholder in order of position; none for an unknown type."""
    scanner = _SCANNERS.get(command_type)
    return scanner(templating.as_text(script)) if scanner else ()


def landings(
    script: str | bytes, command_type: CommandType, values: Mapping[str, str]
) -> tuple[Landing, ...]:
    """How each value lands; placeholders that have no value are passed over."""
    if command_type not in _SCANNERS:
        return ()
    places = [each for each in contexts(script, command_type) if each.placeholder.key in values]
    real = templating.fill(script, values)
    shown = templating.fill(script, values, masked=True)
    return tuple(
        _landing(context, command_type, values, (real, at), (shown, shown_at))
        for context, at, shown_at in zip(places, real.spans, shown.spans, strict=True)
    )


def _landing(
    context: Context,
    command_type: CommandType,
    values: Mapping[str, str],
    real: tuple[templating.Filled, Placeholder],
    shown: tuple[templating.Filled, Placeholder],
) -> Landing:
    filled, at = real
    first, last = _lines_around(filled.text, at)
    value = values[context.placeholder.key]
    lines, column = filled.text[first:last], at.start - first
    danger = danger_of(context, command_type, value, lines)
    if not danger and not value and context.quote is Quote.NONE:
        danger = _empty_word(lines, column)
    if not danger and command_type is not CommandType.BAT and context.quote in _FILLS_VARIABLES:
        danger = _joined_to_a_variable(lines[:column], value)
    text, span = shown[0].text, shown[1]
    start, end = _lines_around(text, span)
    return Landing(
        placeholder=context.placeholder,
        quote=context.quote,
        line_no=text.count("\n", 0, start) + 1,
        text=text[start:end],
        start=span.start - start,
        end=span.end - start,
        danger=danger,
    )


def _lines_around(text: str, at: Placeholder) -> tuple[int, int]:
    end = text.find("\n", at.end)
    return text.rfind("\n", 0, at.start) + 1, len(text) if end < 0 else end


def danger_of(context: Context, command_type: CommandType, value: str, lines: str = "") -> str:
    """Why the script would not see exactly this value, as a sentence, or "".

    `lines` are the whole lines of the filled script in which the value stands.
    """
    around = (*context.enclosing, context.quote)
    for end in context.ends:
        if any(end.is_line(line) for line in (lines or value).split("\n")):
            return _("A line of it is “{word}”, which ends the here-document.").format(
                word=end.word
            )
    if Quote.ARITHMETIC in around:
        return "" if _INTEGER.fullmatch(value) else _(_CALCULATED)
    plain = _PLAIN_OF.get(command_type, _PLAIN)
    if plain.fullmatch(value):
        return ""
    if any(quote in around for quote in _REREAD):
        return _danger_where_only_plain_is_sure(value, context.quote, plain)
    breakers = _BREAKERS[command_type].get(context.quote)
    if breakers is None:
        return _danger_without_quotes(value, plain)
    found = next((sign for sign in value if sign in breakers), "")
    return _danger_of_sign(found, context.quote) if found else ""


_CALCULATED: Final = N_(
    "It stands inside a calculation, where only a whole number is sure to be taken as it is."
)


def _danger_of_sign(sign: str, quote: Quote) -> str:
    if sign in _ENDS_IT:
        text = _("It holds {sign}, which ends what it stands in ({where}).")
    else:
        text = _("It holds {sign}, which has a meaning of its own there ({where}).")
    return text.format(sign=name_of(sign), where=quote.words)


def _danger_without_quotes(value: str, plain: re.Pattern[str]) -> str:
    sign = next((sign for sign in value if not plain.fullmatch(sign)), "")
    if not sign:
        return ""
    if sign.isspace():
        text = _("It holds {sign} and stands without quotes, so it becomes several words.")
    elif sign in "*?[":
        text = _("It holds {sign} and stands without quotes, so it may become names of files.")
    else:
        text = _("It holds {sign} and stands without quotes, where that may mean something else.")
    return text.format(sign=name_of(sign))


def _danger_where_only_plain_is_sure(value: str, quote: Quote, plain: re.Pattern[str]) -> str:
    sign = next((sign for sign in value if not plain.fullmatch(sign)), "")
    if not sign:
        return ""
    text = _("It holds {sign}; there ({where}) only letters, digits and . / : _ - + are sure.")
    return text.format(sign=name_of(sign), where=quote.words)


def _joined_to_a_variable(before: str, value: str) -> str:
    match = _VARIABLE_BEFORE.search(before)
    if match is None or not _NAME_SIGN.match(value):
        return ""
    text = _("It follows {variable} without a break, so both together name another variable.")
    return text.format(variable=f"“{match[0]}”")


def _empty_word(line: str, at: int) -> str:
    before, after = line[:at][-1:], line[at:][:1]
    if (not before or before.isspace()) and (not after or after.isspace() or after in ";&|"):
        return _("It is empty and stands without quotes, so there will be no word at all.")
    return ""

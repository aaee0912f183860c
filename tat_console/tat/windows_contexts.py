"""Finds, roughly, in which quotes of a PowerShell or batch script each placeholder stands."""

from __future__ import annotations

import re
from typing import Final

from tat_console.tat import templating
from tat_console.tat.quote_context import Context, HereEnd, Quote

_POWERSHELL: Final = {
    Quote.NONE: re.compile(
        r"`.|(?P<block><\#)|(?P<comment>(?<![^\s;{}()|])\#)"
        r"|(?P<here_single>@['‘’‚‛][ \t]*\n)|(?P<here_double>@[\"“”„][ \t]*\n)"
        r"|(?P<single>['‘’‚‛])|(?P<double>[\"“”„])",
        re.DOTALL,
    ),
    Quote.SINGLE: re.compile(r"['‘’‚‛]{2}|(?P<over>['‘’‚‛])"),
    Quote.DOUBLE: re.compile(r"`.|[\"“”„]{2}|(?P<over>[\"“”„])", re.DOTALL),
    Quote.HERE_LITERAL: re.compile(r"(?P<over>(?<=\n)['‘’‚‛]@)"),
    Quote.HERE_EXPANDED: re.compile(r"(?P<over>(?<=\n)[\"“”„]@)"),
    Quote.COMMENT: re.compile(r"(?P<over>\n)"),
    Quote.BLOCK_COMMENT: re.compile(r"(?P<over>\#>)"),
}
_BATCH: Final = {
    Quote.NONE: re.compile(
        r"\^.|(?P<comment>(?im:^[ \t@]*(?:rem\b|::)))|(?P<double>\")", re.DOTALL
    ),
    Quote.DOUBLE: re.compile(r"(?P<over>[\"\n])"),
    Quote.COMMENT: re.compile(r"(?P<over>\n)"),
}
_OPENED_BY: Final = {
    "block": Quote.BLOCK_COMMENT,
    "comment": Quote.COMMENT,
    "here_single": Quote.HERE_LITERAL,
    "here_double": Quote.HERE_EXPANDED,
    "single": Quote.SINGLE,
    "double": Quote.DOUBLE,
}
_HERE_ENDS: Final = {
    Quote.HERE_LITERAL: (HereEnd("'@"),),
    Quote.HERE_EXPANDED: (HereEnd('"@'),),
}


def powershell_contexts(script: str) -> tuple[Context, ...]:
    """The context of each placeholder; `$(…)` inside a string counts as the string."""
    return _contexts(script, _POWERSHELL)


def batch_contexts(script: str) -> tuple[Context, ...]:
    """The context of each placeholder; a batch file knows double quotes and comments only."""
    return _contexts(script, _BATCH)


def _contexts(script: str, tokens: dict[Quote, re.Pattern[str]]) -> tuple[Context, ...]:
    found: list[Context] = []
    quote, at = Quote.NONE, 0
    for place in templating.find(script):
        while (match := tokens[quote].search(script, at)) and match.end() <= place.start:
            at = match.end()
            if quote is Quote.NONE:
                quote = _OPENED_BY.get(match.lastgroup or "", Quote.NONE)
            elif match.lastgroup == "over":
                quote = Quote.NONE
            if quote in _HERE_ENDS:
                at -= 1  # the line break belongs to the text: its first line may be its end
        found.append(Context(placeholder=place, quote=quote, ends=_HERE_ENDS.get(quote, ())))
        at = place.end
    return tuple(found)

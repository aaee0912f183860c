"""The words of a text as the search sees them, and patterns that find the same words again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_TOKENS: Final = re.compile(r"[^\W_]+")
# Chinese and Japanese are written without blanks: each of their characters is a word by itself.
_IDEOGRAPH: Final = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Term(NamedTuple):
    """A word or a phrase to look for; a prefix stands for every word that begins with it."""

    text: str
    is_prefix: bool = False


def apart(text: str) -> str:
    """The text with blanks around the characters that are words by themselves."""
    return text if text.isascii() else _IDEOGRAPH.sub(r" \g<0> ", text)


def words(text: str) -> list[str]:
    """The words of a text: letters and digits on end, and ideographs one by one."""
    return _TOKENS.findall(apart(text))


def pattern_of(terms: Iterable[Term]) -> re.Pattern[str] | None:
    """A pattern that finds what the search finds; None where no term has a word in it."""
    alternatives = [_alternative(term) for term in terms if words(term.text)]
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None


def _alternative(term: Term) -> str:
    tokens = [re.escape(word) for word in words(term.text)]
    between = r"[\W_]*" if _IDEOGRAPH.search(term.text) else r"[\W_]+"
    start = "" if _IDEOGRAPH.match(tokens[0]) else r"(?<![^\W_])"
    end = "" if term.is_prefix or _IDEOGRAPH.match(tokens[-1]) else r"(?![^\W_])"
    return f"{start}{between.join(tokens)}{end}"

"""Translation of everything a person reads, through gettext."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterable
from pathlib import Path

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def set_language(language: str, locale_folder: Path) -> None:
    """Translate from now on into `language` ("en", "zh_CN"); unknown ones leave English."""
    global _translations, _language
    _language = language
    _translations = _gettext.translation(
        "tat_console", locale_folder, languages=[language], fallback=True
    )


def language() -> str:
    """The language that was set last: "en", "zh_CN"."""
    return _language


def _(message: str) -> str:
    """The message in the language of the user."""
    return _translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that fits the count; fill it with `.format(count=…)`."""
    return _translations.ngettext(singular, plural, count)


def listed(words: Iterable[str]) -> str:
    """Words one after the other, with the comma of the language between them."""
    return _(", ").join(words)


def N_(message: str) -> str:
    """Mark a message for extraction where it cannot be translated yet (tables of rows)."""
    return message

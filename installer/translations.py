"""Collects the words of the program and keeps their translations: `make translations`.

Each language has `resources/locale/LANGUAGE/LC_MESSAGES/tat_console.po`, which a translator edits, and
beside it the `.mo` that the program reads. Words that nobody translated yet are left empty; those
that the program does not say any more are dropped.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
DOMAIN: Final = "tat_console"
LANGUAGES: Final = ("zh_CN",)
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2)}


def po_path(language: str) -> Path:
    """The file that a translator edits."""
    return ROOT / "resources" / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def words_of_the_program() -> Catalog:
    """Every message in the code, untranslated, with the files it stands in."""
    found = Catalog(charset="utf-8")
    package = ROOT / "tat_console"
    for name, _line, message, _comments, context in extract_from_dir(
        package, [("**.py", "python")], keywords=KEYWORDS
    ):
        place = f"{package.name}/{Path(name).as_posix()}"
        found.add(message, locations=[(place, 0)], context=context)
    return found


def up_to_date(language: str, words: Catalog) -> Catalog:
    """The translations there are, brought to the words the program says now."""
    path = po_path(language)
    kept = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            kept = read_po(file, locale=language, domain=DOMAIN, charset="utf-8")
    kept.update(words, no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    kept.header_comment = f"# The words of tat-console in {language}."
    kept.project, kept.version, kept.fuzzy = "tat-console", "", False
    kept.last_translator = kept.language_team = kept.msgid_bugs_address = "tat-console"
    kept.revision_date = kept.creation_date
    return kept


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that have no translation, or not of every form."""
    forms = (
        (message, message.string if isinstance(message.string, tuple) else (message.string,))
        for message in catalogue
        if message.id
    )
    return [message for message, strings in forms if not all(strings)]


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a translator's file."""
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    return text.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    packed = io.BytesIO()
    write_mo(packed, catalogue)
    return packed.getvalue()


def main() -> int:
    """Bring every language up to date; returns 1 while words are missing."""
    words = words_of_the_program()
    missing = 0
    for language in LANGUAGES:
        catalogue = up_to_date(language, words)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        left = untranslated(catalogue)
        missing += len(left)
        print(f"{language}: {len(catalogue)} messages, {len(left)} not translated ({path})")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

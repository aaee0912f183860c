"""The SDK's file of keys, read more tolerantly than the SDK does (facts §6.6).

Quotes around values, lines without a section, keys in other cases and a token are understood.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tat_console.ports.profiles import AssumedRole, FoundKey, KeySource, SourceKind
from tat_console.storage.keys_elsewhere.lying import LyingKey, lying_key, openness, read_text
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

DEFAULT_SECTION: Final = "default"
_QUOTES: Final = ("'", '"')


def of_sdk_file(path: Path) -> LyingKey | None:
    """The key of the section `default`, or of the lines without one; None without a file."""
    if not path.exists():
        return None
    source = KeySource(kind=SourceKind.SDK_FILE)
    try:
        values, warnings = _values(read_text(path))
    except ConsoleError as error:
        return lying_key(FoundKey(source=source, place=str(path), problem=str(error)), "")
    arn = values.get("role_arn", "")
    found = FoundKey(
        source=source,
        place=str(path),
        secret_id=values.get("secret_id", ""),
        region=values.get("region", ""),
        role=AssumedRole(role_arn=arn) if arn else None,
        warnings=(*warnings, *openness(path)),
    )
    return lying_key(found, values.get("secret_key", ""), values.get("token", ""))


def _values(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    sections: dict[str, dict[str, str]] = {}
    section = ""
    is_quoted = False
    for line in map(str.strip, text.splitlines()):
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip().casefold()
            continue
        name, _equals, value = line.partition("=")
        plain = _unquoted(value.strip())
        is_quoted |= plain != value.strip()
        sections.setdefault(section, {})[name.strip().casefold()] = plain
    values = sections.get(DEFAULT_SECTION) or sections.get("", {})
    return values, tuple(_differences(sections, values, is_quoted))


def _differences(
    sections: dict[str, dict[str, str]], values: dict[str, str], is_quoted: bool
) -> list[str]:
    """What this program understands and the SDK does not."""
    said = []
    if values and DEFAULT_SECTION not in sections:
        said.append(_("It has no section [default], so the official SDK cannot read it."))
    if is_quoted:
        said.append(_("Its values are in quotes, which the official SDK takes for parts of them."))
    if values.get("token"):
        said.append(_("It has a token, which the official SDK passes over."))
    return said


def _unquoted(value: str) -> str:
    for quote in _QUOTES:
        if len(value) > 1 and value.startswith(quote) and value.endswith(quote):
            return value[1:-1].strip()
    return value

"""What is typed into a field and what goes over the wire for it, both ways."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

from tat_console.services.explorer import encoded_script
from tat_console.support.i18n import _
from tat_console.tat.forms import TIME_EXAMPLE, FieldKind, FormField
from tat_console.tat.limits import Limit, Unit

NO_LIMIT: Final = 2**31
"""From here on a number is what fits into memory, no limit that anybody meets."""
YES_NO: Final = {"true": True, "false": False}


def typed_value(field: FormField, text: str) -> Any:
    """The value of a text, None for a field that is left out.

    What cannot be a value stays the text it is, so that the check can say what is wrong with it.
    """
    if field.is_list:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [_one(field, line) for line in lines] or None
    if field.kind is FieldKind.SCRIPT:
        return encoded_script(text) if text else None
    return _one(field, text) if text.strip() else None


def shown_text(field: FormField, value: Any) -> str:
    """The text that gives a value, "" for None."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(shown_text(field, item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.kind is FieldKind.SCRIPT and not field.is_list:
        return _decoded(str(value))
    return str(value)


def kind_words(field: FormField) -> str:
    """What a field takes, and whether it has to be given."""
    words = field.kind.words
    if field.is_list:
        words = _("{kind}, one a line").format(kind=words)
    return _("{kind}, needed").format(kind=words) if field.is_required else words


def hint(field: FormField) -> str:
    """The limit of a field in a few words, or how it is written."""
    if field.kind is FieldKind.TIME:
        return _("Such as {example}").format(example=TIME_EXAMPLE)
    return _limit_words(field.limit) if field.limit else ""


def _limit_words(limit: Limit) -> str:
    values = {"least": f"{limit.least:,}", "most": f"{limit.most:,}", "unit": _(limit.unit.value)}
    if limit.unit is Unit.NUMBER and limit.most >= NO_LIMIT:
        return _("{least} or more").format(**values)
    if limit.unit is Unit.NUMBER:
        return _("{least} to {most}").format(**values)
    if limit.least > 1:
        return _("{least} to {most} {unit}").format(**values)
    return _("At most {most} {unit}").format(**values)


def _one(field: FormField, text: str) -> Any:
    if field.kind is FieldKind.NUMBER:
        number = text.strip().replace(" ", "").replace(",", "")
        is_number = number.removeprefix("-").isascii() and number.removeprefix("-").isdigit()
        return int(number) if is_number else text.strip()
    if field.kind is FieldKind.YES_NO:
        return YES_NO.get(text.strip().casefold(), text)
    return text.strip() if field.kind is FieldKind.TIME else text


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return text

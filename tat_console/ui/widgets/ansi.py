"""Colours that programs write into their output, as colour roles of the theme."""

from __future__ import annotations

from typing import Final

from tat_console.outputs.ansi import Style

_ROLES: Final = (
    "text_3",
    "bad_text",
    "good_text",
    "late_text",
    "busy_text",
    "halted_text",
    "code_command",
    "text",
)
"""Roles for the eight colours of a terminal, from black to white."""
_BRIGHT_AND_DARK: Final = 16


def role_of(style: Style) -> str:
    """The colour role of a style, "" for the usual colour; finer colours have no role."""
    if isinstance(style.foreground, int) and style.foreground < _BRIGHT_AND_DARK:
        return _ROLES[style.foreground % len(_ROLES)]
    return ""

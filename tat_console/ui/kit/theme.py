"""The colours of the window: one row a role, in light and in dark.

Colour means state or environment, everything else is grey. A status is never told by colour
alone: see `status_looks`. No other file names a colour; they ask `current()` by role.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, overload

from PySide6.QtGui import QColor

from tat_console.support.event import Event


class Colour:
    """A role of the theme: on a class the row itself, on a theme the colour it has there."""

    def __init__(self, light: str, dark: str) -> None:
        self.light = QColor(light)
        self.dark = QColor(dark)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, theme: None, owner: type) -> Colour: ...
    @overload
    def __get__(self, theme: Theme, owner: type) -> QColor: ...
    def __get__(self, theme: Theme | None, owner: type) -> Colour | QColor:
        if theme is None:
            return self
        return self.dark if theme.is_dark else self.light


class ToneName(StrEnum):
    """The six meanings a status colour can have, in the order of bars and legends."""

    GOOD = "good"
    BAD = "bad"
    LATE = "late"
    BUSY = "busy"
    IDLE = "idle"
    HALTED = "halted"


@dataclass(frozen=True)
class Tone:
    """Colours of one meaning: words and icons, bars and cells, backgrounds."""

    text: QColor
    fill: QColor
    soft: QColor


class Theme:
    """Every colour of the window, by role; `is_dark` tells the two themes apart."""

    def __init__(self, is_dark: bool) -> None:
        self.is_dark = is_dark

    # surfaces and lines
    bg_chrome = Colour("#E8EBEF", "#13161B")
    bg_panel = Colour("#F4F5F8", "#20242B")
    bg_surface = Colour("#FFFFFF", "#1A1E24")
    bg_raised = Colour("#FFFFFF", "#272C34")
    bg_hover = Colour("#EDF0F4", "#262B33")
    bg_current = Colour("#DDE9FB", "#21375A")
    bg_selected = Colour("#EEF4FD", "#1E2A3D")
    line = Colour("#D6DBE2", "#333A45")
    line_control = Colour("#7A8492", "#717C8C")
    scroll = Colour("#848C98", "#67717F")

    # text and accent
    text = Colour("#161B22", "#E7EBF1")
    text_2 = Colour("#434C59", "#BAC3CF")
    text_3 = Colour("#59626F", "#98A3B1")
    accent = Colour("#1859BD", "#7FB2FF")
    accent_fill = Colour("#1859BD", "#2966CC")
    accent_on = Colour("#FFFFFF", "#FFFFFF")
    accent_soft = Colour("#DDE9FB", "#21375A")

    # status
    good_text = Colour("#17703A", "#63CC90")
    good_fill = Colour("#3AA266", "#2F8F5B")
    good_soft = Colour("#DFF3E6", "#1B3A2A")
    bad_text = Colour("#B52A19", "#FF9080")
    bad_fill = Colour("#CF3A26", "#E5543F")
    bad_soft = Colour("#FBE5E1", "#482420")
    busy_text = Colour("#1859BD", "#7FB2FF")
    busy_fill = Colour("#3B82E6", "#3F86F0")
    busy_soft = Colour("#DDE9FB", "#21375A")
    late_text = Colour("#855000", "#F2B955")
    late_fill = Colour("#C67C06", "#DE9B2C")
    late_soft = Colour("#FCF0D8", "#42321A")
    idle_text = Colour("#59626F", "#98A3B1")
    idle_fill = Colour("#8791A0", "#657080")
    idle_soft = Colour("#E9ECF0", "#2B313A")
    halted_text = Colour("#68508A", "#C3ADE2")
    halted_fill = Colour("#9A82BA", "#8A70AE")
    halted_soft = Colour("#EFE9F6", "#332B42")

    # environment
    env_sandbox = Colour("#0B6B74", "#0E7781")
    env_sandbox_text = Colour("#0A646C", "#5CCBD4")
    env_sandbox_soft = Colour("#DCF0F2", "#133A3F")
    env_development = Colour("#5746B5", "#6455C6")
    env_development_text = Colour("#5040AC", "#B9B0FF")
    env_development_soft = Colour("#E9E6F9", "#2C2850")
    env_staging = Colour("#8A5A00", "#8F5F00")
    env_staging_text = Colour("#7D5100", "#F0BE63")
    env_staging_soft = Colour("#FBEFD5", "#40321A")
    env_production = Colour("#B01240", "#C2204F")
    env_production_text = Colour("#A50F3B", "#FF9AB3")
    env_production_soft = Colour("#FBE3EA", "#461D2B")

    # code, marks and diff
    code_keyword = Colour("#8A2B8F", "#D79BE0")
    code_string = Colour("#17703A", "#86D3A2")
    code_comment = Colour("#626C7A", "#8D98A6")
    code_variable = Colour("#9A4A00", "#F0B27A")
    code_number = Colour("#1859BD", "#8CBBFF")
    code_command = Colour("#0A646C", "#6FD0D8")
    mark_param_text = Colour("#5F3B00", "#FBD88E")
    mark_param = Colour("#FDEBC4", "#453519")
    mark_param_line = Colour("#BE8110", "#A77B2A")
    mark_secret_text = Colour("#4B3570", "#DCCDF2")
    mark_secret = Colour("#E6DFF5", "#372F49")
    mark_secret_line = Colour("#8D73B8", "#8A70AE")
    mark_find_text = Colour("#161B22", "#FFF1C4")
    mark_find = Colour("#FFE08A", "#6B5311")
    diff_a = Colour("#E6EEFB", "#1E2F4B")
    diff_a_word = Colour("#C0D7F8", "#34588C")
    diff_b = Colour("#FCF1DC", "#3A2E1A")
    diff_b_word = Colour("#F4D494", "#6E5424")
    cell_mark = Colour("#FFFFFF", "#FFFFFF")
    cell_mark_late = Colour("#FFFFFF", "#13161B")

    def colour(self, role: str) -> QColor:
        """The colour of a role given by name ("text_2"); KeyError when there is none."""
        return ROLES[role].__get__(self, Theme)

    def tone(self, name: ToneName | str) -> Tone:
        """The three colours of one meaning."""
        return self._trio(name, "_text", "_fill", "_soft")

    def environment(self, name: str) -> Tone:
        """The colours of an environment, by its word; `fill` carries white text."""
        return self._trio(f"env_{name}", "_text", "", "_soft")

    def _trio(self, stem: str, text: str, fill: str, soft: str) -> Tone:
        return Tone(*(self.colour(stem + part) for part in (text, fill, soft)))


ROLES: Final = {row.name: row for row in vars(Theme).values() if isinstance(row, Colour)}
LIGHT: Final = Theme(is_dark=False)
DARK: Final = Theme(is_dark=True)

changed: Final[Event[Theme]] = Event()


class _InForce:
    theme = LIGHT


def current() -> Theme:
    """The theme in force; ask each time, it follows the system."""
    return _InForce.theme


def use(theme: Theme) -> None:
    """Make a theme the current one and tell everyone who paints by hand."""
    _InForce.theme = theme
    changed.emit(theme)

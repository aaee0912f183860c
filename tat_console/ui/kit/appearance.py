"""Puts a theme on the application: style, fonts, palette and style sheet, following the system."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from tat_console.ui.kit import fonts, theme
from tat_console.ui.kit.style import ConsoleStyle
from tat_console.ui.kit.style_sheet import style_sheet
from tat_console.ui.kit.theme import Colour, Theme


class Mode(StrEnum):
    """Which theme the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def apply_theme(app: QApplication, mode: Mode = Mode.SYSTEM) -> None:
    """Show the whole application in a theme; SYSTEM follows the desktop from then on."""
    painter = app.findChild(_Appearance) or _Appearance(app)
    painter.show_mode(mode)


class _Appearance(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode = Mode.SYSTEM
        fonts.prepare(app)
        self._style = ConsoleStyle()
        app.setStyle(self._style)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def show_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._tell_the_platform(mode)
        is_dark = mode == Mode.DARK or (mode == Mode.SYSTEM and self._system_is_dark())
        colours = theme.DARK if is_dark else theme.LIGHT
        # Where a sheet replaces another, Qt visits the widgets in no order and lays them out again
        # and again: 2 s for 2,000 widgets. Taken off and put on, it is 0.35 s.
        self._app.setStyleSheet("")
        # Then the theme: Qt repaints every widget as soon as it hears of the other two.
        theme.use(colours)
        self._app.setPalette(palette(colours))
        self._app.setStyleSheet(style_sheet(colours))

    def _tell_the_platform(self, mode: Mode) -> None:
        # Window frames and file dialogs are the system's own and should match.
        hints = self._app.styleHints()
        if mode == Mode.SYSTEM:
            hints.unsetColorScheme()
        else:
            is_dark = mode == Mode.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)

    def _follow(self) -> None:
        if self._mode == Mode.SYSTEM:
            self.show_mode(self._mode)

    def _system_is_dark(self) -> bool:
        return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark


_Role = QPalette.ColorRole
_ROLES: Final[dict[QPalette.ColorRole, Colour]] = {
    _Role.Window: Theme.bg_chrome,
    _Role.WindowText: Theme.text,
    _Role.Base: Theme.bg_surface,
    _Role.AlternateBase: Theme.bg_panel,
    _Role.Text: Theme.text,
    _Role.Button: Theme.bg_raised,
    _Role.ButtonText: Theme.text,
    _Role.BrightText: Theme.accent_on,
    _Role.ToolTipBase: Theme.bg_raised,
    _Role.ToolTipText: Theme.text,
    _Role.PlaceholderText: Theme.text_3,
    _Role.Highlight: Theme.bg_current,
    _Role.HighlightedText: Theme.text,
    _Role.Accent: Theme.accent,
    _Role.Link: Theme.accent,
    _Role.LinkVisited: Theme.accent,
    _Role.Light: Theme.bg_hover,
    _Role.Midlight: Theme.bg_panel,
    _Role.Mid: Theme.line,
    _Role.Dark: Theme.line_control,
    _Role.Shadow: Theme.line_control,
}
_DISABLED: Final[dict[QPalette.ColorRole, Colour]] = {
    _Role.WindowText: Theme.text_3,
    _Role.Text: Theme.text_3,
    _Role.ButtonText: Theme.text_3,
    _Role.HighlightedText: Theme.text_3,
    _Role.Base: Theme.bg_panel,
    _Role.Button: Theme.bg_panel,
}


def palette(colours: Theme) -> QPalette:
    """Every palette role; the same when the window is inactive, or the current row would jump."""
    made = QPalette()
    for role, row in _ROLES.items():
        made.setColor(QPalette.ColorGroup.All, role, colours.colour(row.name))
    for role, row in _DISABLED.items():
        made.setColor(QPalette.ColorGroup.Disabled, role, colours.colour(row.name))
    return made

"""The colours can be read, and every role is on screen."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from tat_console.ports.profiles import Environment
from tat_console.ui.kit.appearance import Mode, _Appearance, apply_theme, palette
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.style_sheet import style_sheet
from tat_console.ui.kit.theme import DARK, LIGHT, ROLES, Theme, ToneName, changed, current

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("bg_chrome", "bg_panel", "bg_surface", "bg_raised")
ROW_GROUNDS = ("bg_surface", "bg_hover", "bg_current", "bg_selected")
TEXT = 4.5
GRAPHICS = 3.0


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself():
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21.0)
    assert contrast(QColor(119, 119, 119), QColor("white")) == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("ink", ["text", "text_2", "text_3", "accent"])
@pytest.mark.parametrize("ground", sorted({*GROUNDS, *ROW_GROUNDS}))
def test_text_can_be_read_on_every_ground(theme: Theme, ink: str, ground: str):
    assert contrast(theme.colour(ink), theme.colour(ground)) >= TEXT


@THEMES
@pytest.mark.parametrize("tone", list(ToneName))
def test_status_words_can_be_read_in_rows_and_badges(theme: Theme, tone: ToneName):
    colours = theme.tone(tone)
    for ground in (*(theme.colour(name) for name in ROW_GROUNDS), colours.soft):
        assert contrast(colours.text, ground) >= TEXT


@THEMES
@pytest.mark.parametrize("tone", list(ToneName))
def test_cells_stand_out_from_the_table(theme: Theme, tone: ToneName):
    assert contrast(theme.tone(tone).fill, theme.bg_surface) >= GRAPHICS


@THEMES
@pytest.mark.parametrize("name", list(ENVIRONMENT_LOOKS))
def test_environments_carry_white_text(theme: Theme, name: Environment):
    colours = theme.environment(name)
    assert contrast(colours.fill, theme.accent_on) >= TEXT
    assert contrast(colours.text, colours.soft) >= TEXT


@THEMES
def test_marks_and_code_can_be_read(theme: Theme):
    for role in [name for name in ROLES if name.startswith("code_")]:
        assert contrast(theme.colour(role), theme.bg_surface) >= TEXT
        assert contrast(theme.colour(role), theme.bg_hover) >= TEXT
    for mark in ("mark_param", "mark_secret", "mark_find"):
        assert contrast(theme.colour(f"{mark}_text"), theme.colour(mark)) >= TEXT
    for line in ("mark_param_line", "mark_secret_line", "line_control"):
        assert contrast(theme.colour(line), theme.bg_surface) >= GRAPHICS


def test_borders_of_controls_stand_out_from_every_ground():
    for theme, ground in itertools.product((LIGHT, DARK), GROUNDS):
        assert contrast(theme.line_control, theme.colour(ground)) >= GRAPHICS


@THEMES
def test_the_style_sheet_leaves_no_role_unfilled(theme: Theme):
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert theme.bg_panel.name() in sheet


@THEMES
def test_the_current_row_keeps_its_colour_without_focus(theme: Theme):
    made = palette(theme)
    colours = {
        made.color(group, QPalette.ColorRole.Highlight).name()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive)
    }
    assert colours == {theme.bg_current.name()}


def test_a_fixed_choice_is_put_on_the_application(qapp):
    seen: list[Theme] = []
    subscription = changed.subscribe(seen.append)
    try:
        apply_theme(qapp, Mode.DARK)
        assert current() is DARK
        assert qapp.palette().color(QPalette.ColorRole.Base) == DARK.bg_surface
        apply_theme(qapp, Mode.LIGHT)
        assert current() is LIGHT
    finally:
        subscription.cancel()
    assert seen == [DARK, LIGHT]


def test_the_system_is_followed_only_when_asked_to(qapp, monkeypatch):
    # The offscreen platform has no colour scheme of its own: what it answers is set here.
    monkeypatch.setattr(_Appearance, "_system_is_dark", lambda _self: True)
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current() is LIGHT
    apply_theme(qapp, Mode.SYSTEM)
    assert current() is DARK
    monkeypatch.setattr(_Appearance, "_system_is_dark", lambda _self: False)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert current() is LIGHT

"""The colours can be read, and every role is on screen."""

from __future__ import annotations

import itertools
import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from tat_console.ports.profiles import Environment
from tat_console.ui.kit.appearance import Mode, _Appearance, apply_theme, palette
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.status_looks import TASK_LOOKS
from tat_console.ui.kit.style_sheet import style_sheet
from tat_console.ui.kit.theme import DARK, LIGHT, ROLES, Theme, ToneName, changed, current

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("bg_chrome", "bg_panel", "bg_surface", "bg_raised")
ROW_GROUNDS = ("bg_surface", "bg_hover", "bg_current", "bg_selected")
TEXT = 4.5
GRAPHICS = 3.0


def luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, _parts(colour))
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


PAIRS = (
    # what is written or drawn, on what (every ground it stands on), and the contrast it needs
    *((ink, ground, TEXT) for ink in ("text", "text_2", "text_3") for ground in GROUNDS),
    *(("accent", ground, TEXT) for ground in (*GROUNDS, "bg_current", "accent_soft")),
    ("accent_on", "accent_fill", TEXT),
    *(("line_control", ground, GRAPHICS) for ground in GROUNDS),
    *(("scroll", ground, GRAPHICS) for ground in ("bg_panel", "bg_surface")),
    *(("text", f"{tone}_soft", TEXT) for tone in ToneName),
    *(("text", f"diff_{side}", TEXT) for side in ("a", "b")),
    *(("text", f"diff_{side}_word", TEXT) for side in ("a", "b")),
    ("cell_mark", "bad_fill", GRAPHICS),
    ("cell_mark_late", "late_fill", GRAPHICS),
)


@THEMES
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_the_design_has_its_contrast(
    theme: Theme, ink: str, ground: str, least: float
):
    assert contrast(theme.colour(ink), theme.colour(ground)) >= least


# How people see who lack one kind of cone: linear RGB, severity 1.0
# (Machado, Oliveira and Fernandes 2009, "A physiologically-based model …", table 1).
DEFICIENCIES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 20.0
"""Difference in CIE L*a*b* (ΔE*ab) at which two areas are told apart at a glance."""


def seen_as(colour: QColor, deficiency: str) -> tuple[float, ...]:
    """L*, a* and b* of a colour as somebody sees it."""
    linear = [_linear(part) for part in _parts(colour)]
    rows = DEFICIENCIES[deficiency]
    seen = [sum(a * b for a, b in zip(line, linear, strict=True)) for line in rows]
    return _lab([min(1.0, max(0.0, part)) for part in seen])


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _lab(linear: list[float]) -> tuple[float, ...]:
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        _cube(sum(a * b for a, b in zip(line, linear, strict=True)) / most)
        for line, most in zip(to_xyz, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def test_the_simulation_itself():
    red, green = QColor(200, 60, 40), QColor(90, 120, 30)
    as_usual = math.dist(*(_lab([_linear(one) for one in _parts(c)]) for c in (red, green)))
    without_red_cones = math.dist(*(seen_as(one, "protanopia") for one in (red, green)))
    assert without_red_cones < as_usual / 3
    grey = QColor(128, 128, 128)
    for deficiency in DEFICIENCIES:
        assert seen_as(grey, deficiency)[1:] == pytest.approx((0, 0), abs=1)


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


@THEMES
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_states_are_told_apart_without_full_colour_vision(theme: Theme, deficiency: str):
    """By colour where that can be, and always by the shape of the cell and the icon."""
    for (one, look), (other, other_look) in itertools.combinations(TASK_LOOKS.items(), 2):
        fills = (theme.tone(row.tone).fill for row in (look, other_look))
        by_colour = math.dist(*(seen_as(fill, deficiency) for fill in fills)) >= APART
        by_shape = look.cell is not other_look.cell
        assert by_colour or by_shape, (one, other)
        assert look.icon != other_look.icon, (one, other)


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

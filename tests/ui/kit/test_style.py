"""Controls have the heights and colours of the design."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, IconLabel, button, tool_button
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.theme import DARK, LIGHT, Theme
from tat_console.ui.widgets.segments import Segments

THEMES = pytest.mark.parametrize(("mode", "theme"), [(Mode.LIGHT, LIGHT), (Mode.DARK, DARK)])


def colours_of(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in spots}


def segment() -> QWidget:
    return Segments("Systems", [("linux", "Linux"), ("windows", "Windows")])


def test_controls_are_28_high_and_24_in_strips(host):
    for made in (QLineEdit(), QComboBox(), QSpinBox(), button("Save", "ph.bookmark")):
        made.setParent(host)
        made.ensurePolished()
        assert made.sizeHint().height() == 28, made
    for other in (
        tool_button("ph.x", "Close"),
        tool_button("ph.x", "More", framed=True),
        segment(),
    ):
        other.setParent(host)
        other.ensurePolished()
        assert other.sizeHint().height() == 28, other
    strip = button("Preview", strip=True)
    strip.setParent(host)
    strip.ensurePolished()
    assert strip.sizeHint().height() == 24


def test_the_size_stays_when_a_button_gets_the_focus(host):
    made = button("Save")
    made.setParent(host)
    made.show()
    before = made.sizeHint()
    made.setFocus()
    assert made.sizeHint() == before


@THEMES
def test_a_ticked_box_is_filled_with_the_accent(themed, host, mode: Mode, theme: Theme):
    apply_theme(themed, mode)
    box = QCheckBox("Roll back", host)
    box.show()
    assert theme.accent_fill.name() not in colours_of(box)
    box.setChecked(True)
    assert theme.accent_fill.name() in colours_of(box)
    box.setEnabled(False)
    assert theme.accent_fill.name() not in colours_of(box)


def test_partly_ticked_boxes_and_radio_buttons_are_filled_too(host):
    partly = QCheckBox("Partly", host)
    partly.setTristate(True)
    partly.setCheckState(Qt.CheckState.PartiallyChecked)
    chosen = QRadioButton("Light", host)
    chosen.setChecked(True)
    for made in (partly, chosen):
        made.show()
        assert LIGHT.accent_fill.name() in colours_of(made)
    before = partly.grab().toImage()
    partly.setCheckState(Qt.CheckState.Checked)
    assert partly.grab().toImage() != before


@THEMES
def test_a_field_shows_its_border_and_its_focus(themed, host, mode: Mode, theme: Theme):
    apply_theme(themed, mode)
    field = QLineEdit(host)
    field.show()
    assert theme.line_control.name() in colours_of(field)
    assert theme.bg_surface.name() in colours_of(field)
    host.activateWindow()
    field.setFocus()
    assert theme.accent.name() in colours_of(field)


@THEMES
def test_an_icon_follows_the_theme_without_being_made_anew(themed, host, mode: Mode, theme: Theme):
    label = IconLabel("ph.check-circle-fill", "good_text", 24)
    label.setParent(host)
    label.show()
    kept = icon("ph.check-circle-fill", "bad_text")
    apply_theme(themed, mode)
    assert theme.good_text.name() in colours_of(label)
    middle = kept.pixmap(24, 24).toImage().pixelColor(12, 4)
    assert middle.name() == theme.bad_text.name()


def test_an_icon_that_does_not_exist_is_an_error(themed):
    with pytest.raises(KeyError):
        icon("ph.no-such-icon")


def test_a_primary_button_is_filled(host):
    made = button("Run", "ph.play-fill", ButtonKind.PRIMARY)
    made.setParent(host)
    made.show()
    assert LIGHT.accent_fill.name() in colours_of(made)
    made.setEnabled(False)
    assert LIGHT.accent_fill.name() not in colours_of(made)


def test_an_icon_button_has_a_name(host):
    assert tool_button("ph.x", "Close").accessibleName() == "Close"


def test_a_cut_label_keeps_its_whole_text(host):
    label = ElidedLabel("a very long name of a machine")
    label.setParent(host)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text() == label.accessibleName()
    label.resize(400, 20)
    assert label.text() == label.full_text()
    assert label.toolTip() == ""


def test_a_button_that_opens_a_menu_has_a_caret_and_room_for_it(host):
    plain, opening = (
        button("Saved sets", "ph.stack"),
        button("Saved sets", "ph.stack", opens_menu=True),
    )
    for made in (plain, opening):
        made.setParent(host)
        made.show()
    assert opening.sizeHint().width() == plain.sizeHint().width() + 16
    opening.resize(opening.sizeHint())
    image = opening.grab().toImage()
    right = [image.pixelColor(x, 14).name() for x in range(image.width() - 20, image.width() - 8)]
    assert len(set(right)) > 1


def test_words_stand_apart_from_an_icon_that_fills_its_box_even_when_they_come_later(host):
    made = button("", "ph.arrows-clockwise")
    assert made.iconSize().width() > made.iconSize().height()


def test_the_words_of_a_button_with_a_menu_leave_the_room_for_its_caret(host):
    made = button("Saved sets", opens_menu=True)
    made.setParent(host)
    made.setMenu(QMenu(made))
    made.show()
    made.resize(made.sizeHint())
    image = made.grab().toImage()
    ground = image.pixelColor(4, 8)
    inked = [
        x
        for x in range(6, image.width() - 24)
        if any(image.pixelColor(x, y) != ground for y in range(8, 20))
    ]
    assert inked[0] <= 14
    assert image.width() - inked[-1] >= 26

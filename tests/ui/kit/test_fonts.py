"""All type follows from the application's font."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo

from tat_console.ui.kit import fonts
from tat_console.ui.kit.fonts import Type, font


def test_sizes_keep_their_ratio_to_the_base(themed):
    base = themed.font().pointSizeF()
    for role in Type:
        assert font(role).pointSizeF() == pytest.approx(base * role.value[0] / fonts.BASE_PT)


def test_a_larger_system_font_makes_all_larger(themed):
    before = font(Type.TITLE).pointSizeF()
    kept = themed.font()
    try:
        larger = QFont(kept)
        larger.setPointSizeF(kept.pointSizeF() * 2)
        themed.setFont(larger)
        fonts.prepare(themed)
        assert font(Type.TITLE).pointSizeF() == pytest.approx(2 * before)
    finally:
        themed.setFont(kept)
        fonts.prepare(themed)


def test_numbers_line_up_and_letters_stay_letters(themed):
    made = font(Type.CODE)
    assert made.featureValue(QFont.Tag("tnum")) == 1
    assert made.featureValue(QFont.Tag("calt")) == 0


def test_code_is_monospaced(themed):
    assert QFontInfo(font(Type.CODE)).fixedPitch()

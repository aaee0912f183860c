"""Type: a few roles, all derived by ratio from the font the user's system gives."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from tat_console.support.event import Event

BASE_PT: Final = 9.0

# Names a desktop gives when it did not choose a family at all.
_NO_CHOICE: Final = frozenset({"sans serif", "sans", "sans-serif", ""})
_UI_FAMILIES: Final = ("Inter", "Noto Sans", "Cantarell", "DejaVu Sans")
_CODE_FAMILIES: Final = (
    "JetBrains Mono",
    "Cascadia Mono",
    "SF Mono",
    "Menlo",
    "DejaVu Sans Mono",
)
# Simplified Chinese first: by itself a system may give the Japanese shapes of shared characters.
_CHINESE_FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)


prepared: Final[Event[None]] = Event()
"""Everything that was measured in letters is measured anew."""


class Type(Enum):
    """A role of text: size at a 9 pt base, weight, and whether it is code."""

    TITLE = (13.0, QFont.Weight.DemiBold, False)
    HEADING = (10.0, QFont.Weight.DemiBold, False)
    BASE = (9.0, QFont.Weight.Normal, False)
    NAME = (9.0, QFont.Weight.DemiBold, False)
    SMALL = (8.25, QFont.Weight.Normal, False)
    HEADER = (8.25, QFont.Weight.Medium, False)
    SMALL_NAME = (8.25, QFont.Weight.DemiBold, False)
    CODE = (9.75, QFont.Weight.Normal, True)
    CODE_SMALL = (8.5, QFont.Weight.Normal, True)
    CODE_NAME = (9.0, QFont.Weight.Bold, True)
    ID = (8.0, QFont.Weight.Normal, True)


def font(role: Type) -> QFont:
    """The font of a role; a copy, so it may be changed."""
    return QFont(_font(role))


def prepare(app: QApplication) -> None:
    """Give the application its base font; all roles follow from it."""
    system = app.font()
    app.setFont(_finished(system, _ui_families(system), 1.0))
    _font.cache_clear()
    prepared.emit(None)


@cache
def _font(role: Type) -> QFont:
    points, weight, is_code = role.value
    base = QApplication.font()
    families = _code_families() if is_code else base.families()
    made = _finished(base, families, points / BASE_PT)
    made.setWeight(weight)
    if is_code:
        made.setStyleHint(QFont.StyleHint.Monospace)
    return made


def _finished(base: QFont, families: list[str], ratio: float) -> QFont:
    made = QFont(base)
    made.setFamilies(families)
    if base.pointSizeF() > 0:
        made.setPointSizeF(base.pointSizeF() * ratio)
    else:
        made.setPixelSize(round(base.pixelSize() * ratio))
    # Columns of numbers line up; ids keep their letters (`4x9`, `->`) instead of ligatures.
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setFeature(QFont.Tag("calt"), 0)
    return made


def _ui_families(system: QFont) -> list[str]:
    chosen = [] if system.family().lower() in _NO_CHOICE else [system.family()]
    return [*(chosen or _installed(_UI_FAMILIES) or [system.family()]), *_chinese()]


def _code_families() -> list[str]:
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return [*_installed(_CODE_FAMILIES), fixed, *_chinese()]


def _chinese() -> list[str]:
    return _installed(_CHINESE_FAMILIES)


def _installed(families: tuple[str, ...]) -> list[str]:
    return [family for family in families if QFontDatabase.hasFamily(family)]

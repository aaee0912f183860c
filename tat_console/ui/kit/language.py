"""Puts a language on the application: our words, Qt's own words, and how dates are written."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from tat_console.support.i18n import set_language
from tat_console.support.resources import resource_path

_QT_WORDS: Final = "qtbase"
_TRANSLATOR: Final = "words_of_qt"


class Language(StrEnum):
    """The languages of the window; SYSTEM is that of the desktop where we have it."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


def apply_language(app: QApplication, wanted: Language) -> None:
    """Speak a language from now on; what is on screen already keeps the words it was made with."""
    spoken = system_language() if wanted is Language.SYSTEM else wanted
    set_language(spoken.value, resource_path("locale"))
    QLocale.setDefault(QLocale("zh_CN" if spoken is Language.CHINESE else "en_GB"))
    _let_qt_speak(app, spoken)


def system_language() -> Language:
    """The first language of the desktop that we have, else English."""
    for name in QLocale.system().uiLanguages():
        match name.replace("_", "-").split("-")[0]:
            case "zh":
                return Language.CHINESE
            case "en" | "C":
                return Language.ENGLISH
    return Language.ENGLISH


def _let_qt_speak(app: QApplication, spoken: Language) -> None:
    """Give Qt the words of its own menus and buttons; English is built into it."""
    if earlier := app.findChild(QTranslator, _TRANSLATOR):
        app.removeTranslator(earlier)
        earlier.setParent(None)
    if spoken is Language.ENGLISH:
        return
    words = QTranslator(app)
    words.setObjectName(_TRANSLATOR)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"{_QT_WORDS}_{spoken.value}", folder):
        app.installTranslator(words)

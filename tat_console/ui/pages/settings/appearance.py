"""The settings that the user may change, a control for each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from tat_console.services.settings import Settings
from tat_console.support.i18n import _
from tat_console.support.settings import ROWS, Setting
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, MARGIN, column, row, rule
from tat_console.ui.kit.page import Page

_CONTROL_WIDTH: Final = 200
_TEXT_WIDTH: Final = 420


class AppearanceSection(QFrame):
    """Shows every row that has a label; a change takes effect and is kept at once."""

    def __init__(self, page: Page, settings: Settings) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._settings = settings
        self._show: dict[str, Callable[[Any], None]] = {}
        box = column(gap=GRID, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        for setting in ROWS.values():
            if setting.label:
                box.addLayout(self._line(setting))
                box.addWidget(rule())
        box.addStretch(1)
        self.setLayout(box)
        page.listen(settings.changed, self._follow)

    def _line(self, setting: Setting) -> QHBoxLayout:
        help_text = Label(_(setting.help), Type.BASE, "text_2", wrap=True)
        help_text.setMinimumWidth(_TEXT_WIDTH)
        words = column(Label(_(setting.label), Type.NAME), help_text, gap=HALF)
        control = self._control(setting)
        control.setObjectName(f"setting_{setting.key}")
        control.setAccessibleName(_(setting.label))
        control.setAccessibleDescription(_(setting.help))
        control.setFixedWidth(_CONTROL_WIDTH)
        self._follow(setting.key)
        return row(words, MARGIN, control, None)

    def _control(self, setting: Setting) -> QWidget:
        if setting.choices:
            return self._choice(setting)
        return self._text(setting) if isinstance(setting.default, str) else self._switch(setting)

    def _text(self, setting: Setting) -> QWidget:
        made = QLineEdit()
        made.setPlaceholderText("https://")
        made.editingFinished.connect(lambda: self._settings.set(setting.key, made.text().strip()))
        self._show[setting.key] = made.setText
        return made

    def _choice(self, setting: Setting) -> QWidget:
        made = QComboBox()
        for value, words in setting.choices:
            made.addItem(_(words), value)
        made.activated.connect(lambda: self._settings.set(setting.key, made.currentData()))
        self._show[setting.key] = lambda value: made.setCurrentIndex(made.findData(value))
        return made

    def _switch(self, setting: Setting) -> QWidget:
        made = QCheckBox(_("On"))
        made.toggled.connect(lambda on: self._settings.set(setting.key, on))
        self._show[setting.key] = made.setChecked
        return made

    def _follow(self, key: str) -> None:
        if show := self._show.get(key):
            show(self._settings.get(key))

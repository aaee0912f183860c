"""The page of settings: sections at the left, the chosen one beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GRID, column, panel, row
from tat_console.ui.kit.memory import remember
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Errand, Navigator, OpenProfiles, OpenSettings
from tat_console.ui.pages.settings.history_section import HistorySection
from tat_console.ui.pages.settings.profiles import ProfilesSection
from tat_console.ui.pages.settings.sections import SECTIONS

_SECTIONS_WIDTH: Final = 148


class SettingsPage(Page):
    """Shows the sections of `sections.SECTIONS`, one at a time."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Settings"))
        self.sections = QListWidget()
        self.sections.setObjectName("settings_sections")
        self.sections.setAccessibleName(_("Sections"))
        self.sections.setProperty("kind", "panel")
        self.sections.setIconSize(QSize(16, 16))
        self._shown = QStackedWidget()
        for section in SECTIONS:
            self._add(_(section.title), section.icon, section.make(self, services))
        self.sections.currentRowChanged.connect(self._shown.setCurrentIndex)
        self.sections.setCurrentRow(0)
        remember(
            self.sections, str, self._section, self._show_section, self.sections.currentRowChanged
        )
        left = panel(column(self.sections, margins=(GRID, GRID, GRID, GRID)), edge="right")
        left.setFixedWidth(_SECTIONS_WIDTH)
        body = QWidget()
        line = row(left, self._shown, gap=0)
        line.setStretch(1, 1)
        body.setLayout(line)
        self.set_content(body)

    def arrive(self, errand: Errand) -> None:
        """Come to the front, with the section, or the form of a new profile, that is asked for."""
        if isinstance(errand, OpenProfiles):
            self._open_profiles(errand)
        elif isinstance(errand, OpenSettings):
            self._show_section(errand.section)
            self.sections.setFocus()
        else:
            self.sections.setFocus()

    def refresh(self) -> None:
        """Read again what the section in front shows of the disk."""
        section = self._shown.currentWidget()
        if isinstance(section, HistorySection):
            section.refresh()

    def _section(self) -> str:
        return SECTIONS[self.sections.currentRow()].key

    def _show_section(self, key: str) -> None:
        keys = [section.key for section in SECTIONS]
        if key in keys:
            self.sections.setCurrentRow(keys.index(key))

    def _open_profiles(self, errand: OpenProfiles) -> None:
        for place in range(self._shown.count()):
            section = self._shown.widget(place)
            if isinstance(section, ProfilesSection):
                self.sections.setCurrentRow(place)
                if errand.create:
                    section.open_new()
                if errand.find:
                    section.open_import()

    def _add(self, title: str, icon_name: str, section: QWidget) -> None:
        item = QListWidgetItem(icon(icon_name, "text_2"), title)
        item.setSizeHint(QSize(0, 32))
        self.sections.addItem(item)
        self._shown.addWidget(section)

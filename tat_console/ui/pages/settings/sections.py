"""The sections of the settings, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from tat_console.services.services import Services
from tat_console.support.i18n import N_
from tat_console.ui.kit.page import Page
from tat_console.ui.pages.settings.appearance import AppearanceSection
from tat_console.ui.pages.settings.history_section import HistorySection
from tat_console.ui.pages.settings.profiles import ProfilesSection
from tat_console.ui.pages.settings.scripts_section import ScriptsSection


@dataclass(frozen=True, slots=True)
class Section:
    """What stands in the list at the left, and what makes the widget beside it."""

    key: str
    title: str
    icon: str
    make: Callable[[Page, Services], QWidget]


SECTIONS: Final = (
    Section("profiles", N_("Profiles"), "ph.identification-card", ProfilesSection),
    Section("scripts", N_("Scripts"), "ph.terminal-window", ScriptsSection),
    Section("history", N_("History"), "ph.clock-counter-clockwise", HistorySection),
    Section(
        "appearance",
        N_("General"),
        "ph.sliders-horizontal",
        lambda page, services: AppearanceSection(page, services.settings),
    ),
)
"""Profiles stand first; a section is one row."""

"""The page of when commands run by themselves."""

from __future__ import annotations

from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Errand, Navigator


class SchedulesPage(Page):
    """Shows when commands run by themselves."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Schedules"))
        self._services = services
        self._navigator = navigator

    def arrive(self, errand: Errand) -> None:
        """Come to the front."""
        self.setFocus()

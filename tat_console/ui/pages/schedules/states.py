"""What stands in the place of the schedules: nothing yet, on its way, or not to be had."""

from __future__ import annotations

from collections.abc import Callable

from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import Navigator
from tat_console.ui.widgets.no_profile import no_profile


class PageStates:
    """Chooses between the content of the page and what stands in its place."""

    def __init__(
        self,
        page: Page,
        services: Services,
        navigator: Navigator,
        *,
        retry: Callable[[], object],
        create: Callable[[], object],
    ) -> None:
        self._page = page
        self._services = services
        self._navigator = navigator
        self._retry = retry
        self._create = create
        self.failure: ConsoleError | None = None
        """Why nothing could be read at all."""

    def show(self) -> bool:
        """Show what is due; returns whether that is the content."""
        state, make = self._now()
        self._page.show_state(state, make)
        return state == "schedules"

    def _now(self) -> tuple[object, Callable[[], object]]:
        page, session = self._page, self._services.session
        schedules = self._services.administration.schedules
        if schedules.schedules:
            return "schedules", page.show_content
        if session.connection is None and not session.is_loading:
            return "no profile", lambda: page.show_empty(no_profile(self._navigator))
        if failure := self.failure:
            return failure, lambda: page.show_error(failure, self._retry)
        is_read = schedules.updated_at is not None and not schedules.is_loading
        if not is_read or session.is_loading:
            return "loading", lambda: page.show_loading(_("Reading the schedules of all regions…"))
        if schedules.errors:
            return schedules.errors, lambda: page.show_error(schedules.errors[0], self._retry)
        return "empty", lambda: page.show_empty(self._no_schedules())

    def _no_schedules(self) -> EmptyState:
        return EmptyState(
            "ph.calendar-check",
            _("Nothing runs by itself yet"),
            _(
                "A schedule runs a saved command on up to 100 machines, once or again and again, "
                "also while this program is closed."
            ),
            _("New schedule…"),
            self._create,
        )

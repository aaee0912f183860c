"""The page of machines: find them, tick them, and go on to a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu

from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.kit.words import clock_word
from tat_console.ui.navigation import Errand, Navigator, OpenFiles, PageKey
from tat_console.ui.pages.instances.browser import MachineBrowser
from tat_console.ui.pages.instances.columns import Surroundings
from tat_console.ui.pages.instances.details import DetailsPane
from tat_console.ui.pages.instances.details_side import DetailsSide
from tat_console.ui.pages.instances.past_work import PastWork
from tat_console.ui.pages.instances.row_menu import fill_row_menu
from tat_console.ui.pages.instances.saved_sets import SavedSets
from tat_console.ui.widgets.no_profile import no_profile

NARROW_BELOW: Final = 1000


class InstancesPage(Page):
    """The machines of all kinds and regions, and what to do with those that are ticked."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Instances"))
        self._services = services
        self._navigator = navigator
        self._shown_errors: tuple[ConsoleError, ...] = ()
        self._around = Surroundings()
        self.browser = MachineBrowser(services.directory, services.chosen, self._around)
        self.sets = SavedSets(self, services, self.browser)
        self._add_head_actions()
        self.browser.counts_changed.connect(self._show_counts)
        self.browser.strip.save_asked.connect(self.sets.save)
        self.browser.table.menu_asked.connect(self._offer)
        self.set_content(self.browser)
        self.details = DetailsPane(self._around)
        self.details.run_here_asked.connect(lambda instance_id: self._run_on((instance_id,)))
        self.past_work = PastWork(self, services, navigator, self.details)
        self._sides = self.put_beside(self.details)
        self._details_side = DetailsSide(
            self.browser, self.details, self._sides, services.directory
        )
        self.listen(services.directory.changed, lambda _none: self._show_machines())
        self.listen(services.session.changed, lambda _none: self._show_state())
        self.listen(services.chosen.changed, lambda _none: self.browser.take_chosen())
        self._show_machines()

    def arrive(self, errand: Errand) -> None:
        """Come to the front; the machine that was chosen elsewhere is the current one."""
        if isinstance(errand, OpenFiles):
            self.sets.choose_from_files(errand.paths)
        self.browser.take_chosen()
        if len(self._services.chosen.ids) == 1:
            self.browser.go_to(self._services.chosen.ids[0])
        self.past_work.read_again()
        self.start_at(self.browser.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what can be folded where there is little room."""
        super().resizeEvent(event)
        narrow = self._around.is_narrow = self.width() < NARROW_BELOW
        self._sides.set_narrow(narrow)
        self.browser.set_narrow(narrow)

    def refresh(self) -> None:
        """Read all machines again."""
        self.start(self._read_machines(), key="refresh")

    async def _read_machines(self) -> None:
        if not self._services.session.regions:
            await self._services.session.load_account()
        await self._services.directory.refresh()

    # -- head

    def _add_head_actions(self) -> None:
        self._refresh = button("", "ph.arrows-clockwise", ButtonKind.FLAT)
        self._refresh.setObjectName("refresh_machines")
        self._refresh.setToolTip(_("Read all machines again (F5)"))
        self._refresh.clicked.connect(self.refresh)
        self._run = button(_("Run script…"), "ph.play-fill", ButtonKind.PRIMARY)
        self._run.setObjectName("run_script")
        self._run.clicked.connect(self._go_on)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._run.click)
        self.head_actions.addWidget(self._refresh)
        self.head_actions.addWidget(self.sets.button)
        self.head_actions.addWidget(self._run)

    def _show_counts(self) -> None:
        model = self.browser.model
        total, shown = len(model.all_rows()), model.rowCount()
        if shown == total:
            text = ngettext("{total} machine", "{total} machines", total)
        else:
            text = _("{shown} of {total} machines")
        self.subtitle.setText(text.format(shown=f"{shown:,}", total=f"{total:,}") if total else "")
        ticked = len(self._services.chosen.ids)
        wording = ngettext(
            "Run script on {count} machine…", "Run script on {count} machines…", ticked
        )
        self._run.setText(wording.format(count=f"{ticked:,}") if ticked else _("Run script…"))
        self._run.setEnabled(ticked > 0)
        self._run.setToolTip(
            _("Go on to the script (Ctrl+Enter)") if ticked else _("Tick machines first")
        )

    def _go_on(self) -> None:
        self._navigator.go(PageKey.SCRIPTS)

    def _offer(self, menu: QMenu) -> None:
        """Put what can be done with the selected machines before what all tables offer."""
        machines = self.browser.table.chosen_rows()
        fill_row_menu(menu, machines, self._run_on, self.past_work.find_runs)

    def _run_on(self, instance_ids: Sequence[str]) -> None:
        self._services.chosen.set(instance_ids)
        self._go_on()

    # -- machines and states

    def _show_machines(self) -> None:
        directory = self._services.directory
        is_other = len(directory.machines) != len(self.browser.model.all_rows())
        if directory.updated_at != self._around.seen_at or is_other or not directory.machines:
            self._around.seen_at = directory.updated_at
            self._around.are_several = len(self._services.session.profiles_in_use) > 1
            self.browser.show_machines()
            self._details_side.refresh()
        self._refresh.setEnabled(not directory.is_loading)
        self._refresh.setText(
            _("Reading…")
            if directory.is_loading
            else _("Updated {time}").format(time=clock_word(directory.updated_at))
        )
        self._show_errors()
        self._show_counts()
        self._show_state()

    def _show_errors(self) -> None:
        """Put each product or region that did not answer above what the others have."""
        directory = self._services.directory
        if directory.is_loading or directory.errors == self._shown_errors:
            return
        self._shown_errors = directory.errors
        self.banners.clear()
        for error in directory.errors if directory.machines else ():
            self.banners.show_error(error)

    def _show_state(self) -> None:
        """Show the content or what stands in its place."""
        self.show_state(*self._state_now())

    def _state_now(self) -> tuple[object, Callable[[], object]]:
        directory, session = self._services.directory, self._services.session
        self._refresh.setVisible(session.connection is not None)
        if directory.machines:
            return "machines", self.show_content
        if directory.is_loading or session.is_loading:
            return "loading", lambda: self.show_loading(_("Reading the machines of all regions…"))
        if session.connection is None:
            return "no profile", lambda: self.show_empty(no_profile(self._navigator))
        if directory.updated_at is None:
            return "no regions", lambda: self.show_error(_no_regions(), self.refresh)
        if directory.errors:
            return directory.errors, lambda: self.show_error(directory.errors[0], self.refresh)
        return "empty", lambda: self.show_empty(self._no_machines())

    def _no_machines(self) -> EmptyState:
        count = len(self._services.session.chosen_regions)
        text = ngettext(
            "There is no CVM, Lighthouse or hosted machine in {count} region. Choose other regions "
            "for the profile, or create a machine in the cloud and read again.",
            "There is no CVM, Lighthouse or hosted machine in {count} regions. Choose other "
            "regions for the profile, or create a machine in the cloud and read again.",
            count,
        ).format(count=count)
        return EmptyState(
            "ph.hard-drives", _("No machines here"), text, _("Read again"), self.refresh
        )


def _no_regions() -> ConsoleError:
    return ConsoleError(
        _("The machines could not be read"),
        _("The service did not say which regions this account has."),
        _("Check the connection, then try again."),
    )

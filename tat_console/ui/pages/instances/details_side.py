"""When the details of a machine are shown, and of which one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from tat_console.services.directory import Directory
from tat_console.tat.machines import Machine
from tat_console.ui.kit.side_by_side import SideBySide
from tat_console.ui.pages.instances.browser import MachineBrowser
from tat_console.ui.pages.instances.details import DetailsPane


class DetailsSide(QObject):
    """Opens the pane for the current machine; one that was closed stays so until Enter.

    On a narrow page the pane covers the table, so it opens by Enter alone. The pane follows one
    turn later: thousands of machines that come to the table fill a turn by themselves.
    """

    def __init__(
        self, browser: MachineBrowser, pane: DetailsPane, sides: SideBySide, directory: Directory
    ) -> None:
        super().__init__(browser)
        self._browser = browser
        self._pane = pane
        self._sides = sides
        self._directory = directory
        self._stays_closed = False
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._follow_current)
        browser.table.current_changed.connect(self._soon.start)
        browser.table.row_activated.connect(self._open)
        browser.table.escaped.connect(self._escape)
        pane.close_asked.connect(self._close)

    def refresh(self) -> None:
        """Show the machine as it was read last; close where it is gone."""
        shown = self._pane.machine
        if shown and (fresh := self._directory.get(shown.instance_id)):
            self._pane.show_machine(fresh)
        elif shown:
            self._sides.close_pane()

    def _follow_current(self) -> None:
        machine = self._browser.table.current_row()
        if machine is None:
            return
        self._pane.show_machine(machine)
        if not self._sides.is_narrow and not self._stays_closed:
            self._sides.open_pane()

    def _open(self, machine: Machine) -> None:
        self._stays_closed = False
        self._pane.show_machine(machine)
        self._sides.open_pane()
        if self._sides.is_narrow:
            self._pane.setFocus()

    def _close(self) -> None:
        self._stays_closed = True
        self._soon.stop()
        self._sides.close_pane()
        self._browser.table.setFocus()

    def _escape(self) -> None:
        """Close the details, or else untick everything."""
        if self._pane.isVisible():
            self._close()
        else:
            self._browser.model.clear_ticks()

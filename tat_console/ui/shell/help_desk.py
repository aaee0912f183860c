"""All the ways in which the window helps: topics, keys, the guide, and what the program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from tat_console.services.notices import NoticeKind
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.dialogs.about import AboutDialog
from tat_console.ui.dialogs.guide import Guide
from tat_console.ui.dialogs.help_window import HelpWindow
from tat_console.ui.dialogs.shortcut_rows import GROUPS
from tat_console.ui.dialogs.shortcuts import ShortcutSheet
from tat_console.ui.kit.ask import tell
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.shell.actions import HELP, window_keys

if TYPE_CHECKING:
    from tat_console.ui.shell.window import Window


class HelpDesk:
    """Opens what helps, one of each at a time."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._help: HelpWindow | None = None
        self._guide: Guide | None = None

    def open_help(self, topic: str = "", asker: QWidget | None = None) -> None:
        """Show a topic of the help beside what asks for it."""
        if self._help is None:
            self._help = HelpWindow(self._window)
        self._help.show_topic(topic)
        self._help.winId()  # makes the window that the system knows
        # Beside a dialog that blocks the main window, the help has to belong to that dialog.
        beside = asker.window() if asker is not None else self._window
        self._help.windowHandle().setTransientParent(beside.windowHandle())
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()
        self._help.search.setFocus()

    def show_shortcuts(self) -> None:
        """Show every key of the program."""
        ShortcutSheet(self._window, (window_keys(), *GROUPS)).open()

    def start_guide(self) -> None:
        """Begin the guide, from its first step."""
        self.end_guide()
        self._guide = Guide(self._window, self._window)
        self._guide.destroyed.connect(self._forget_guide)
        self._guide.start()

    def end_guide(self) -> None:
        """Take a guide away that is shown."""
        if self._guide is not None:
            self._guide.end()
            self._guide = None

    def show_about(self) -> None:
        """Show the version, the licence and the folders."""
        services = self._window.services
        AboutDialog(self._window, services.program, services.scripts.library.folder).open()

    def fill(self, menu: QMenu) -> None:
        """Put everything that helps into a menu."""
        updates = self._window.services.program.updates
        for row in HELP:
            if row.method == "check_for_update" and not updates.is_on:
                continue
            action = menu.addAction(_(row.title), getattr(self._window, row.method))
            action.setObjectName(f"menu_{row.method}")
            action.setShortcut(row.shortcut)

    async def look_for_update(self) -> None:
        """At the start: tell through the bell, and only where there is something newer."""
        updates = self._window.services.program.updates
        if not updates.is_on:
            return
        try:
            newest = await updates.newest()
        except ConsoleError:
            return  # nobody asked just now; the menu says what is wrong
        if newest.is_newer:
            self._window.services.notices.add(
                NoticeKind.UPDATE,
                _("A newer version is there"),
                _("tat-console {version} can be installed.").format(version=newest.version),
                is_good=True,
            )

    async def check_for_update(self) -> None:
        """Because the user asked: say what was found; raises ConsoleError."""
        program = self._window.services.program
        if not program.updates.is_on:
            raise ConsoleError(
                _("Nobody is asked for newer versions."),
                _("The program asks only where you have told it to."),
                _("Give the address to ask in Settings, General."),
            )
        newest = await program.updates.newest()
        if newest.is_newer:
            title = _("A newer version is there")
            text = _("The newest version is {newest}; this one is {version}.")
        else:
            title = _("This is the newest version")
            text = _("The newest version is {newest}, and this one is {version}.")
        text = text.format(newest=newest.version, version=program.version)
        await tell(self._window, title, text)

    def _forget_guide(self) -> None:
        self._guide = None


class HelpActions:
    """What the rows of help call on the window that has them."""

    help_desk: HelpDesk
    scope: TaskScope

    def open_help(self, topic: str = "", asker: QWidget | None = None) -> None:
        """Show a topic of the help beside what asks for it; "" is the one shown last."""
        self.help_desk.open_help(topic, asker)

    def show_shortcuts(self) -> None:
        """Show every key of the program."""
        self.help_desk.show_shortcuts()

    def start_guide(self) -> None:
        """Show a newcomer around."""
        self.help_desk.start_guide()

    def show_about(self) -> None:
        """Show the version, the licence and the folders."""
        self.help_desk.show_about()

    def check_for_update(self) -> None:
        """Ask whether there is a newer version, where the settings say whom."""
        self.scope.start(self.help_desk.check_for_update(), key="update")

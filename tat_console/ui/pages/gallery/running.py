"""From a public command to a run: what was filled in is remembered until it has begun."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tat_console.runs.targets import select
from tat_console.services.gallery import GalleryItem, run_of
from tat_console.services.orders import Order
from tat_console.services.script_file import read_value
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, language
from tat_console.ui.dialogs.start_run import start_run
from tat_console.ui.kit.ask import ask, pick_file
from tat_console.ui.kit.files import on_disk
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.navigation import Navigator, PageKey
from tat_console.ui.pages.gallery.run_dialog import RunCommandDialog


class CommandRunner:
    """Asks for parameters and begins runs; knows what was filled in before, without secrets."""

    def __init__(self, page: QWidget, services: Services, navigator: Navigator) -> None:
        self._page = page
        self._services = services
        self._navigator = navigator
        self._entered: dict[str, dict[str, str]] = {}

    async def run(self, item: GalleryItem) -> None:
        """Open the dialog of a command and wait until it is closed."""
        dialog = RunCommandDialog(self._page, item, language(), self._entered.get(item.key, {}))
        scope = TaskScope(dialog, dialog.errors.report)

        def begin() -> None:
            if not scope.is_busy("begin"):
                scope.start(self._begin(dialog, item), key="begin")

        def show_targets() -> None:
            machines = self._services.chosen.machines
            dialog.show_selection(select(machines, item.command.command_type))

        dialog.run_asked.connect(begin)
        dialog.file_asked.connect(lambda key: scope.start(self._pick_file(dialog, key), key="file"))
        dialog.choose_asked.connect(lambda: self._choose(dialog))
        listen(dialog, self._services.chosen.changed, lambda _none: show_targets())
        listen(dialog, self._services.directory.changed, lambda _none: show_targets())
        show_targets()
        try:
            await ask(dialog)
        finally:
            self._entered[item.key] = dialog.visible_values()

    async def _begin(self, dialog: RunCommandDialog, item: GalleryItem) -> None:
        order = Order(
            script=run_of(item, dialog.visible_values()),
            machines=self._services.chosen.machines,
            hidden_values=dialog.hidden_values(),
        )
        if run := await start_run(dialog, self._services, self._navigator, order):
            dialog.accept()
            self._services.scripts.gallery.note_used(item.key, run.run_id)

    async def _pick_file(self, dialog: RunCommandDialog, key: str) -> None:
        path = await pick_file(dialog, _("Content of “{key}”").format(key=key))
        if path is not None:
            value = await on_disk(read_value, path)
            dialog.form.set_values({key: value.text})
            if value.note:
                dialog.banners.show_error(ConsoleError(value.note, ""), ToneName.LATE)

    def _choose(self, dialog: RunCommandDialog) -> None:
        dialog.reject()
        self._navigator.go(PageKey.INSTANCES)

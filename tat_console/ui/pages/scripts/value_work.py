"""Running a script with values that differ from machine to machine, from a CSV file."""

from __future__ import annotations

from pathlib import Path

from tat_console.services.orders import Order
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.ui.dialogs.start_run import start_run
from tat_console.ui.dialogs.value_table import ValuesPerMachine, read_value_table
from tat_console.ui.kit.ask import ACCEPTED, ask, pick_file
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Navigator
from tat_console.ui.pages.scripts.desk import ScriptDesk
from tat_console.ui.pages.scripts.form import script_of


class ValueWork:
    """Asks for the table, shows what it means, and starts the run on the machines it names."""

    def __init__(
        self, page: Page, services: Services, navigator: Navigator, desk: ScriptDesk
    ) -> None:
        self._page = page
        self._services = services
        self._navigator = navigator
        self._desk = desk
        desk.side.values_asked.connect(self._ask)

    def _ask(self) -> None:
        if not self._page.scope.is_busy("run"):
            self._page.start(self._pick(), key="run")

    async def _pick(self) -> None:
        filters = _("Tables ({filters})").format(filters="*.csv *.tsv *.txt")
        path = await pick_file(self._page, _("Values per machine"), filters)
        if path is not None:
            await self.run_with(path)

    async def run_with(self, path: Path) -> None:
        """Run the script that is open with the values in a file, if the user agrees.

        Raises ConsoleError where the file cannot be read or nothing could be sent.
        """
        script = script_of(self._desk.draft())
        table = await read_value_table(path)
        machines = self._services.directory.machines
        parameters = templating.parameters(script.content)
        dialog = ValuesPerMachine(self._page, table, machines, parameters)
        if await ask(dialog) != ACCEPTED:
            return
        order = Order(
            script=script,
            machines=list(dialog.values.found.machines),
            hidden_values=self._desk.hidden_values(),
            values_of=dialog.values.values_of(),
            with_values=dialog.values.by_instance.keys(),
        )
        await start_run(self._page, self._services, self._navigator, order)

"""What the menu of the rows offers for machines: to run there, to look back, to copy addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from tat_console.support.i18n import _, ngettext
from tat_console.tat.machines import Machine
from tat_console.ui.widgets.copy_addresses import offer_addresses

OnMachines = Callable[[Sequence[str]], object]


def fill_row_menu(
    menu: QMenu, machines: Sequence[Machine], run: OnMachines, find_runs: Callable[[str], object]
) -> None:
    """Offer what can be done with these machines; `run` and `find_runs` take their ids."""
    if not machines:
        return
    ready = [one.instance_id for one in machines if one.refusal() is None]
    words = ngettext(
        "Run script on {count} machine…", "Run script on {count} machines…", len(ready)
    )
    here = menu.addAction(words.format(count=f"{len(ready):,}") if ready else _("Run script…"))
    here.setObjectName("run_on_rows")
    here.setEnabled(bool(ready))
    here.triggered.connect(lambda _on=False: run(ready))
    if len(machines) == 1:
        past = menu.addAction(_("All runs on this machine"))
        past.setObjectName("find_runs_of_row")
        past.triggered.connect(lambda _on=False: find_runs(machines[0].instance_id))
    menu.addSeparator()
    offer_addresses(
        menu,
        ids=[one.instance_id for one in machines],
        names=[one.name for one in machines],
        private_ips=[ip for one in machines for ip in one.private_ips],
        public_ips=[ip for one in machines for ip in one.public_ips],
    )

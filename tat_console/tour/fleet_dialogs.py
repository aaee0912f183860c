"""The dialogs of a fleet in the tour: sets, lists, values from a table, two accounts at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMenu

from tat_console.runs.target_sets import TargetFilter, TargetSet
from tat_console.support.i18n import _
from tat_console.tour.steps import Tour
from tat_console.ui.navigation import PageKey

SETS: Final = (
    TargetSet(set_id="", name="Web servers", live=TargetFilter(names=("web-*",))),
    TargetSet(set_id="", name="Guangzhou", live=TargetFilter(regions=("ap-guangzhou",))),
    TargetSet(set_id="", name="Databases", live=TargetFilter(names=("db-*",)), protected=True),
)
NAMES: Final = "# the first of each\nweb-gz-011\ndb-gz-002, web-sh-004\nold-mail-1\n"
TABLE: Final = """\
machine,target
web-gz-011,/etc/nginx/tls/edge.pem
web-gz-029,/etc/nginx/tls/edge.pem
db-gz-002,/etc/mysql/tls/server.pem
old-mail-1,/etc/postfix/tls/mail.pem
"""


class Camera(Protocol):
    """Takes a picture of what is to be seen now."""

    def take(self, name: str) -> object:
        """Save it under a name."""
        ...


async def take_sets(tour: Tour, camera: Camera) -> None:
    """Make a set of others, and look machines up by a list."""
    hand, sets = tour.hand, tour.console.services.target_sets
    for one in SETS:
        sets.save(one)
    await tour.go(PageKey.INSTANCES)
    await _from_menu(tour, "save_set_action")
    await hand.type_into("set_name", "Web servers outside Guangzhou")
    await hand.click("set_nothing")
    for number, (words, name) in enumerate(
        ((_("and those of"), "Web servers"), (_("but not those of"), "Guangzhou"))
    ):
        await hand.click("add_term")
        await hand.pick(f"term_operation_{number}", words)
        await hand.pick(f"term_set_{number}", name)
    camera.take("fleet-set")
    await hand.click("set_accept")
    await _from_menu(tour, "choose_from_list")
    await hand.paste_into("target_list", NAMES)
    camera.take("fleet-list")
    (await hand.see(QDialog, "targets_from_list")).reject()
    await hand.settle()


async def take_values(tour: Tour, camera: Camera, folder: Path) -> None:
    """Look at values from a table for the script that is open."""
    hand = tour.hand
    table = folder / "targets.csv"
    table.write_text(TABLE, encoding="utf-8")
    await tour.go(PageKey.SCRIPTS)
    await hand.click("values_button")
    await hand.until(lambda: hand.window.findChildren(QFileDialog), "a file is asked for")
    picker = hand.window.findChildren(QFileDialog)[-1]
    picker.filesSelected.emit([str(table)])
    picker.done(QDialog.DialogCode.Accepted)
    await hand.see(QLabel, "values_summary")
    camera.take("fleet-values")
    (await hand.see(QDialog, "values_per_machine")).reject()
    await hand.settle()


async def _from_menu(tour: Tour, action_name: str) -> None:
    menu: QMenu = await tour.hand.open_menu("saved_sets")
    action = next(one for one in menu.actions() if one.objectName() == action_name)
    action.trigger()
    menu.close()
    await tour.hand.settle()

"""The menus of the library: what can be done with one script, and with all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtWidgets import QMenu, QWidget

from tat_console.services.script_sync import LinkState
from tat_console.support.i18n import N_, _

S = LinkState


class MenuRow(NamedTuple):
    """One entry: the name of what it does, its words, and the states it makes sense in."""

    name: str
    words: str
    states: frozenset[LinkState] = frozenset(LinkState)


_LINKED = frozenset({S.SAME, S.LOCAL_NEWER, S.CLOUD_NEWER, S.BOTH_CHANGED})
ROWS: tuple[MenuRow | None, ...] = (
    MenuRow("open", N_("Open")),
    MenuRow("rename", N_("Rename or move…")),
    MenuRow("clone", N_("Clone")),
    MenuRow("describe", N_("Description and tags…")),
    MenuRow("versions", N_("Versions…")),
    MenuRow("save_as_file", N_("Save a copy as a file…")),
    MenuRow("export", N_("Export as a zip file…")),
    None,
    MenuRow("push", N_("Save to the cloud")),
    MenuRow("save_as_new", N_("Save as a new command…"), _LINKED),
    MenuRow("pull", N_("Take the one in the cloud"), _LINKED),
    MenuRow("difference", N_("Compare with the cloud…"), _LINKED),
    MenuRow("delete_command", N_("Delete the command in the cloud…"), _LINKED),
    None,
    MenuRow("remove", N_("Delete from the library…")),
)
LIBRARY_ROWS: tuple[MenuRow | None, ...] = (
    MenuRow("take_in_zip", N_("Import a zip file…")),
    MenuRow("take_in_folder", N_("Import a folder…")),
    None,
    MenuRow("export_zip", N_("Export what is listed as a zip file…")),
    MenuRow("export_folder", N_("Export what is listed into a folder…")),
    None,
    MenuRow("new_folder", N_("New folder…")),
    MenuRow("bring_back", N_("Bring back deleted scripts…")),
    MenuRow("test_all", N_("Test all scripts that expect something")),
)


def script_menu(parent: QWidget, state: LinkState, act: Callable[[str], object]) -> QMenu:
    """A menu for a script in this state; `act` is called with the name of what was chosen."""
    menu = QMenu(parent)
    menu.setObjectName("script_menu")
    fill_menu(menu, ROWS, act, state)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def fill_menu(
    menu: QMenu,
    rows: Iterable[MenuRow | None],
    act: Callable[[str], object],
    state: LinkState = S.UNLINKED,
) -> None:
    """Add the rows that make sense in a state; `act` is called with the name of the chosen one."""
    for row in rows:
        if row is None:
            menu.addSeparator()
        elif state in row.states:
            action = menu.addAction(_(row.words))
            action.setObjectName(row.name)
            action.triggered.connect(lambda _checked, name=row.name: act(name))

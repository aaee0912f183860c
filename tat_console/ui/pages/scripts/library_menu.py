"""The context menu of a script in the list at the left."""

from __future__ import annotations

from collections.abc import Callable
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
    MenuRow("versions", N_("Versions…")),
    None,
    MenuRow("push", N_("Save to the cloud")),
    MenuRow("pull", N_("Take the one in the cloud"), _LINKED),
    MenuRow("difference", N_("Compare with the cloud…"), _LINKED),
    MenuRow("delete_command", N_("Delete the command in the cloud…"), _LINKED),
    None,
    MenuRow("remove", N_("Delete from the library…")),
)


def script_menu(parent: QWidget, state: LinkState, act: Callable[[str], object]) -> QMenu:
    """A menu for a script in this state; `act` is called with the name of what was chosen."""
    menu = QMenu(parent)
    menu.setObjectName("script_menu")
    for row in ROWS:
        if row is None:
            menu.addSeparator()
        elif state in row.states:
            action = menu.addAction(_(row.words))
            action.setObjectName(row.name)
            action.triggered.connect(lambda _checked, name=row.name: act(name))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu

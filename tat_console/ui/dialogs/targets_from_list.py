"""Choosing machines by a list of ids, addresses or names, pasted or from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tat_console.runs.target_names import Found, find_targets, names_in
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.machines import Machine
from tat_console.ui.kit.ask import ACCEPTED, pick_file
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.files import read_file
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.lifetime import TaskScope

WIDTH: Final = 560
NAMES_SHOWN: Final = 12


class TargetsFromList(Dialog):
    """Looks the names up while they are typed and says which it does not know."""

    def __init__(self, parent: QWidget, machines: Sequence[Machine]) -> None:
        super().__init__(parent, _("Choose machines from a list"), WIDTH)
        self.setObjectName("targets_from_list")
        self._machines = machines
        self.found = Found()
        banners = BannerStrip()
        self.scope = TaskScope(self, ErrorDesk(banners).report)
        self.text = QPlainTextEdit()
        self.text.setProperty("kind", "field")
        self.text.setObjectName("target_list")
        self.text.setAccessibleName(_("Instance ids, addresses or names"))
        self.text.setPlaceholderText(_("Instance ids, addresses or names; # begins a comment"))
        self.text.setFont(font(Type.CODE_SMALL))
        self.text.setTabChangesFocus(True)
        self.summary = Label("", Type.NAME)
        self.summary.setObjectName("list_summary")
        self.unknown = Label("", Type.BASE, "late_text", wrap=True)
        self.unknown.setObjectName("list_unknown")
        for part in (banners, self.text, self.summary, self.unknown):
            self.body.addWidget(part)
        self._fill_foot()
        self.text.textChanged.connect(self._look_up)
        self._look_up()
        self.text.setFocus()

    async def import_path(self, path: Path) -> None:
        """Take over the names of a file; raises ConsoleError where it cannot be read."""
        self.text.setPlainText((await read_file(path)).decode("utf-8-sig", "replace"))

    def _fill_foot(self) -> None:
        read = button(_("Import a file…"), "ph.folder-open", ButtonKind.FLAT)
        read.setAutoDefault(False)
        read.clicked.connect(lambda: self.scope.start(self._import(), key="import"))
        self.foot.insertWidget(0, read)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.accept_button = self.add_button("", ACCEPTED, ButtonKind.PRIMARY)
        self.accept_button.setObjectName("list_accept")

    async def _import(self) -> None:
        path = await pick_file(self, _("Import a list of machines"))
        if path is not None:
            await self.import_path(path)

    def _look_up(self) -> None:
        self.found = find_targets(names_in(self.text.toPlainText()), self._machines)
        count = len(self.found.machines)
        self.summary.setText(
            ngettext("{count:,} machine found", "{count:,} machines found", count).format(
                count=count
            )
        )
        self.unknown.setText("\n".join(not_found_words(self.found)))
        choose = ngettext("Choose {count:,} machine", "Choose {count:,} machines", count)
        self.accept_button.setText(choose.format(count=count))
        self.accept_button.setEnabled(count > 0)


def not_found_words(found: Found) -> list[str]:
    """A sentence for the names that stand for no machine, and one for those of several."""
    said = []
    if found.unknown:
        said.append(_("Not found, so left out: {names}.").format(names=_shortened(found.unknown)))
    if found.ambiguous:
        names = [name for name, _machines in found.ambiguous]
        text = _("Several machines have this name, so give the id: {names}.")
        said.append(text.format(names=_shortened(names)))
    return said


def _shortened(names: Sequence[str]) -> str:
    shown = listed(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return _("{names} and {count:,} more").format(names=shown, count=more) if more > 0 else shown

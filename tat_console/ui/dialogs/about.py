"""About the program: its version, its licence, and the folders where it keeps things."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from tat_console.services.program import Program
from tat_console.support.i18n import _
from tat_console.support.resources import resource_path
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, row, rule

WIDTH: Final = 600
_LOGO: Final = 48
_NAME_WIDTH: Final = 132


class AboutDialog(Dialog):
    """Says what it is and where its files are; each folder can be opened."""

    def __init__(self, parent: QWidget, program: Program, scripts: Path) -> None:
        super().__init__(parent, _("About tat-console"), width=WIDTH)
        self.setObjectName("about")
        self.heading.hide()
        self.version = Label(f"tat-console {program.version}", Type.TITLE)
        self.version.setObjectName("about_version")
        what = _("A console for Tencent Cloud Automation Tools: scripts on any number of machines.")
        licence = _("Free software under the MIT licence. No telemetry, no account of its own.")
        logo = QLabel()
        logo.setPixmap(QIcon(str(resource_path("icons", "tat-console.svg"))).pixmap(_LOGO, _LOGO))
        logo.setAccessibleName(_("The mark of the program"))
        words = column(
            self.version,
            Label(what, Type.BASE, "text_2", wrap=True),
            Label(licence, Type.BASE, "text_2", wrap=True),
            gap=HALF,
        )
        head = row(logo, words, gap=GAP)
        head.setStretch(1, 1)
        head.setAlignment(logo, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(rule())
        self.body.addWidget(Label(_("Where things are kept"), Type.HEADING))
        paths = program.paths
        for name, title, folder in (
            ("config", _("Settings, profiles"), paths.config),
            ("data", _("Runs and outputs"), paths.data),
            ("scripts", _("Scripts"), scripts),
            ("state", _("Drafts, versions"), paths.state),
            ("logs", _("Logs"), paths.logs),
        ):
            self.body.addLayout(_folder(name, title, folder))
        keys = _("Keys are in the keyring of this computer, in no file.")
        self.body.addWidget(Label(keys, Type.SMALL, "text_3", wrap=True))
        self.add_cancel(_("Close")).setFocus()
        self.finished.connect(self.deleteLater)


def _folder(name: str, title: str, folder: Path) -> QHBoxLayout:
    label = Label(title, Type.BASE, "text_2")
    label.setFixedWidth(_NAME_WIDTH)
    place = ElidedLabel(str(folder), Type.CODE_SMALL, mode=Qt.TextElideMode.ElideMiddle)
    place.setObjectName(f"about_{name}_folder")
    opener = button(_("Open folder"), kind=ButtonKind.LINK)
    opener.setObjectName(f"about_open_{name}")
    opener.setAccessibleName(_("Open folder: {title}").format(title=title))
    # A folder that nothing was kept in yet is not there.
    opener.setEnabled(folder.is_dir())
    opener.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    line = row(label, place, opener, gap=GRID)
    line.setStretch(1, 1)
    return line

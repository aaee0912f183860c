"""The versions of a script: what each changed, and the way back to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from tat_console.outputs.diff import compare
from tat_console.ports.library import ScriptVersion, VersionTexts
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import row
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.words import moment_word
from tat_console.ui.widgets.diff_lines import unified_lines
from tat_console.ui.widgets.diff_text import DiffText

SIZE: Final = (860, 540)
LIST_WIDTH: Final = 250
ROW_HEIGHT: Final = 26


class ScriptVersions(Dialog):
    """Accepted means that the chosen version is to come back."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        versions: Sequence[ScriptVersion],
        current: str,
        read: Callable[[ScriptVersion], Awaitable[VersionTexts]],
        now: datetime,
    ) -> None:
        super().__init__(parent, _("Versions of “{name}”").format(name=name), SIZE[0])
        self.setObjectName("script_versions")
        self.resize(SIZE[0], min(SIZE[1], round(parent.window().height() * 0.9)))
        self._versions = versions
        self._current = current
        self._read = read
        self.banners = BannerStrip()
        self._scope = TaskScope(self, ErrorDesk(self.banners).report)
        self.list = QListWidget()
        self.list.setObjectName("version_list")
        self.list.setAccessibleName(_("Versions, newest first"))
        self.list.setFont(font(Type.BASE))
        self.list.setFixedWidth(LIST_WIDTH)
        self.text = DiffText(_("What has changed since this version"))
        self.text.setObjectName("version_difference")
        self.body.addWidget(self.banners)
        legend = _("A: the version.   B: the script as it is now in the library.")
        self.body.addWidget(Label(legend, Type.SMALL, "text_2"))
        line = row(self.list, self.text)
        line.setStretch(1, 1)
        self.body.addLayout(line, 1)
        self.add_cancel(_("Close")).setDefault(False)
        self.restore = self.add_button(_("Bring this version back"), ACCEPTED, ButtonKind.PRIMARY)
        self.restore.setObjectName("restore_version")
        self._fill(now)

    def version(self) -> ScriptVersion:
        """The version that is chosen."""
        return self._versions[max(0, self.list.currentRow())]

    def _fill(self, now: datetime) -> None:
        for version in self._versions:
            words = "   ".join(filter(None, (moment_word(version.at, now), version.note)))
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setSizeHint(QSize(LIST_WIDTH - 24, ROW_HEIGHT))
            self.list.addItem(item)
        self.list.currentRowChanged.connect(
            lambda place: self._scope.start(self._show(self._versions[place]), key="show")
        )
        self.restore.setEnabled(bool(self._versions))
        self.list.setCurrentRow(0)
        self.list.setFocus()

    async def _show(self, version: ScriptVersion) -> None:
        texts = await self._read(version)
        earlier = templating.as_text(texts.content).encode("utf-8", "replace").decode()
        self.text.show_lines(unified_lines(compare(earlier, self._current)))

"""Messages inside a page: what happened, what to do next, how to quote it, and where to read on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.help_link import help_button
from tat_console.ui.kit.layout import GRID, HALF, column, row
from tat_console.ui.kit.painting import RADIUS
from tat_console.ui.kit.theme import ToneName, current

_ICONS: Final = {
    ToneName.GOOD: "ph.check-circle-fill",
    ToneName.BAD: "ph.warning-circle-fill",
    ToneName.LATE: "ph.warning-fill",
    ToneName.BUSY: "ph.info-fill",
    ToneName.IDLE: "ph.info-fill",
    ToneName.HALTED: "ph.stop-circle-fill",
}
_SHOWN_AT_MOST: Final = 3


class Notice(QFrame):
    """A tinted box with an icon, a title and sentences; plain text only."""

    def __init__(self, tone: ToneName, title: str, text: str = "", icon_name: str = "") -> None:
        super().__init__()
        self._tone = tone
        self._icon = IconLabel(icon_name or _ICONS[tone], f"{tone}_text", 16)
        self._title = Label(title, Type.NAME, wrap=True)
        self._text = Label(text, Type.BASE, wrap=True)
        if not text:
            self._text.hide()
        self._texts = column(self._title, self._text, gap=2)
        self.line = row(self._icon, self._texts, margins=(10, GRID, GRID, GRID))
        self.line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.line.setStretch(1, 1)
        self.setLayout(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(f"{title}. {text}" if text else title)

    def set_message(self, tone: ToneName, title: str, text: str = "", icon_name: str = "") -> None:
        """Say something else."""
        self._tone = tone
        self._icon.set_icon(icon_name or _ICONS[tone], f"{tone}_text")
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}" if text else title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tinted ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(Qt.GlobalColor.transparent))
        painter.setBrush(current().tone(self._tone).soft)
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)


class Banner(Notice):
    """A notice about an error, with its RequestId, a button that copies it all, and a cross.

    Where the help explains more, a button leads there.
    """

    def __init__(self, error: ConsoleError, tone: ToneName = ToneName.BAD) -> None:
        super().__init__(tone, error.title, " ".join(filter(None, (error.what, error.next_step))))
        self.error = error
        copy = button(_("Copy"), "ph.copy", ButtonKind.FLAT, strip=True)
        copy.setToolTip(_("Copy the whole message with its RequestId"))
        copy.clicked.connect(self._copy)
        close = tool_button("ph.x", _("Close this message"))
        close.clicked.connect(self.deleteLater)
        if error.request_id:
            self._texts.addWidget(Label(f"RequestId {error.request_id}", Type.ID, "text_2"))
        helping = [] if (made := help_button(error)) is None else [made]
        for part in (*helping, copy, close):
            self.line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)

    def _copy(self) -> None:
        error = self.error
        quoted = f"RequestId {error.request_id}" if error.request_id else ""
        lines = (error.title, error.what, error.next_step, quoted)
        QGuiApplication.clipboard().setText("\n".join(filter(None, lines)))


class BannerStrip(QWidget):
    """Where the banners of a page appear, the newest on top, three at most."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(HALF)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_error(self, error: ConsoleError, tone: ToneName = ToneName.BAD) -> Banner:
        """Show an error; one that says the same replaces the earlier one."""
        for earlier in self.banners():
            if (earlier.error.title, earlier.error.what) == (error.title, error.what):
                self.drop(earlier)
        for oldest in self.banners()[_SHOWN_AT_MOST - 1 :]:
            self.drop(oldest)
        banner = Banner(error, tone)
        self._column.insertWidget(0, banner)
        return banner

    def put(self, notice: Notice) -> None:
        """Show a notice that goes by itself above the banners."""
        self._column.insertWidget(0, notice)

    def clear(self) -> None:
        """Take all banners away."""
        for banner in self.banners():
            self.drop(banner)

    def banners(self) -> list[Banner]:
        """The banners on show, the newest first."""
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        parts = [item.widget() for item in items if item is not None]
        return [part for part in parts if isinstance(part, Banner)]

    def drop(self, banner: Banner) -> None:
        """Take one banner away."""
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()

"""The bell: what happened in this session, with a mark while there is something unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from tat_console.services.notices import Notice, NoticeKind, Notices
from tat_console.support.clock import Clock
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon, paint_icon
from tat_console.ui.kit.layout import GRID, HALF, column
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.kit.words import moment_word
from tat_console.ui.kit.writing import write
from tat_console.ui.navigation import (
    Errand,
    Navigator,
    OpenCode,
    OpenQuotas,
    OpenRun,
    OpenSettings,
    PageKey,
)

WIDTH: Final = 380
ROW_HEIGHT: Final = 52
SHOWN_AT_MOST: Final = 7
_ROLE: Final = Qt.ItemDataRole.UserRole
_MARK: Final = 4.0


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of notice is shown, and what tells more."""

    icon: str
    tone: ToneName
    page: PageKey
    errand: Callable[[str], Errand]
    """Out of what the notice is about."""


_LOOKS: Final = {
    NoticeKind.RUN: _Look("ph.x-circle-fill", ToneName.BAD, PageKey.RUNS, OpenRun),
    NoticeKind.SYNC: _Look("ph.warning-fill", ToneName.LATE, PageKey.HISTORY, lambda _id: None),
    NoticeKind.QUOTA: _Look("ph.gauge", ToneName.LATE, PageKey.HOSTED, lambda _id: OpenQuotas()),
    NoticeKind.CODE: _Look("ph.hourglass-low-fill", ToneName.LATE, PageKey.HOSTED, OpenCode),
    NoticeKind.UPDATE: _Look(
        "ph.arrow-circle-up-fill",
        ToneName.BUSY,
        PageKey.SETTINGS,
        lambda _id: OpenSettings("appearance"),
    ),
}
_GOOD: Final = ("ph.check-circle-fill", ToneName.GOOD)


class BellButton(QToolButton):
    """Opens the list; what was in it then is read."""

    def __init__(self, notices: Notices, clock: Clock, navigator: Navigator) -> None:
        super().__init__()
        self._notices = notices
        self._clock = clock
        self._navigator = navigator
        self.setObjectName("bell_button")
        self.setIcon(icon("ph.bell", "text_2", "accent"))
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open_list)
        listen(self, notices.changed, lambda _none: self._tell())
        self._tell()

    def open_list(self) -> None:
        """Show the notices under the button."""
        shown = NoticeList(self, self._notices.all, self._clock.now(), self._go)
        self._notices.mark_read()
        below = self.mapToGlobal(QPoint(self.width() - shown.width(), self.height() + HALF))
        shown.move(below)
        shown.show()
        shown.list.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bell, and a dot over it while something is unread."""
        super().paintEvent(event)
        if self._notices.unread:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(current().bg_chrome)
            painter.setBrush(current().bad_fill)
            middle = QPointF(self.rect().center())
            painter.drawEllipse(middle + QPointF(5, -5), _MARK, _MARK)

    def _tell(self) -> None:
        count = self._notices.unread
        words = ngettext("{count} new notice", "{count} new notices", count)
        text = words.format(count=count) if count else _("Notices of this session")
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    def _go(self, notice: Notice) -> None:
        look = _LOOKS[notice.kind]
        self._navigator.go(look.page, look.errand(notice.about))


class NoticeList(QFrame):
    """The notices, the newest first; Enter or a click goes to what one is about."""

    def __init__(
        self,
        parent: QWidget,
        notices: tuple[Notice, ...],
        now: datetime,
        go: Callable[[Notice], None],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._go = go
        self.setObjectName("notice_list")
        self.setAccessibleName(_("Notices of this session"))
        self.setProperty("ground", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setObjectName("notices")
        self.list.setAccessibleName(_("Notices of this session"))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._open)
        for notice in notices:
            self._add(notice, now)
        self.list.setCurrentRow(0)
        empty = Label(
            _("Nothing yet: runs that end and what needs your attention will be told here."),
            Type.BASE,
            "text_2",
            wrap=True,
        )
        empty.setContentsMargins(GRID, 0, GRID, GRID)
        title = Label(_("Notices"), Type.HEADING)
        title.setContentsMargins(GRID, HALF, GRID, HALF)
        self.setLayout(column(title, empty, self.list, margins=(HALF, HALF, HALF, HALF)))
        (empty if notices else self.list).hide()
        self.list.setFixedHeight(ROW_HEIGHT * max(1, min(len(notices), SHOWN_AT_MOST)))
        self.setFixedWidth(WIDTH)
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current one; Escape closes the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    def _add(self, notice: Notice, now: datetime) -> None:
        item = QListWidgetItem(f"{notice.title}\n{notice.text}")
        item.setData(_ROLE, (notice, moment_word(notice.at, now)))
        item.setToolTip(notice.text)
        self.list.addItem(item)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            notice, _time = item.data(_ROLE)
            self.close()
            self._go(notice)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        notice, time = index.data(_ROLE)  # type: ignore[attr-defined]
        look = _LOOKS[notice.kind]
        icon_name, tone = _GOOD if notice.is_good else (look.icon, look.tone)
        colours, box = current(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colours.bg_current)
        mark = QRectF(box.left() + GRID, box.top() + 9, 16, 16)
        paint_icon(painter, mark, icon_name, colours.tone(tone).text)
        words = box.adjusted(34, GRID, -GRID, -GRID)
        side = Qt.AlignmentFlag
        top_right = side.AlignRight | side.AlignTop
        taken = write(painter, words, time, Type.SMALL, colours.text_3, top_right) + GRID
        below = side.AlignLeft | side.AlignBottom
        write(painter, words, notice.text, Type.SMALL, colours.text_3, below)
        title = words.adjusted(0, 0, -taken, 0)
        write(painter, title, notice.title, Type.NAME, colours.text, side.AlignLeft | side.AlignTop)
        painter.restore()

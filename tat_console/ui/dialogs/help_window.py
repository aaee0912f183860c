"""The help: topics at the left, found by typing, and the text of the chosen one beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic
from tat_console.ui.dialogs.help_pages import HelpPage, help_pages, search
from tat_console.ui.dialogs.help_text import HelpText
from tat_console.ui.kit import theme
from tat_console.ui.kit.controls import Label, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, panel, row
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.widgets.search_field import SearchField

SIZE: Final = (880, 600)
_LIST_WIDTH: Final = 264
_ROW_HEIGHT: Final = 26
_ROLE: Final = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """A window beside the others: it never has to be closed before going on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_window")
        self.setWindowTitle(_("Help"))
        self.resize(*SIZE)
        self._earlier: list[str] = []
        self.search = SearchField(_("Find in the help"))
        self.search.setObjectName("help_search")
        self.search.textChanged.connect(lambda _text: self._list())
        self.search.installEventFilter(self)
        self.topics = QListWidget()
        self.topics.setObjectName("help_topics")
        self.topics.setAccessibleName(_("Topics"))
        self.topics.setProperty("kind", "panel")
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topics.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.nothing = Label(_("No topic has these words."), Type.BASE, "text_2", wrap=True)
        self.nothing.setObjectName("help_nothing")
        self.back = tool_button("ph.arrow-left", _("The topic before (Alt+Left)"))
        self.back.setObjectName("help_back")
        self.back.setShortcut("Alt+Left")
        self.back.clicked.connect(self._go_back)
        self.text = HelpText()
        self.text.topic_asked.connect(self.show_topic)
        self._build()
        listen(self, theme.changed, lambda _theme: self.text.repaint_page())
        self._list()

    def show_topic(self, topic: str) -> None:
        """Show a topic by its id; "" leaves the one that is shown."""
        if topic and topic != self._shown():
            self.search.clear()
            self._choose(topic)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while the search has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.topics.count():
                place = self.topics.currentRow() + step
                self.topics.setCurrentRow(max(0, min(place, self.topics.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.text.setFocus()
                return True
        return super().eventFilter(watched, event)

    # -- inside

    def _build(self) -> None:
        head = row(self.back, self.search)
        head.setStretch(1, 1)
        left = column(head, self.nothing, self.topics, margins=(GRID, GRID, GRID, GRID))
        left.setStretch(2, 1)
        side = panel(left, edge="right")
        side.setFixedWidth(_LIST_WIDTH)
        both = row(side, self.text, gap=0)
        both.setStretch(1, 1)
        self.setLayout(both)
        QWidget.setTabOrder(self.search, self.topics)
        QWidget.setTabOrder(self.topics, self.text)

    def _list(self) -> None:
        """List what was found; the topic that is shown stays where it is among it."""
        shown, found = self._shown(), search(self.search.text())
        self.topics.blockSignals(True)
        self.topics.clear()
        for page in found:
            item = QListWidgetItem(page.title)
            item.setData(_ROLE, page)
            item.setToolTip(page.title)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            self.topics.addItem(item)
        self.topics.blockSignals(False)
        self.nothing.setHidden(bool(found))
        wanted = [place for place, page in enumerate(found) if page.topic.value == shown]
        self.topics.setCurrentRow(wanted[0] if wanted and not self.search.text() else 0)

    def _choose(self, topic: str) -> None:
        places = [page.topic.value for page in help_pages()]
        self.topics.setCurrentRow(places.index(topic))

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page: HelpPage = item.data(_ROLE)
        if self._earlier[-1:] != [page.topic.value]:
            self._earlier.append(page.topic.value)
        self.back.setEnabled(len(self._earlier) > 1)
        self.text.show_page(page, self.search.text().split())

    def _shown(self) -> str:
        return self._earlier[-1] if self._earlier else Topic.FIRST_STEPS.value

    def _go_back(self) -> None:
        if len(self._earlier) > 1:
            self._earlier.pop()
            topic = self._earlier.pop()
            self.search.clear()
            self._choose(topic)

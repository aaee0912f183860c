"""A page of the help as text in our look: headings, code and links in the colours of the theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from tat_console.support.i18n import _
from tat_console.ui.dialogs.help_pages import HelpPage
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.theme import current

SCHEME: Final = "topic"
"""Links to other pages are written topic:agent-offline."""
_MARGIN: Final = 24
_BELOW: Final = 8
_ABOVE_HEADING: Final = 16
_LINE_PERCENT: Final = 135


class HelpText(QTextBrowser):
    """Shows one page; `topic_asked` tells a link to another one."""

    topic_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help_text")
        self.setAccessibleName(_("Text of the topic"))
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self._page: HelpPage | None = None
        self._words: list[str] = []

    def show_page(self, page: HelpPage, words: list[str]) -> None:
        """Show a page from its beginning, with what was searched for marked."""
        self._page, self._words = page, words
        self.document().setDocumentMargin(_MARGIN)
        self.document().setDefaultFont(font(Type.BASE))
        self.document().setMarkdown(
            f"# {page.title}\n\n{page.text}",
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub,
        )
        self._style()
        self._mark()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def repaint_page(self) -> None:
        """Show the page again where it is, in the colours of the theme in force."""
        if self._page is not None:
            place = self.verticalScrollBar().value()
            self.show_page(self._page, self._words)
            self.verticalScrollBar().setValue(place)

    # -- look

    def _style(self) -> None:
        block = self.document().begin()
        while block.isValid():
            self._style_block(block)
            block = block.next()

    def _style_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        is_code = block.blockFormat().nonBreakableLines()
        ends_code = not is_code and block.previous().blockFormat().nonBreakableLines()
        shape = QTextBlockFormat()
        shape.setTopMargin(_ABOVE_HEADING if level > 1 else _BELOW if ends_code else 0)
        shape.setBottomMargin(
            0 if is_code else _BELOW / 2 if block.textList() is not None else _BELOW
        )
        if is_code:
            shape.setBackground(current().bg_panel)
            shape.setLeftMargin(_BELOW)
        else:
            proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            shape.setLineHeight(_LINE_PERCENT, proportional)
        cursor = QTextCursor(block)
        cursor.mergeBlockFormat(shape)
        for fragment in list(_fragments(block)):
            self._style_fragment(fragment, level)

    def _style_fragment(self, fragment: QTextFragment, level: int) -> None:
        style = QTextCharFormat(fragment.charFormat())
        if level:
            style.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            style.setFont(font(Type.TITLE if level == 1 else Type.HEADING))
        elif style.fontFixedPitch() or "monospace" in (style.fontFamilies() or []):
            style.setFont(font(Type.CODE_SMALL))
            style.setBackground(current().bg_panel)
        if style.isAnchor():
            style.setForeground(current().accent)
        cursor = QTextCursor(self.document())
        cursor.setPosition(fragment.position())
        end = fragment.position() + fragment.length()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(style)

    def _mark(self) -> None:
        """Mark every place of the words that were searched for."""
        style = QTextCharFormat()
        style.setBackground(current().mark_find)
        style.setForeground(current().mark_find_text)
        found: list[QTextEdit.ExtraSelection] = []
        for word in self._words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, style
                found.append(mark)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)

    # -- links

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == SCHEME:
            self.topic_asked.emit(url.path())
        else:
            QDesktopServices.openUrl(url)


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    """The stretches of one look in a block."""
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1

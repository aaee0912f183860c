"""The output of a task: grows while it runs, follows its end, and says what is missing.

An output of usual size is text in an editor; a large one, and bytes that are no text, are lines
of which only those in view are ever read: 50 MB in an editor take six seconds and 400 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QStackedLayout, QWidget

from tat_console.outputs.lines import (
    ByteLines,
    HexLines,
    Lines,
    PickedLines,
    matching,
    shown_text,
)
from tat_console.outputs.patterns import BadPattern, UserPattern
from tat_console.outputs.text import Encoding
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column
from tat_console.ui.kit.memory import remember
from tat_console.ui.widgets.cut_notice import CutNotice
from tat_console.ui.widgets.find_bar import FindBar
from tat_console.ui.widgets.line_view import LineView
from tat_console.ui.widgets.output_reading import (
    all_found,
    around,
    codec_of,
    decoder_of,
    encoding_of,
)
from tat_console.ui.widgets.output_text import OutputText
from tat_console.ui.widgets.output_tools import OutputTools
from tat_console.ui.widgets.slices import Slices

LARGE_BYTES: Final = 1_000_000
STEPS_A_LOOK: Final = 16
"""So many steps of long work are taken before it is painted how far it is: painting costs more."""


class OutputView(QFrame):
    """Bytes as text: wrong UTF-8 shows as �, a character cut in two waits for its other half.

    Ctrl+F finds, Ctrl+Shift+F leaves only lines that match, F8 goes to the next line that looks
    like a failure, Ctrl+S asks to save (`save_wanted`). While the end is in view, it stays in
    view as more arrives. `file_buttons` adds buttons that copy and save.

    To make it takes several frames; who has no time for that makes one that is not furnished,
    and takes the steps of `furnish` one after the other.
    """

    full_wanted = Signal()
    rescue_wanted = Signal()
    save_wanted = Signal()

    def __init__(
        self,
        *,
        line_numbers: bool = False,
        file_buttons: bool = False,
        is_furnished: bool = True,
    ) -> None:
        super().__init__()
        self.text = OutputText(line_numbers=line_numbers)
        self.text.setObjectName("output_text")
        self.lines = LineView(_("Output"))
        self._has_file_buttons = file_buttons
        self._data = b""
        self._encoding = Encoding.UTF_8
        self._shows_bytes = False
        self._decoder = decoder_of(Encoding.UTF_8)
        self._all = ByteLines()
        self._pattern: UserPattern | None = None
        self._picked: PickedLines | None = None
        self._finding = Slices(self)
        self._picking = Slices(self)
        self._seeking = Slices(self)
        if is_furnished:
            for _step in self.furnish():
                pass

    def furnish(self) -> Iterator[None]:
        """Make the bars around the text, with a turn for others after each."""
        self.find_bar = FindBar(self.text)
        yield
        self.tools = OutputTools()
        for part in (self.tools.copy, self.tools.save):
            part.setVisible(self._has_file_buttons)
        yield
        self.notice = CutNotice()
        self.notice.full.clicked.connect(self.full_wanted)
        self.notice.rescue.clicked.connect(self.rescue_wanted)
        self.encoding_note = _foot_line()
        self.foot = _foot_line()
        self._lay_out()
        self._connect()
        self._keep_zoom()
        self._add_keys()
        self.set_wrap(True)

    def show_output(self, data: bytes, dropped_bytes: int = 0, *, final: bool = True) -> None:
        """Show an output; when it only grew, the rest is appended and the view stays put.

        `dropped_bytes` is how much the service cut off; `final` says that no more will come.
        """
        encoding, note = encoding_of(data)
        stays = data.startswith(self._data) and encoding is self._encoding
        if not stays or self._is_large(data) != self._is_large(self._data):
            self._begin(encoding)
        rest, self._data = data[len(self._data) :], data
        self._all.grow(data)
        self._finding.start(all_found(self._all), self._show_first_lines, self._show_more_lines)
        if not self._uses_lines():
            self._append(rest, final)
        self._choose_body()
        self._say(self.encoding_note, note)
        self.notice.say_dropped(dropped_bytes, len(data))

    def show_message(self, text: str) -> None:
        """Say why there is no output (yet), in the place of it."""
        self._begin(Encoding.UTF_8)
        self._choose_body()
        self.notice.say_dropped(0, 0)
        self._say(self.encoding_note, "")
        self.text.setPlaceholderText(text)

    def set_foot(self, text: str) -> None:
        """A line under the output; empty hides it."""
        self._say(self.foot, text)

    def set_full_available(self, available: bool) -> None:
        """Offer to fetch the whole output where it was uploaded somewhere."""
        self.notice.full.setVisible(available)

    def set_rescue_available(self, available: bool) -> None:
        """Offer to run the script again for an output that is lost."""
        self.notice.rescue.setVisible(available)

    def set_wrap(self, wraps: bool) -> None:
        """Wrap long lines or scroll sideways."""
        mode = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(mode.WidgetWidth if wraps else mode.NoWrap)
        self.lines.set_wrap(wraps)
        self.tools.wrap.setChecked(wraps)

    def set_bytes(self, shown: bool) -> None:
        """Show the bytes as numbers, or as text again."""
        self._shows_bytes = shown
        self._choose_body()

    def plain_text(self) -> str:
        """What is shown: all lines, or those that match."""
        return shown_text(self._shown_lines()) if self._uses_lines() else self.text.toPlainText()

    def copy_all(self) -> None:
        """Put what is shown on the clipboard."""
        QGuiApplication.clipboard().setText(self.plain_text())

    def go_to_next_trouble(self) -> None:
        """Go to the next line that looks like a failure; from the last one on to the first."""
        lines, here = self._shown_lines(), self._current_line() + 1

        def take(place: int | None) -> None:
            if place is not None:
                self._go_to(place)
                self._seeking.stop()

        self._seeking.start(around(lines, here), take, self._say_no_trouble)

    @property
    def is_busy(self) -> bool:
        """Whether lines are still being read, picked or sought."""
        return self._finding.is_busy or self._picking.is_busy or self._seeking.is_busy

    # -- inside

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        pile = QWidget()
        self._pile = QStackedLayout(pile)
        self._pile.addWidget(self.text)
        self._pile.addWidget(self.lines)
        parts = (self.tools, self.find_bar, self.notice, pile, self.encoding_note, self.foot)
        made = column(*parts, gap=0)
        made.setStretch(3, 1)
        self.setLayout(made)

    def _connect(self) -> None:
        tools = self.tools
        tools.pattern_changed.connect(self._pick)
        tools.trouble.clicked.connect(self.go_to_next_trouble)
        tools.wrap.clicked.connect(self.set_wrap)
        tools.bytes.clicked.connect(self.set_bytes)
        tools.follow.clicked.connect(self._go_to_end)
        tools.copy.clicked.connect(self.copy_all)
        tools.save.clicked.connect(self.save_wanted)
        self.lines.activated.connect(self._show_among_all)
        for bar in (self.text.verticalScrollBar(), self.lines.verticalScrollBar()):
            bar.valueChanged.connect(self._say_at_end)
            bar.rangeChanged.connect(self._say_at_end)

    def _keep_zoom(self) -> None:
        text = self.text
        usual_size = partial(text.set_zoom, 0)
        remember(text, int, text.zoom, text.set_zoom, text.zoomed, usual_size)

    def _add_keys(self) -> None:
        rows = (
            (QKeySequence(QKeySequence.StandardKey.Find), self._find),
            (QKeySequence("Ctrl+Shift+F"), self.tools.field.setFocus),
            (QKeySequence("F8"), self.go_to_next_trouble),
            (QKeySequence(QKeySequence.StandardKey.Save), self.save_wanted.emit),
        )
        for keys, act in rows:
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, act=act: act())
            self.addAction(action)

    def _is_large(self, data: bytes) -> bool:
        return len(data) > LARGE_BYTES

    def _uses_lines(self) -> bool:
        is_binary = self._encoding is Encoding.BINARY
        return self._is_large(self._data) or self._shows_bytes or is_binary

    def _begin(self, encoding: Encoding) -> None:
        for job in (self._finding, self._picking, self._seeking):
            job.stop()
        self._data = b""
        self._encoding = encoding
        self._shows_bytes = encoding is Encoding.BINARY
        self._decoder = decoder_of(encoding)
        self._all = ByteLines(encoding=codec_of(encoding))
        self._picked = None
        self.text.begin()
        self.text.set_numbers(None)
        self.lines.set_lines(self._all)

    def _append(self, rest: bytes, final: bool) -> None:
        text = self._decoder.decode(rest, final)
        if final:
            self._decoder.reset()
        if self._pattern is None:
            self.text.append(text)

    def _show_first_lines(self, step: int) -> None:
        if self._is_large(self._data) and not step % STEPS_A_LOOK:
            self.lines.update_lines()

    def _show_more_lines(self) -> None:
        """All lines are found: show them, and pick among the new ones too."""
        was_at_end = self.lines.is_at_end()
        had_lines = self.lines.verticalScrollBar().maximum() > 0
        self.lines.update_lines()
        if was_at_end and had_lines:
            self.lines.scroll_to_end()
        if self._pattern is not None:
            self._pick(self._pattern)

    def _choose_body(self) -> None:
        self.tools.bytes.setChecked(self._shows_bytes)
        is_hex = isinstance(self._body_lines, HexLines)
        if self._shows_bytes != is_hex:
            self.lines.set_lines(HexLines(self._data) if self._shows_bytes else self._all)
        elif is_hex:
            self.lines.set_lines(HexLines(self._data))
        self._pile.setCurrentWidget(self.lines if self._uses_lines() else self.text)
        self.tools.field.setEnabled(not self._shows_bytes)
        self._say_at_end()

    @property
    def _body_lines(self) -> Lines:
        return self.lines.lines()

    def _shown_lines(self) -> Lines:
        if self._uses_lines():
            return self._body_lines
        return self._all if self._picked is None else self._picked

    def _pick(self, pattern: UserPattern | None) -> None:
        """Leave only the lines that match; with None show all, at the line that was current."""
        home = self._home_of_current()
        self._pattern = pattern
        self._picking.stop()
        self.lines.set_found(pattern)
        self.tools.count.setText("")
        if pattern is None:
            self._picked = None
            self._show_picked()
            self._go_to(home)
            return
        self._picked = PickedLines(self._all)
        self._show_picked()
        self._picking.start(self._matching(pattern, self._picked), end=self._end_picking)

    def _matching(self, pattern: UserPattern, picked: PickedLines) -> Iterator[None]:
        try:
            for step, places in enumerate(matching(self._all, pattern)):
                picked.places.extend(places)
                if not step % STEPS_A_LOOK:
                    self.lines.update_lines()
                yield
        except BadPattern as error:
            self.tools.say_problem(error)

    def _end_picking(self) -> None:
        if self._picked is not None:
            count = len(self._picked)
            words = ngettext("{count} line", "{count} lines", count)
            self.tools.count.setText(words.format(count=f"{count:,}"))
        self._show_picked()

    def _show_picked(self) -> None:
        """Put the picked lines, or all, into the body that is shown."""
        if self._uses_lines():
            if not self._shows_bytes:
                self.lines.set_lines(self._all if self._picked is None else self._picked)
        else:
            self.text.begin()
            self.text.set_numbers(None if self._picked is None else self._picked.places)
            self.text.append(self._raw_text())
            self.text.verticalScrollBar().setValue(0)

    def _raw_text(self) -> str:
        if self._picked is None:
            return decoder_of(self._encoding).decode(self._data, True)
        return "\n".join(self._picked.text(place) for place in range(len(self._picked)))

    def _show_among_all(self, place: int) -> None:
        """A line that was picked is activated: show it with what is around it."""
        if self._picked is not None and not self._shows_bytes:
            home = self._picked.home(place)
            self.tools.field.clear()
            self._pick(None)
            self._go_to(home)

    def _home_of_current(self) -> int:
        place, lines = self._current_line(), self._shown_lines()
        return lines.home(place) if place < len(lines) else 0

    def _current_line(self) -> int:
        if self._uses_lines():
            return self.lines.current_line()
        return self.text.textCursor().blockNumber()

    def _go_to(self, place: int) -> None:
        if self._uses_lines():
            self.lines.go_to(place)
        else:
            self.text.go_to_line(place)

    def _say_no_trouble(self) -> None:
        self.tools.count.setText(_("Nothing looks like a failure"))

    def _find(self) -> None:
        if self._uses_lines():
            self.tools.field.setFocus()
        else:
            self.find_bar.open_bar()

    def _go_to_end(self) -> None:
        bar = (self.lines if self._uses_lines() else self.text).verticalScrollBar()
        bar.setValue(bar.maximum())
        self._say_at_end()

    def _say_at_end(self) -> None:
        bar = (self.lines if self._uses_lines() else self.text).verticalScrollBar()
        self.tools.follow.setChecked(bar.value() >= bar.maximum() - 2)

    def _say(self, label: Label, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _foot_line() -> Label:
    made = Label("", Type.SMALL, "text_3", wrap=True)
    made.setContentsMargins(14, 0, 14, HALF)
    made.hide()
    return made

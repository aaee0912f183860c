"""The base of all pages: head, banners, content, and what ends with the page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final, TypeVar, cast

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column, panel, row
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.side_by_side import PANE_WIDTH, SideBySide
from tat_console.ui.kit.states import EmptyState, ErrorState, LoadingState

T = TypeVar("T")
HEAD_HEIGHT: Final = 52


class Page(QFrame):
    """A page of the window: a head of 52 px, banners, and one content or state at a time.

    `head_start` and `head_actions` are the two ends of the head; `start` runs coroutines that stop
    with the page and whose errors appear on it; `listen` connects to events for as long as the
    page lives.
    """

    def __init__(self, title: str, *, with_head: bool = True) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.title = Label(title, Type.TITLE)
        self.subtitle = Label("", Type.BASE, "text_3")
        self.head_start = row(self.title, self.subtitle, gap=GAP)
        self.head_actions = row()
        self.head = panel(self._head_row(), "surface", height=HEAD_HEIGHT)
        if not with_head:
            self.head.hide()
        self.banners = BannerStrip()
        self._banner_margin = column(self.banners, margins=(MARGIN, 0, GAP, 0))
        self._stack = QStackedWidget()
        self._content: QWidget | None = None
        self._state: object = None
        self._starts_at: tuple[QWidget, QWidget | None] | None = None
        self._fill()
        self.errors = ErrorDesk(self.banners)
        self.scope = TaskScope(self, self.errors.report)
        self.setAccessibleName(title)

    def start(
        self, work: Coroutine[Any, Any, object], *, key: Hashable | None = None
    ) -> asyncio.Task[object]:
        """Run a coroutine of this page; one under the same key is cancelled first."""
        return self.scope.start(work, key=key)

    def listen(self, event: Event[T], callback: Callable[[T], object]) -> None:
        """Call `callback` at each emit for as long as the page lives."""
        listen(self, event, callback)

    def flush(self) -> None:
        """Keep what was typed and not kept yet; pages that take texts know how."""

    def start_at(self, part: QWidget) -> None:
        """Give a part of the content the focus, now or once it takes the place of a state.

        Where it was moved on screen in the meantime, it stays.
        """
        part.setFocus()
        holder = cast("QWidget | None", self.window().focusWidget())
        on_screen = holder if holder is not None and holder.isVisible() else None
        self._starts_at = None if part.isVisible() else (part, on_screen)

    def set_content(self, content: QWidget) -> None:
        """Set and show what the page is for; to be called once."""
        self._content = content
        self._stack.addWidget(content)
        self.show_content()

    def put_beside(
        self, pane: QWidget, *, left: QWidget | None = None, width: int = PANE_WIDTH
    ) -> SideBySide:
        """Put a pane at the side of head and content, or on top of them on a narrow page.

        `width` is the pane's at first; `left` is a part that stands at the other side.
        """
        main = QWidget()
        main.setLayout(self._column)  # Qt moves head, banners and content over with it
        sides = SideBySide(main, pane, width)
        outer = row(sides, gap=0) if left is None else row(left, sides, gap=0)
        outer.setStretchFactor(sides, 1)
        self.setLayout(outer)
        return sides

    def show_state(self, state: object, make: Callable[[], object]) -> bool:
        """Let `make` show what a state stands for, but not anew while the state stays the same.

        Returns whether it was another one.
        """
        is_another = state != self._state
        if is_another:
            self._state = state
            make()
        return is_another

    def show_content(self) -> None:
        """Show the content instead of a state."""
        if self._content is not None:
            self._show(self._content)
            self._give_focus()

    def show_empty(self, state: EmptyState) -> None:
        """Show that there is nothing, and what to do."""
        self._show(state)

    def show_loading(self, text: str) -> None:
        """Show that something is on its way."""
        self._show(LoadingState(text))

    def show_error(self, error: ConsoleError, retry: Callable[[], object] | None = None) -> None:
        """Show an error in the place of the content."""
        self._show(ErrorState(error, retry))

    def _show(self, shown: QWidget) -> None:
        earlier = self._stack.currentWidget()
        if earlier is shown:
            return
        if self._stack.indexOf(shown) < 0:
            self._stack.addWidget(shown)
        self._stack.setCurrentWidget(shown)
        if earlier is not None and earlier is not self._content:
            self._stack.removeWidget(earlier)
            earlier.deleteLater()

    def _give_focus(self) -> None:
        if self._starts_at is None or not self.isVisible():
            return
        part, had_focus = self._starts_at
        self._starts_at = None
        if had_focus is None or had_focus is self.window().focusWidget():
            part.setFocus()

    def _head_row(self) -> QVBoxLayout:
        return column(
            row(self.head_start, None, self.head_actions, margins=(MARGIN, GRID, GAP, HALF))
        )

    def _fill(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addLayout(self._banner_margin)
        self._column.addWidget(self._stack, 1)

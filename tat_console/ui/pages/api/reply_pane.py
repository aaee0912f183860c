"""What came of a call in the explorer, and the call as code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QWidget

from tat_console.services.explorer import Explored
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ElidedLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, column, panel, row
from tat_console.ui.kit.states import EmptyState, LoadingState
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.api.code_view import CodeView, Language
from tat_console.ui.pages.api.samples import Sample
from tat_console.ui.pages.api.words import exact_duration, outcome_look
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.status_badge import StatusBadge

REPLY: Final = "reply"
RAW: Final = "raw"
_PARTS: Final = ((REPLY, N_("Reply")), (RAW, N_("Raw")))

CodeOf = Callable[[Sample], str]
"""Makes the code for the call as the form is filled; raises ConsoleError where it cannot."""


class ReplyPane(QFrame):
    """Reply, raw reply, and three kinds of code, one of them on show."""

    def __init__(self, code_of: CodeOf) -> None:
        super().__init__()
        self._code_of = code_of
        self._explored: Explored | None = None
        self.setProperty("ground", "surface")
        self.setMinimumWidth(300)
        self.setAccessibleName(_("Reply and code"))
        choices = [(key, _(words)) for key, words in _PARTS]
        self.parts = Segments(
            _("What is shown"), [*choices, *((one.value, one.word) for one in Sample)]
        )
        self.parts.name_buttons("show")
        self.view = CodeView(_("Reply or code"))
        self.view.setObjectName("explorer_view")
        self._fill()
        self.parts.chosen.connect(lambda _part: self.refresh())

    def show_busy(self) -> None:
        """A call is under way."""
        self._explored = None
        self._badge.set_look(None)
        self._facts.setText("")
        self._request_id.setText("")
        self._show_error(None)
        self._show_reply()
        self._stack.setCurrentWidget(self._loading)

    def show_reply(self, explored: Explored | None) -> None:
        """Show what came back; None for nothing."""
        self._explored = explored
        record = explored.record if explored else None
        self._badge.set_look(outcome_look(record.outcome) if record else None)
        self._facts.setText(exact_duration(record) if record else "")
        self._request_id.setText(record.request_id if record else "")
        self._copy_id.setVisible(bool(record and record.request_id))
        self._show_error(explored.error if explored else None)
        if explored is not None:
            self._show_reply()
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen part as it is now."""
        key = str(self.parts.choice())
        self._said.setText("")
        if key in (REPLY, RAW):
            self._show_body(key)
            return
        sample = Sample(key)
        try:
            self.view.show_text(self._code_of(sample), sample.language)
            self._said.setText(sample.tip)
        except ConsoleError as error:
            self.view.show_text(str(error), Language.JSON)
        self._stack.setCurrentWidget(self.view)

    def copy(self) -> None:
        """Copy what is shown; a line of curl is signed anew."""
        self.refresh()
        QGuiApplication.clipboard().setText(self.view.toPlainText())
        self._said.setText(_("Copied."))

    def _show_reply(self) -> None:
        """Come back from code to the reply."""
        if self.parts.choice() not in (REPLY, RAW):
            self.parts.choose(REPLY)

    def _show_body(self, key: str) -> None:
        if self._explored is None:
            self._stack.setCurrentWidget(self._empty)
            return
        decoded, raw = self._explored.decoded, self._explored.raw
        text = raw if key == RAW else decoded or raw
        self.view.show_text(text or _("No reply came."), Language.JSON)
        self._stack.setCurrentWidget(self.view)

    def _show_error(self, error: ConsoleError | None) -> None:
        self._notice_box.setVisible(error is not None)
        if error is not None:
            text = " ".join(filter(None, (error.what, error.next_step)))
            self.notice.set_message(ToneName.BAD, error.title, text)

    def _fill(self) -> None:
        self._badge = StatusBadge()
        self._badge.setObjectName("explorer_result")
        self._facts = Label("", Type.BASE, "text_2")
        self._facts.setObjectName("explorer_duration")
        self._request_id = ElidedLabel("", Type.ID, "text_3")
        self._request_id.setObjectName("explorer_request_id")
        self._request_id.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._copy_id = tool_button("ph.copy", _("Copy the RequestId"), role="text_3")
        self._copy_id.setIconSize(QSize(14, 14))
        self._copy_id.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self._request_id.full_text())
        )
        self._copy_id.hide()
        self._copy = button(_("Copy"), "ph.copy", strip=True)
        self._copy.setObjectName("copy_shown")
        self._copy.setToolTip(_("Copy what is shown (Ctrl+Shift+C)"))
        self._copy.clicked.connect(self.copy)
        self._said = Label("", Type.SMALL, "text_3")
        self._said.setObjectName("explorer_said")
        self.notice = Notice(ToneName.BAD, "")
        self._notice_box = panel(column(self.notice, margins=(GAP, GRID, GAP, GRID)), "surface")
        self._notice_box.hide()
        self._empty = EmptyState(
            "ph.paper-plane-tilt",
            _("No reply yet"),
            _("Fill the form and press Call. The code for it is ready beside Reply."),
        )
        self._loading = LoadingState(_("Waiting for the reply…"))
        self._stack = QStackedWidget()
        for part in (self._empty, self._loading, self.view):
            self._stack.addWidget(part)
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(self.parts, None, self._copy, margins=(GAP, 0, GAP, 0))
        foot = row(
            self._badge, self._facts, self._request_id, self._copy_id, None, self._said,
            margins=(GAP, 0, GAP, 0),
        )  # fmt: skip
        foot.setStretchFactor(self._request_id, 100)  # before the gap, up to its own width
        parts: tuple[QWidget, ...] = (
            panel(head, "surface", edge="bottom", height=44),
            self._notice_box,
            self._stack,
            panel(foot, edge="top", height=32),
        )
        box = column(*parts, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)

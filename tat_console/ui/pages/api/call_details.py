"""One call at the side of the table: facts, request, reply, and the same call as code."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout

from tat_console.services.api_calls import ApiCall
from tat_console.support.i18n import _
from tat_console.tat.actions import ACTIONS
from tat_console.tat.error_texts import explain
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ElidedLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, panel, row
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import DASH, region_word
from tat_console.ui.pages.api.call_columns import action_words
from tat_console.ui.pages.api.code_view import CodeView, Language
from tat_console.ui.pages.api.samples import Sample
from tat_console.ui.pages.api.words import NO_ANSWER, exact_duration, exact_time, outcome_look
from tat_console.ui.widgets.detail_pane import SIDE, ClosablePane
from tat_console.ui.widgets.key_value import Fact, KeyValueList
from tat_console.ui.widgets.segments import Segments

WIDTH: Final = 470


class Part(StrEnum):
    """Which of the two bodies is shown."""

    REQUEST = "request"
    REPLY = "reply"


class CallDetails(ClosablePane):
    """Shows one call; `copy_asked` tells the kind of code that is wanted of it."""

    copy_asked = Signal(object)
    explore_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Details of the call"))
        self.call: ApiCall | None = None
        self.setObjectName("call_details")
        self.setMinimumWidth(380)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = ElidedLabel("", Type.HEADING)
        self._name.setObjectName("call_name")
        self._facts = KeyValueList()
        self._notice = Notice(ToneName.BAD, "")
        self._notice.hide()
        self.parts = Segments(
            _("Which body"), [(Part.REQUEST, _("Request")), (Part.REPLY, _("Reply"))]
        )
        self.parts.name_buttons("call")
        self.parts.chosen.connect(lambda _part: self._show_body())
        self.body = CodeView(_("Body of the call"))
        self.body.setObjectName("call_body")
        self.said = ElidedLabel("", Type.SMALL, "text_2")
        self.said.setObjectName("call_said")
        self._fill()

    def show_call(self, call: ApiCall, profile_name: str) -> None:
        """Show a call; the part that is read stays the same."""
        if self.call is None or call.number != self.call.number:
            self.said.setText("")
        self.call = call
        self._name.setText(action_words(call))
        self._facts.set_facts(_facts(call, profile_name))
        self._show_problem(call)
        self.explore.setEnabled(call.key in ACTIONS)
        self._show_body()

    def _fill(self) -> None:
        self.cross.setObjectName("close_call")
        copy_id = tool_button("ph.copy", _("Copy the RequestId"), role="text_2")
        copy_id.setObjectName("copy_request_id")
        copy_id.clicked.connect(self._copy_request_id)
        title = row(self._name, copy_id, self.cross, gap=2)
        title.setStretch(0, 1)
        top = column(title, self._facts, self._notice, margins=(SIDE, GRID, SIDE, GRID))
        copy_body = tool_button("ph.copy", _("Copy what is shown"), role="text_2")
        copy_body.setObjectName("copy_body")
        copy_body.clicked.connect(self._copy_body)
        strip = row(self.parts, None, copy_body, margins=(SIDE, 0, GRID, 0))
        box = column(top, panel(strip, edge="top", height=36), self.body, self._foot(), gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)

    def _foot(self) -> QFrame:
        line: QHBoxLayout = row(Label(_("Copy as"), Type.BASE, "text_2"), gap=6)
        for sample in Sample:
            made = button(sample.word, strip=True)
            made.setObjectName(f"copy_{sample.value}")
            made.setToolTip(sample.tip)
            made.clicked.connect(lambda _on, sample=sample: self.copy_asked.emit(sample))
            line.addWidget(made)
        line.addStretch(1)
        self.explore = button(_("Open in explorer"), "ph.flask", strip=True)
        self.explore.setObjectName("open_in_explorer")
        self.explore.setToolTip(_("Fill the form of this action with the request"))
        self.explore.clicked.connect(self.explore_asked)
        line.addWidget(self.explore)
        return panel(column(line, self.said, margins=(SIDE, GRID, SIDE, GRID), gap=4), edge="top")

    def _show_problem(self, call: ApiCall) -> None:
        """The service's words for a refusal, with what to do."""
        code, message = _refusal(call)
        self._notice.setVisible(bool(code))
        if code:
            words = explain(code, message)
            text = " ".join(filter(None, (words.what, words.next_step)))
            self._notice.set_message(ToneName.BAD, words.title, text)

    def _show_body(self) -> None:
        if self.call is None:
            return
        text = self.call.request if self.parts.choice() is Part.REQUEST else self.call.reply
        self.body.show_text(text or self._why_empty(self.call), Language.JSON)

    def _why_empty(self, call: ApiCall) -> str:
        if self.parts.choice() is Part.REPLY and call.record.outcome in NO_ANSWER:
            return _("No reply came.")
        return _("Not kept any more: only the newest calls keep their bodies.")

    def _copy_request_id(self) -> None:
        if self.call is not None:
            QGuiApplication.clipboard().setText(self.call.record.request_id)
            self.said.setText(_("The RequestId was copied."))

    def _copy_body(self) -> None:
        QGuiApplication.clipboard().setText(self.body.toPlainText())
        self.said.setText(_("The body was copied."))


def _facts(call: ApiCall, profile_name: str) -> list[Fact]:
    record = call.record
    look = outcome_look(record.outcome)
    return [
        Fact(_("Result"), look.word, look),
        Fact(
            _("Ended"),
            _("{time}, after {duration}").format(
                time=exact_time(record), duration=exact_duration(record)
            ),
        ),
        Fact(_("Attempts"), f"{record.attempts:,}"),
        Fact(_("Region"), f"{region_word(record.region)} ({record.region})"),
        Fact(_("Profile"), profile_name),
        Fact("RequestId", record.request_id or DASH, code=True),
    ]


def _refusal(call: ApiCall) -> tuple[str, str]:
    """Code and message of a reply that refuses, both "" for others."""
    if call.is_good or call.record.outcome in NO_ANSWER:
        return "", ""
    try:
        reply: Any = json.loads(call.reply or "{}")
        message = reply.get("Response", {}).get("Error", {}).get("Message", "")
    except (ValueError, AttributeError):
        message = ""
    return call.record.outcome, str(message)

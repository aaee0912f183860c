"""The lines of a connection test: one a step, and under a failed one why, and what to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from tat_console.services.connection_trial import StepResult
from tat_console.services.diagnosis import Cause, Diagnosis
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row

LINE_HEIGHT: Final = 26
POLICY_LINES: Final = 18
"""So many lines of a policy are seen at once; the smallest one has fewer."""
_INDENT: Final = 26
FIELD_OF: Final = {
    Cause.ADDRESS: "endpoint",
    Cause.NAME: "endpoint",
    Cause.PROXY: "proxy",
    Cause.CERTIFICATE: "ca_file",
    Cause.KEY_PLACE: "source",
    Cause.KEY_UNKNOWN: "secret_id",
    Cause.KEY_WRONG: "secret_key",
    Cause.TOKEN: "token",
    Cause.SECOND_FACTOR: "role_mfa",
}
"""The field of the profile's form in which a cause can be corrected."""


class StepRow(QFrame):
    """One step: an icon, what is tried, and how it went."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setFixedHeight(LINE_HEIGHT)
        self._title = title
        self._icon = IconLabel("ph.circle", "text_3", 16)
        self._name = Label(title, Type.BASE)
        self._word = Label("", Type.BASE, "text_2")
        self.is_waiting = True
        self.is_open = True
        self.setLayout(row(self._icon, self._name, None, self._word, gap=GRID))
        self._say("ph.circle", "text_3", _("waits"))

    def show_trying(self) -> None:
        """Say that it is being tried."""
        self.is_waiting = False
        self._say("ph.circle-half-fill", "busy_text", _("trying …"))

    def show_untried(self) -> None:
        """Say that it was not reached."""
        self.is_waiting = self.is_open = False
        self._say("ph.minus-circle", "text_3", _("Not tried"))

    def show_result(self, result: StepResult) -> str:
        """Say how it went; returns it as lines for a report."""
        self.is_waiting = self.is_open = False
        found = result.diagnosis
        if found is None:
            self._say("ph.check-circle-fill", "good_text", _("Works"))
            return self.accessibleName()
        self._say("ph.x-circle-fill", "bad_text", found.cause.words)
        quoted = f"RequestId {found.request_id}" if found.request_id else ""
        parts = (self.accessibleName(), found.title, found.what, found.next_step, quoted)
        return "\n".join(filter(None, (*parts, found.policy)))

    def _say(self, icon_name: str, role: str, word: str) -> None:
        self._icon.set_icon(icon_name, role)
        self._word.setText(word)
        self._word.set_ink(role if role != "text_3" else "text_2")
        self.setAccessibleName(f"{self._title}: {word}")


class ClockRow(StepRow):
    """How far this computer's clock is off; only a warning, for the program corrects it."""

    def __init__(self, offset_s: float, warning: str) -> None:
        super().__init__(_("Compare the clocks"))
        self.is_waiting = self.is_open = False
        if warning:
            text = _("{what} The program corrects it; other programs do not.")
            self._say("ph.warning-fill", "late_text", text.format(what=warning))
        else:
            # A Date header has whole seconds: less than two may be no difference at all.
            shown = f"{offset_s:+.0f}" if abs(offset_s) >= 2 else "0"
            text = _("agree, {offset} s apart").format(offset=shown)
            self._say("ph.check-circle-fill", "good_text", text)

    @property
    def words(self) -> str:
        """The line for a report."""
        return self.accessibleName()


class StepDetails(QWidget):
    """Why a step failed: what, what to do, the policy that is missing, and the way to the field."""

    wants_field = Signal(str)

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__()
        parts: list[QWidget] = [Label(diagnosis.title, Type.NAME, wrap=True)]
        for text, ink in ((diagnosis.what, "text"), (diagnosis.next_step, "text_2")):
            if text:
                parts.append(_copyable(Label(text, Type.BASE, ink, wrap=True)))
        if diagnosis.policy:
            parts.append(_policy(diagnosis.policy))
        if diagnosis.request_id:
            parts.append(_copyable(Label(f"RequestId {diagnosis.request_id}", Type.ID, "text_3")))
        lines = column(*parts, gap=HALF, margins=(GRID, GRID, GRID, GRID))
        if name := FIELD_OF.get(diagnosis.cause):
            lines.addLayout(row(self._way_to(name), None))
        self.setLayout(column(panel(lines, "card"), margins=(_INDENT, 0, 0, HALF)))
        self.setAccessibleName(f"{diagnosis.title} {diagnosis.what} {diagnosis.next_step}")

    def _way_to(self, name: str) -> QWidget:
        way = button(_("Correct it in the form"), "ph.pencil-simple", ButtonKind.FLAT, strip=True)
        way.setObjectName("correct_field")
        way.setAutoDefault(False)
        way.clicked.connect(lambda _checked: self.wants_field.emit(name))
        return way


def _copyable(label: Label) -> Label:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _policy(text: str) -> QWidget:
    """The policy with a button that copies it."""
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setFont(font(Type.CODE_SMALL))
    shown.setProperty("kind", "field")
    lines = min(POLICY_LINES, text.count("\n") + 1)
    shown.setFixedHeight(lines * shown.fontMetrics().lineSpacing() + 3 * GAP)
    shown.setObjectName("policy_text")
    shown.setAccessibleName(_("Policy that allows it"))
    shown.setTabChangesFocus(True)
    copy = button(_("Copy policy"), "ph.copy", strip=True)
    copy.setObjectName("copy_policy")
    copy.setAutoDefault(False)
    copy.clicked.connect(lambda _checked: QGuiApplication.clipboard().setText(text))
    made = QWidget()
    made.setLayout(column(shown, row(copy, None), gap=HALF))
    return made

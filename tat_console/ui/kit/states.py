"""What stands in the place of content: nothing yet, on its way, or not to be had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.help_link import help_button
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.theme import current

TEXT_WIDTH: Final = 420


class EmptyState(QWidget):
    """An icon, what is (not) here, what to do, and a button that does it."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str = "",
        action: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        box = self.box = _centred_column(self)
        self._icon = IconLabel(icon_name, "text_3", 40)
        self.title = _centred(Label(title, Type.HEADING, wrap=True))
        self.text = _centred(Label(text, Type.BASE, "text_2", wrap=True))
        self.action: QPushButton | None = None
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.title)
        box.addWidget(self.text)
        if action and act:
            self.action = button(action, kind=ButtonKind.PRIMARY)
            self.action.clicked.connect(lambda _checked: act())
            box.addSpacing(GRID)
            box.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.setAccessibleName(f"{title} {text}".strip())


class LoadingState(QWidget):
    """Says what is being fetched, with a wheel that turns."""

    def __init__(self, text: str) -> None:
        super().__init__()
        box = _centred_column(self)
        self.text = _centred(Label(text, Type.BASE, "text_2", wrap=True))
        box.addWidget(Spinner(28), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.text)
        box.addStretch(3)
        self.setAccessibleName(text)


class ErrorState(EmptyState):
    """An error in the place of content, with a button that tries again."""

    def __init__(self, error: ConsoleError, retry: Callable[[], object] | None = None) -> None:
        text = " ".join(filter(None, (error.what, error.next_step)))
        super().__init__("ph.warning-circle", error.title, text, _("Try again"), retry)
        self._icon.set_icon("ph.warning-circle", "bad_text")
        if (helping := help_button(error)) is not None:
            place = self.box.count() - 1
            self.box.insertWidget(place, helping, 0, Qt.AlignmentFlag.AlignHCenter)
        if error.request_id:
            request = _centred(Label(f"RequestId {error.request_id}", Type.ID, "text_3"))
            request.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.box.insertWidget(self.box.count() - 1, request)


class Spinner(QWidget):
    """A wheel that turns while it can be seen."""

    def __init__(self, side: int = 16) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self._turn = QVariantAnimation(self)
        self._turn.setStartValue(0.0)
        self._turn.setEndValue(360.0)
        self._turn.setDuration(1000)
        self._turn.setLoopCount(-1)
        self._turn.setEasingCurve(QEasingCurve.Type.Linear)
        self._turn.valueChanged.connect(lambda _angle: self.update())

    def showEvent(self, event: QShowEvent) -> None:
        """Start to turn."""
        self._turn.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop turning."""
        self._turn.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the wheel at its angle."""
        painter = QPainter(self)
        half = self.width() / 2
        painter.translate(half, half)
        painter.rotate(float(self._turn.currentValue() or 0.0))
        box = QRectF(-half, -half, 2 * half, 2 * half)
        paint_icon(painter, box, "ph.spinner-gap-bold", current().accent)


def _centred_column(widget: QWidget) -> QVBoxLayout:
    inner = QWidget()
    inner.setFixedWidth(TEXT_WIDTH)
    box = QVBoxLayout(inner)
    box.setSpacing(GRID)
    box.addStretch(2)
    widget.setLayout(row(None, inner, None))
    return box


def _centred(label: Label) -> Label:
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label

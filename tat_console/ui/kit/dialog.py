"""The frame of every dialog: title, body, and a foot with the buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QToolButton, QVBoxLayout, QWidget

from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.focus_ring import keys_lead
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, panel, row
from tat_console.ui.kit.tab_order import follow_layouts
from tat_console.ui.kit.theme import current


class Dialog(QDialog):
    """A dialog with a title line, `body` to be filled, and a foot; opened by `ask`, never `exec`."""

    def __init__(self, parent: QWidget | None, title: str, width: int = 440) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.body = column(gap=GAP, margins=(18, MARGIN, 18, MARGIN))
        self.heading = Label(title, Type.TITLE, wrap=True)
        self.body.addWidget(self.heading)
        self.foot = row(gap=GRID)
        self.foot.addStretch(1)
        foot = panel(self.foot, "panel", edge="top")
        self.foot.setContentsMargins(18, GAP, 18, GAP)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self.body, 1)
        outer.addWidget(foot)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the layout."""
        keys_lead()
        follow_layouts(self)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; elsewhere the default one, as Qt does."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        button_in_focus = self.focusWidget()
        if is_enter and isinstance(button_in_focus, QPushButton | QToolButton):
            button_in_focus.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up high enough for lines that are broken, which Qt does not ask for by itself."""
        super().showEvent(event)
        before = self.height()
        self._make_room()
        top = self.y() - (self.height() - before) // 2
        self.move(self.x(), max(min(self.y(), self.screen().availableGeometry().top()), top))

    def event(self, event: QEvent) -> bool:
        """Grow where something is said that was not before."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._make_room()
        return is_done

    def _make_room(self) -> None:
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return
        needed = min(layout.totalHeightForWidth(self.width()), self.screen().size().height())
        if needed > self.height():
            self.resize(self.width(), needed)

    def add_band(self, environment: str, icon_name: str, name: str, text: str) -> None:
        """Put the coloured band of an environment above everything."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, EnvironmentBand(environment, icon_name, name, text))

    def add_button(
        self, text: str, code: int, kind: ButtonKind = ButtonKind.NORMAL, icon_name: str = ""
    ) -> QPushButton:
        """A button of the foot that ends the dialog with `code`."""
        made = button(text, icon_name, kind)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self.done(code))
        self.foot.addWidget(made)
        return made

    def add_cancel(self, text: str) -> QPushButton:
        """The button that ends the dialog without doing anything; Enter presses it too."""
        made = self.add_button(text, QDialog.DialogCode.Rejected.value)
        made.setDefault(True)
        return made


class EnvironmentBand(QFrame):
    """A band in the colour of an environment with its icon and name, white on it."""

    def __init__(self, environment: str, icon_name: str, name: str, text: str) -> None:
        super().__init__()
        self._environment = environment
        self.setFixedHeight(38)
        parts = (
            IconLabel(icon_name, "accent_on"),
            Label(name, Type.HEADING, "accent_on"),
            Label(text, Type.BASE, "accent_on"),
        )
        self.setLayout(row(*parts, None, margins=(18, 0, 18, 0)))
        self.setAccessibleName(f"{name} {text}")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the band."""
        QPainter(self).fillRect(self.rect(), current().environment(self._environment).fill)

"""A field that shows dots until its eye is pressed."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from tat_console.ui.kit.icons import icon


def secret_field(show_words: str) -> QLineEdit:
    """A field for a key or a token; `show_words` say what its eye does."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    eye = QAction(icon("ph.eye", "text_2"), show_words, field)
    eye.setCheckable(True)

    def reveal(on: bool) -> None:
        field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        eye.setIcon(icon("ph.eye-slash" if on else "ph.eye", "text_2"))

    eye.toggled.connect(reveal)
    field.addAction(eye, QLineEdit.ActionPosition.TrailingPosition)
    return field

"""What the tests of the window share: a themed application and a window to be a parent."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.page import Page


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> QApplication:
    """The application in the light theme."""
    apply_theme(qapp, Mode.LIGHT)
    return qapp


@pytest.fixture
def host(qtbot) -> QWidget:
    """A window on show that dialogs can belong to."""
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def page(qtbot) -> Page:
    """A page on show."""
    made = Page("Instances")
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made

"""The way from anything in the window to the topic of the help that explains it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QPushButton, QWidget

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic, topic_of
from tat_console.ui.kit.controls import ButtonKind, button


@runtime_checkable
class HelpGiver(Protocol):
    """A window that can show a topic of the help."""

    def open_help(self, topic: str = "", asker: QWidget | None = None) -> None:
        """Show a topic beside the window of `asker`; "" is the one shown last."""
        ...


def ask_for_help(asker: QWidget, topic: Topic) -> None:
    """Have the window that something belongs to show a topic."""
    above: QWidget | None = asker
    while above is not None:
        if isinstance(above, HelpGiver):
            above.open_help(topic.value, asker)
            return
        above = above.parentWidget()


def help_button(error: ConsoleError) -> QPushButton | None:
    """A button that leads to what the help says about an error, None where it says nothing."""
    if (topic := topic_of(error)) is None:
        return None
    made = button(_("Help"), "ph.question", ButtonKind.FLAT, strip=True)
    made.setObjectName("error_help")
    made.setToolTip(_("Read more about this in the help"))
    made.clicked.connect(lambda: ask_for_help(made, topic))
    return made

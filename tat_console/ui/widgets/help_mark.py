"""A "?" beside a field: what is allowed in it, and the way to the topic that explains why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic
from tat_console.tat.limits import Limit, Unit
from tat_console.ui.kit.help_link import ask_for_help
from tat_console.ui.kit.icons import icon

ANY_NUMBER: Final = 2**63 - 1
LABEL_HEIGHT: Final = 16
"""Of the labels over fields, in pixels: one with a mark is as high as one without."""


class HelpMark(QToolButton):
    """Its tool tip tells the limits of the field; a press opens the topic."""

    def __init__(self, topic: Topic, *bounds: Limit) -> None:
        super().__init__()
        self.topic = topic
        self.setObjectName(f"help_{topic.value}")
        self.setProperty("kind", "mark")
        self.setIcon(icon("ph.question", "text_3", "accent"))
        self.setIconSize(QSize(14, 14))
        self.setFixedSize(LABEL_HEIGHT, LABEL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)
        lines = [*map(limit_in_words, bounds), _("Press for more in the help.")]
        self.setToolTip("\n".join(lines))
        self.setAccessibleName(_("Help on this field"))
        self.setAccessibleDescription(" ".join(lines))
        self.clicked.connect(lambda: ask_for_help(self, self.topic))


def limit_in_words(limit: Limit) -> str:
    """A limit as a sentence: what is counted, how much is allowed, and how it may look."""
    values = {
        "title": _(limit.title),
        "unit": _(limit.unit.value),
        "least": f"{limit.least:,}",
        "most": f"{limit.most:,}",
    }
    if limit.most == ANY_NUMBER:
        size = _("{title}: {least} or more.").format(**values)
    elif limit.unit is Unit.NUMBER:
        size = _("{title}: from {least} to {most}.").format(**values)
    else:
        size = _("{title}: at most {most} {unit}.").format(**values)
    if not limit.pattern_words:
        return size
    allowed = _("Allowed: {words}.").format(words=_(limit.pattern_words))
    return f"{size} {allowed}"

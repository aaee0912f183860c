"""What a script is for, in a sentence, and the tags it is found by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.dialog import Dialog

WIDTH: Final = 460
LINES_HEIGHT: Final = 72


class DescribeScript(Dialog):
    """Edits description and tags; `known` are the tags of other scripts."""

    def __init__(
        self,
        parent: QWidget,
        path: str,
        description: str,
        tags: Sequence[str],
        known: Sequence[str],
    ) -> None:
        super().__init__(parent, _("About “{path}”").format(path=path), WIDTH)
        self.setObjectName("describe_script")
        self.description = QPlainTextEdit(description)
        self.description.setObjectName("script_description")
        self.description.setProperty("kind", "field")
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(LINES_HEIGHT)
        self.tags = QLineEdit(", ".join(tags))
        self.tags.setObjectName("script_tags")
        what = _("Goes to the cloud with the script, where 120 characters have room.")
        self._description = FormField(_("Description"), self.description, what)
        hint = _("Words to find it by, with commas between. Tags of the cloud are others.")
        if known:
            hint = _("Words to find it by, with commas between. In use: {tags}.").format(
                tags=", ".join(known)
            )
        self.body.addWidget(self._description)
        self.body.addWidget(FormField(_("Tags"), self.tags, hint))
        self.add_cancel(_("Cancel")).setDefault(False)
        accept = button(_("Apply"), kind=ButtonKind.PRIMARY)
        accept.setObjectName("apply_description")
        accept.setDefault(True)
        accept.clicked.connect(self._accept)
        self.foot.addWidget(accept)
        self.description.setFocus()

    def text(self) -> str:
        """The description, in one line."""
        return " ".join(self.description.toPlainText().split())

    def wanted_tags(self) -> tuple[str, ...]:
        """The tags, each once; a leading # is how they are searched for, and no part of them."""
        words = (word.strip().lstrip("#").strip() for word in self.tags.text().split(","))
        return tuple(dict.fromkeys("-".join(word.split()) for word in words if word))

    def _accept(self) -> None:
        problem = limits.DESCRIPTION.problem(self.text()) or ""
        self._description.set_problem(problem)
        if not problem:
            self.done(ACCEPTED)

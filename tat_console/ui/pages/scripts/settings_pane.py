"""User, timeout and working folder of a script."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tat_console.runs.checks import FieldProblem
from tat_console.services.drafts import Draft
from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic
from tat_console.tat.limits import TIMEOUT_S, USERNAME, WORKING_DIRECTORY
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, row
from tat_console.ui.kit.words import default_folder, default_user
from tat_console.ui.pages.scripts.fields import Field
from tat_console.ui.widgets.help_mark import HelpMark


class SettingsPane(QWidget):
    """How the script is run; `changed` tells that the user typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        users = HelpMark(Topic.USERS_AND_FOLDERS, USERNAME)
        folders = HelpMark(Topic.USERS_AND_FOLDERS, WORKING_DIRECTORY)
        times = HelpMark(Topic.TIMEOUTS, TIMEOUT_S)
        self.username = Field(_("User"), "username_field", mark=users)
        self.timeout_s = Field(_("Timeout, seconds"), "timeout_field", mark=times)
        self.working_directory = Field(_("Working folder"), "folder_field", mark=folders)
        pair = row(self.username, self.timeout_s)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        for field in (self.username, self.timeout_s):
            pair.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self.origin = Label("", Type.SMALL, "text_3", wrap=True)
        self.origin.setObjectName("script_origin")
        heading = Label(_("Settings"), Type.HEADING)
        self.setLayout(column(heading, pair, self.working_directory, self.origin, gap=GRID))
        self.origin.hide()
        for field in self._fields.values():
            field.input.textEdited.connect(lambda _text: self.changed.emit())

    @property
    def _fields(self) -> dict[str, Field]:
        return {
            "username": self.username,
            "timeout_s": self.timeout_s,
            "working_directory": self.working_directory,
        }

    def show_draft(self, draft: Draft) -> None:
        """Show the settings of a draft."""
        self.username.set_text(draft.username)
        self.timeout_s.set_text(draft.timeout_s)
        self.working_directory.set_text(draft.working_directory)
        self.origin.setText(draft.origin)
        self.origin.setVisible(bool(draft.origin))
        self.show_defaults(draft.command_type)

    def show_defaults(self, command_type: CommandType) -> None:
        """Say in the empty fields what the service takes for this type of script."""
        self.username.input.setPlaceholderText(default_user(command_type))
        self.working_directory.input.setPlaceholderText(default_folder(command_type))

    def read_into(self, draft: Draft) -> Draft:
        """The draft with what the fields hold now."""
        return msgspec.structs.replace(
            draft,
            username=self.username.input.text(),
            timeout_s=self.timeout_s.input.text(),
            working_directory=self.working_directory.input.text(),
        )

    def show_problems(self, problems: Iterable[FieldProblem]) -> None:
        """Put each problem below its field."""
        found = {problem.field: problem for problem in problems}
        for name, field in self._fields.items():
            problem = found.get(name)
            field.set_problem(
                problem.sentence if problem else "", blocks=problem is None or problem.blocks
            )

    def focus_field(self, name: str) -> bool:
        """Go to the field of this name, where it is one of these."""
        field = self._fields.get(name)
        if field is not None:
            field.input.setFocus()
            field.input.selectAll()
        return field is not None

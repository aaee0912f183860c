"""The strip above the editor (type, name, run) and the one below it (place, size)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic
from tat_console.tat.limits import CONTENT
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.controls import (
    ButtonKind,
    ElidedLabel,
    IconLabel,
    Label,
    button,
    tool_button,
)
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, HALF, MARGIN, row
from tat_console.ui.kit.words import type_word
from tat_console.ui.pages.scripts.problems import Entry, count_words
from tat_console.ui.widgets.help_mark import HelpMark
from tat_console.ui.widgets.line_note import PROBLEM_ICONS
from tat_console.ui.widgets.size_meter import SizeMeter

TYPES = (CommandType.SHELL, CommandType.POWERSHELL, CommandType.BAT)

NAME_WIDTH = 152


class ToolStrip(QFrame):
    """Type and name of the script, and the one main action of the page."""

    changed = Signal()
    type_changed = Signal()
    preview_asked = Signal()
    test_asked = Signal()
    versions_asked = Signal()
    cloud_asked = Signal()
    more_asked = Signal()
    run_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(44)
        self._make_fields()
        self._make_buttons()
        tools = (self.versions, self.cloud, self.more, self.preview, self.test, self.run)
        line = row(self.type, self.name, self.name_problem, None, *tools, margins=(GAP, 0, GAP, 0))
        line.setStretch(2, 1)
        self.setLayout(line)
        self.show_version(0)

    def _make_fields(self) -> None:
        self.type = QComboBox()
        self.type.setObjectName("type_combo")
        self.type.setAccessibleName(_("Script type"))
        for command_type in TYPES:
            self.type.addItem(type_word(command_type), command_type)
        self.type.activated.connect(lambda _place: self.type_changed.emit())
        self.name = QLineEdit()
        self.name.setObjectName("name_field")
        self.name.setAccessibleName(_("Command name"))
        self.name.setPlaceholderText(_("Command name"))
        self.name.setFixedWidth(NAME_WIDTH)
        self.name.textEdited.connect(lambda _text: self.changed.emit())
        self.name_problem = ElidedLabel("", Type.SMALL, "bad_text")
        self.name_problem.setObjectName("name_problem")

    def _make_buttons(self) -> None:
        self.versions = button("", "ph.git-branch", ButtonKind.FLAT)
        self.versions.setToolTip(_("Versions of this script"))
        self.versions.setAccessibleName(_("Versions of this script"))
        self.more = tool_button("ph.dots-three", _("More with this script"), framed=True)
        self.cloud = tool_button("ph.cloud-arrow-up", _("Save to the cloud"), framed=True)
        self.preview = button(_("Preview"), "ph.eye")
        self.preview.setToolTip(_("Show the script as it will run (Ctrl+P)"))
        self.test = button(_("Test"), "ph.flask")
        self.test.setToolTip(_("Run on a machine of the sandbox with these values (Ctrl+T)"))
        self.run = button(_("Run…"), "ph.play-fill", ButtonKind.PRIMARY)
        self.run.setToolTip(_("Run on the chosen machines (Ctrl+Enter)"))
        for made, name, asked in (
            (self.versions, "versions_button", self.versions_asked),
            (self.cloud, "save_to_cloud", self.cloud_asked),
            (self.more, "script_more", self.more_asked),
            (self.preview, "preview_button", self.preview_asked),
            (self.test, "test_button", self.test_asked),
            (self.run, "run_button", self.run_asked),
        ):
            made.setObjectName(name)
            made.clicked.connect(asked)

    def command_type(self) -> CommandType:
        """The type that is chosen."""
        return CommandType(self.type.currentData())

    def show_script(self, name: str, command_type: CommandType) -> None:
        """Show name and type; a type never heard of is offered as it is."""
        if self.type.findData(command_type) < 0:
            self.type.addItem(type_word(command_type), command_type)
        self.type.setCurrentIndex(self.type.findData(command_type))
        if self.name.text() != name:
            self.name.setText(name)
            self.name.setCursorPosition(0)

    def show_kept(self, is_kept: bool) -> None:
        """What is done with a script of the library waits until it is one."""
        self.versions.setEnabled(is_kept)
        self.more.setEnabled(is_kept)

    def show_version(self, number: int) -> None:
        """Say how many versions there are, the last of which this is; 0 for none."""
        words = _("Version {number}").format(number=number) if number else ""
        self.versions.setText(words)
        self.versions.setVisible(bool(number))

    def set_narrow(self, is_narrow: bool) -> None:
        """The preview has its tab and its keys; its button gives way in a narrow window."""
        self.preview.setVisible(not is_narrow)

    def show_problem(self, sentence: str) -> None:
        """Say beside the name what is wrong with it."""
        self.name_problem.setText(sentence)
        self.name_problem.setVisible(bool(sentence))
        self.name.setAccessibleDescription(sentence)


class StatusStrip(QFrame):
    """Where the cursor is, what the text is, what is wrong, and how much of it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "top")
        self.setFixedHeight(26)
        self.place = Label("", Type.SMALL, "text_2")
        self.type = Label("", Type.SMALL, "text_2")
        self._icon = IconLabel("", side=12)
        self.problems = Label("", Type.SMALL, "text_2")
        self.problems.setObjectName("problem_count")
        self._state_icon = IconLabel("", side=14)
        self.state = ElidedLabel("", Type.SMALL, "text_2")
        self.state.setObjectName("cloud_state")
        state = row(self._state_icon, self.state, gap=HALF)
        state.setStretch(1, 1)
        self.size_meter = SizeMeter(_("Size sent"))
        self.size_meter.setObjectName("size_meter")
        line = row(
            self.place,
            self.type,
            Label(_("UTF-8, LF"), Type.SMALL, "text_2"),
            row(self._icon, self.problems, gap=4),
            state,
            row(self.size_meter, HelpMark(Topic.SCRIPT_SIZE, CONTENT), gap=HALF),
            gap=MARGIN,
            margins=(GAP, 0, GAP, 0),
        )
        line.setStretch(4, 1)
        self.setLayout(line)

    def show_place(self, line: int, column: int) -> None:
        """Tell line and column, both from 1."""
        self.place.setText(_("Line {line}, column {column}").format(line=line, column=column))

    def show_type(self, command_type: CommandType) -> None:
        """Tell the language."""
        self.type.setText(type_word(command_type))

    def show_problems(self, rows: Sequence[Entry]) -> None:
        """Tell how many problems there are of each weight."""
        words, tone = count_words(rows)
        role = f"{tone}_text"
        self._icon.set_icon(PROBLEM_ICONS.get(tone, "ph.check-circle-fill"), role)
        self.problems.set_ink(role if rows else "text_2")
        self.problems.setText(words)

    def show_state(self, icon_name: str, role: str, words: str) -> None:
        """Say how the script and its command in the cloud stand to each other."""
        self._state_icon.set_icon(icon_name, role)
        self._state_icon.setVisible(bool(icon_name))
        self.state.setText(words)
        self.state.set_ink(role if role != "text_3" else "text_2")

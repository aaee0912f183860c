"""The script of a run as it was sent, with what was filled in."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from tat_console.ports.archive import Script
from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column, panel
from tat_console.ui.kit.words import default_folder, default_user, type_word
from tat_console.ui.widgets.rendered_script import RenderedScript


class ScriptTab(QFrame):
    """The rendered script under its settings; hidden values are masked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self._facts = Label("", Type.SMALL, "text_2", wrap=True)
        self._values = Label("", Type.SMALL, "text_2", wrap=True)
        self.rendered = RenderedScript()
        head = column(self._facts, self._values, gap=HALF, margins=(14, GRID, 14, GRID))
        self.setLayout(column(panel(head, edge="bottom"), self.rendered, gap=0))

    def show_script(self, script: Script) -> None:
        """Show a script as it was sent."""
        self._facts.setText(
            _("{type}, user {user}, folder {folder}, timeout {seconds:,} s").format(
                type=type_word(script.command_type),
                user=script.username or default_user(script.command_type),
                folder=script.working_directory or default_folder(script.command_type),
                seconds=script.timeout_s,
            )
        )
        values = {**script.parameters, **dict.fromkeys(script.hidden, MASK)}
        self._values.setText(", ".join(f"{key} = {value}" for key, value in values.items()))
        self._values.setVisible(bool(values))
        self.rendered.show_filled(script)

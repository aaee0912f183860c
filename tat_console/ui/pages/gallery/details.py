"""The pane beside the cards: everything about one command, and what can be done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from tat_console.ports.archive import RunSummary
from tat_console.services.gallery import Gallery, GalleryItem, Usage
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.controls import (
    ButtonKind,
    ElidedLabel,
    IconLabel,
    Label,
    button,
    tool_button,
)
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row, rule, scrolled
from tat_console.ui.kit.words import default_folder, default_user
from tat_console.ui.pages.gallery.parameter_card import ParameterCard
from tat_console.ui.pages.gallery.script_card import ScriptCard
from tat_console.ui.pages.gallery.words import system_icon, system_word
from tat_console.ui.widgets.detail_pane import ClosablePane
from tat_console.ui.widgets.key_value import Fact, KeyValueList

WIDTH: Final = 312
_SIDE: Final = 16


class CommandDetails(ClosablePane):
    """Shows one public command; `run_asked`, `copy_asked` and `marked` tell its key."""

    run_asked = Signal(str)
    copy_asked = Signal(str)
    marked = Signal(str)

    def __init__(self, gallery: Gallery) -> None:
        super().__init__(_("Details of the command"))
        self._gallery = gallery
        self._item: GalleryItem | None = None
        self._language = ""
        self.setObjectName("gallery_details")
        self.setMinimumWidth(280)
        self.setMaximumWidth(480)
        self.name = Label("", Type.TITLE, wrap=True)
        self.name.setObjectName("gallery_name")
        self.description = Label("", Type.BASE, "text_2", wrap=True)
        self._system_icon = IconLabel("", "text_2", 14)
        self._system = Label("", Type.SMALL, "text_2")
        self._scenes = ElidedLabel("", Type.SMALL, "text_2")
        self._id = Label("", Type.ID, "text_3")
        self._id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._parameters = ParameterCard()
        self._no_parameters = Label(_("It asks for nothing."), Type.BASE, "text_2")
        self._facts = KeyValueList()
        self._script = ScriptCard()
        self._fill()

    @property
    def item(self) -> GalleryItem | None:
        """The command on show."""
        return self._item

    def show_item(self, item: GalleryItem, language: str) -> None:
        """Show a command with its words in a language."""
        if item is not self._item:
            self._scroll.verticalScrollBar().setValue(0)
        self._item = item
        self._language = language
        command = item.command
        self.name.setText(item.name(language))
        self.description.setText(item.description(language))
        self._system_icon.set_icon(system_icon(command.command_type), "text_2")
        self._system.setText(system_word(command.command_type))
        self._scenes.setText(listed(self._scene_names(item, language)))
        self._id.setText(item.key)
        definitions = item.definitions(language)
        self._parameters.show_definitions(definitions)
        self._parameters.setVisible(bool(definitions))
        self._no_parameters.setVisible(not definitions)
        self._facts.set_facts(facts(item, language, self._gallery.usage(item.key)))
        self._script.show_command(command)
        self.show_mark()

    def show_last_run(self, run: RunSummary) -> None:
        """Say how the last run of the command on show went."""
        if self._item is not None:
            usage = self._gallery.usage(self._item.key)
            self._facts.set_facts(facts(self._item, self._language, usage, run))

    def show_mark(self) -> None:
        """Show whether the command is a favourite."""
        is_marked = self._item is not None and self._gallery.is_favourite(self._item.key)
        name, role = ("ph.star-fill", "late_fill") if is_marked else ("ph.star", "text_2")
        self._star.setIcon(icon(name, role))
        words = _("Not a favourite any more") if is_marked else _("Make it a favourite")
        self._star.setToolTip(words)
        self._star.setAccessibleName(words)

    def _scene_names(self, item: GalleryItem, language: str) -> list[str]:
        names = {one.scene_id: one.words.in_language(language) for one in self._gallery.scenes}
        return [names[key] for key in item.command.scenes if key in names]

    # -- building

    def _fill(self) -> None:
        body = column(
            self.description, rule(),
            Label(_("Parameters"), Type.HEADING), self._parameters, self._no_parameters, HALF,
            Label(_("Runs as"), Type.HEADING), self._facts, HALF,
            self._script, None,
            gap=GRID, margins=(_SIDE, 0, _SIDE, GAP),
        )  # fmt: skip
        self._scroll = scrolled(body)
        box = column(self._head(), self._scroll, self._foot(), gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def _head(self) -> QWidget:
        self._star = tool_button("ph.star", _("Make it a favourite"))
        self._star.setObjectName("gallery_star")
        self._star.clicked.connect(lambda: self._tell(self.marked))
        self.cross.setObjectName("gallery_close")
        title = row(self.name, self._star, self.cross, gap=2)
        title.setStretch(0, 1)
        for part in (self._star, self.cross):
            title.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        system = row(self._system_icon, self._system, gap=HALF)
        under: QHBoxLayout = row(system, self._scenes, self._id, gap=GAP)
        under.setStretch(1, 1)
        under.setContentsMargins(0, 0, GRID, 0)
        made = QWidget()
        made.setLayout(column(title, under, gap=HALF, margins=(_SIDE, GAP, GRID, GRID)))
        return made

    def _foot(self) -> QFrame:
        copy = button(_("Open as a copy"), "ph.copy")
        copy.setObjectName("gallery_copy")
        copy.setToolTip(_("Open its script in a tab of the editor, to change it"))
        copy.clicked.connect(lambda: self._tell(self.copy_asked))
        run = button(_("Run…"), "ph.play-fill", ButtonKind.PRIMARY)
        run.setObjectName("gallery_run")
        run.setToolTip(_("Fill in its parameters and run it on the chosen machines (Ctrl+Enter)"))
        run.clicked.connect(lambda: self._tell(self.run_asked))
        line = row(copy, run, margins=(_SIDE, 10, _SIDE, 10))
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        return panel(line, edge="top")

    def _tell(self, signal: SignalInstance) -> None:
        if self._item:
            signal.emit(self._item.key)


def facts(
    item: GalleryItem,
    language: str,
    usage: Usage | None = None,
    last_run: RunSummary | None = None,
) -> list[Fact]:
    """How a command runs, how it was used here, and what its exit codes mean."""
    command = item.command
    rows = [
        Fact(_("User"), command.username or default_user(command.command_type)),
        Fact(_("Folder"), command.working_directory or default_folder(command.command_type)),
        Fact(_("Timeout"), _("{seconds} s").format(seconds=f"{command.timeout:,}")),
    ]
    if usage:
        rows.append(Fact(_("Used"), _usage_words(usage)))
    if last_run:
        rows.append(Fact(_("Last run"), _outcome_words(last_run)))
    return rows + [
        Fact(_("Exit code {code}").format(code=each.code), each.meaning.in_language(language))
        for each in item.about.exit_codes
    ]


def _usage_words(usage: Usage) -> str:
    text = ngettext("Once here, on {day}", "{count} times here, last on {day}", usage.count)
    return text.format(count=f"{usage.count:,}", day=f"{usage.last_at.astimezone():%Y-%m-%d}")


def _outcome_words(run: RunSummary) -> str:
    count, good = sum(run.counts.values()), run.counts.get(TaskStatus.SUCCESS, 0)
    words = ngettext(
        "{good} of {count} machine succeeded.", "{good} of {count} machines succeeded.", count
    )
    return words.format(good=f"{good:,}", count=f"{count:,}")

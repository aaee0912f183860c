"""Where the library of scripts is, and which commands are dangerous besides the usual ones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import pick_folder
from tat_console.ui.kit.controls import ElidedLabel, Label, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GRID, HALF, MARGIN, column, row, rule
from tat_console.ui.kit.page import Page

_PATTERNS_HEIGHT: Final = 110
_WIDTH: Final = 640


class ScriptsSection(QFrame):
    """A change of the folder takes effect at once, one of the patterns when it is applied."""

    def __init__(self, page: Page, services: Services) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._page = page
        self._settings = services.settings
        self._library = services.scripts.library
        self.said = Label("", Type.SMALL, "bad_text", wrap=True)
        self.said.setObjectName("danger_patterns_said")
        self._problem_of = services.lint.pattern_problem
        box = column(self._folder_part(), rule(), self._patterns_part(), None, gap=MARGIN)
        inside = QFrame()
        inside.setLayout(box)
        inside.setMaximumWidth(_WIDTH)
        box.setContentsMargins(0, 0, 0, 0)
        line = row(inside, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        line.addStretch()
        line.setStretch(0, 1)
        self.setLayout(line)
        self._show_folder()
        page.listen(self._library.changed, lambda _none: self._show_folder())
        page.listen(services.settings.changed, lambda _key: self._show_folder())

    def _folder_part(self) -> QVBoxLayout:
        self.folder = ElidedLabel("", Type.CODE_SMALL, mode=Qt.TextElideMode.ElideMiddle)
        self.folder.setObjectName("library_folder")
        choose = button(_("Choose another…"))
        choose.setObjectName("choose_library_folder")
        choose.clicked.connect(lambda: self._page.start(self._choose(), key="library folder"))
        words = _(
            "The scripts of the library are plain files in this folder, which may be a git "
            "checkout. Scripts that are in another folder stay there."
        )
        line = row(self.folder, choose)
        line.setStretch(0, 1)
        help_text = Label(words, Type.BASE, "text_2", wrap=True)
        return column(Label(_("Folder of the library"), Type.NAME), help_text, line, gap=HALF)

    def _patterns_part(self) -> QVBoxLayout:
        words = _(
            "A run whose script has one of these asks once more, as it does for rm -rf / and "
            "others that are built in. A regular expression a line, capital or small letters."
        )
        self.patterns = QPlainTextEdit("\n".join(self._settings.get("danger_patterns")))
        self.patterns.setObjectName("danger_patterns")
        self.patterns.setAccessibleName(_("Dangerous commands of your own"))
        self.patterns.setFont(font(Type.CODE_SMALL))
        self.patterns.setPlaceholderText(r"\bkubectl\s+delete\b")
        self.patterns.setProperty("kind", "field")
        self.patterns.setTabChangesFocus(True)
        self.patterns.setFixedHeight(_PATTERNS_HEIGHT)
        self.patterns.textChanged.connect(lambda: self.said.setText(""))
        return column(
            Label(_("Dangerous commands of your own"), Type.NAME),
            Label(words, Type.BASE, "text_2", wrap=True),
            self.patterns,
            self._apply_line(),
            gap=GRID,
        )

    def _apply_line(self) -> QHBoxLayout:
        apply = button(_("Apply"))
        apply.setObjectName("apply_danger_patterns")
        apply.clicked.connect(self._apply)
        line = row(self.said, apply)
        line.setStretch(0, 1)
        return line

    def _show_folder(self) -> None:
        self.folder.setText(str(self._library.folder))

    async def _choose(self) -> None:
        folder = await pick_folder(self._page, _("Folder of the library"))
        if folder is not None:
            await self._library.choose(folder)
            self._show_folder()

    def _apply(self) -> None:
        wanted = [line.strip() for line in self.patterns.toPlainText().split("\n") if line.strip()]
        problem = next(filter(None, map(self._problem_of, wanted)), "")
        if not problem:
            self._settings.set("danger_patterns", wanted)
        self.said.set_ink("bad_text" if problem else "good_text")
        self.said.setText(problem or _("These are asked about from now on."))

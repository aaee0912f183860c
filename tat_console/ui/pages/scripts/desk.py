"""Everything about one script: editor, parameters, settings, targets, problems, preview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from tat_console.ports.library import Expectation
from tat_console.ports.lint import Lint
from tat_console.runs.checks import FieldProblem
from tat_console.runs.per_target import BUILT_INS
from tat_console.runs.targets import Selection
from tat_console.services.drafts import Draft
from tat_console.support.logs import Secret
from tat_console.tat import limits
from tat_console.tat.findings import Finding
from tat_console.ui.kit.layout import column, row
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.memory import remember
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.pages.scripts.bottom_pane import BottomPane, BottomTab
from tat_console.ui.pages.scripts.form import TARGETS, landing_words, problems_of, script_of
from tat_console.ui.pages.scripts.problems import entries, marks
from tat_console.ui.pages.scripts.sheet import Sheet
from tat_console.ui.pages.scripts.side_pane import SidePane
from tat_console.ui.pages.scripts.strips import StatusStrip, ToolStrip
from tat_console.ui.widgets.script_editor import ScriptEditor

STUDY_MS: Final = 150
STUDY_LARGE_MS: Final = 500
LARGE_CHARACTERS: Final = 16_000
"""To look at a larger script takes longer than a key may: it waits for a pause in the typing."""
KEEP_MS: Final = 700
BOTTOM_HEIGHT: Final = 160
NOTHING: Final = Selection(accepted=(), excluded=())


class ScriptDesk(QWidget):
    """Edits one draft at a time; `keep` is called with what is to be kept, soon after typing.

    It answers whether that worked; where it did not, the next occasion tries again.
    """

    run_asked = Signal()
    test_asked = Signal()
    choose_asked = Signal()
    type_changed = Signal()
    zoomed = Signal()
    form_action = Signal(str, str)

    def __init__(
        self,
        keep: Callable[[Draft], bool],
        lint: Lint,
        scope: TaskScope,
    ) -> None:
        super().__init__()
        self._keep = keep
        self._lint = lint
        self._scope = scope
        self._draft = Draft(draft_id="", name="")
        self._selection = NOTHING
        self._problems: list[FieldProblem] = []
        self._was_asked = False
        self._is_unkept = False
        self._zoom = 0
        self._sheets: dict[str, Sheet] = {}
        self._pile = QStackedWidget()
        self.tools = ToolStrip()
        self.status = StatusStrip()
        self.bottom = BottomPane()
        self.side = SidePane()
        self._study_timer = self._timer(STUDY_MS, self.study)
        self._keep_timer = self._timer(KEEP_MS, self.flush)
        self._lay_out()
        self._connect()

    # -- drafts

    @property
    def draft_id(self) -> str:
        """The draft in front, as it was kept last."""
        return self._draft.draft_id

    @property
    def sheet(self) -> Sheet:
        """The script in front with its form."""
        return self._sheets[self._draft.draft_id]

    @property
    def editor(self) -> ScriptEditor:
        """The editor in front."""
        return self.sheet.editor

    def show_draft(self, draft: Draft) -> None:
        """Bring a draft to the front, with the undo history and hidden values it had."""
        self._draft = draft
        self._was_asked = False
        sheet = self._sheets.get(draft.draft_id) or self._add_sheet(draft)
        self._pile.setCurrentWidget(sheet)
        self.side.show_form(sheet.form)
        self.tools.show_script(draft.name, draft.command_type)
        self.side.settings.show_draft(draft)
        self._show_type()
        self._show_place()
        self.study()

    def saved(self, draft: Draft) -> None:
        """The draft in front belongs to a script of the library now, or to none any more."""
        self._draft = draft
        self.sheet.redefine(draft.definitions)
        self.tools.show_script(draft.name, draft.command_type)
        self._is_unkept = not self._keep(self.draft())
        self.study()

    def take_over(self, draft: Draft) -> None:
        """Show what the script of the draft in front says now; it can be undone."""
        self._draft = draft
        self.editor.replace_script(draft.content)
        self.sheet.redefine(draft.definitions)
        self.sheet.fill(draft.parameters)
        self.tools.show_script(draft.name, draft.command_type)
        self.side.settings.show_draft(draft)
        self._show_type()
        self.flush()
        self.study()

    def forget(self, draft_id: str) -> None:
        """Throw away what is on the desk of a draft that was closed."""
        if sheet := self._sheets.pop(draft_id, None):
            if draft_id == self._draft.draft_id:
                self._study_timer.stop()
                self._keep_timer.stop()
                self._is_unkept = False
            sheet.linter.stop()
            self._pile.removeWidget(sheet)
            self.side.drop_form(sheet.form)
            sheet.deleteLater()

    def draft(self) -> Draft:
        """The draft as it stands in the fields now; values of earlier placeholders stay in it."""
        hidden = self.sheet.hidden_keys()
        values = {**self._draft.parameters, **self.sheet.visible_values()}
        return msgspec.structs.replace(
            self.side.settings.read_into(self._draft),
            name=self.tools.name.text(),
            command_type=self.tools.command_type(),
            content=self.editor.toPlainText(),
            parameters={key: value for key, value in values.items() if key not in hidden},
            definitions=tuple(self.sheet.kept.values()),
        )

    def hidden_values(self) -> dict[str, Secret]:
        """The hidden values that were given, by name."""
        return self.sheet.hidden_values()

    def flush(self) -> None:
        """Keep what was typed and not kept yet."""
        if self._is_unkept:
            self._keep_timer.stop()
            self._draft = self.draft()
            self._is_unkept = not self._keep(self._draft)

    # -- what is wrong

    def show_selection(self, selection: Selection) -> None:
        """Take over who is chosen."""
        self._selection = selection
        self.side.targets.show_selection(selection)
        if self._sheets:
            self.study()

    def study(self) -> None:
        """Look at the fields anew: parameters, problems, size, preview."""
        self._study_timer.stop()
        self.sheet.follow_placeholders()
        self._study_timer.stop()
        draft = self.draft()
        script = script_of(draft)
        hidden = self.hidden_values()
        self._problems = problems_of(draft, hidden, self._selection)
        self.sheet.linter.ask(draft.content, draft.command_type)
        self._show_problems()
        self.editor.set_known({*script.parameters, *hidden, *BUILT_INS})
        self.side.show_count(len(self.sheet.form.fields()))
        self.status.size_meter.set_size(limits.CONTENT.measure(script.content), limits.CONTENT.most)
        if self.bottom.shows_preview:
            self._fill_preview()

    def point_out_problems(self, *, with_targets: bool = True) -> bool:
        """Mark everything that keeps the script from running, go to the first; False if none."""
        self._was_asked = True
        self.study()
        blocking = [
            problem
            for problem in self._problems
            if problem.blocks and (with_targets or problem.field != TARGETS)
        ]
        if blocking:
            self.bottom.show_tab(BottomTab.PROBLEMS)
            self.go_to(blocking[0])
        return bool(blocking)

    def go_to(self, problem: FieldProblem | Finding) -> None:
        """Put the cursor where a problem is."""
        if isinstance(problem, Finding):
            self.editor.go_to_place(problem.span.line, problem.span.column)
        elif problem.field == "name":
            self.tools.name.setFocus()
        elif problem.field == "parameters":
            self.sheet.form.focus_field(problem.key)
        elif problem.field == TARGETS:
            self.side.targets.change.setFocus()
        elif not self.side.settings.focus_field(problem.field):
            text = self.editor.toPlainText()
            self.editor.go_to_line(text.count("\n", 0, problem.start) + 1)

    def fix(self, finding: Finding) -> None:
        """Put right what a check found, unless the text is another one by now."""
        if self.sheet.linter.is_current and finding in self.sheet.linter.findings:
            self.editor.apply_fix(finding.fix)
            self.study()

    def expect(self, expectation: Expectation | None) -> None:
        """Keep what a test of this script must show."""
        self._draft = msgspec.structs.replace(self.draft(), expectation=expectation)
        self._changed()

    def show_preview(self) -> None:
        """Bring the preview to the front."""
        self.study()
        self.bottom.show_tab(BottomTab.PREVIEW)

    def open_search(self, *, replace: bool = False) -> None:
        """Open the search of the editor, with what replaces the matches if asked."""
        self.sheet.find_bar.open_bar(replace=replace)

    def turn_wrap(self) -> None:
        """Wrap long lines of the script in front, or scroll sideways again."""
        mode = QPlainTextEdit.LineWrapMode
        is_wrapped = self.editor.lineWrapMode() == mode.WidgetWidth
        self.editor.setLineWrapMode(mode.NoWrap if is_wrapped else mode.WidgetWidth)

    def set_narrow(self, is_narrow: bool) -> None:
        """Give the editor more of a narrow window."""
        self.side.set_narrow(is_narrow)
        self.tools.set_narrow(is_narrow)

    # -- inside

    def _add_sheet(self, draft: Draft) -> Sheet:
        sheet = self._sheets[draft.draft_id] = Sheet(draft, self._lint, self._scope)
        sheet.editor.set_zoom(self._zoom)
        sheet.editor.zoomed.connect(self._take_zoom)
        sheet.editor.textChanged.connect(self._changed)
        sheet.editor.cursorPositionChanged.connect(self._show_place)
        sheet.form.changed.connect(self._changed)
        sheet.form.action_asked.connect(self.form_action)
        sheet.defined.connect(self._changed)
        sheet.linter.found.connect(self._show_problems)
        self._pile.addWidget(sheet)
        return sheet

    def _take_zoom(self) -> None:
        self._set_zoom(self.editor.zoom())
        self.zoomed.emit()

    def _set_zoom(self, zoom: int) -> None:
        self._zoom = zoom
        for sheet in self._sheets.values():
            sheet.editor.set_zoom(zoom)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _lay_out(self) -> None:
        upper = QWidget()
        box = column(self.tools, self._pile, self.status, gap=0)
        box.setStretch(1, 1)
        upper.setLayout(box)
        splitter = Splitter(Qt.Orientation.Vertical, "script_desk")
        splitter.addWidget(upper)
        splitter.addWidget(self.bottom)
        splitter.setStretchFactor(0, 1)
        splitter.share([1000, BOTTOM_HEIGHT])
        line = row(splitter, self.side, gap=0)
        line.setStretch(0, 1)
        self.setLayout(line)

    def _connect(self) -> None:
        self.tools.changed.connect(self._changed)
        self.tools.type_changed.connect(self._change_type)
        self.tools.run_asked.connect(self.run_asked)
        self.tools.test_asked.connect(self.test_asked)
        self.tools.preview_asked.connect(self.show_preview)
        self.side.settings.changed.connect(self._changed)
        self.side.targets.change_asked.connect(self.choose_asked)
        self.bottom.problem_picked.connect(self.go_to)
        self.bottom.fix_asked.connect(self.fix)
        self.bottom.preview_shown.connect(self._fill_preview)
        usual_size = partial(self._set_zoom, 0)
        self._pile.setObjectName("script_text")
        remember(self._pile, int, lambda: self._zoom, self._set_zoom, self.zoomed, usual_size)

    def _changed(self) -> None:
        self._is_unkept = True
        is_large = self.editor.document().characterCount() > LARGE_CHARACTERS
        self._study_timer.start(STUDY_LARGE_MS if is_large else STUDY_MS)
        if not self._keep_timer.isActive():  # who types on and on is kept up with as well
            self._keep_timer.start()

    def _change_type(self) -> None:
        self._show_type()
        self._changed()
        self.type_changed.emit()

    def _show_type(self) -> None:
        command_type = self.tools.command_type()
        self.editor.set_command_type(command_type)
        self.status.show_type(command_type)
        self.side.settings.show_defaults(command_type)

    def _show_place(self) -> None:
        self.status.show_place(*self.editor.place())

    def _show_problems(self) -> None:
        """Below each field at once what is wrong; what is only missing, after Run was asked."""
        found = self._problems
        by_field = {problem.field: problem.sentence for problem in found}
        by_key = {problem.key: problem.sentence for problem in found}
        self.tools.show_problem(by_field.get("name", ""))
        self.side.settings.show_problems(found)
        self.side.targets.show_problem(by_field.get(TARGETS, "") if self._was_asked else "")
        for field in self.sheet.filled_fields(self.tools.command_type()):
            key = field.definition.key
            is_said = self._was_asked or field.sent
            self.sheet.form.set_problem(key, by_key.get(key, "") if is_said else "")
            warnings = field.warnings if field.sent else ()
            self.sheet.form.set_warning(key, next(iter(warnings), ""))
            self.sheet.form.set_tip(key, landing_words(field))
        linter, content = self.sheet.linter, self.editor.toPlainText()
        if linter.is_current or not linter.findings:  # else the marks there move with the text
            self.editor.set_problems(marks(found, linter.findings, content))
        rows = entries(found, linter.findings, content)
        self.bottom.show_problems(rows)
        self.status.show_problems(rows)
        self.side.show_verdict(found)

    def _fill_preview(self) -> None:
        """Placeholders of values that are not given yet stay as they are."""
        script = script_of(self.draft())
        given = tuple(self.hidden_values())
        self.bottom.preview.show_filled(msgspec.structs.replace(script, hidden=given))

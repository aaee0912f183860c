"""Right of the editor: what the script is given, how it runs, and on which machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea

from tat_console.runs.checks import FieldProblem
from tat_console.support.i18n import _, ngettext
from tat_console.tat import limits
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, column, panel, row, rule
from tat_console.ui.pages.scripts.preset_bar import PresetBar
from tat_console.ui.pages.scripts.settings_pane import SettingsPane
from tat_console.ui.pages.scripts.targets_pane import TargetsPane
from tat_console.ui.widgets.parameter_form import ParameterForm

WIDTH: Final = 286
WIDTH_NARROW: Final = 244
FOOT_HEIGHT: Final = 41


class SidePane(QFrame):
    """Parameters, settings and machines one below the other; the verdict stays at the foot.

    `values_asked` wants to run with values from a table.
    """

    values_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.settings = SettingsPane()
        self.targets = TargetsPane()
        self.presets = PresetBar()
        self._count = Label("", Type.SMALL, "text_3")
        self._icon = IconLabel("", side=14)
        self.verdict = Label("", Type.BASE)
        self.verdict.setObjectName("verdict")
        self.obstacle = Label("", Type.SMALL, "late_text", wrap=True)
        self.obstacle.setObjectName("cloud_obstacle")
        self._forms = column()
        head = row(Label(_("Parameters"), Type.HEADING), None, self._count)
        inputs = (head, self.presets, self.obstacle, self._forms)
        parts = (*inputs, rule(), self.settings, rule(), self.targets, None)
        body = QFrame()
        body.setProperty("ground", "panel")
        body.setLayout(column(*parts, gap=GAP, margins=(14, GAP, 14, GAP)))
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.values = button(_("Values per machine…"), "ph.table", ButtonKind.FLAT, strip=True)
        self.values.setObjectName("values_button")
        self.values.setToolTip(_("Run with values that differ from machine to machine, from CSV"))
        self.values.clicked.connect(self.values_asked)
        verdict = row(self.values, None, self._icon, self.verdict, gap=5, margins=(GRID, 0, GAP, 0))
        foot = panel(verdict, edge="top", height=FOOT_HEIGHT)
        self.setLayout(column(area, foot, gap=0, margins=(1, 0, 0, 0)))
        self.obstacle.hide()
        self.set_narrow(False)

    def set_narrow(self, is_narrow: bool) -> None:
        """Take less room in a narrow window."""
        self.setFixedWidth(WIDTH_NARROW if is_narrow else WIDTH)
        self.values.setText(_("Values…") if is_narrow else _("Values per machine…"))

    def show_form(self, form: ParameterForm) -> None:
        """Bring a form to the front; the others keep what is in them."""
        if self._forms.indexOf(form) < 0:
            self._forms.addWidget(form)
        for place in range(self._forms.count()):
            item = self._forms.itemAt(place)
            if item is not None and (other := item.widget()) is not None:
                other.setVisible(other is form)

    def drop_form(self, form: ParameterForm) -> None:
        """Throw a form away."""
        self._forms.removeWidget(form)
        form.hide()
        form.deleteLater()

    def show_count(self, count: int) -> None:
        """Say how many of the parameters allowed are in use."""
        most = limits.PARAMETERS.most
        self.presets.setVisible(count > 0)
        self._count.setText(_("{count} of {most}").format(count=count, most=most) if count else "")
        self._count.set_ink("bad_text" if count > most else "text_3")

    def show_obstacle(self, sentence: str) -> None:
        """Say what keeps the command in the cloud from taking this script, or nothing."""
        self.obstacle.setText(sentence)
        self.obstacle.setVisible(bool(sentence))

    def show_verdict(self, problems: Sequence[FieldProblem]) -> None:
        """Say whether the script can run as it is."""
        blocking = sum(problem.blocks for problem in problems)
        if not blocking:
            self._icon.set_icon("ph.check-circle-fill", "good_text")
            self.verdict.setText(_("Ready to run"))
            self.verdict.setToolTip("")
            self.verdict.set_ink("good_text")
            return
        text = ngettext("{count} problem", "{count} problems", blocking)
        self._icon.set_icon("ph.warning-circle-fill", "bad_text")
        self.verdict.setText(text.format(count=blocking))
        self.verdict.setToolTip(_("They keep the script from running; see the list of problems."))
        self.verdict.set_ink("bad_text")

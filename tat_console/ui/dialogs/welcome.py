"""A short welcome that leads a newcomer to the first run."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, column, row
from tat_console.ui.navigation import Navigator, OpenProfiles, PageKey


class Welcome(Dialog):
    """Three steps, and a button that begins with the first; `guide_asked` wants to be shown around."""

    guide_asked = Signal()

    def __init__(self, parent: QWidget, navigator: Navigator) -> None:
        super().__init__(parent, _("Welcome to tat-console"), width=560)
        self.setObjectName("welcome")
        about = _(
            "The console runs scripts on machines of Tencent Cloud without logging in. You can "
            "try everything now: a sandbox with pretend machines is running on this computer. "
            "Its scripts are real, its machines are folders, and nothing leaves this computer."
        )
        self.body.addWidget(Label(about, Type.BASE, "text_2", wrap=True))
        account = _(
            "You have an account? Keys of tccli, of the SDK and of the environment are found on "
            "this computer and used where they lie; or type one, and it goes into the keyring."
        )
        for icon_name, title, text in _steps():
            self.body.addLayout(_step(icon_name, title, text))
        self.body.addWidget(Label(account, Type.BASE, "text_2", wrap=True))
        for text, name, errand in (
            (_("Find my keys…"), "welcome_find", OpenProfiles(find=True)),
            (_("Type a key…"), "welcome_type", OpenProfiles(create=True)),
        ):
            own = self.add_button(text, 2)
            own.setObjectName(name)
            own.clicked.connect(lambda _on=False, to=errand: navigator.go(PageKey.SETTINGS, to))
        around = self.add_button(_("Show me around"), 3, icon_name="ph.compass")
        around.setObjectName("welcome_guide")
        around.clicked.connect(self.guide_asked)
        begin = self.add_button(_("Choose machines"), 1, ButtonKind.PRIMARY, "ph.hard-drives")
        begin.setObjectName("welcome_begin")
        begin.setDefault(True)
        begin.clicked.connect(lambda: navigator.go(PageKey.INSTANCES))
        begin.setFocus()
        self.finished.connect(self.deleteLater)


def _steps() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "ph.hard-drives",
            _("Choose machines"),
            _("Tick some on the page Instances; it says which ones cannot take a run, and why."),
        ),
        (
            "ph.terminal-window",
            _("Write or pick a script"),
            _("Fill its parameters; you see exactly what will run where before anything does."),
        ),
        (
            "ph.play-circle",
            _("Run it and watch"),
            _("Every machine's state and output, live; the history keeps all of it."),
        ),
    )


def _step(icon_name: str, title: str, text: str) -> QHBoxLayout:
    words = column(Label(title, Type.HEADING), Label(text, Type.BASE, "text_2", wrap=True), gap=2)
    words.addStretch(1)
    line = row(gap=GAP)
    line.addWidget(IconLabel(icon_name, "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(words, 1)
    return line

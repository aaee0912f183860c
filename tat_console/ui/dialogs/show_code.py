"""A register code that was just made: its lines, this one time, and who has joined with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tat_console.services.enrolment import Enrolment
from tat_console.services.hosting import NewCode
from tat_console.support.i18n import _, listed, ngettext
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import row
from tat_console.ui.kit.states import Spinner
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.widgets.copy_lines import CopyLine, CopyLines
from tat_console.ui.widgets.segments import Segments

WIDTH: Final = 640
LOOK_AGAIN_MS: Final = 3_000
LINES: Final = 5
NAMES: Final = 6


class ShowCode(Dialog):
    """Shows the lines for each kind of machine; `look` is called now and then while it is open.

    `set_joined` tells it the names of the machines that have registered.
    """

    def __init__(
        self,
        parent: QWidget,
        code: NewCode,
        ways: Sequence[Enrolment],
        look: Callable[[], object],
    ) -> None:
        super().__init__(parent, _("The code is made: register machines with it"), WIDTH)
        self.setObjectName("show_code")
        self.code = code
        self._ways = {way.key: way for way in ways}
        self._kinds = Segments(_("Kind of machine"), [(way.key, way.title) for way in ways])
        self._kinds.chosen.connect(lambda _key: self._show_way())
        self._lines = CopyLines("code_way", lines=LINES)
        self._hint = Label("", Type.SMALL, "text_3", wrap=True)
        self._spinner = Spinner(14)
        self._waiting = Label("", Type.BASE, "text_2", wrap=True)
        self._waiting.setObjectName("joined_so_far")
        self._waiting.setMinimumHeight(2 * self._waiting.fontMetrics().lineSpacing())
        self._fill()
        self._timer = QTimer(self, interval=LOOK_AGAIN_MS)
        self._timer.timeout.connect(look)
        self._timer.start()
        self._show_way()
        self.set_joined(())

    def set_joined(self, names: Sequence[str]) -> None:
        """Say which machines have registered with the code so far."""
        if not names:
            self._waiting.setText(_("Waiting for the first machine; this may be closed meanwhile."))
            return
        text = ngettext(
            "{count:,} machine has joined: {names}", "{count:,} machines have joined: {names}",
            len(names),
        )  # fmt: skip
        self._waiting.setText(text.format(count=len(names), names=_listed(names)))
        self._waiting.set_ink("good_text")

    def _fill(self) -> None:
        once = Notice(
            ToneName.LATE,
            _("The value is shown only now"),
            _("Copy the lines before you close this. A value that is lost needs a new code."),
        )
        self.body.addWidget(once)
        self.body.addLayout(row(self._kinds, None))
        self.body.addWidget(self._lines)
        self.body.addWidget(self._hint)
        self.body.addWidget(Label(_("For other installers: id and value"), Type.NAME))
        self.body.addWidget(CopyLine("code_id", self.code.code_id))
        self.body.addWidget(CopyLine("code_value", self.code.value.reveal()))
        waiting = row(self._spinner, self._waiting)
        waiting.setStretch(1, 1)
        self.body.addLayout(waiting)
        done = self.add_button(_("Done"), ACCEPTED, ButtonKind.PRIMARY)
        done.setObjectName("code_done")
        done.setFocus()

    def _show_way(self) -> None:
        way = self._ways[str(self._kinds.choice())]
        self._lines.show_lines(_("Install and register"), way.lines)
        self._hint.setText(way.hint)


def _listed(names: Sequence[str]) -> str:
    """Some of the names, so that it fits where it stands."""
    if len(names) <= NAMES:
        return listed(names)
    text = _("{names} and {count:,} more")
    return text.format(names=listed(names[:NAMES]), count=len(names) - NAMES)

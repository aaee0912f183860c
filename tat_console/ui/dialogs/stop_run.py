"""The question how to stop a run: send nothing more, or cancel as well what runs already."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type

STOP: Final = ACCEPTED
STOP_AND_CANCEL: Final = ACCEPTED + 1
WIDTH: Final = 560


class StopRun(Dialog):
    """Ends with STOP or STOP_AND_CANCEL; Enter gives up."""

    def __init__(self, parent: QWidget, progress: RunProgress) -> None:
        super().__init__(parent, _("Stop this run?"), WIDTH)
        self.setObjectName("stop_run_question")
        waiting = progress.counts[TaskStatus.QUEUED]
        busy = progress.tally.in_flight
        not_sent = ngettext(
            "{count:,} machine has not been sent the script yet, and never will be.",
            "{count:,} machines have not been sent the script yet, and never will be.",
            waiting,
        ).format(count=waiting)
        running = ngettext(
            "{count:,} machine is busy with it: let it finish there, or cancel it as well.",
            "{count:,} machines are busy with it: let them finish, or cancel them as well.",
            busy,
        ).format(count=busy)
        self.body.addWidget(Label(not_sent, Type.BASE, "text_2", wrap=True))
        self.body.addWidget(Label(running, Type.BASE, "text_2", wrap=True))
        cancel = self.add_cancel(_("Go on with the run"))
        stop = self.add_button(_("Send nothing more"), STOP)
        stop.setObjectName("stop_sending")
        both = self.add_button(_("Stop and cancel all"), STOP_AND_CANCEL, ButtonKind.DANGER)
        both.setObjectName("stop_and_cancel")
        cancel.setFocus()

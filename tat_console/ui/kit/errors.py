"""The one place where exceptions are sorted into the three kinds."""

from __future__ import annotations

import asyncio
import logging
import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import REDACTOR
from tat_console.tat.errors import ConnectionClosed
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type, font

log = logging.getLogger(__name__)


class ErrorDesk:
    """Shows what went wrong: nothing for cancelled, a banner for ours, a report for the rest."""

    def __init__(self, banners: BannerStrip) -> None:
        self._banners = banners

    def report(self, error: BaseException) -> None:
        """Sort one exception; to be given to a `TaskScope`."""
        match error:
            case asyncio.CancelledError() | ConnectionClosed():
                return
            case ConsoleError():
                self._banners.show_error(error)
            case _:
                report_bug(self._banners.window(), error)


def report_bug(window: QWidget, error: BaseException) -> ReportDialog:
    """Log an exception nobody expected and show a report that can be sent; secrets masked."""
    log.error("Unexpected error", exc_info=error)
    dialog = ReportDialog(window, redacted_traceback(error))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def redacted_traceback(error: BaseException) -> str:
    """The traceback of an exception with every known secret masked."""
    return REDACTOR.redact("".join(traceback.format_exception(error)))


class ReportDialog(Dialog):
    """A fault of the program: what it means and the text to send."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent, _("Something went wrong in the program"), width=640)
        self.report = report
        what = _(
            "This is a fault of the program, not of your input. What you typed is still there. "
            "The report below is in the log too; secrets are masked."
        )
        self.body.addWidget(Label(what, Type.BASE, "text_2", wrap=True))
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setProperty("kind", "field")
        text.setFont(font(Type.CODE_SMALL))
        text.setAccessibleName(_("Report"))
        text.setMinimumHeight(200)
        self.body.addWidget(text)
        copy = button(_("Copy report"), "ph.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        self.foot.insertWidget(0, copy)
        self.add_cancel(_("Close")).setFocus()

"""Checks of one script in the background, a moment after each change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from tat_console.ports.lint import Lint
from tat_console.tat.findings import Finding
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.lifetime import TaskScope

PAUSE_MS: Final = 400
SAID_ALREADY: Final = frozenset({"TAT016", "TAT018"})
"""What the checks before a run say of the same script: its size, and braces that are no name."""


class Linter(QObject):
    """`found` tells that `findings` are new; a change before they came makes them void."""

    found = Signal()

    def __init__(self, parent: QObject, lint: Lint, scope: TaskScope) -> None:
        super().__init__(parent)
        self._lint = lint
        self._scope = scope
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._begin)
        self._wanted = ("", CommandType.SHELL)
        self._done = self._wanted
        self.findings: tuple[Finding, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether the findings are those of the text that was asked about last."""
        return self._done == self._wanted

    def ask(self, content: str, command_type: CommandType) -> None:
        """Check this text once nothing was changed for a moment."""
        if (content, command_type) != self._wanted:
            self._wanted = (content, command_type)
            self._scope.cancel(self)
            self._timer.start()

    def stop(self) -> None:
        """Check nothing any more."""
        self._timer.stop()
        self._scope.cancel(self)

    def _begin(self) -> None:
        if not self._scope.is_stopped:
            self._scope.start(self._check(), key=self)

    async def _check(self) -> None:
        wanted = self._wanted
        content, command_type = wanted
        findings = await self._lint.check(content, command_type) if content.strip() else ()
        self.findings = tuple(one for one in findings if one.code not in SAID_ALREADY)
        self._done = wanted
        self.found.emit()

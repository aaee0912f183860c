"""What changed since the last good run of the same script, machine by machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDialog, QWidget

from tat_console.outputs.drift import TITLES, Drift, MachineDrift
from tat_console.outputs.fold import GroupKey
from tat_console.runs.progress import RunProgress
from tat_console.services.answers import Answers
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import DASH, moment_word, own_exit_code
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.widgets.diff_view import DiffSide, DiffView
from tat_console.ui.widgets.segments import Segments

SHARE: Final = 0.92
LIST_WIDTH: Final = 400
_INKS: Final = {
    Drift.CHANGED: "late_text",
    Drift.NEW: "busy_text",
    Drift.GONE: "bad_text",
    Drift.SAME: "good_text",
}


class ChangesDialog(Dialog):
    """Machines by what became of their answers; beside them, the answers then and now."""

    def __init__(
        self, parent: QWidget, answers: Answers, progress: RunProgress, earlier: RunProgress
    ) -> None:
        super().__init__(parent, _("Changes since the last good run"))
        self.setObjectName("changes")
        self._now, self._progress, self._earlier = answers, progress, earlier
        self._before: Answers | None = None
        self.banners = BannerStrip()
        self.scope = TaskScope(self, ErrorDesk(self.banners).report)
        self.words = Label("", Type.BASE, "text_2", wrap=True)
        self.words.setObjectName("changes_words")
        self.kinds = Segments(_("What to list"), [(kind, _(TITLES[kind])) for kind in Drift])
        self.kinds.setObjectName("changes_kinds")
        self.model = TableModel(self._columns(), key_of=lambda row: row.member)
        self.table = TableView(self.model, _("Machines"), single=True)
        self.table.setObjectName("changed_machines")
        self.view = DiffView()
        self.view.setObjectName("difference_in_time")
        self._lay_out(parent.rect())
        self.kinds.chosen.connect(self._list)
        self.table.current_changed.connect(
            lambda: self.scope.start(self._show_difference(), key="difference")
        )
        self.scope.start(self._read(), key="read")

    # -- inside

    def _lay_out(self, window: QRect) -> None:
        splitter = Splitter(Qt.Orientation.Horizontal, "changes")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.table)
        splitter.addWidget(self.view)
        splitter.setStretchFactor(1, 1)
        splitter.share([LIST_WIDTH, 900])
        for part in (self.banners, self.words, self.kinds):
            self.body.addWidget(part, 0)
        self.body.setAlignment(self.kinds, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(splitter, 1)
        close = self.add_button(_("Close"), QDialog.DialogCode.Rejected.value)
        close.setObjectName("close_changes")
        self.resize(int(window.width() * SHARE), int(window.height() * SHARE))

    def _columns(self) -> list[Column[MachineDrift]]:
        return [
            Column("machine", _("Machine"), 130, self._machine, stretch=True),
            Column("before", _("Before"), 120, lambda row: _state(row.before)),
            Column("now", _("Now"), 120, lambda row: _state(row.now)),
        ]

    def _machine(self, row: MachineDrift) -> Cell:
        return Cell(self._name(row.member), type=Type.NAME, ink=_INKS[row.drift])

    def _name(self, member: str) -> str:
        runs = (self._progress, self._earlier)
        task = next(run.tasks[member] for run in runs if member in run.tasks)
        return task.instance_name or member

    async def _read(self) -> None:
        self._before, self._rows = await self._now.drift_from(self._earlier)
        counts = Counter(row.drift for row in self._rows)
        for kind in Drift:
            words = _("{kind} {count}").format(kind=_(TITLES[kind]), count=f"{counts[kind]:,}")
            self.kinds.set_words(kind, words)
        when = moment_word(self._earlier.run.created_at, datetime.now(UTC))
        self.words.setText(
            _("A is the run of {time}, the newest one with a success; B is this run.").format(
                time=when
            )
        )
        first = next((kind for kind in Drift if counts[kind]), Drift.SAME)
        self.kinds.choose(first)
        self._list(first)

    def _list(self, kind: Hashable) -> None:
        self.model.set_rows([row for row in self._rows if row.drift is kind])
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    async def _show_difference(self) -> None:
        row = self.table.current_row()
        if row is None or self._before is None:
            return
        before = (await self._before.shown_text(row.member) if row.before else None) or ""
        now = (await self._now.shown_text(row.member) if row.now else None) or ""
        sides = (
            self._side(_("Before"), row, row.before, before),
            self._side(_("Now"), row, row.now, now),
        )
        self.view.show_sides(*sides)

    def _side(self, title: str, row: MachineDrift, key: GroupKey | None, text: str) -> DiffSide:
        status = key.status if key else TaskStatus.UNKNOWN
        code = own_exit_code(key.status, key.exit_code) if key else None
        names = (self._name(row.member),) if key else ()
        return DiffSide(title, names, status, code, text)


def _state(key: GroupKey | None) -> Cell:
    if key is None:
        return Cell(DASH, ink="text_2")
    look, code = look_of(key.status), own_exit_code(key.status, key.exit_code)
    words = (
        look.word if code is None else _("{state}, exit {code}").format(state=look.word, code=code)
    )
    return Cell(words, look=look)

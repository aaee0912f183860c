"""Quotas of every region as bars, and how long the service keeps what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from tat_console.services.quotas import Quota, retention_sentence
from tat_console.support.i18n import _
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, MARGIN, column
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
from tat_console.ui.widgets.share_bar import ShareBar

_WIDTH: Final = 860
_NUMBERS_WIDTH: Final = 112


class QuotaList(QScrollArea):
    """One line a region, a bar for each resource."""

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setObjectName("quotas")
        self.setAccessibleName(_("Quotas"))
        self._quotas: tuple[Quota, ...] = ()
        self._kept = Notice(
            ToneName.BUSY,
            retention_sentence(),
            _(
                "Older ones are gone from the service. The history of this program keeps the runs "
                "that were started here for as long as you like."
            ),
        )
        self._grid = QGridLayout()
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        note = _(
            "Each region counts for itself. A notice comes up when nine tenths of a quota are used."
        )
        inner.setLayout(
            column(
                Label(note, Type.BASE, "text_2", wrap=True), self._grid, self._kept, None,
                gap=MARGIN, margins=(MARGIN, MARGIN, MARGIN, MARGIN),
            )
        )  # fmt: skip
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        self.setWidget(inner)

    def show_quotas(self, quotas: Sequence[Quota]) -> None:
        """Show these; the same ones again change nothing."""
        if tuple(quotas) == self._quotas:
            return
        self._quotas = tuple(quotas)
        while item := self._grid.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        titles = list(dict.fromkeys(quota.title for quota in quotas))
        for place, title in enumerate(titles):
            self._grid.addWidget(Label(title, Type.HEADING), 0, 1 + 2 * place, 1, 2)
            self._grid.setColumnStretch(1 + 2 * place, 1)
            self._grid.setColumnMinimumWidth(2 + 2 * place, _NUMBERS_WIDTH)
        for line, region in enumerate(dict.fromkeys(quota.region for quota in quotas), 1):
            name = Label(region_word(region), Type.NAME)
            name.setToolTip(region)
            self._grid.addWidget(name, line, 0)
            for quota in quotas:
                if quota.region == region:
                    self._add(quota, line, 1 + 2 * titles.index(quota.title))

    def _add(self, quota: Quota, line: int, place: int) -> None:
        is_full = quota.used >= quota.total
        tone = ToneName.BAD if is_full else ToneName.LATE if quota.is_near else ToneName.BUSY
        bar = ShareBar(quota.used / max(quota.total, 1), tone)
        words = _("{used} of {total}").format(used=f"{quota.used:,}", total=f"{quota.total:,}")
        numbers = Label(words, Type.BASE, f"{tone}_text" if quota.is_near else "text")
        numbers.setObjectName(f"quota_{quota.resource}_{quota.region}")
        bar.setAccessibleName(f"{quota.title}, {region_word(quota.region)}: {words}")
        bar.setToolTip(quota.notice)
        self._grid.addWidget(bar, line, place, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(numbers, line, place + 1)

"""The foot of a table: what each of its columns amounts to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from tat_console.outputs.values import Summary
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.models.delegates import PADDING
from tat_console.ui.models.view import TableView
from tat_console.ui.widgets.axis import number_word


class SummaryView(QFrame):
    """Of each column how many values, and least, median and most, under the column itself."""

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "top")
        self.setFixedHeight(40)
        self.labels: list[Label] = []
        self._title = Label(_("Count") + "\n" + _("Min · median · max"), Type.SMALL, "text_3")
        self._title.setParent(self)
        self.follow(view)

    def follow(self, view: TableView) -> None:
        """Stand under the columns of a view, wherever they are moved."""
        self._view = view
        view.horizontalHeader().sectionResized.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)

    def set_summaries(self, summaries: list[Summary]) -> None:
        """Say what the columns amount to."""
        for label in self.labels:
            label.hide()
            label.deleteLater()
        self.labels = []
        for summary in summaries:
            label = Label(summary_words(summary), Type.SMALL, "text_2")
            label.setParent(self)
            if summary.median is not None:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setAccessibleName(label.text().replace("\n", ", "))
            label.setToolTip(commonest_words(summary))
            label.show()
            self.labels.append(label)
        self._place()

    def _place(self) -> None:
        header = self._view.horizontalHeader()
        for place, label in enumerate((self._title, *self.labels)):
            left = header.sectionViewportPosition(place)
            label.setGeometry(
                left + PADDING, 4, max(10, header.sectionSize(place) - 2 * PADDING), 32
            )
            label.setVisible(place < header.count() and left > -header.sectionSize(place))


def summary_words(summary: Summary) -> str:
    """How many values a column has, and in the second line their span, or how many differ."""
    count = f"{summary.filled:,}"
    if summary.least is None or summary.median is None or summary.most is None:
        different = ngettext("{count} value", "{count} values", summary.distinct)
        return f"{count}\n{different.format(count=summary.distinct)}"
    parts = map(number_word, (summary.least, summary.median, summary.most))
    return f"{count}\n{' · '.join(parts)} {summary.unit}".rstrip()


def commonest_words(summary: Summary) -> str:
    """The value seen most."""
    if not summary.commonest:
        return ""
    return _("Most frequent: {value}").format(value=summary.commonest)

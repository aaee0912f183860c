"""Outputs as a table: a row a machine (or several), what does not fit, sums, and a plot."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QMenu, QWidget

from tat_console.outputs.extract import Misfit, Row, Table
from tat_console.outputs.table_text import as_csv, as_markdown, words_of
from tat_console.outputs.values import Value, numbers, sort_key, summarise
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label, button, tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.widgets.rule_editor import RuleEditor
from tat_console.ui.widgets.search_field import SearchField
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.summary_view import SummaryView, summary_words
from tat_console.ui.widgets.value_plot import PlotValue, ValuePlot

EMPTY: Final = Table(columns=(), rows=(), misfits=())
_ROWS: Final = "rows"
_MISFITS: Final = "misfits"
_MACHINE_WIDTH: Final = 150
_WIDEST: Final = 320
_NARROWEST: Final = 64
_MEASURED_ROWS: Final = 50


class TableRow(NamedTuple):
    """A row of the table with its place, by which it is known."""

    place: int
    row: Row


class ExtractedTable(QFrame):
    """Give samples to `rules`, hear `rules.rule_changed`, read all outputs elsewhere, `show_table`.

    `export_wanted` asks for a file, `machine_chosen(member)` tells Enter or a click in the plot.
    """

    export_wanted = Signal()
    machine_chosen = Signal(str)

    def __init__(self, *, is_furnished: bool = True) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.table = EMPTY
        self._numeric: frozenset[str] = frozenset()
        if is_furnished:
            for _part in self.furnish():
                continue

    def furnish(self) -> Iterator[None]:
        """Make the parts in their places, with a turn for others after each."""
        box = column(gap=0)
        self.setLayout(box)
        self.rules = RuleEditor()
        box.addWidget(panel(row(self.rules, margins=(GAP, GRID, GAP, GRID)), edge="bottom"))
        yield
        box.addWidget(self._strip())
        yield
        box.addWidget(self._rows(), 1)
        yield
        self._misfits, self.misfits_view = _misfits_view()
        box.addWidget(self.misfits_view, 1)
        self.misfits_view.hide()
        self._connect()
        self._tell_shown()
        yield

    def show_table(self, table: Table) -> None:
        """Show a table; sorting stays where the columns do, the filter in any case."""
        earlier = self.table.columns, self._numeric
        self.table = table
        self._numeric = frozenset(name for name in table.columns if numbers(self._values(name)))
        if (table.columns, self._numeric) != earlier:
            self._put_in_another_view()
        self._model.set_rows(TableRow(*pair) for pair in enumerate(table.rows))
        self._misfits.set_rows(table.misfits)
        self._offer_plots()
        self._say_counts()

    def copy_as_csv(self) -> None:
        """Put the rows that are shown on the clipboard, as CSV."""
        QGuiApplication.clipboard().setText(as_csv(self._shown_table()))

    def copy_as_markdown(self) -> None:
        """Put the rows that are shown on the clipboard, as Markdown."""
        QGuiApplication.clipboard().setText(as_markdown(self._shown_table()))

    def plot_column(self, name: str) -> None:
        """Show the plot of a column of numbers; "" hides it."""
        self.plotted.setCurrentIndex(max(0, self.plotted.findData(name)))

    # -- inside

    def _strip(self) -> QFrame:
        """What is shown of the table, and what can be done with it."""
        self.search = SearchField(_("Filter rows"))
        self.search.setMaximumWidth(200)
        self.count = Label("", Type.SMALL, "text_2")
        self.plotted = QComboBox()
        self.plotted.setAccessibleName(_("Plot a column"))
        self.copy = button(_("Copy"), "ph.copy", strip=True)
        self.export = button(_("Export"), "ph.export", strip=True)
        self.export.setObjectName("export_table")
        self.tabs = Segments(_("What to show"), [(_ROWS, _("Rows")), (_MISFITS, "")])
        parts = (self.tabs, self.search, self.count, None, self.plotted, self.copy, self.export)
        return panel(row(*parts, margins=(GAP, 0, GAP, 0)), edge="bottom", height=38)

    def _rows(self) -> QWidget:
        """The table over its sums, and the plot beneath."""
        self._model, self.view = self._new_view()
        self.sums = SummaryView(self.view)
        self._rows_box = column(gap=0)
        self._rows_box.addWidget(self.view, 1)
        self._rows_box.addWidget(self.sums)
        rows = QWidget()
        rows.setLayout(self._rows_box)
        self.split = Splitter(Qt.Orientation.Vertical, "extracted_table")
        self.split.setChildrenCollapsible(False)
        for part in (rows, self._plot_below()):
            self.split.addWidget(part)
        self.split.setStretchFactor(0, 1)
        return self.split

    def _plot_below(self) -> QFrame:
        self.plot = ValuePlot()
        self.plot.hide()
        close = tool_button("ph.x", _("Close the plot"))
        close.clicked.connect(lambda: self.plot_column(""))
        self._plot_title = Label("", Type.NAME)
        head = row(self._plot_title, None, close, margins=(GAP, HALF, GRID, 0))
        self._plot_pane = panel(column(head, self.plot, gap=0), "surface", edge="top")
        self._plot_pane.hide()
        return self._plot_pane

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.tabs.chosen.connect(self._show_tab)
        self.plotted.currentIndexChanged.connect(self._plot)
        self.plot.chosen.connect(self._choose_from_plot)
        self.export.clicked.connect(self.export_wanted)
        menu = QMenu(self)
        menu.addAction(_("As CSV"), self.copy_as_csv)
        menu.addAction(_("As Markdown"), self.copy_as_markdown)
        self.copy.clicked.connect(
            lambda: menu.popup(self.copy.mapToGlobal(self.copy.rect().bottomLeft()))
        )

    def _new_view(self) -> tuple[TableModel[TableRow], TableView[TableRow]]:
        columns = [self._column(name) for name in self.table.columns]
        model = TableModel([_machine_column(), *columns], lambda one: one.place)
        view = TableView(model, _("Rows made of outputs"), single=True)
        view.row_activated.connect(lambda one: self.machine_chosen.emit(one.row.member))
        return model, view

    def _put_in_another_view(self) -> None:
        self._rows_box.removeWidget(self.view)
        self.view.hide()
        self.view.deleteLater()
        self._model, self.view = self._new_view()
        self._rows_box.insertWidget(0, self.view, 1)
        self.view.show()
        self._model.shown_changed.connect(self._tell_shown)
        self.sums.follow(self.view)
        self._filter(self.search.text())

    def _column(self, name: str) -> Column[TableRow]:
        values = self._values(name)
        return Column(
            name,
            name,
            _width(name, values),
            lambda one: words_of(one.row.record.get(name)),
            lambda one: sort_key(one.row.record.get(name)),
            align_right=name in self._numeric,
        )

    def _values(self, name: str) -> list[Value]:
        return [one.record.get(name) for one in self.table.rows]

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self._model.set_filter((lambda one: _has(one.row, words)) if words else None)

    def _tell_shown(self) -> None:
        self._sum_up()
        self._say_counts()
        self._plot()

    def _show_tab(self, tab: Hashable) -> None:
        self.split.setVisible(tab == _ROWS)
        self.misfits_view.setVisible(tab == _MISFITS)

    def _say_counts(self) -> None:
        rows, misfits = len(self.table.rows), len(self.table.misfits)
        shown = len(self._model.shown_rows())
        words = ngettext("{count} row", "{count} rows", rows).format(count=f"{rows:,}")
        if shown != rows:
            words = _("{shown} of {rows}").format(shown=f"{shown:,}", rows=words)
        self.count.setText(words)
        do_not_fit = ngettext("{count} does not fit", "{count} do not fit", misfits)
        self.tabs.set_words(_MISFITS, do_not_fit.format(count=f"{misfits:,}"))
        self.tabs.set_shown(_MISFITS, bool(misfits))
        self.tabs.setVisible(bool(misfits))
        for part in (self.copy, self.export):
            part.setEnabled(bool(rows))

    def _offer_plots(self) -> None:
        wanted = self.plotted.currentData() or ""
        self.plotted.blockSignals(True)
        self.plotted.clear()
        self.plotted.addItem(_("No plot"), "")
        for name in self.table.columns:
            if name in self._numeric:
                self.plotted.addItem(_("Plot {column}").format(column=name), name)
        self.plotted.setCurrentIndex(max(0, self.plotted.findData(wanted)))
        self.plotted.blockSignals(False)
        self.plotted.setEnabled(self.plotted.count() > 1)
        self._plot()

    def _plot(self) -> None:
        name = self.plotted.currentData() or ""
        self._plot_pane.setVisible(bool(name))
        self.plot.setVisible(bool(name))
        if not name:
            return
        shown = self._model.shown_rows()
        column = [one.row.record.get(name) for one in shown]
        found, unit = numbers(column) or ([], "")
        pairs = zip(shown, found, strict=False)
        values = [PlotValue(one.place, one.row.member, n) for one, n in pairs if n is not None]
        values.sort(key=lambda value: -value.number)
        self._plot_title.setText(name)
        self.plot.set_values(values, name, unit, summarise(column).median)

    def _choose_from_plot(self, place: Hashable) -> None:
        if self.view.go_to(place):
            self.machine_chosen.emit(self.table.rows[int(str(place))].member)

    def _sum_up(self) -> None:
        table = self._shown_table()
        columns = ([one.record.get(name) for one in table.rows] for name in table.columns)
        self.sums.set_summaries([summarise(values) for values in columns])

    def _shown_table(self) -> Table:
        rows = tuple(one.row for one in self._model.shown_rows())
        return Table(columns=self.table.columns, rows=rows, misfits=())


def _machine_column() -> Column[TableRow]:
    return Column(
        "machine", _("Machine"), _MACHINE_WIDTH, lambda one: Cell(one.row.member, type=Type.NAME)
    )


def _width(name: str, values: list[Value]) -> int:
    base, small = (QFontMetrics(font(kind)) for kind in (Type.BASE, Type.SMALL))
    texts = (name, *map(words_of, values[:_MEASURED_ROWS]))
    widest = max(base.horizontalAdvance(text) + 32 for text in texts)
    sums = summary_words(summarise(values)).split("\n")
    wide_sums = max(small.horizontalAdvance(line) + 22 for line in sums)
    return max(_NARROWEST, min(_WIDEST, widest), min(_WIDEST, wide_sums))


def _misfits_view() -> tuple[TableModel[Misfit], TableView[Misfit]]:
    columns = [
        Column[Misfit]("machine", _("Machine"), _MACHINE_WIDTH, lambda one: one.member),
        Column[Misfit](
            "reason", _("Why it does not fit"), 300, lambda one: one.reason, stretch=True
        ),
    ]
    model = TableModel(columns, lambda one: one.member)
    return model, TableView(model, _("Outputs that do not fit"))


def _has(one: Row, words: list[str]) -> bool:
    text = " ".join((one.member, *map(words_of, one.record.values()))).casefold()
    return all(word in text for word in words)

"""The bar of counts and its legend stand on one edge."""

from __future__ import annotations

from PySide6.QtGui import QImage

from tat_console.tat.statuses import TaskStatus
from tat_console.ui.widgets.status_bar_chart import BAR_HEIGHT, StatusBarChart


def first_coloured(image: QImage, rows: range) -> int:
    """The first column in which some pixel of these rows is not the ground."""
    ground = image.pixel(0, image.height() - 1)
    return next(x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in rows))


def test_icons_of_the_legend_begin_where_the_bar_does(qtbot) -> None:
    chart = StatusBarChart()
    qtbot.addWidget(chart)
    chart.resize(600, 40)
    chart.set_counts({TaskStatus.SUCCESS: 2, TaskStatus.FAILED: 1})
    chart.show()
    image = chart.grab().toImage()
    ratio = image.devicePixelRatio()
    bar = first_coloured(image, range(int(4 * ratio), int((BAR_HEIGHT - 4) * ratio)))
    legend = first_coloured(image, range(int((BAR_HEIGHT + 6) * ratio), image.height() - 2))
    assert abs(bar - legend) <= 1

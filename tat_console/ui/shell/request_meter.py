"""The requests of the last second beside what the service takes: of the account nearest to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from tat_console.ports.cloud import Connection, RequestUsage
from tat_console.support.i18n import _, listed
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.theme import current

_INDENT: Final = "    "


class Meter(QWidget):
    """A thin bar that fills."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedSize(56, 6)

    def set_share(self, share: float) -> None:
        """Fill the bar to this share, 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().line)
        filled = QRectF(0, 0, self.width() * self._share, self.height())
        painter.fillRect(filled, current().busy_fill)


class RequestMeter(QFrame):
    """Shows the account nearest to its limit; the tool tip tells of all, region by region."""

    def __init__(self) -> None:
        super().__init__()
        self.rate = Label("", Type.SMALL, "text_2")
        self.meter = Meter()
        self.setObjectName("request_meter")
        self.setProperty("ground", "chrome")
        self.setLayout(row(self.rate, self.meter, gap=6, margins=(GRID, 0, GRID, 0)))

    def show_usage(self, connections: Sequence[Connection]) -> None:
        """Show what these connections sent within the last second."""
        accounts = _by_account(connections)
        fullest = max((usage for _names, usage in accounts), key=_share, default=RequestUsage())
        text = _("Requests {used} / {most} per s")
        self.rate.setText(text.format(used=fullest.used, most=fullest.limit))
        self.meter.set_share(fullest.share)
        told = "\n".join(line for names, usage in accounts for line in _lines(names, usage))
        self.setToolTip(told)
        self.setAccessibleName(self.rate.text())
        self.setAccessibleDescription(told)


def _by_account(connections: Sequence[Connection]) -> list[tuple[list[str], RequestUsage]]:
    """The names of the profiles of each account, and what it sent; profiles share an account."""
    found: dict[str, tuple[list[str], RequestUsage]] = {}
    for connection in connections:
        usage = connection.cloud.usage()
        names, _usage = found.setdefault(usage.account, ([], usage))
        names.append(connection.profile.name)
    return list(found.values())


def _share(usage: RequestUsage) -> float:
    return usage.share


def _lines(names: Sequence[str], usage: RequestUsage) -> Iterable[str]:
    """One line for the account, and one for each region that was asked."""
    if not usage.used:
        yield _("{profiles}: no requests").format(profiles=listed(names))
        return
    yield _("{profiles}: {used} of {most} per s ({action})").format(
        profiles=listed(names), used=usage.used, most=usage.limit, action=usage.action
    )
    for region, count in sorted(usage.by_region.items()):
        yield _INDENT + _("{region}: {count} per s").format(region=region, count=count)

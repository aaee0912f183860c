"""The table that an action of the window is about."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tat_console.ui.models.view import TableView


def copy_table(window: QWidget, form: str) -> None:
    """Copy the chosen rows of the table in front, or all of them; nothing where there is none."""
    table = table_in_front(window)
    if table is not None:
        table.copy(form)


def table_in_front(window: QWidget) -> TableView[object] | None:
    """The table with the focus, or else the largest one that can be seen."""
    focused = window.focusWidget()
    if isinstance(focused, TableView):
        return focused
    tables = [one for one in window.findChildren(TableView) if one.isVisible()]
    tables = [one for one in tables if one.window() is window]
    return max(tables, key=lambda one: one.width() * one.height(), default=None)

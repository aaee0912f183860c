"""Entries of a menu that copy what machines are called and reached by, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from tat_console.support.i18n import ngettext


def offer_addresses(
    menu: QMenu,
    *,
    ids: Sequence[str],
    names: Sequence[str],
    private_ips: Sequence[str],
    public_ips: Sequence[str] = (),
) -> None:
    """Offer to copy each of these; what no machine has is not offered."""
    for title, name, texts in (
        (ngettext("Copy ID", "Copy IDs", len(ids)), "copy_ids", ids),
        (ngettext("Copy name", "Copy names", len(ids)), "copy_names", names),
        (ngettext("Copy private IP", "Copy private IPs", len(ids)), "copy_ips", private_ips),
        (ngettext("Copy public IP", "Copy public IPs", len(ids)), "copy_public_ips", public_ips),
    ):
        if lines := "\n".join(filter(None, texts)):
            action = menu.addAction(title)
            action.setObjectName(name)
            action.triggered.connect(
                lambda _on=False, lines=lines: QGuiApplication.clipboard().setText(lines)
            )
    menu.addSeparator()

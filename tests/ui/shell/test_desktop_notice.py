"""Messages of the desktop, on one that has no place for them."""

from __future__ import annotations

from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from tat_console.ui.shell.desktop_notice import DesktopNotice


def test_where_the_desktop_takes_no_messages_nothing_happens(host: QWidget) -> None:
    assert DesktopNotice(host).show("“disk” has ended", "3 Success") is (
        QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
    )

"""Tests with one fault each; tests/rules/test_fixtures.py runs them and wants to see them fail."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication, QWidget

kept: list[object] = []


def test_task() -> None:
    async def work() -> None:
        kept.append(asyncio.create_task(asyncio.Event().wait()))
        await asyncio.sleep(0)

    asyncio.run(work())


def test_lost_exception() -> None:
    async def fail() -> None:
        raise ValueError("lost")

    async def work() -> None:
        task = asyncio.create_task(fail())
        await asyncio.wait([task])

    asyncio.run(work())


def test_thread() -> None:
    threading.Thread(target=threading.Event().wait, name="idle", daemon=True).start()


def test_timer(qapp: QApplication) -> None:
    timer = QTimer()
    timer.start(60_000)
    kept.append(timer)


def test_window(qapp: QApplication) -> None:
    window = QWidget()
    window.show()
    kept.append(window)


def test_process() -> None:
    kept.append(subprocess.Popen(["sleep", "60"]))


def test_warning() -> None:
    logging.getLogger("tat_console").warning("odd")


def test_silence(expect_log: Callable[[str], None]) -> None:
    expect_log("something")


def test_network() -> None:
    with contextlib.suppress(OSError):
        socket.create_connection(("192.0.2.1", 80), timeout=1).close()


def test_name_lookup() -> None:
    with contextlib.suppress(OSError):
        socket.getaddrinfo("example.com", 443)


def test_qt_message(qapp: QApplication) -> None:
    qWarning("painted twice")


def test_python_warning() -> None:
    open(os.devnull)  # noqa: PTH123, SIM115 -- never closed, on purpose


@pytest.mark.needs_system("no-such-command")
def test_system() -> None:
    pass

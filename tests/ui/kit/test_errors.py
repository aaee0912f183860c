"""Three kinds of exception: nothing, a banner, a report."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from tat_console.support.errors import ConsoleError
from tat_console.support.logs import REDACTOR, Secret
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.errors import ErrorDesk, ReportDialog, report_bug
from tat_console.ui.kit.states import EmptyState, ErrorState

OFFLINE = ConsoleError("No connection", "tat.example did not answer.", "Check the proxy.", "req-7")


def test_cancelled_shows_nothing(page):
    ErrorDesk(page.banners).report(asyncio.CancelledError())
    assert page.banners.banners() == []


def test_our_own_error_becomes_a_banner_that_can_be_copied(page, qtbot):
    ErrorDesk(page.banners).report(OFFLINE)
    (banner,) = page.banners.banners()
    texts = [label.text() for label in banner.findChildren(Label)]
    assert "No connection" in texts
    assert "tat.example did not answer. Check the proxy." in texts
    assert "RequestId req-7" in texts
    qtbot.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0] == "No connection"
    assert copied.splitlines()[-1] == "RequestId req-7"


def test_the_same_error_again_does_not_pile_up(page):
    for _again in range(4):
        page.banners.show_error(OFFLINE)
    assert len(page.banners.banners()) == 1


def test_three_banners_at_most_the_newest_on_top(page):
    for number in range(5):
        page.banners.show_error(ConsoleError(f"Problem {number}"))
    titles = [banner.error.title for banner in page.banners.banners()]
    assert titles == ["Problem 4", "Problem 3", "Problem 2"]


def test_a_fault_of_the_program_is_logged_and_reported_without_secrets(page, expect_log):
    expect_log("kit.errors: Unexpected error")
    REDACTOR.learn(Secret("hunter2hunter2"))
    dialog = report_bug(page, RuntimeError("failed with hunter2hunter2"))
    assert isinstance(dialog, ReportDialog)
    assert "RuntimeError: failed with ******" in dialog.report
    dialog.reject()


def test_a_coroutine_that_fails_tells_it_on_its_page(run, page):
    async def fail() -> None:
        raise OFFLINE

    async def main() -> None:
        await asyncio.wait([page.start(fail())])

    run(main())
    assert [banner.error.title for banner in page.banners.banners()] == ["No connection"]


def test_a_page_shows_one_state_at_a_time(page, qtbot):
    asked: list[str] = []
    content = Label("the table")
    page.set_content(content)
    assert content.isVisible()
    page.show_loading("Reading machines")
    assert not content.isVisible()
    page.show_empty(
        EmptyState(
            "ph.tray", "No machines", "Choose a region.", "Regions", lambda: asked.append("x")
        )
    )
    empty = page.findChild(EmptyState)
    qtbot.mouseClick(empty.action, Qt.MouseButton.LeftButton)
    assert asked == ["x"]
    page.show_error(OFFLINE, lambda: asked.append("again"))
    assert page.findChild(ErrorState).isVisible()
    page.show_content()
    assert content.isVisible()
    assert not page.findChild(ErrorState).isVisible()

"""The API in the tour: calls with their details, code, the explorer with a reply."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from tat_console.tour.hand import NotThere
from tat_console.tour.steps import Step, Tour
from tat_console.ui.navigation import PageKey


async def _calls(tour: Tour) -> None:
    hand = tour.hand
    await tour.go(PageKey.API)
    await hand.type_into("call_search", "")
    await hand.click("api_calls")
    actions = [row[1] for row in hand.rows("calls")]
    await hand.click_row("calls", actions.index("RunCommand"))
    await hand.click("copy_curl")


async def _explore(tour: Tour) -> None:
    hand = tour.hand
    await hand.click("api_explorer")
    await hand.type_into("action_search", "DescribeCommands")
    await hand.press(Qt.Key.Key_Down)
    await hand.type_into("field_Limit", "2")
    if not hand.shown(QComboBox, "field_Filters.0.Name"):
        await hand.click("add_Filters")
    hand.find(QComboBox, "field_Filters.0.Name").setCurrentText("created-by")
    await hand.type_into("field_Filters.0.Values", "TAT")
    await hand.click("call_button")
    await hand.until(lambda: hand.shown(QWidget, "explorer_result"), "the service answered")
    if "CommandSet" not in hand.text("explorer_view"):
        raise NotThere("the reply holds commands")


async def _code(tour: Tour) -> None:
    hand = tour.hand
    await hand.type_into("action_search", "")
    await hand.type_into("field_Limit", "many")
    await hand.click("call_button")
    await hand.click("show_python")


async def _record(tour: Tour) -> None:
    hand = tour.hand
    await hand.type_into("field_Limit", "2")
    await hand.click("api_calls")
    await hand.click("close_call")
    await hand.click("record")
    recorder = tour.console.services.administration.recorder
    await hand.until(lambda: recorder.count > 10, "machines were read once more")
    page = tour.console.window.page_widget(PageKey.API)
    await hand.until(lambda: not page.scope.is_busy("recording"), "all of them")


async def _tidy(tour: Tour) -> None:
    hand = tour.hand
    tour.console.services.administration.recorder.discard()
    await hand.click_row("calls", 0)


API: Final = (
    Step("api-calls", "every call is listed, with what was asked and answered", _calls),
    Step("api-explorer", "any action is filled in and called, its reply decoded", _explore),
    Step("api-code", "the same call as code; what cannot be sent is said", _code),
    Step("api-recording", "traffic is recorded, and a sign says so", _record),
    Step("api-details", "one call beside the others", _tidy),
)

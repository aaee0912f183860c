"""The tour of the help: the guide, an error that leads to its topic, keys, notices, the program."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from tat_console.sandbox.refusal import Refused
from tat_console.support.i18n import _, language
from tat_console.tat.error_texts import service_error
from tat_console.tour.hand import NotThere
from tat_console.tour.steps import Step, Tour
from tat_console.ui.dialogs.guide_steps import STEPS as GUIDE
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.navigation import PageKey

REFUSED: Final = "ResourceUnavailable.AgentStatusNotOnline"
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


async def _guide(tour: Tour) -> None:
    tour.close_palette()
    tour.console.window.start_guide()
    await tour.hand.see(QFrame, "guide")


async def _guide_ends(tour: Tour) -> None:
    for _step in GUIDE[:-1]:
        await tour.hand.click("guide_next")
        await tour.hand.settle()


async def _error(tour: Tour) -> None:
    await tour.hand.click("guide_next")
    await tour.go(PageKey.INSTANCES)
    refused = Refused(REFUSED, instance="ins-4kq8w2ze")
    said = refused.message("zh-CN" if language() == "zh_CN" else "en-US")
    tour.console.window.show_error(service_error(REFUSED, said))
    await tour.hand.see(QWidget, "error_help")


async def _topic(tour: Tour) -> None:
    await tour.hand.click("error_help")
    await tour.hand.see(QDialog, "help_window")


async def _found(tour: Tour) -> None:
    await tour.hand.type_into("help_search", _("Agent"))


async def _dark(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.DARK.value)


async def _keys(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    tour.hand.find(QDialog, "help_window").close()
    tour.console.window.banners.clear()
    await tour.hand.press(Qt.Key.Key_F1, SHIFT, on=tour.console.window)
    await tour.hand.see(QDialog, "shortcut_sheet")


async def _about(tour: Tour) -> None:
    tour.hand.find(QDialog, "shortcut_sheet").close()
    tour.console.window.show_about()
    await tour.hand.see(QDialog, "about")


async def _notices(tour: Tour) -> None:
    tour.hand.find(QDialog, "about").close()
    if not tour.console.services.notices.all:
        raise NotThere("the runs of the tour are told under the bell")
    await tour.hand.click("bell_button")
    await tour.hand.see(QWidget, "notice_list")


async def _leave(tour: Tour) -> None:
    tour.hand.find(QWidget, "notice_list").close()


HELP: Final = (
    Step("guide", "a short guide points at the real controls", _guide),
    Step("guide-end", "its last step: where the help is", _guide_ends),
    Step("error-help", "an error that leads to the help", _error),
    Step("help-topic", "what the help says about it", _topic),
    Step("help-found", "topics found by their words", _found),
    Step("help-dark", "the help in dark colours", _dark),
    Step("shortcuts", "every key on a sheet", _keys),
    Step("about", "the program, and where it keeps things", _about),
    Step("notices", "what happened in this session", _notices),
    Step("notices-read", "and the bell once that was read", _leave),
)

"""Steps among scripts: replaced, kept with tags, passed on; then the lint marks once more."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTabBar, QWidget

from tat_console.support.i18n import _
from tat_console.tour.hand import NotThere
from tat_console.tour.steps import Step, Tour
from tat_console.ui.navigation import PageKey

CONFIGURATION: Final = """\
#!/usr/bin/env bash
# Put the new certificate into every site of the web server.
set -euo pipefail

cp "{{certificate}}" /etc/nginx/tls/shop.pem
cp "{{certificate}}" /etc/nginx/tls/edge.pem
cp "{{certificate}}" /etc/nginx/tls/admin.pem
nginx -t && systemctl reload nginx
"""


async def _replace(tour: Tour) -> None:
    hand = tour.hand
    await tour.write("renew-certificate", CONFIGURATION)
    editor = hand.find(QWidget, "script_editor")
    await hand.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier, on=editor)
    await hand.click("find_regex")
    await hand.type_into("find_field", r"cp (.*) (\S+)\.pem")
    await hand.type_into("replace_field", "install -m 600 $1 $2.pem")
    await hand.click("replace_all")
    if hand.text("script_editor").count("install -m 600") != len(("shop", "edge", "admin")):
        raise NotThere("every match is replaced, with its groups")


async def _library(tour: Tour) -> None:
    hand = tour.hand
    library = tour.console.services.scripts.library
    await hand.press(Qt.Key.Key_Escape, on=hand.find(QWidget, "find_field"))
    await hand.press(
        Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, on=hand.find(QWidget, "script_editor")
    )
    await hand.until(lambda: library.get("renew-certificate.sh"), "the script is in the library")
    await hand.open_menu("library_more")


async def _tags(tour: Tour) -> None:
    hand = tour.hand
    await hand.press(Qt.Key.Key_Escape, on=await hand.see(QMenu, "library_menu"))
    menu = await hand.open_menu("script_more")
    action = next(one for one in menu.actions() if one.objectName() == "describe")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    await hand.type_into("script_description", "Puts a new certificate into every site")
    await hand.type_into("script_tags", "nginx, tls")


async def _settings(tour: Tour) -> None:
    hand = tour.hand
    await hand.click("apply_description")
    await tour.go(PageKey.SETTINGS)
    sections = [row[0] for row in hand.rows("settings_sections")]
    await hand.click_row("settings_sections", sections.index(_("Scripts")), 0)


async def _lint(tour: Tour) -> None:
    """What the pictures in dark colours show of the editor, too."""
    hand = tour.hand
    await hand.click_row("settings_sections", 0, 0)
    await tour.go(PageKey.SCRIPTS)
    tabs = hand.find(QTabBar, "script_tabs")
    names = [tabs.tabText(place).removesuffix(" ●") for place in range(tabs.count())]
    tabs.setCurrentIndex(names.index("say-hello"))
    bottom = hand.find(QTabBar, "bottom_tabs")
    bottom.setCurrentIndex(0)
    await hand.click_row("problem_list", 0, 0)


SCRIPTS: Final = (
    Step("script-replace", "matches are replaced, with groups, in one step", _replace),
    Step("script-library", "a script is kept in the library, and what that can do", _library),
    Step("script-tags", "a script says what it does, and has tags", _tags),
    Step("settings-scripts", "what is dangerous, and where the library is, is set", _settings),
    Step("script-lint", "the checks stand beside the script", _lint),
)

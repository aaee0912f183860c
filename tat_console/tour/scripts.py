"""Steps among scripts: what was found is replaced in one step."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tat_console.tour.hand import NotThere
from tat_console.tour.steps import Step, Tour

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
    for palette in hand.shown(QWidget, "palette"):
        await hand.press(Qt.Key.Key_Escape, on=palette)
    await tour.write("renew-certificate", CONFIGURATION)
    editor = hand.find(QWidget, "script_editor")
    await hand.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier, on=editor)
    await hand.click("find_regex")
    await hand.type_into("find_field", r"cp (.*) (\S+)\.pem")
    await hand.type_into("replace_field", "install -m 600 $1 $2.pem")
    await hand.click("replace_all")
    if hand.text("script_editor").count("install -m 600") != len(("shop", "edge", "admin")):
        raise NotThere("every match is replaced, with its groups")


SCRIPTS: Final = (
    Step("script-replace", "matches are replaced, with groups, in one step", _replace),
)

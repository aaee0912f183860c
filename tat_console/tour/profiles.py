"""The part of the tour on profiles: keys found on this computer, and a test that fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QLabel

from tat_console.composition import Surroundings
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.tour.hand import NotThere
from tat_console.tour.steps import Step, Tour
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.navigation import PageKey

_EXAMPLE_KEY: Final = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
_TCCLI: Final = {
    "default": {"secretId": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "secretKey": _EXAMPLE_KEY},
    "office": {
        "type": "sso",
        "secretId": "AKIDbsJ5yKBZQpn74WFkmLPx3z8krEXAMPLE",
        "secretKey": _EXAMPLE_KEY,
        "token": "example",
        "expiresAt": 1_790_000_000,
    },
}
_SDK: Final = "secret_id = 'AKIDQpn74WFkmLPx3z8krbsJ5yKBZEXAMPLE'\nsecret_key = 'Gu5t9EXAMPLE'\n"
_VARIABLES: Final = {
    "TENCENTCLOUD_SECRET_ID": "AKIDWFkmLPx3z8krbsJ5yKBZQpn74EXAMPLE",
    "TENCENTCLOUD_SECRET_KEY": _EXAMPLE_KEY,
    "TENCENTCLOUD_ROLE_ARN": "qcs::cam::uin/100000000001:roleName/operator",
}


def surroundings(home: Path) -> Surroundings:
    """A computer with example keys of tccli, of the SDK and in the environment."""
    for name, content in _TCCLI.items():
        _write(home / ".tccli" / f"{name}.credential", json.dumps(content))
    _write(home / ".tencentcloud" / "credentials", _SDK)
    return Surroundings(keys=KeysElsewhere(home, _VARIABLES, home / "none"))


def _write(path: Path, text: str) -> None:
    """As the official tools write it: for others to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.parent.chmod(0o755)
    path.chmod(0o644)


async def _find(tour: Tour) -> None:
    hand = tour.hand
    await tour.go(PageKey.SETTINGS)
    await hand.click("import_profiles")
    await hand.until(lambda: len(hand.shown(QCheckBox, "take_key")) == 4, "keys are found")


async def _in_dark(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.DARK.value)


async def _import(tour: Tour) -> None:
    hand = tour.hand
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    await hand.click("import_button")
    await hand.until(
        lambda: any(row[0] == "tccli default" for row in hand.rows("profiles")),
        "the keys are profiles",
    )
    names = [row[0] for row in hand.rows("profiles")]
    await hand.click_row("profiles", names.index("tccli default"), 0)


async def _test(tour: Tour) -> None:
    """The sandbox does not know the example key."""
    hand = tour.hand
    sandbox = next(one for one in tour.console.services.profiles if one.endpoint)
    await hand.click("fold_network")
    await hand.type_into("profile_endpoint", sandbox.endpoint)
    await hand.click("test_profile")
    again = await hand.see(QAbstractButton, "test_again")
    await hand.until(again.isEnabled, "the test has ended")
    dialog = hand.find(QDialog, "connection_test")
    if not any("SecretId" in label.text() for label in dialog.findChildren(QLabel)):
        raise NotThere("it is said that the service does not know the key")


async def _correct(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    await tour.hand.click("correct_field")


PROFILES: Final = (
    Step("keys-found", "keys that lie on this computer are found, with what is wrong", _find),
    Step("keys-found-dark", "the same in dark colours", _in_dark),
    Step("keys-imported", "those that were ticked are profiles; nothing was copied", _import),
    Step("profile-test", "a test says step by step what is in the way", _test),
    Step("profile-test-dark", "the same in dark colours", _in_dark),
    Step("profile-corrected", "and leads to the field in which it is corrected", _correct),
)

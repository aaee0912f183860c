"""Every setting of the program, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tat_console.support.i18n import N_


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its type is that of its default; `choices` are value and label.

    A row without a label is remembered by the program and not shown to the user.
    """

    key: str
    default: Any
    label: str = ""
    help: str = ""
    choices: tuple[tuple[Any, str], ...] = ()

    def fits(self, value: Any) -> bool:
        """Whether a value can be this setting's."""
        if self.choices:
            return value in [choice for choice, _label in self.choices]
        return type(value) is type(self.default)


_ALL: Final = (
    Setting(
        "theme",
        "system",
        N_("Colours"),
        N_("Light, dark, or as the desktop has it."),
        (
            ("system", N_("As the system")),
            ("light", N_("Light")),
            ("dark", N_("Dark")),
        ),
    ),
    Setting(
        "language",
        "system",
        N_("Language"),
        N_("Of the window; scripts, outputs and names stay as they are."),
        (
            ("system", N_("As the system")),
            ("en", "English"),
            ("zh_CN", "简体中文"),
        ),
    ),
    Setting(
        "notify_on_end",
        True,
        N_("Tell me when a run ends"),
        N_("Shows a message of the desktop when a run ends while the window is not in front."),
    ),
    Setting(
        "frozen",
        False,
        N_("Freeze runs"),
        N_("While this is on, nothing is started and no further wave of any run is sent."),
    ),
    Setting(
        "tray_icon",
        False,
        N_("Icon in the tray"),
        N_("Keeps an icon of the program where the desktop has a place for it."),
    ),
    Setting(
        "update_address",
        "",
        N_("Look for newer versions at"),
        N_("The address of a JSON file that names the newest version. Empty: nobody is asked."),
    ),
    Setting("sync_others", True),
    Setting("keep_months", 0),
    Setting("keep_gb", 0),
    Setting("last_profile", ""),
    Setting("profiles_beside", []),
    Setting("regions", {}),
    Setting("last_page", "instances"),
    Setting("window_geometry", ""),
    Setting("remembered", {}),
    Setting("recent", []),
    Setting("welcome_done", False),
    Setting("library_folder", ""),
    Setting("danger_patterns", []),
)

ROWS: Final[dict[str, Setting]] = {row.key: row for row in _ALL}

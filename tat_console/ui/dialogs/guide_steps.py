"""The steps of the guide: which control of the window each one points at, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tat_console.support.i18n import N_
from tat_console.ui.navigation import PageKey


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step: a control by its object name, on the page where it is."""

    page: PageKey
    control: str
    title: str
    text: str


STEPS: Final = (
    GuideStep(
        PageKey.INSTANCES,
        "machines",
        N_("Choose machines"),
        N_(
            "Tick machines with the mouse or with Space. One that cannot take a run says why. "
            "The filters above leave those that you look for."
        ),
    ),
    GuideStep(
        PageKey.INSTANCES,
        "run_script",
        N_("Go on to the script"),
        N_("This button takes the ticked machines along. Ctrl+Enter does the same."),
    ),
    GuideStep(
        PageKey.SCRIPTS,
        "script_editor",
        N_("Write or pick a script"),
        N_(
            "Write here, or take one from the library at the left or from the gallery. A word in "
            "double braces, such as {{name}}, becomes a field to fill in."
        ),
    ),
    GuideStep(
        PageKey.SCRIPTS,
        "run_button",
        N_("Run it"),
        N_(
            "You see first what will run where, and nothing is sent before you agree. In the "
            "sandbox nothing leaves this computer."
        ),
    ),
    GuideStep(
        PageKey.RUNS,
        "rail_runs",
        N_("Watch, and read the answers"),
        N_(
            "Every run is here: each machine's state and output, equal outputs folded together. "
            "The history below it keeps all of them and finds any word."
        ),
    ),
    GuideStep(
        PageKey.INSTANCES,
        "help_button",
        N_("Help is here"),
        N_(
            "F1 opens the help, Shift+F1 lists every key. This guide can be started again from "
            "the same menu."
        ),
    ),
)

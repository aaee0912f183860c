"""Every key that does something on a page or in a dialog: what the sheet of shortcuts shows.

The keys of the window itself are not here: they are rows of `shell.actions.ACTIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tat_console.support.i18n import N_


@dataclass(frozen=True, slots=True)
class ShortcutRow:
    """One key, as Qt writes it, and what it does; several keys may do the same."""

    what: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """The keys of one place."""

    title: str
    rows: tuple[ShortcutRow, ...]


GROUPS: Final = (
    ShortcutGroup(
        N_("Instances"),
        (
            ShortcutRow(N_("Go on to the script"), ("Ctrl+Return",)),
            ShortcutRow(N_("Find machines"), ("Ctrl+F",)),
            ShortcutRow(N_("Tick or untick a machine"), ("Space",)),
            ShortcutRow(N_("Tick every shown machine that can take a run"), ("Ctrl+A",)),
            ShortcutRow(N_("Close the details, or untick all"), ("Esc",)),
        ),
    ),
    ShortcutGroup(
        N_("Scripts"),
        (
            ShortcutRow(N_("Run on the chosen machines"), ("Ctrl+Return", "Ctrl+Enter")),
            ShortcutRow(N_("New script"), ("Ctrl+N",)),
            ShortcutRow(N_("Open a file"), ("Ctrl+O",)),
            ShortcutRow(N_("Save to the library"), ("Ctrl+S",)),
            ShortcutRow(N_("Close the script"), ("Ctrl+W",)),
            ShortcutRow(N_("Reopen the script that was closed last"), ("Ctrl+Shift+T",)),
            ShortcutRow(N_("Show the script as it will run"), ("Ctrl+P",)),
            ShortcutRow(N_("Test in the sandbox"), ("Ctrl+T",)),
            ShortcutRow(N_("Find"), ("Ctrl+F",)),
            ShortcutRow(N_("Find and replace"), ("Ctrl+H",)),
            ShortcutRow(N_("Go to a line"), ("Ctrl+G",)),
            ShortcutRow(N_("Break long lines or not"), ("Alt+Z",)),
            ShortcutRow(N_("Turn lines into comments and back"), ("Ctrl+/",)),
            ShortcutRow(N_("Put the problem here right"), ("Ctrl+.",)),
            ShortcutRow(N_("Let the next Tab leave the text"), ("Esc",)),
        ),
    ),
    ShortcutGroup(
        N_("Search in a text"),
        (
            ShortcutRow(N_("Next match, or replace this one"), ("Return",)),
            ShortcutRow(N_("Previous match"), ("Shift+Return",)),
            ShortcutRow(N_("Replace every match"), ("Alt+Return",)),
            ShortcutRow(N_("Match case"), ("Alt+C",)),
            ShortcutRow(N_("Whole words only"), ("Alt+W",)),
            ShortcutRow(N_("Regular expression"), ("Alt+R",)),
            ShortcutRow(N_("Close the search"), ("Esc",)),
        ),
    ),
    ShortcutGroup(
        N_("Gallery"),
        (
            ShortcutRow(N_("Find commands"), ("Ctrl+F",)),
            ShortcutRow(N_("Run the command"), ("Ctrl+Return", "Ctrl+Enter")),
            ShortcutRow(N_("Make it a favourite"), ("Space", "F")),
        ),
    ),
    ShortcutGroup(
        N_("Runs"),
        (
            ShortcutRow(N_("Back to all runs"), ("Alt+Left",)),
            ShortcutRow(N_("Move between tasks"), ("Left", "Right", "Up", "Down")),
        ),
    ),
    ShortcutGroup(
        N_("Outputs"),
        (
            ShortcutRow(N_("Find in the output"), ("Ctrl+F",)),
            ShortcutRow(N_("Only lines that match"), ("Ctrl+Shift+F",)),
            ShortcutRow(N_("Next line that looks like a failure"), ("F8",)),
            ShortcutRow(N_("Next difference"), ("F8",)),
            ShortcutRow(N_("Previous difference"), ("Shift+F8",)),
            ShortcutRow(N_("Save as a file"), ("Ctrl+S",)),
            ShortcutRow(N_("Larger, smaller, usual letters"), ("Ctrl++", "Ctrl+-", "Ctrl+0")),
        ),
    ),
    ShortcutGroup(
        N_("History"),
        (
            ShortcutRow(N_("Search"), ("Ctrl+F",)),
            ShortcutRow(N_("Earlier searches and help on writing one"), ("Alt+Down",)),
            ShortcutRow(N_("Save this search"), ("Ctrl+S",)),
            ShortcutRow(N_("Show or hide the filters"), ("F4",)),
            ShortcutRow(N_("Copy the run with the lines that were found"), ("Ctrl+C",)),
            ShortcutRow(N_("Star the run"), ("Ctrl+D",)),
            ShortcutRow(N_("Write a note"), ("F2",)),
            ShortcutRow(N_("Write labels"), ("Ctrl+L",)),
        ),
    ),
    ShortcutGroup(
        N_("Schedules"),
        (
            ShortcutRow(N_("New schedule"), ("Ctrl+N",)),
            ShortcutRow(N_("Find schedules"), ("Ctrl+F",)),
            ShortcutRow(N_("Delete the schedule"), ("Del",)),
            ShortcutRow(N_("Turn the calendar"), ("PgUp", "PgDown")),
            ShortcutRow(N_("Save, in the form"), ("Ctrl+Return", "Ctrl+Enter")),
        ),
    ),
    ShortcutGroup(
        N_("Hosted"),
        (
            ShortcutRow(N_("Find machines or codes"), ("Ctrl+F",)),
            ShortcutRow(N_("Give a machine another name"), ("F2",)),
            ShortcutRow(N_("Remove the machine or delete the code"), ("Del",)),
        ),
    ),
    ShortcutGroup(
        N_("API"),
        (
            ShortcutRow(N_("Find calls or actions"), ("Ctrl+F",)),
            ShortcutRow(N_("Call the action"), ("Ctrl+Return",)),
            ShortcutRow(N_("Copy what is shown"), ("Ctrl+Shift+C",)),
        ),
    ),
    ShortcutGroup(
        N_("Tables and dialogs"),
        (
            ShortcutRow(N_("Copy the chosen rows"), ("Ctrl+C",)),
            ShortcutRow(N_("Open the current row"), ("Return",)),
            ShortcutRow(N_("Close a dialog or the details"), ("Esc",)),
            ShortcutRow(N_("The topic before, in the help"), ("Alt+Left",)),
        ),
    ),
)

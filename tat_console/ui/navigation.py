"""How one page leads to another without knowing it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tat_console.ports.archive import Script


class PageKey(StrEnum):
    """The pages of the window."""

    INSTANCES = "instances"
    SCRIPTS = "scripts"
    GALLERY = "gallery"
    RUNS = "runs"
    HISTORY = "history"
    SCHEDULES = "schedules"
    HOSTED = "hosted"
    API = "api"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class OpenRun:
    """Show one run on the page of runs, or `apart` in a window of its own.

    `place` is where and how large that window is, as `RunWindow.place` tells it; "" leaves it open.
    """

    run_id: str
    apart: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class OpenScript:
    """Put a script into the editor, in a tab of its own; `origin` says what it is a copy of."""

    script: Script
    origin: str = ""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Show a script of the editor or the library, by draft id or path; "" is the one closed last."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Take in files that were dropped: scripts, lists of machines, or recordings."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class FindRuns:
    """Look for runs in the history, by a text as it is typed there."""

    text: str


@dataclass(frozen=True, slots=True)
class OpenSchedule:
    """Show one schedule, by its region and the id of its invoker."""

    key: tuple[str, str]


@dataclass(frozen=True, slots=True)
class OpenPublicCommand:
    """Show one public command in the gallery."""

    command_id: str


@dataclass(frozen=True, slots=True)
class OpenQuotas:
    """Show how much of each quota is used."""


@dataclass(frozen=True, slots=True)
class OpenCode:
    """Show one register code."""

    code_id: str


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Show a section of the settings, by its key."""

    section: str


@dataclass(frozen=True, slots=True)
class OpenProfiles:
    """Show the profiles in the settings; `create` opens the form of a new one, `find` the import."""

    create: bool = False
    find: bool = False


Errand = (
    OpenRun
    | OpenScript
    | OpenDraft
    | OpenFiles
    | FindRuns
    | OpenSchedule
    | OpenPublicCommand
    | OpenQuotas
    | OpenCode
    | OpenSettings
    | OpenProfiles
    | None
)
"""What a page is to do when it comes to the front."""


class Navigator(Protocol):
    """Brings pages to the front."""

    def go(self, page: PageKey, errand: Errand = None) -> None:
        """Show a page and give it its errand."""
        ...

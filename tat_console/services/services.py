"""All use cases in one value, handed to whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass

from tat_console.ports.archive import Archive
from tat_console.ports.cloud import Connect
from tat_console.ports.lint import Lint
from tat_console.services.administration import Administration
from tat_console.services.chosen import Chosen
from tat_console.services.directory import Directory
from tat_console.services.drafts import Drafts
from tat_console.services.history import PastRuns
from tat_console.services.mirroring import Mirroring
from tat_console.services.notices import Notices
from tat_console.services.profiles import Profiles
from tat_console.services.program import Program
from tat_console.services.retention import Keeping
from tat_console.services.runs import Runs
from tat_console.services.script_services import ScriptServices
from tat_console.services.session import Session
from tat_console.services.settings import Settings
from tat_console.services.target_sets import TargetSets
from tat_console.support.clock import Clock


@dataclass(frozen=True, slots=True)
class Services:
    """What pages and dialogs may ask for."""

    settings: Settings
    profiles: Profiles
    session: Session
    directory: Directory
    chosen: Chosen
    target_sets: TargetSets
    drafts: Drafts
    runs: Runs
    scripts: ScriptServices
    lint: Lint
    archive: Archive
    past: PastRuns
    sync: Mirroring
    keeping: Keeping
    administration: Administration
    notices: Notices
    program: Program
    connect: Connect
    clock: Clock

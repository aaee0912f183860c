"""Everything that is about keeping scripts, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from tat_console.ports.documents import Documents
from tat_console.ports.profiles import SecretStore
from tat_console.services.commands import Commands
from tat_console.services.gallery import Gallery
from tat_console.services.library import Library
from tat_console.services.presets import Presets
from tat_console.services.runs import Runs
from tat_console.services.script_secrets import ScriptSecrets
from tat_console.services.script_sync import ScriptSync
from tat_console.services.script_tests import ScriptTests
from tat_console.services.session import Session
from tat_console.support.clock import Clock


@dataclass(frozen=True, slots=True)
class ScriptServices:
    """Local scripts, the account's commands, the gallery, and what belongs to them."""

    library: Library
    commands: Commands
    sync: ScriptSync
    gallery: Gallery
    presets: Presets
    secrets: ScriptSecrets
    tests: ScriptTests

    @classmethod
    def around(
        cls,
        library: Library,
        session: Session,
        runs: Runs,
        documents: Documents,
        keyring: SecretStore,
        clock: Clock,
    ) -> ScriptServices:
        """All of them around a library; nothing is read yet but small documents."""
        commands = Commands(session, clock)
        return cls(
            library=library,
            commands=commands,
            sync=ScriptSync(library, commands, session),
            gallery=Gallery(session, documents, clock),
            presets=Presets(documents),
            secrets=ScriptSecrets(documents, keyring),
            tests=ScriptTests(session, runs, clock),
        )

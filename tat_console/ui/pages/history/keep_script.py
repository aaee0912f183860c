"""The script of a run becomes one of the library."""

from __future__ import annotations

from tat_console.ports.archive import Script
from tat_console.services.draft_scripts import save
from tat_console.services.drafts import Draft
from tat_console.services.library import Library


async def keep_script(library: Library, script: Script, name: str) -> None:
    """Write a script into the library under a name that is free there; raises ConsoleError."""
    draft = Draft(
        draft_id="",
        name=name,
        content=script.content.decode("utf-8", "replace"),
        command_type=script.command_type,
        working_directory=script.working_directory,
        username=script.username,
        timeout_s=str(script.timeout_s),
    )
    await save(library, draft)

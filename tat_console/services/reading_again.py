"""Reads again what another start of the program, or a command line, may have changed on the disk.

Settings and the scripts in the editor are left alone: they are how this window is set up now.
"""

from __future__ import annotations

from tat_console.services.services import Services


async def read_disk_again(services: Services) -> None:
    """Take in profiles, sets, marks and the like, and runs that nobody carries out any more.

    Raises ConsoleError where a file or the archive cannot be read.
    """
    scripts = services.scripts
    for kept in (
        services.profiles,
        services.target_sets,
        services.past.searches,
        scripts.presets,
        scripts.secrets,
        scripts.gallery,
    ):
        kept.read_again()
    for profile in services.session.profiles_in_use:
        await services.runs.resume(profile.profile_id)
    services.runs.wake()

"""What a command works with: the services, and for `sandbox` a local service of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tat_console.cli.ends import Misused, say_error
from tat_console.composition import (
    SANDBOX_ID,
    Household,
    open_household,
    provide_sandbox,
    set_aside,
)
from tat_console.ports.profiles import Profile
from tat_console.sandbox.launch import launch
from tat_console.services.services import Services
from tat_console.support.i18n import _, set_language
from tat_console.support.paths import AppPaths
from tat_console.support.resources import resource_path

INSTANCES: Final = 20


@asynccontextmanager
async def opened(paths: AppPaths) -> AsyncIterator[Household]:
    """The services, for as long as the command lasts; raises ConsoleError."""
    household = await open_household(paths)
    _speak(household.services.settings.get("language"))
    for path in household.damaged:
        say_error(set_aside(path))
    try:
        yield household
    finally:
        await household.close()


def _speak(wanted: str) -> None:
    """Speak as the window does; without a choice there, as the terminal."""
    named = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    language = next(filter(None, named), "en") if wanted == "system" else wanted
    set_language("zh_CN" if language.startswith("zh") else "en", resource_path("locale"))


@asynccontextmanager
async def connected(services: Services, profile_name: str) -> AsyncIterator[Profile]:
    """Work with a profile, and know its machines; raises ConsoleError.

    `sandbox` stands for a sandbox that is started for this command and ends with it.
    """
    if profile_name == SANDBOX_ID:
        async with _own_sandbox(services) as profile:
            yield await _connect(services, profile)
    else:
        yield await _connect(services, _profile(services, profile_name))


def _profile(services: Services, name: str) -> Profile:
    known = list(services.profiles)
    for profile in known:
        if name in (profile.profile_id, profile.name):
            return profile
    names = ", ".join(sorted(profile.name for profile in known)) or _("none")
    raise Misused(
        _("There is no profile “{name}”.").format(name=name),
        _("Known are: {names}.").format(names=names),
        _("Open the console, Settings → Profiles, to add one; or use the profile sandbox."),
    )


async def _connect(services: Services, profile: Profile) -> Profile:
    await services.session.activate(profile.profile_id)
    await services.directory.refresh()
    for error in services.directory.errors:
        say_error(error)
    return profile


@asynccontextmanager
async def _own_sandbox(services: Services) -> AsyncIterator[Profile]:
    with tempfile.TemporaryDirectory(prefix="tat-console-sandbox-") as folder:
        running = await launch(state=Path(folder), instances=INSTANCES, regions=())
        try:
            yield provide_sandbox(services.profiles, running)
        finally:
            await running.stop()

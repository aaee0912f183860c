"""Scripts of the library that belong to commands in the cloud: which side changed, and both ways."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import msgspec

from tat_console.ports.library import CloudLink, LibraryScript
from tat_console.services.command_texts import (
    cloud_fingerprint,
    obstacles,
    of_command,
    of_script,
    settings_of,
)
from tat_console.services.commands import ChangedInCloud, Commands, SavedCommand
from tat_console.services.library import Library
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.tat.commands import Command
from tat_console.tat.listing import Tag


class LinkState(Enum):
    """How a script and its command in the cloud stand to each other; the value says it."""

    UNLINKED = N_("Only here")
    SAME = N_("Same as in the cloud")
    LOCAL_NEWER = N_("Changed here")
    CLOUD_NEWER = N_("Changed in the cloud")
    BOTH_CHANGED = N_("Changed here and in the cloud")
    DELETED = N_("Deleted in the cloud")
    ELSEWHERE = N_("Belongs to another account or region")
    UNKNOWN = N_("Not read yet")

    @property
    def words(self) -> str:
        """The state, translated."""
        return _(self.value)


def state_of(script: LibraryScript, command: Command | None) -> LinkState:
    """The state of a linked script, given its command as it is now, None where it is gone.

    Both sides are compared with what they were at the last save or pull; where both changed to
    the same, they are the same.
    """
    link = script.settings.link
    if link is None:
        return LinkState.UNLINKED
    if command is None:
        return LinkState.DELETED
    text = of_script(script)
    here = text.fingerprint() != link.local_sha256
    there = cloud_fingerprint(command) != link.cloud_sha256
    if (here or there) and text.matches(command):
        return LinkState.SAME
    if here and there:
        return LinkState.BOTH_CHANGED
    if here:
        return LinkState.LOCAL_NEWER
    return LinkState.CLOUD_NEWER if there else LinkState.SAME


class ScriptSync:
    """Saves scripts to the cloud and takes them from there; every step is a version in the library."""

    def __init__(self, library: Library, commands: Commands, session: Session) -> None:
        self._library = library
        self._commands = commands
        self._session = session

    def state(self, script: LibraryScript) -> LinkState:
        """The state by what was last read of the commands; no request."""
        link = script.settings.link
        if link is None:
            return LinkState.UNLINKED
        if self._is_elsewhere(link):
            return LinkState.ELSEWHERE
        saved = self._commands.get(link.command_id)
        if saved is None and not self._commands.knows(link.region):
            return LinkState.UNKNOWN
        return state_of(script, saved.command if saved else None)

    def obstacle(self, script: LibraryScript) -> str:
        """What keeps its command from saying what the script says, "" for nothing; no request."""
        link = script.settings.link
        saved = self._commands.get(link.command_id) if link else None
        if link is None or saved is None or self._is_elsewhere(link):
            return ""
        return next(iter(obstacles(of_script(script), saved.command)), "")

    async def save_as_new(
        self, script: LibraryScript, region: str, tags: Iterable[Tag] = ()
    ) -> LibraryScript:
        """Save a script as a new command and link it; raises ConsoleError."""
        saved = await self._commands.create(of_script(script), region, tags)
        note = _("Saved to the cloud as {command_id}")
        return await self._linked(script, saved, note.format(command_id=saved.command.command_id))

    async def push(self, script: LibraryScript, *, force: bool = False) -> LibraryScript:
        """Make the linked command say what the script says.

        Raises ChangedInCloud where it changed there since and `force` is not given, CommandGone
        where it was deleted, Unchangeable where only a new command can say it.
        """
        link = self._link_of(script)
        current = await self._commands.read(link.region, link.command_id)
        if not force and cloud_fingerprint(current.command) != link.cloud_sha256:
            raise ChangedInCloud(current)
        saved = await self._commands.modify(current, of_script(script))
        return await self._linked(script, saved, _("Saved to the cloud"))

    async def pull(self, script: LibraryScript) -> LibraryScript:
        """Make the script say what its command says; what it said is a version before."""
        link = self._link_of(script)
        saved = await self._commands.read(link.region, link.command_id)
        if saved.command.command_type != script.command_type:
            raise ConsoleError(
                _("The command has another type now."),
                _("It is {there} in the cloud, and {here} here.").format(
                    there=saved.command.command_type, here=script.command_type
                ),
                _("Take it into the library as a new script."),
            )
        text = of_command(saved.command, script.settings.parameters)
        pulled = msgspec.structs.replace(
            script, content=text.content, settings=settings_of(text, script.settings)
        )
        return await self._linked(pulled, saved, _("Taken from the cloud"))

    async def adopt(self, saved: SavedCommand, group: str = "") -> LibraryScript:
        """Take a command into the library as a new script that is linked to it."""
        text = of_command(saved.command)
        path = self._library.free_path(text.name, text.command_type, group)
        script = LibraryScript(path=path, command_type=text.command_type, content=text.content)
        settings = settings_of(text, script.settings)
        script = msgspec.structs.replace(script, settings=settings)
        return await self._linked(script, saved, _("Taken from the cloud"))

    async def unlink(self, script: LibraryScript) -> LibraryScript:
        """Forget which command a script belongs to."""
        settings = msgspec.structs.replace(script.settings, link=None)
        return await self._library.save(
            script.path, script.content, settings, stamp=script.stamp, note=_("Unlinked")
        )

    async def _linked(self, script: LibraryScript, saved: SavedCommand, note: str) -> LibraryScript:
        link = CloudLink(
            region=saved.region,
            command_id=saved.command.command_id,
            local_sha256=of_script(script).fingerprint(),
            cloud_sha256=cloud_fingerprint(saved.command),
            account=self._account(),
            updated_time=saved.command.updated_time,
        )
        settings = msgspec.structs.replace(script.settings, link=link)
        return await self._library.save(
            script.path, script.content, settings, stamp=script.stamp, note=note
        )

    def _link_of(self, script: LibraryScript) -> CloudLink:
        link = script.settings.link
        if link is not None and not self._is_elsewhere(link):
            return link
        raise ConsoleError(
            _("The script has no command in this account."),
            _("“{name}” was not saved to the regions that are shown.").format(name=script.name),
            _("Save it as a new command, or change the profile or the regions."),
        )

    def _account(self) -> str:
        identity = self._session.identity
        return identity.account_id if identity else ""

    def _is_elsewhere(self, link: CloudLink) -> bool:
        account = self._account()
        is_other = bool(link.account and account and link.account != account)
        return is_other or link.region not in self._session.chosen_regions

"""The account's own commands: read, saved, changed, copied, deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.runs.paging import rows
from tat_console.services.command_texts import (
    CommandText,
    cloud_fingerprint,
    obstacles,
    of_command,
)
from tat_console.services.quotas import COMMANDS, Quota, quotas_of
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat.commands import Command, DeleteCommand, DescribeCommands
from tat_console.tat.errors import ReplyLost, ServiceError
from tat_console.tat.invokers import DescribeInvokers, Invoker
from tat_console.tat.listing import Filter, Tag

LOOKS: Final = 4
PAUSE_S: Final = 2.0
_OWN: Final = (Filter(name="created-by", values=("USER",)),)
_GONE: Final = "ResourceNotFound.CommandNotFound"


class SavedCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A command and the region it is kept in."""

    region: str
    command: Command


class Deletion(msgspec.Struct, frozen=True, kw_only=True):
    """What a deletion came to: the ids that are gone, and why each other is not."""

    deleted: tuple[str, ...] = ()
    refused: tuple[tuple[SavedCommand, ConsoleError], ...] = ()


class CommandGone(ConsoleError):
    """Someone else deleted the command meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The command is no longer in the cloud."),
            _("“{name}” was deleted there. Nothing is lost here.").format(name=name),
            _("Save it as a new command."),
        )


class Unchangeable(ConsoleError):
    """The script asks of its command what the service never changes; a new command can do it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(_("The command cannot be changed like this."), sentence)


class ChangedInCloud(ConsoleError):
    """Someone else changed the command since it was read; `current` is what it says now."""

    def __init__(self, current: SavedCommand) -> None:
        super().__init__(
            _("The command was changed in the cloud."),
            _("“{name}” is not what it was when it was read here.").format(
                name=current.command.command_name
            ),
            _("Compare both, then take one of them."),
        )
        self.current = current


class Commands:
    """The commands of the active profile in the chosen regions; `changed` fires on any change."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._profile_id = ""
        self._saved: dict[str, SavedCommand] = {}
        self._known_regions: frozenset[str] = frozenset()
        self.errors: tuple[ConsoleError, ...] = ()
        self.is_loading = False
        self.changed: Event[None] = Event()

    @property
    def saved(self) -> tuple[SavedCommand, ...]:
        """The commands as they were last read, by name."""
        return tuple(
            sorted(self._saved.values(), key=lambda row: row.command.command_name.casefold())
        )

    def get(self, command_id: str) -> SavedCommand | None:
        """The command of this id, as it was last read."""
        return self._saved.get(command_id)

    def knows(self, region: str) -> bool:
        """Whether the commands of a region have been read, so that one that is not there is gone."""
        return region in self._known_regions

    def is_taken(self, name: str, region: str, except_id: str = "") -> bool:
        """Whether another command that was read has this name."""
        return any(
            row.command.command_name == name
            and row.region == region
            and row.command.command_id != except_id
            for row in self._saved.values()
        )

    async def refresh(self) -> None:
        """Read all commands anew; a region that fails keeps what was known of it."""
        connection = self._session.require()
        profile_id, regions = connection.profile.profile_id, self._session.chosen_regions
        self.is_loading = True
        self.changed.emit(None)
        try:
            read = await asyncio.gather(
                *(self._read_region(connection.cloud, region) for region in regions)
            )
            if connection is self._session.connection:
                self._take(profile_id, dict(zip(regions, read, strict=True)))
        finally:
            self.is_loading = False
            self.changed.emit(None)

    async def read(self, region: str, command_id: str) -> SavedCommand:
        """One command as it is now; raises CommandGone."""
        request = DescribeCommands(command_ids=(command_id,))
        reply = await self._cloud().call(request, region=region)
        if not reply.command_set:
            self._drop(command_id)
            raise CommandGone(self._name_of(command_id))
        return self._keep(SavedCommand(region=region, command=reply.command_set[0]))

    async def create(
        self, text: CommandText, region: str, tags: Iterable[Tag] = ()
    ) -> SavedCommand:
        """Save a script under a new id; a lost reply is settled by its name (facts §6.5)."""
        try:
            reply = await self._cloud().call(text.creation(tags), region=region)
        except ReplyLost:
            return self._keep(await self._settled(text, region))
        return await self.read(region, reply.command_id)

    async def modify(
        self, saved: SavedCommand, text: CommandText, *, force: bool = False
    ) -> SavedCommand:
        """Make a command say this; `saved` is what was last seen of it.

        UpdatedTime counts whole seconds, so the texts are compared. Raises ChangedInCloud where they
        differ and `force` is not given, CommandGone, and Unchangeable.
        """
        for sentence in obstacles(text, saved.command):
            raise Unchangeable(sentence)
        current = await self.read(saved.region, saved.command.command_id)
        if not force and cloud_fingerprint(current.command) != cloud_fingerprint(saved.command):
            raise ChangedInCloud(current)
        try:
            await self._cloud().call(text.modification(current.command), region=saved.region)
        except ServiceError as error:
            if error.code != _GONE:
                raise
            self._drop(saved.command.command_id)
            raise CommandGone(saved.command.command_name) from error
        return await self.read(saved.region, saved.command.command_id)

    async def clone(self, saved: SavedCommand, name: str, region: str = "") -> SavedCommand:
        """Save a copy under another name, or in another region; tags go with it."""
        text = msgspec.structs.replace(of_command(saved.command), name=name)
        return await self.create(text, region or saved.region, saved.command.tags)

    async def uses(self, saved: SavedCommand) -> tuple[Invoker, ...]:
        """The schedules that use a command; it cannot be deleted while there are any."""
        named = Filter(name="command-id", values=(saved.command.command_id,))
        request = DescribeInvokers(filters=(named,))
        found = rows(self._cloud(), request, Invoker, region=saved.region)
        return tuple([invoker async for invoker in found])

    async def delete(self, commands: Iterable[SavedCommand]) -> Deletion:
        """Delete commands one by one, so that one that is in use keeps none of the others."""
        deleted: list[str] = []
        refused: list[tuple[SavedCommand, ConsoleError]] = []
        for saved in commands:
            try:
                await self._delete(saved)
            except ConsoleError as error:
                refused.append((saved, error))
            else:
                deleted.append(saved.command.command_id)
        return Deletion(deleted=tuple(deleted), refused=tuple(refused))

    async def quota(self, region: str) -> Quota:
        """How much room a region has for commands."""
        (quota,) = await quotas_of(self._cloud(), region, COMMANDS)
        return quota

    def _cloud(self) -> Cloud:
        return self._session.require().cloud

    async def _read_region(self, cloud: Cloud, region: str) -> list[Command] | ConsoleError:
        try:
            found = rows(cloud, DescribeCommands(filters=_OWN), Command, region=region)
            return [command async for command in found]
        except ConsoleError as error:
            return error

    def _take(self, profile_id: str, read: dict[str, list[Command] | ConsoleError]) -> None:
        failed = {region for region, found in read.items() if isinstance(found, ConsoleError)}
        kept = self._saved.values() if profile_id == self._profile_id else ()
        known = self._known_regions if profile_id == self._profile_id else frozenset()
        fresh = [saved for saved in kept if saved.region in failed]
        for region, found in read.items():
            if not isinstance(found, ConsoleError):
                fresh += [SavedCommand(region=region, command=command) for command in found]
        self._known_regions = (known & failed) | (read.keys() - failed)
        self._profile_id = profile_id
        self._saved = {saved.command.command_id: saved for saved in fresh}
        self.errors = tuple(found for found in read.values() if isinstance(found, ConsoleError))

    def _keep(self, saved: SavedCommand) -> SavedCommand:
        self._saved[saved.command.command_id] = saved
        self.changed.emit(None)
        return saved

    def _drop(self, command_id: str) -> None:
        if self._saved.pop(command_id, None):
            self.changed.emit(None)

    def _name_of(self, command_id: str) -> str:
        saved = self._saved.get(command_id)
        return saved.command.command_name if saved else command_id

    async def _settled(self, text: CommandText, region: str) -> SavedCommand:
        """Find out whether a creation whose reply was lost was done; nothing is sent again."""
        named = Filter(name="command-name", values=(text.name,))
        request = DescribeCommands(filters=(*_OWN, named))
        for look in range(LOOKS):
            if look:
                await self._clock.sleep(PAUSE_S)
            found = rows(self._cloud(), request, Command, region=region)
            for command in [command async for command in found]:
                if command.command_name == text.name and text.matches(command):
                    return SavedCommand(region=region, command=command)
        raise ConsoleError(
            _("It is not known whether the command was saved."),
            _(
                "The reply was lost, and the service lists no command “{name}” that says this."
            ).format(name=text.name),
            _("Read the commands again in a moment; if it is not there, save it again."),
        )

    async def _delete(self, saved: SavedCommand) -> None:
        request = DeleteCommand(command_id=saved.command.command_id)
        try:
            await self._cloud().call(request, region=saved.region)
        except ServiceError as error:
            if error.code == "ResourceUnavailable.CommandInInvoker":
                raise await self._in_use(saved, error) from error
            if error.code != _GONE:
                raise
        self._drop(saved.command.command_id)

    async def _in_use(self, saved: SavedCommand, error: ServiceError) -> ConsoleError:
        names = ", ".join(f"“{invoker.name}”" for invoker in await self.uses(saved))
        return ConsoleError(
            error.title,
            _("“{name}” is started by {invokers}.").format(
                name=saved.command.command_name, invokers=names or _("a schedule")
            ),
            error.next_step,
            error.request_id,
        )

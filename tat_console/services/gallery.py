"""The service's public commands by scene: searched, marked as favourites, run or copied."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime
from typing import Any, Final

import msgspec

from tat_console.ports.archive import Script
from tat_console.ports.cloud import Cloud
from tat_console.ports.documents import Documents
from tat_console.ports.profiles import Profile
from tat_console.runs.paging import rows
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.tat import formatted_description, parameter_types, templating
from tat_console.tat.commands import Command, DescribeCommands, DescribeScenes, Scene
from tat_console.tat.formatted_description import FormattedDescription, Words
from tat_console.tat.listing import Filter
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind

DOCUMENT: Final = "gallery"
RECENT_KEPT: Final = 12
_PUBLIC: Final = (Filter(name="created-by", values=("TAT",)),)


class GalleryItem(msgspec.Struct, frozen=True, kw_only=True):
    """A public command with what it says about itself."""

    command: Command
    about: FormattedDescription = FormattedDescription()

    @property
    def key(self) -> str:
        """The command's id."""
        return self.command.command_id

    def name(self, language: str) -> str:
        """Its name for people, in a language such as "en" or "zh_CN" where there is one."""
        return self.about.name.in_language(language) or self.command.command_name

    def description(self, language: str) -> str:
        """What it does."""
        return self.about.description.in_language(language) or self.command.description

    def definitions(self, language: str) -> tuple[ParameterDefinition, ...]:
        """Its parameters with their words."""
        found = parameter_types.from_command(self.command, self.about.parameter_definitions)
        return tuple(
            msgspec.structs.replace(row, description=words)
            if (words := self.about.parameter_words(row.key).in_language(language))
            else row
            for row in found
        )

    def searched_text(self) -> str:
        """Everything that a search looks at, in both languages."""
        about = self.about
        words = (about.name, about.description, *about.scenes)
        parts = [self.command.command_name, self.command.description]
        parts += [text for each in words for text in (each.en, each.zh_cn)]
        parts += [parameter.key for parameter in templating.parameters(self.command.content)]
        return "\n".join(parts).casefold()


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """How often a command was run or copied here, and when last.

    `run_id` is the run of the last time; "" where that was a copy.
    """

    count: int
    last_at: datetime
    run_id: str = ""


class GalleryScene(msgspec.Struct, frozen=True, kw_only=True):
    """A scene with its name in both languages."""

    scene_id: str
    words: Words


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """What one profile sees in one region, and when it was read."""

    profile: Profile
    region: str
    read_at: datetime
    items: dict[str, GalleryItem]
    scenes: tuple[GalleryScene, ...]


class Gallery:
    """The public commands of the profile in use, each region's read once and kept.

    `changed` fires when they or the marks change. What kept them from being read stands in
    `error`.
    """

    def __init__(self, session: Session, documents: Documents, clock: Clock) -> None:
        self._session = session
        self._documents = documents
        self._clock = clock
        self._shelves: dict[tuple[str, str], Shelf] = {}
        self._loading: tuple[str, str] | None = None
        self._failed: tuple[tuple[str, str], ConsoleError] | None = None
        self.changed: Event[None] = Event()
        self._favourites: list[str] = []
        self._recent: list[str] = []
        self._usage: dict[str, Usage] = {}
        self._take_in_marks()

    @property
    def region(self) -> str:
        """The region that is asked: the first chosen one; "" while none is known."""
        return next(iter(self._session.chosen_regions), "")

    @property
    def shelf(self) -> Shelf | None:
        """What was read for the profile in use, as it is set up now; None where nothing was."""
        connection = self._session.connection
        kept = self._shelves.get(self._key)
        return kept if kept and connection and kept.profile == connection.profile else None

    @property
    def is_loading(self) -> bool:
        """Whether the commands of the profile in use are on their way."""
        return self._loading == self._key

    @property
    def error(self) -> ConsoleError | None:
        """Why the commands of the profile in use could not be read the last time."""
        return self._failed[1] if self._failed and self._failed[0] == self._key else None

    @property
    def items(self) -> tuple[GalleryItem, ...]:
        """All public commands."""
        return tuple(self._known.values())

    @property
    def scenes(self) -> tuple[GalleryScene, ...]:
        """The scenes they are grouped by."""
        return self.shelf.scenes if self.shelf else ()

    @property
    def favourites(self) -> list[GalleryItem]:
        """The favourites that are there, in the order they were marked in."""
        return [self._known[key] for key in self._favourites if key in self._known]

    @property
    def recent(self) -> list[GalleryItem]:
        """Those that were used last and are there, latest first."""
        return [self._known[key] for key in self._recent if key in self._known]

    def get(self, key: str) -> GalleryItem | None:
        """The command of this id."""
        return self._known.get(key)

    def is_favourite(self, key: str) -> bool:
        """Whether a command is marked."""
        return key in self._favourites

    def usage(self, key: str) -> Usage | None:
        """How a command was used here; None where it never was."""
        return self._usage.get(key)

    async def ensure(self) -> None:
        """Read the commands where that was not done yet; a failure goes to `error`."""
        if self.region and not (self.shelf or self.is_loading or self.error):
            await self.refresh()

    async def refresh(self) -> None:
        """Read scenes and commands anew; where that fails, what was known stays.

        Raises ConsoleError where no profile is connected.
        """
        connection, key = self._session.require(), self._key
        if not self.region:
            return
        self._loading = key
        self.changed.emit(None)
        try:
            scenes, commands = await read_gallery(connection.cloud, self.region)
            self._shelves[key] = _shelf(
                connection.profile, key[1], self._clock.now(), scenes, commands
            )
            self._failed = None
        except ConsoleError as error:
            self._failed = key, error
        finally:
            if self._loading == key:
                self._loading = None
            self.changed.emit(None)

    @property
    def _key(self) -> tuple[str, str]:
        profile = self._session.profile
        return (profile.profile_id if profile else "", self.region)

    @property
    def _known(self) -> dict[str, GalleryItem]:
        return self.shelf.items if self.shelf else {}

    def search(self, text: str, scene_id: str = "") -> list[GalleryItem]:
        """The commands of a scene, or of all, that have every word somewhere, in any language."""
        words = text.casefold().split()
        return [
            item
            for item in self.items
            if (not scene_id or scene_id in item.command.scenes)
            and all(word in item.searched_text() for word in words)
        ]

    def mark(self, key: str, *, favourite: bool) -> None:
        """Mark a command as a favourite, or take the mark back."""
        self._take_in_marks()
        others = [each for each in self._favourites if each != key]
        self._keep([*others, key] if favourite else others, self._recent)

    def note_used(self, key: str, run_id: str = "") -> None:
        """Count one use of a command, and put it first among those that were used last."""
        self._take_in_marks()
        others = [each for each in self._recent if each != key]
        earlier = self._usage.get(key)
        count = earlier.count + 1 if earlier else 1
        self._usage = {
            **self._usage,
            key: Usage(count=count, last_at=self._clock.now(), run_id=run_id),
        }
        self._keep(self._favourites, [key, *others][:RECENT_KEPT])

    def read_again(self) -> None:
        """Take in what another start of the program marked and used."""
        before = self._favourites, self._recent, self._usage
        self._take_in_marks()
        if (self._favourites, self._recent, self._usage) != before:
            self.changed.emit(None)

    def _take_in_marks(self) -> None:
        kept = self._documents.read(DOCUMENT)
        self._favourites = _words(kept.get("favourites"))
        self._recent = _words(kept.get("recent"))
        self._usage = _usage(kept.get("usage"))

    def _keep(self, favourites: list[str], recent: list[str]) -> None:
        usage = {key: msgspec.to_builtins(each) for key, each in self._usage.items()}
        kept = {"favourites": favourites, "recent": recent, "usage": usage}
        self._documents.write(DOCUMENT, kept)
        self._favourites, self._recent = favourites, recent
        self.changed.emit(None)


def _shelf(
    profile: Profile,
    region: str,
    read_at: datetime,
    scenes: list[Scene],
    commands: list[Command],
) -> Shelf:
    items = [
        GalleryItem(
            command=command, about=formatted_description.read(command.formatted_description)
        )
        for command in commands
    ]
    told = {words.id: words for item in items for words in item.about.scenes if words.id}
    return Shelf(
        profile=profile,
        region=region,
        read_at=read_at,
        items={item.key: item for item in items},
        scenes=tuple(
            GalleryScene(
                scene_id=scene.scene_id, words=_scene_words(scene, told.get(scene.scene_id))
            )
            for scene in scenes
        ),
    )


def _scene_words(scene: Scene, told: Words | None) -> Words:
    if told is None:
        return Words(scene.scene_name)
    return Words(told.en or scene.scene_name, told.zh_cn)


async def read_gallery(cloud: Cloud, region: str) -> tuple[list[Scene], list[Command]]:
    """The scenes and public commands of a region; raises what `Cloud.call` raises."""

    async def scenes() -> list[Scene]:
        return [row async for row in rows(cloud, DescribeScenes(), Scene, region=region)]

    async def commands() -> list[Command]:
        request = DescribeCommands(filters=_PUBLIC)
        return [row async for row in rows(cloud, request, Command, region=region)]

    return await asyncio.gather(scenes(), commands())


def _usage(value: Any) -> dict[str, Usage]:
    """What is kept of uses; what is not understood counts as none."""
    found: dict[str, Usage] = {}
    for key, each in value.items() if isinstance(value, dict) else ():
        with contextlib.suppress(msgspec.ValidationError):
            found[key] = msgspec.convert(each, Usage)
    return found


def _words(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def run_of(item: GalleryItem, values: dict[str, str]) -> Script:
    """A public command as it runs: invoked by its id; secrets are given to the plan.

    Defaults fill what `values` leave out, so that the run shows what it was run with.
    """
    asked = parameter_types.from_command(item.command, item.about.parameter_definitions)
    secret = tuple(row.key for row in asked if row.kind is ParameterKind.SECRET)
    filled = templating.overlay(parameter_types.defaults(asked), values)
    command = item.command
    return Script(
        name=command.command_name,
        content=command.content,
        command_type=command.command_type,
        working_directory=command.working_directory,
        username=command.username,
        timeout_s=command.timeout,
        parameters={
            row.key: filled[row.key] for row in asked if row.key in filled and row.key not in secret
        },
        hidden=secret,
        command_id=command.command_id,
    )


def copy_of(item: GalleryItem) -> Script:
    """A public command as a script of one's own, with its defaults filled in."""
    return msgspec.structs.replace(run_of(item, {}), command_id="", hidden=())

"""What is listed: the commands of a place that match, in sections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tat_console.services.gallery import Gallery, GalleryItem, GalleryScene
from tat_console.support.i18n import N_, _
from tat_console.tat.statuses import OperatingSystem
from tat_console.ui.pages.gallery.words import OTHER_ICON, scene_icon


class Place(StrEnum):
    """The places that are no scenes; scenes have ids, which never begin with a colon."""

    ALL = ":all"
    FAVOURITES = ":favourites"
    RECENT = ":recent"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the list at the left."""

    key: str
    title: str
    icon: str
    count: int = 0


class Order(StrEnum):
    """How all commands are listed."""

    SCENE = "scene"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants to see; `system` is None for all."""

    place: str = Place.ALL
    text: str = ""
    system: OperatingSystem | None = None
    order: Order = Order.SCENE


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the cards below it; `more_key` is the place that has all `total` of them."""

    key: str
    title: str
    icon: str
    items: tuple[GalleryItem, ...]
    total: int
    more_key: str = ""


_PLACES: Final = (
    (Place.ALL, N_("All"), "ph.squares-four"),
    (Place.FAVOURITES, N_("Favourites"), "ph.star"),
    (Place.RECENT, N_("Used lately"), "ph.clock-counter-clockwise"),
)


def places(gallery: Gallery, language: str) -> list[PlaceRow]:
    """Every place with how many commands it has: the fixed ones, then the scenes in use."""
    counts = {
        Place.ALL: len(gallery.items),
        Place.FAVOURITES: len(gallery.favourites),
        Place.RECENT: len(gallery.recent),
    }
    fixed = [PlaceRow(key, _(title), icon, counts[key]) for key, title, icon in _PLACES]
    scenes = [
        PlaceRow(scene.scene_id, scene.words.in_language(language), scene_icon(scene), count)
        for scene in gallery.scenes
        if (count := len(gallery.search("", scene.scene_id)))
    ]
    return fixed + scenes


def sections(gallery: Gallery, wanted: Wanted, language: str, row_length: int) -> list[Section]:
    """The sections to show; where everything is shown by scene, one row of cards of each."""
    found = _found(gallery, wanted, language)
    if wanted.place == Place.ALL and wanted.order is Order.SCENE:
        made = _by_scene(gallery, wanted, found, language, row_length)
    else:
        rows = {row.key: row for row in places(gallery, language)}
        row = rows.get(wanted.place) or rows[Place.ALL]
        made = [Section(row.key, row.title, row.icon, tuple(found), len(found))]
    return [section for section in made if section.items]


def _found(gallery: Gallery, wanted: Wanted, language: str) -> list[GalleryItem]:
    is_scene = wanted.place not in list(Place)
    matching = gallery.search(wanted.text, wanted.place if is_scene else "")
    if wanted.system is not None:
        matching = [item for item in matching if item.command.command_type.system is wanted.system]
    match wanted.place:
        case Place.FAVOURITES:
            return [item for item in gallery.favourites if item in matching]
        case Place.RECENT:
            return [item for item in gallery.recent if item in matching]
    return sorted(matching, key=lambda item: item.name(language).casefold())


def _by_scene(
    gallery: Gallery, wanted: Wanted, found: list[GalleryItem], language: str, row_length: int
) -> list[Section]:
    made = [_scene_section(scene, wanted, found, language, row_length) for scene in gallery.scenes]
    known = {scene.scene_id for scene in gallery.scenes}
    rest = tuple(item for item in found if not known.intersection(item.command.scenes))
    return [*made, Section("", _("Without a scene"), OTHER_ICON, rest, len(rest))]


def _scene_section(
    scene: GalleryScene,
    wanted: Wanted,
    found: list[GalleryItem],
    language: str,
    row_length: int,
) -> Section:
    """The commands that belong to a scene first of all come first, and alone in a search."""
    first = [item for item in found if item.command.scenes[:1] == (scene.scene_id,)]
    others = [item for item in found if scene.scene_id in item.command.scenes[1:]]
    total = len(first) + len(others)
    shown = first if wanted.text else [*first, *others][:row_length]
    return Section(
        key=scene.scene_id,
        title=scene.words.in_language(language),
        icon=scene_icon(scene),
        items=tuple(shown),
        total=len(first) if wanted.text else total,
        more_key="" if wanted.text else scene.scene_id,
    )

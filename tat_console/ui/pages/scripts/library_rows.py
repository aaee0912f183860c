"""What stands in the list at the left: open texts, the library by folder, and the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tat_console.ports.library import LibraryScript
from tat_console.services.drafts import Draft
from tat_console.services.script_sync import LinkState
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.pages.scripts.library_search import parts_of
from tat_console.ui.pages.scripts.library_tree import Group, Leaf

DRAFT: Final = "draft:"
SCRIPT: Final = "script:"
COMMAND: Final = "command:"
STATE_LOOKS: Final = {
    LinkState.UNLINKED: ("", "text_3"),
    LinkState.SAME: ("ph.cloud-check", "text_3"),
    LinkState.LOCAL_NEWER: ("ph.cloud-arrow-up", "late_text"),
    LinkState.CLOUD_NEWER: ("ph.cloud-arrow-down", "busy_text"),
    LinkState.BOTH_CHANGED: ("ph.git-diff", "bad_text"),
    LinkState.DELETED: ("ph.cloud-slash", "bad_text"),
    LinkState.ELSEWHERE: ("ph.cloud", "text_3"),
    LinkState.UNKNOWN: ("ph.cloud", "text_3"),
}


def title_of(draft: Draft) -> str:
    """What a draft is called where it has no name yet."""
    return draft.name.strip() or _("Untitled")


def groups_of(services: Services, search: str) -> list[Group]:
    """The groups that have something to show."""
    text, tags = parts_of(search)
    made = [*_texts(services, text if not tags else None), *_library(services, text, tags)]
    if not tags:
        made += _cloud(services, text)
    return made


def _texts(services: Services, text: str | None) -> Iterator[Group]:
    leaves = [
        Leaf(key=DRAFT + draft.draft_id, name=title_of(draft), tip=_("Not in the library yet"))
        for draft in services.drafts
        if not draft.path and text is not None and _has(title_of(draft), text)
    ]
    if leaves:
        yield Group(_("Not saved yet"), tuple(leaves))


def _library(services: Services, text: str, tags: list[str]) -> Iterator[Group]:
    library = services.scripts.library
    by_group: dict[str, list[Leaf]] = {}
    if not text and not tags:
        by_group = {group: [] for group in ("", *library.groups)}
    for script in library.search(text, tags):
        by_group.setdefault(script.group, []).append(_leaf(services, script))
    for group in sorted(by_group):
        if group or by_group[group]:
            leaves = sorted(by_group[group], key=lambda leaf: leaf.name.casefold())
            yield Group(group or _("Library"), tuple(leaves))


def _leaf(services: Services, script: LibraryScript) -> Leaf:
    state = services.scripts.sync.state(script)
    icon, role = STATE_LOOKS[state]
    tip = [script.path]
    if script.settings.description:
        tip.append(script.settings.description)
    tip += [f"#{tag}" for tag in script.settings.tags]
    if state is not LinkState.UNLINKED:
        tip.append(state.words)
    if script.problems:
        icon, role = "ph.warning-fill", "late_text"
        tip += script.problems
    stem = script.path.rpartition("/")[2].rpartition(".")[0]
    return Leaf(SCRIPT + script.path, stem, "\n".join(tip), icon, role)


def _cloud(services: Services, text: str) -> Iterator[Group]:
    linked = {
        script.settings.link.command_id
        for script in services.scripts.library.scripts
        if script.settings.link
    }
    leaves = [
        Leaf(
            key=COMMAND + saved.command.command_id,
            name=saved.command.command_name,
            tip=_("{name} in {region}: double-click takes it into the library").format(
                name=saved.command.command_name, region=saved.region
            ),
            state_icon="ph.cloud-fill",
        )
        for saved in services.scripts.commands.saved
        if saved.command.command_id not in linked and _has(saved.command.command_name, text)
    ]
    if leaves:
        yield Group(_("Only in the cloud"), tuple(leaves))


def _has(name: str, text: str) -> bool:
    return all(word in name.casefold() for word in text.casefold().split())

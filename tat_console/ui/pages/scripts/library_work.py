"""Opening, saving and keeping order among the scripts of the library."""

from __future__ import annotations

import msgspec

from tat_console.ports.library import ChangedOutside, LibraryScript
from tat_console.services.draft_scripts import Opened, is_unsaved, opened, save
from tat_console.services.drafts import Draft
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.ui.dialogs.compare_texts import FIRST_CHOICE, CompareTexts
from tat_console.ui.dialogs.describe_script import DescribeScript
from tat_console.ui.dialogs.script_versions import ScriptVersions
from tat_console.ui.kit.ask import ACCEPTED, ask, ask_text, pick_new_file
from tat_console.ui.kit.files import write_file
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.undo import offer_undo
from tat_console.ui.pages.scripts.desk import ScriptDesk


class LibraryWork:
    """What is done with scripts of the library; the tab in front follows."""

    def __init__(self, page: Page, services: Services, desk: ScriptDesk) -> None:
        self._page = page
        self._services = services
        self._library = services.scripts.library
        self._desk = desk

    def draft_at(self, path: str) -> Draft | None:
        """The open tab over a script."""
        return next((draft for draft in self._services.drafts if draft.path == path), None)

    def open(self, path: str) -> Draft | None:
        """A tab over a script, the one there is or a new one; raises ConsoleError."""
        if draft := self.draft_at(path):
            return draft
        script = self._library.get(path)
        if script is None:
            return None
        tab = opened(script)
        self.tell_notes(tab)
        return self._services.drafts.add(tab.draft)

    def tell_notes(self, tab: Opened) -> None:
        """Say what a tab shows otherwise than its file."""
        for note in tab.notes:
            self._page.banners.show_error(ConsoleError(note, ""), ToneName.LATE)

    def is_unsaved(self, draft: Draft) -> bool:
        """Whether a tab holds anything that the library does not."""
        return is_unsaved(draft, self._library.get(draft.path) if draft.path else None)

    async def save(self) -> Draft | None:
        """Keep the tab in front in the library; None where the user gave up."""
        self._desk.flush()
        draft = self._desk.draft()
        try:
            saved = await save(self._library, draft)
        except ChangedOutside as changed:
            return await self._settle(draft, changed)
        self._take_over(draft, saved)
        return saved

    async def _settle(self, draft: Draft, changed: ChangedOutside) -> Draft | None:
        there = text_of(changed.current) if changed.current else ""
        dialog = CompareTexts(
            self._page,
            changed.title,
            changed.what,
            ((_("the file as it is now"), there), (_("the text in the editor"), draft.content)),
            (_("Save over it"), _("Save under another name")),
        )
        answer = await ask(dialog) - FIRST_CHOICE
        if answer == 0:
            saved = await save(self._library, draft, over=True)
        elif answer == 1:
            path = self._library.free_path(draft.name, draft.command_type)
            fresh = msgspec.structs.replace(draft, path=path, stamp="")
            saved = await save(self._library, fresh)
        else:
            return None
        self._take_over(draft, saved)
        return saved

    def _take_over(self, draft: Draft, saved: Draft) -> None:
        presets = self._services.scripts.presets
        presets.move(draft.path or f"draft:{draft.draft_id}", saved.path)
        self._desk.saved(saved)

    def reload(self, script: LibraryScript) -> None:
        """Let the open tab over a script show what the script says now."""
        earlier = self.draft_at(script.path)
        if earlier is None:
            return
        draft = opened(script).draft
        values = {**draft.parameters, **earlier.parameters}
        fresh = msgspec.structs.replace(draft, draft_id=earlier.draft_id, parameters=values)
        self._services.drafts.save(fresh)
        if self._desk.draft().draft_id == fresh.draft_id:
            self._desk.take_over(fresh)
        else:
            self._desk.forget(fresh.draft_id)

    # -- one script of the list

    async def rename(self, path: str) -> None:
        """Give a script another name, or "folder/name"; versions and presets go with it."""
        head, _dot, suffix = path.rpartition(".")
        name = await ask_text(
            self._page,
            _("Rename or move “{name}”").format(name=path),
            _("Name, with folders before it"),
            _("Rename"),
            head,
        )
        if name is None or name == head:
            return
        moved = await self._library.move(path, f"{name}.{suffix}")
        self._services.scripts.presets.move(path, moved.path)
        self._follow(path, moved.path, moved.stamp)

    async def clone(self, path: str) -> str:
        """Copy a script under a name that is free, without its command; the new path."""
        script = self._require(path)
        stem = path.rpartition("/")[2].rpartition(".")[0]
        copy = self._library.free_path(stem, script.command_type, script.group)
        settings = msgspec.structs.replace(script.settings, link=None, name="")
        await self._library.save(copy, script.content, settings, stamp="")
        return copy

    async def describe(self, path: str) -> None:
        """Edit the description and the tags of a script; what is typed in its tab stays."""
        script = self._require(path)
        settings = script.settings
        dialog = DescribeScript(
            self._page, path, settings.description, settings.tags, self._library.tags
        )
        if await ask(dialog) != ACCEPTED:
            return
        fresh = msgspec.structs.replace(
            settings, description=dialog.text(), tags=dialog.wanted_tags()
        )
        saved = await self._library.save(
            path, script.content, fresh, stamp=script.stamp, note=_("Description and tags")
        )
        self._follow(path, saved.path, saved.stamp)

    async def save_as_file(self, path: str) -> None:
        """Write the text as it stands in its tab, or in the library, into a file of its own."""
        self._desk.flush()
        draft = self.draft_at(path)
        text = draft.content if draft is not None else text_of(self._require(path))
        name = path.rpartition("/")[2]
        if target := await pick_new_file(self._page, _("Save a copy as a file"), name):
            await write_file(target, text.encode())

    async def versions(self, path: str) -> None:
        """Show the versions of a script, and bring one back if that is wanted."""
        script = self._require(path)
        found = await self._library.versions(path)
        now = self._services.clock.now()
        dialog = ScriptVersions(
            self._page, path, found, text_of(script), self._library.version, now
        )
        if await ask(dialog) == ACCEPTED:
            await self._library.restore(path, dialog.version())
            self.reload(self._require(path))

    async def remove(self, path: str) -> None:
        """Delete a script here and offer it back; its versions stay, its command too."""
        has_command = self._require(path).settings.link is not None
        self._desk.flush()
        tab = self.draft_at(path)
        await self._library.remove(path)
        self._follow(path, "", "")
        said = (
            _("“{path}” was deleted here; its command in the cloud stays.")
            if has_command
            else _("“{path}” was deleted from the library.")
        )
        tab_id = tab.draft_id if tab else ""
        offer_undo(
            self._page.banners,
            said.format(path=path),
            lambda: self._page.start(self._bring_back(path, tab_id)),
        )

    async def _bring_back(self, path: str, tab_id: str) -> None:
        """Restore a script that was just deleted, also as what its tab is over."""
        newest = (await self._library.versions(path))[0]
        restored = await self._library.restore(path, newest)
        self._desk.flush()
        tab = self._services.drafts.get(tab_id)
        if tab is not None and not tab.path:
            self._lead(tab, restored.path, restored.stamp)

    def _follow(self, path: str, new_path: str, stamp: str) -> None:
        """Let the open tab over a script know where it is now, and its stamp."""
        self._desk.flush()
        if draft := self.draft_at(path):
            self._lead(draft, new_path, stamp)

    def _lead(self, draft: Draft, path: str, stamp: str) -> None:
        fresh = msgspec.structs.replace(draft, path=path, stamp=stamp)
        self._services.drafts.save(fresh)
        if self._desk.draft().draft_id == fresh.draft_id:
            self._desk.saved(fresh)

    def _require(self, path: str) -> LibraryScript:
        script = self._library.get(path)
        if script is None:
            raise ConsoleError(
                _("“{path}” is no longer in the library.").format(path=path),
                _("It was moved or deleted by another program."),
            )
        return script


def text_of(script: LibraryScript) -> str:
    """A script as text to look at; what is no UTF-8 shows as a question mark."""
    return templating.as_text(script.content).encode("utf-8", "replace").decode()

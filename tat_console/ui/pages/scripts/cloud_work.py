"""Between the library and the account's commands: save there, take from there, compare."""

from __future__ import annotations

import msgspec

from tat_console.ports.library import LibraryScript
from tat_console.services.command_texts import of_script
from tat_console.services.commands import (
    ChangedInCloud,
    CommandGone,
    SavedCommand,
    Unchangeable,
)
from tat_console.services.script_sync import LinkState
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.tat.errors import InvalidRequest, ServiceError
from tat_console.ui.dialogs.compare_texts import FIRST_CHOICE, CompareTexts
from tat_console.ui.dialogs.save_command import SaveCommand
from tat_console.ui.kit.ask import ACCEPTED, ask, confirm
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.scripts.library_work import LibraryWork, text_of

_NEW: tuple[LinkState, ...] = (LinkState.UNLINKED, LinkState.DELETED, LinkState.ELSEWHERE)


class CloudWork:
    """What is done with a script and its command; the user decides wherever both changed."""

    def __init__(self, page: Page, services: Services, work: LibraryWork) -> None:
        self._page = page
        self._services = services
        self._sync = services.scripts.sync
        self._commands = services.scripts.commands
        self._work = work

    async def refresh(self) -> None:
        """Read the library and the commands anew; what is wrong with the folder is said."""
        library = self._services.scripts.library
        await library.refresh()
        for sentence in library.problems:
            self._page.banners.show_error(ConsoleError(sentence, ""), ToneName.LATE)
        if self._services.session.connection is not None:
            await self._commands.refresh()
            for error in self._commands.errors:
                self._page.banners.show_error(error)

    async def save(self) -> None:
        """Save the tab in front here, then to the cloud."""
        draft = await self._work.save()
        script = self._services.scripts.library.get(draft.path) if draft else None
        if script is None:
            return
        if self._sync.state(script) in _NEW:
            await self._save_as_new(script)
            return
        await self._push(script)

    async def _push(self, script: LibraryScript, *, force: bool = False) -> None:
        try:
            done = await self._sync.push(script, force=force)
        except ChangedInCloud as changed:
            await self._settle(script, changed.current)
        except (CommandGone, Unchangeable) as refused:
            again = _("Save as a new command")
            if await confirm(self._page, refused.title, refused.what, again):
                await self._save_as_new(script)
        else:
            self._done(done, _("Saved to the cloud."))

    async def save_as_new(self, path: str) -> None:
        """Save a script as another command, which it belongs to from then on."""
        draft = await self._work.save()
        script = self._services.scripts.library.get(path)
        if draft is not None and script is not None:
            await self._save_as_new(script)

    async def _save_as_new(self, script: LibraryScript) -> None:
        """Ask until the service takes it or the user gives up; what was filled in stays."""
        text = of_script(script)
        name, region, tags, problem = text.name, "", "", ""
        if self._sync.state(script) is LinkState.DELETED:
            problem = CommandGone(script.name).what
        while True:
            dialog = SaveCommand(
                self._page,
                name,
                self._services.session.chosen_regions,
                takes_parameters=text.asks_parameters,
                is_taken=self._commands.is_taken,
            )
            dialog.fill(name, region, tags, problem)
            if await ask(dialog) != ACCEPTED:
                return
            name, region = dialog.name.text().strip(), dialog.region_code()
            tags = dialog.tags.toPlainText()
            try:
                named = _named(script, "" if name == text.name else name)
                done = await self._sync.save_as_new(named, region, dialog.wanted_tags())
            except (ServiceError, InvalidRequest) as refused:
                problem = " ".join(filter(None, (refused.title, refused.what, refused.next_step)))
                continue
            self._done(done, _("Saved as a new command."))
            await self._say_room(region)
            return

    async def _say_room(self, region: str) -> None:
        """Say it where a region has little room left for commands."""
        quota = await self._commands.quota(region)
        if quota.notice:
            self._page.banners.show_error(ConsoleError(quota.notice, ""), ToneName.LATE)

    async def difference(self, path: str) -> None:
        """Show what the script and its command say, with both ways to make them the same."""
        script = self._services.scripts.library.get(path)
        link = script.settings.link if script else None
        if script is None or link is None:
            return
        await self._settle(script, await self._commands.read(link.region, link.command_id))

    async def _settle(self, script: LibraryScript, current: SavedCommand) -> None:
        there = templating.as_text(current.command.content).encode("utf-8", "replace").decode()
        here = text_of(script)
        dialog = CompareTexts(
            self._page,
            _("“{name}” here and in the cloud").format(name=script.name),
            self._sync.state(script).words + ".",
            ((_("the command in the cloud"), there), (_("the script in the library"), here)),
            (_("Take the one in the cloud"), _("Save this one to the cloud")),
        )
        answer = await ask(dialog) - FIRST_CHOICE
        if answer == 0:
            self._done(await self._sync.pull(script), _("Taken from the cloud."))
        elif answer == 1:
            await self._push(script, force=True)

    async def pull(self, path: str) -> None:
        """Make a script say what its command says; what it said stays as a version."""
        draft = self._work.draft_at(path)
        script = self._services.scripts.library.get(path)
        if script is None:
            return
        if draft is not None and self._work.is_unsaved(draft):
            raise ConsoleError(
                _("“{name}” has changes that are not saved.").format(name=script.name),
                "",
                _("Save it first (Ctrl+S), then take the one in the cloud."),
            )
        self._done(await self._sync.pull(script), _("Taken from the cloud."))

    async def adopt(self, command_id: str) -> str:
        """Take a command into the library; the path of the new script."""
        saved = self._commands.get(command_id)
        if saved is None:
            raise CommandGone(command_id)
        return (await self._sync.adopt(saved)).path

    async def delete(self, path: str) -> None:
        """Delete the command of a script after naming what uses it; the script stays."""
        script = self._services.scripts.library.get(path)
        link = script.settings.link if script else None
        if script is None or link is None:
            return
        saved = await self._commands.read(link.region, link.command_id)
        uses = [f"“{invoker.name}”" for invoker in await self._commands.uses(saved)]
        text = _("The script stays in the library.")
        if uses:
            text = _("It is started by {invokers}, so the service will not delete it.").format(
                invokers=", ".join(uses)
            )
        title = _("Delete the command “{name}” from the cloud?").format(name=script.name)
        if await confirm(self._page, title, text, _("Delete"), danger=True):
            deletion = await self._commands.delete([saved])
            for _saved, error in deletion.refused:
                raise error
            await self._sync.unlink(script)

    def _done(self, script: LibraryScript, words: str) -> None:
        self._work.reload(script)
        self._page.banners.show_error(ConsoleError(words, script.path), ToneName.GOOD)


def _named(script: LibraryScript, name: str) -> LibraryScript:
    """The script under another name in the cloud, "" for the one it has."""
    settings = msgspec.structs.replace(script.settings, name=name or script.settings.name)
    return msgspec.structs.replace(script, settings=settings)

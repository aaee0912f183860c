"""Between the library and the account's commands: save there, take from there, compare."""

from __future__ import annotations

from tat_console.ports.library import LibraryScript
from tat_console.services.commands import ChangedInCloud, CommandGone, SavedCommand
from tat_console.services.script_sync import LinkState
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.ui.dialogs.compare_texts import FIRST_CHOICE, CompareTexts
from tat_console.ui.kit.ask import ask, choose, confirm
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
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
        try:
            done = await self._sync.push(script)
        except ChangedInCloud as changed:
            await self._settle(script, changed.current)
            return
        except CommandGone as gone:
            again = await confirm(self._page, gone.title, gone.what, _("Save as a new command"))
            if again:
                await self._save_as_new(script)
            return
        self._done(done, _("Saved to the cloud."))

    async def _save_as_new(self, script: LibraryScript) -> None:
        regions = self._services.session.chosen_regions
        region = regions[0]
        if len(regions) > 1:
            words = [region_word(each) for each in regions]
            place = await choose(
                self._page,
                _("Save “{name}” to the cloud").format(name=script.name),
                _(
                    "In which region? Whether a command takes parameters, and its tags, cannot be "
                    "changed later."
                ),
                words,
            )
            if place is None:
                return
            region = regions[place]
        quota = await self._commands.quota(region)
        if quota.warning:
            self._page.banners.show_error(ConsoleError(quota.warning, ""), ToneName.LATE)
        self._done(await self._sync.save_as_new(script, region), _("Saved as a new command."))

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
            self._done(await self._sync.push(script, force=True), _("Saved to the cloud."))

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

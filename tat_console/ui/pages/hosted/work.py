"""What is done with codes and hosted machines: every question that comes before it."""

from __future__ import annotations

from collections.abc import Sequence

from tat_console.services.enrolment import enrolments
from tat_console.services.hosted_removal import (
    removal_consequences,
    removal_trouble,
    remove_machines,
)
from tat_console.services.hosting import (
    HostedInstance,
    NewCode,
    RegisterCode,
    deletion_consequences,
    disabling_consequences,
)
from tat_console.services.quotas import REGISTER_CODES
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.dialogs.confirm_loss import agrees_to_loss
from tat_console.ui.dialogs.new_code import NewCodeForm
from tat_console.ui.dialogs.show_code import ShowCode
from tat_console.ui.kit.ask import ACCEPTED, ask, ask_text
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.words import region_word
from tat_console.ui.navigation import Navigator, PageKey


class HostedWork:
    """Asks, does it, and lets the page show what came of it."""

    def __init__(self, page: Page, services: Services, navigator: Navigator) -> None:
        self._page = page
        self._services = services
        self._navigator = navigator
        self._hosting = services.administration.hosting
        self._quotas = services.administration.quotas

    async def refresh(self) -> None:
        """Read codes, machines and quotas anew, and the agents of machines that are new."""
        if not self._services.session.regions:
            await self._services.session.load_account()
        await self._hosting.refresh()
        await self._quotas.refresh()
        await self._read_agents()

    async def read_all(self) -> None:
        """Read everything of the page anew, all agents too."""
        await self.refresh()
        await self._services.directory.refresh()

    async def new_code(self) -> None:
        """Ask for the limits, make the code, and show it this one time."""
        session = self._services.session
        form = NewCodeForm(
            self._page,
            session.chosen_regions,
            self._hosting.create_code,
            lambda region: " ".join(self._quotas.notices(REGISTER_CODES, region)),
        )
        if await ask(form) == ACCEPTED and form.made is not None:
            await self._show(form.made)
            await self.refresh()

    async def disable(self, codes: Sequence[RegisterCode]) -> None:
        """Disable codes once it is agreed."""
        title = ngettext("Disable “{name}”?", "Disable {count} codes?", len(codes))
        if await self._agrees(_named(title, codes), disabling_consequences(codes), _("Disable")):
            await self._hosting.disable_codes([code for code in codes if code.info.enabled])

    async def delete(self, codes: Sequence[RegisterCode]) -> None:
        """Delete codes once it is agreed."""
        title = ngettext("Delete “{name}”?", "Delete {count} codes?", len(codes))
        if await self._agrees(_named(title, codes), deletion_consequences(codes), _("Delete")):
            await self._hosting.delete_codes(list(codes))
            await self._quotas.refresh()

    async def rename(self, instances: Sequence[HostedInstance]) -> None:
        """Ask for another name of the machine the user is on."""
        instance = instances[0]
        title = _("Rename “{name}”").format(name=instance.name)
        label = _("Name, up to 60 characters")
        name = await ask_text(self._page, title, label, _("Rename"), instance.name)
        if name and name != instance.info.instance_name:
            await self._hosting.rename(instance, name)
            await self._services.directory.refresh()

    async def remove(self, instances: Sequence[HostedInstance]) -> None:
        """Give up machines once it is agreed; raises ConsoleError that names those that stay."""
        count = len(instances)
        title = _("Remove {count} machines?") if count > 1 else _("Remove “{name}”?")
        title = title.format(name=instances[0].name, count=count)
        about = [_line(one) for one in instances] if count > 1 else ()
        if not await self._agrees(title, removal_consequences(instances), _("Remove"), about):
            return
        failed = await remove_machines(self._services.session, self._hosting, instances)
        await self._services.directory.refresh()
        if failed:
            raise removal_trouble(failed, count)

    async def run(self, instances: Sequence[HostedInstance]) -> None:
        """Choose only these machines and go on to the script."""
        await self._read_agents()
        self._services.chosen.set(tuple(one.info.instance_id for one in instances))
        self._navigator.go(PageKey.SCRIPTS)

    async def _show(self, code: NewCode) -> None:
        profile = self._services.session.require().profile
        hosting = self._hosting

        def look() -> None:
            self._page.start(self.refresh(), key="refresh")

        def say(_none: None) -> None:
            dialog.set_joined([each.name for each in hosting.registered_with(code.code_id)])

        dialog = ShowCode(self._page, code, enrolments(profile, code), look)
        listen(dialog, hosting.changed, say)
        await ask(dialog)

    async def _read_agents(self) -> None:
        """Have the directory know every hosted machine, so that runs can reach it."""
        known = {machine.instance_id for machine in self._services.directory.in_front}
        if any(each.info.instance_id not in known for each in self._hosting.instances):
            await self._services.directory.refresh()

    async def _agrees(
        self, title: str, consequences: Sequence[str], action: str, about: Sequence[str] = ()
    ) -> bool:
        profile = self._services.session.profile
        return await agrees_to_loss(self._page, title, consequences, action, profile, about)


def _named(title: str, codes: Sequence[RegisterCode]) -> str:
    return title.format(name=codes[0].name, count=len(codes))


def _line(instance: HostedInstance) -> str:
    region = region_word(instance.region)
    return f"{instance.name}  ·  {instance.info.instance_id}  ·  {region}"

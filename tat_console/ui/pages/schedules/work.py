"""What can be done with schedules: made, changed, copied, switched, deleted."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Script
from tat_console.ports.profiles import Environment
from tat_console.runs.rules import refusal_of
from tat_console.services.commands import SavedCommand
from tat_console.services.schedule_drafts import ScheduleDraft, draft_of
from tat_console.services.schedule_times import in_words
from tat_console.services.schedules import Firing, Schedule
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings
from tat_console.ui.dialogs.confirm_dangers import agrees_to_dangers
from tat_console.ui.dialogs.protected_targets import ask_about_protected
from tat_console.ui.kit.ask import ACCEPTED, ask, choose, confirm
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.navigation import Navigator, PageKey
from tat_console.ui.pages.schedules.editor import EditSchedule
from tat_console.ui.pages.schedules.outputs_dialog import FiringOutputs
from tat_console.ui.pages.schedules.pick_machines import PickMachines
from tat_console.ui.pages.schedules.words import command_name, machines_word

Save = Callable[[], Coroutine[Any, Any, object]]
USUAL: Final = ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence="0 3 * * *")


class ScheduleWork(QObject):
    """`made` tells the key of a schedule that was made, so that it can be shown."""

    made = Signal(object)

    def __init__(self, page: QWidget, services: Services, navigator: Navigator) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._navigator = navigator
        self._schedules = services.administration.schedules

    async def create(self, like: ScheduleDraft | None = None) -> None:
        """Ask for a new schedule and make it; `like` is what the fields hold at first."""
        self._refuse_where_nothing_may_run()
        saved = await self._commands()
        if not saved:
            await self._say_no_commands()
            return
        in_front = {one.instance_id for one in self._services.directory.in_front}
        chosen = tuple(each for each in self._services.chosen.ids if each in in_front)
        draft = like or ScheduleDraft(name="", command_id="", instance_ids=chosen, settings=USUAL)
        dialog = EditSchedule(self._page, self._services, _("New schedule"), draft)
        await self._use(dialog, saved, lambda: self._make(dialog))

    async def copy(self, schedule: Schedule) -> None:
        """Ask for a new schedule that begins as a copy of this one."""
        draft = draft_of(schedule.invoker)
        name = _("{name} (copy)").format(name=draft.name)
        await self.create(msgspec.structs.replace(draft, name=name))

    async def edit(self, schedule: Schedule) -> None:
        """Ask how a schedule is to be, and change it."""
        self._refuse_where_nothing_may_run()
        saved = [each for each in await self._commands() if each.region == schedule.region]
        invoker = schedule.invoker
        title = _("Edit “{name}”").format(name=invoker.name)
        dialog = EditSchedule(self._page, self._services, title, draft_of(invoker), invoker=invoker)
        await self._use(dialog, saved, lambda: self._change(dialog, schedule))

    async def switch(self, schedule: Schedule) -> None:
        """Enable what is disabled, after a question on production; disable what is enabled."""
        if schedule.invoker.enable:
            await self._schedules.disable(schedule)
            return
        self._refuse_where_nothing_may_run()
        if await self._agrees(self._page, draft_of(schedule.invoker), _("Enable")):
            await self._schedules.enable(schedule)

    async def delete(self, schedule: Schedule) -> None:
        """Delete a schedule if the user agrees; they are told what that means."""
        text = _(
            "It will not run again: {words}, “{command}” on {machines}. What runs already goes on, "
            "the command stays, and the records of past runs can no longer be seen here. To pause "
            "it, disable it instead."
        ).format(
            words=schedule.words,
            command=command_name(schedule),
            machines=machines_word(len(schedule.invoker.instance_ids)),
        )
        title = _("Delete “{name}”?").format(name=schedule.invoker.name)
        if await confirm(self._page, title, text, _("Delete"), danger=True):
            await self._schedules.delete(schedule)

    async def show_outputs(self, schedule: Schedule, firing: Firing) -> None:
        """Show what the machines of a run printed, or why there was no run."""
        record = firing.record
        if record is None:
            return
        if not record.invocation_id:
            raise ConsoleError(
                _("This run did not come about."),
                record.reason,
                _("See the warnings of the schedule."),
            )
        await ask(FiringOutputs(self._page, self._services, schedule, firing))

    # -- inside

    def _refuse_where_nothing_may_run(self) -> None:
        profile = self._services.session.require().profile
        if refusal := refusal_of(profile, is_frozen=self._services.settings.get("frozen")):
            raise refusal

    async def _commands(self) -> list[SavedCommand]:
        commands = self._services.scripts.commands
        await commands.refresh()
        if commands.errors and not commands.saved:
            raise commands.errors[0]
        return list(commands.saved)

    async def _say_no_commands(self) -> None:
        text = _(
            "A schedule runs a command that is kept in the cloud, and there is none in the chosen "
            "regions. Write a script, save it to the cloud, then come back."
        )
        if await choose(self._page, _("No saved command"), text, [_("Open scripts")]) is not None:
            self._navigator.go(PageKey.SCRIPTS)

    async def _use(self, dialog: EditSchedule, saved: list[SavedCommand], save: Save) -> None:
        """Show the dialog until it is given up or what it asks for is done."""
        scope = TaskScope(dialog, dialog.errors.report)

        def begin(work: Coroutine[Any, Any, object], key: str) -> None:
            if scope.is_busy(key):
                work.close()
            else:
                scope.start(work, key=key)

        dialog.offer(saved)
        dialog.save_asked.connect(lambda: begin(save(), "save"))
        dialog.machines_asked.connect(lambda: begin(self._pick(dialog), "pick"))
        await ask(dialog)

    async def _pick(self, dialog: EditSchedule) -> None:
        chosen = dialog.command.chosen
        if chosen is None:
            dialog.command.field.set_problem(
                _("Choose the command first: it says in which region the machines have to be.")
            )
            dialog.command.box.setFocus()
            return
        picking = PickMachines(
            dialog, self._services, chosen.region, chosen.command, dialog.machines.ids
        )
        if await ask(picking) == ACCEPTED:
            dialog.show_machines(picking.ids())

    async def _make(self, dialog: EditSchedule) -> None:
        draft = await self._agreed(dialog)
        if draft is None:
            return
        region = dialog.region
        made = await self._schedules.create(region, draft)
        dialog.accept()
        if made:
            self.made.emit((region, made[0]))

    async def _change(self, dialog: EditSchedule, schedule: Schedule) -> None:
        draft = await self._agreed(dialog)
        if draft is None:
            return
        await self._schedules.modify(schedule, draft)
        dialog.accept()

    async def _agreed(self, dialog: EditSchedule) -> ScheduleDraft | None:
        """The schedule as it may be sent, None where the user takes it back."""
        draft, chosen = dialog.draft(), dialog.command.chosen
        machines = self._services.directory.find(draft.instance_ids)
        lifted = await ask_about_protected(dialog, self._services.target_sets, machines)
        if lifted is None or chosen is None:
            return None
        kept_out = self._services.target_sets.protected_ids(lifted)
        ids = tuple(each for each in draft.instance_ids if each not in kept_out)
        if not ids:
            dialog.show_machines(ids)
            dialog.ask_to_save()
            return None
        draft = msgspec.structs.replace(draft, instance_ids=ids)
        secrets = dialog.command.secrets()
        if not await self._agrees_to_script(dialog, draft, chosen, secrets):
            return None
        return draft if await self._agrees(dialog, draft, _("Schedule it")) else None

    async def _agrees_to_script(
        self, parent: QWidget, draft: ScheduleDraft, chosen: SavedCommand, secrets: frozenset[str]
    ) -> bool:
        command, values = chosen.command, draft.parameters
        script = Script(
            name=command.command_name,
            content=command.content,
            command_type=command.command_type,
            parameters={key: value for key, value in values.items() if key not in secrets},
        )
        hidden = {key: Secret(values[key]) for key in secrets}
        return await agrees_to_dangers(parent, self._services.lint, script, hidden)

    async def _agrees(self, parent: QWidget, draft: ScheduleDraft, action: str) -> bool:
        """On production whatever will run by itself is shown once more."""
        profile = self._services.session.require().profile
        if profile.environment is not Environment.PRODUCTION:
            return True
        text = _(
            "“{name}” will run by itself on {machines} of “{profile}”: {words} (Beijing time)."
        )
        said = text.format(
            name=draft.name,
            machines=machines_word(len(draft.instance_ids)),
            profile=profile.name,
            words=in_words(draft.settings),
        )
        return await confirm(parent, _("Schedule on production?"), said, action, danger=True)

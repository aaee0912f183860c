"""What the tests of the page of schedules share: saved commands and schedules that exist."""

from __future__ import annotations

from dataclasses import dataclass

from tat_console.services.schedule_drafts import ScheduleDraft
from tat_console.services.services import Services
from tat_console.tat.commands import CreateCommand
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings
from tat_console.tat.statuses import CommandType

REGION = "ap-guangzhou"


@dataclass
class Cloud:
    """Makes things in the sandbox as other people would."""

    services: Services

    @property
    def machines(self) -> list[str]:
        """CVMs of the region that can take a shell script."""
        return [
            one.instance_id
            for one in self.services.directory.machines
            if one.region == REGION
            and one.instance_id.startswith("ins-")
            and one.refusal(CommandType.SHELL) is None
        ]

    async def command(self, name: str, script: bytes = b"echo hello\n") -> str:
        """A saved command; returns its id."""
        request = CreateCommand(
            command_name=name,
            content=script,
            command_type=CommandType.SHELL,
            timeout=60,
            enable_parameter=b"{{" in script,
        )
        connection = self.services.session.require()
        return (await connection.cloud.call(request, region=REGION)).command_id

    async def schedule(self, name: str, command_id: str, line: str, count: int = 1) -> None:
        """A schedule that comes again and again."""
        settings = ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)
        draft = ScheduleDraft(
            name=name,
            command_id=command_id,
            instance_ids=tuple(self.machines[:count]),
            settings=settings,
        )
        await self.services.administration.schedules.create(REGION, draft)

"""The account's commands, kept by the real sandbox and changed behind our back."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from tat_console.ports.cloud import CallRecord, RequestUsage
from tat_console.services.command_texts import (
    CommandText,
    command_name,
    obstacles,
    of_command,
)
from tat_console.services.commands import ChangedInCloud, CommandGone, Commands, SavedCommand
from tat_console.services.services import Services
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.tat.commands import (
    Command,
    CreateCommand,
    DeleteCommand,
    DescribeCommands,
    DescribeCommandsReply,
    ModifyCommand,
)
from tat_console.tat.errors import InvalidRequest, ReplyLost, ServiceError
from tat_console.tat.invokers import (
    CreateInvoker,
    InvokerType,
    SchedulePolicy,
    ScheduleSettings,
)
from tat_console.tat.limits import COMMAND_NAME
from tat_console.tat.listing import Tag
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType, CreatedBy, InstanceKind
from tests.unit.runs.cloud import StepClock
from tests.unit.services.conftest import RunWith

REGION = "ap-guangzhou"
TEXT = CommandText(
    name="disk-report",
    content="df -h {{folder}} # 中\n".encode(),
    description="Shows the disk",
    username="root",
    timeout_s=30,
    parameters=(
        ParameterDefinition(key="folder", default="/", description="Where", pattern="/.*"),
    ),
)
PLAIN = CommandText(name="plain", content=b"uptime\n")


def changed(text: CommandText, **fields: Any) -> CommandText:
    return msgspec.structs.replace(text, **fields)


def commands_of(services: Services) -> Commands:
    return Commands(services.session, services.clock)


def test_a_command_is_created_listed_changed_and_copied(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        commands = commands_of(services)
        tags = (Tag(key="team", value="web"),)
        saved = await commands.create(TEXT, REGION, tags)
        assert TEXT.matches(saved.command)
        assert saved.command.enable_parameter
        assert saved.command.tags == tags
        assert of_command(saved.command, TEXT.parameters) == changed(
            TEXT, working_directory=saved.command.working_directory
        )
        await commands.create(PLAIN, "ap-shanghai")
        await commands.refresh()
        assert [row.command.command_name for row in commands.saved] == ["disk-report", "plain"]
        assert commands.errors == ()
        assert commands.is_taken("plain", "ap-shanghai")
        assert not commands.is_taken("plain", REGION)
        wanted = changed(TEXT, name="disk-report-2", description="", timeout_s=90)
        after = await commands.modify(saved, wanted)
        assert wanted.matches(after.command)
        assert after.command.description == ""
        copy = await commands.clone(after, "copy", "ap-singapore")
        assert changed(wanted, name="copy").matches(copy.command)
        assert copy.command.tags == tags
        assert commands.get(copy.command.command_id) == copy

    with_services(work)


def test_what_a_modification_cannot_do_is_said_before(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        commands = commands_of(services)
        saved = await commands.create(PLAIN, REGION)
        wanted = changed(PLAIN, content=b"echo {{late}}\n")
        (sentence,) = obstacles(wanted, saved.command)
        assert "new command" in sentence
        sent: list[CallRecord] = []
        services.session.require().cloud.calls.subscribe(sent.append)
        with pytest.raises(ConsoleError, match="created without parameters"):
            await commands.modify(saved, wanted)
        assert sent == []
        public = Command(created_by=CreatedBy.TAT, enable_parameter=True)
        assert "public command" in obstacles(PLAIN, public)[0]

    with_services(work)


def test_a_command_that_changed_or_went_meanwhile_is_not_overwritten(
    with_services: RunWith,
) -> None:
    async def work(services: Services) -> None:
        commands, cloud = commands_of(services), services.session.require().cloud
        saved = await commands.create(PLAIN, REGION)
        command_id = saved.command.command_id
        theirs = ModifyCommand(command_id=command_id, content=b"theirs\n")
        await cloud.call(theirs, region=REGION)
        with pytest.raises(ChangedInCloud) as caught:
            await commands.modify(saved, changed(PLAIN, content=b"mine\n"))
        assert caught.value.current.command.content == b"theirs\n"
        forced = await commands.modify(saved, changed(PLAIN, content=b"mine\n"), force=True)
        assert forced.command.content == b"mine\n"
        await cloud.call(DeleteCommand(command_id=command_id), region=REGION)
        with pytest.raises(CommandGone, match="Nothing is lost"):
            await commands.modify(forced, PLAIN)
        assert commands.get(command_id) is None

    with_services(work)


def test_a_taken_name_and_a_bad_text_are_sentences(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        commands = commands_of(services)
        await commands.create(PLAIN, REGION)
        with pytest.raises(ServiceError, match="name exists") as caught:
            await commands.create(changed(PLAIN, content=b"other\n"), REGION)
        assert caught.value.next_step
        bad = changed(PLAIN, name="no spaces", description="x" * 121)
        assert [problem.field for problem in bad.problems()] == ["CommandName", "Description"]
        with pytest.raises(InvalidRequest):
            await commands.create(bad, REGION)

    with_services(work)


def test_what_is_in_use_is_not_deleted_and_the_rest_is(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        commands, cloud = commands_of(services), services.session.require().cloud
        used = await commands.create(PLAIN, REGION)
        free = await commands.create(TEXT, REGION)
        gone = await commands.create(changed(PLAIN, name="gone"), REGION)
        machine = next(
            machine
            for machine in services.directory.machines
            if machine.region == REGION
            and machine.kind is InstanceKind.CVM
            and machine.refusal(CommandType.SHELL) is None
        )
        invoker = CreateInvoker(
            name="every night",
            type=InvokerType.SCHEDULE,
            command_id=used.command.command_id,
            instance_ids=(machine.instance_id,),
            schedule_settings=ScheduleSettings(
                policy=SchedulePolicy.RECURRENCE, recurrence="0 3 * * *"
            ),
        )
        await cloud.call(invoker, region=REGION)
        await cloud.call(DeleteCommand(command_id=gone.command.command_id), region=REGION)
        assert [row.name for row in await commands.uses(used)] == ["every night"]
        assert await commands.uses(free) == ()
        deletion = await commands.delete([used, free, gone])
        assert deletion.deleted == (free.command.command_id, gone.command.command_id)
        ((refused, error),) = deletion.refused
        assert refused == used
        assert "“every night”" in error.what
        await commands.refresh()
        assert commands.saved == (used,)

    with_services(work)


def test_the_quota_is_noticed_before_it_is_used_up(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        commands = commands_of(services)
        await commands.create(PLAIN, REGION)
        quota = await commands.quota(REGION)
        assert (quota.used, quota.total, quota.notice) == (1, 500, "")

    with_services(work)


class ForgetfulCloud:
    """A service that loses the reply of a creation, before or after it was done."""

    def __init__(self, done: bool) -> None:
        self.calls: Event[CallRecord] = Event()
        self.kept: list[Command] = []
        self.creations = 0
        self._done = done

    clock_offset_s = 0.0

    def usage(self) -> RequestUsage:
        return RequestUsage()

    async def close(self) -> None:
        return None

    async def call(self, request: Any, *, region: str) -> Any:
        if isinstance(request, CreateCommand):
            self.creations += 1
            if self._done:
                self.kept.append(
                    Command(
                        command_id="cmd-00000001",
                        command_name=request.command_name,
                        content=request.content,
                        timeout=request.timeout or 60,
                    )
                )
            raise ReplyLost("The reply was lost.")
        assert isinstance(request, DescribeCommands)
        names = {value for each in request.filters or () for value in each.values}
        assert PLAIN.name in names
        return DescribeCommandsReply(total_count=len(self.kept), command_set=tuple(self.kept))


class SessionOf(Session):
    """A session that is connected to one cloud."""

    def __init__(self, cloud: ForgetfulCloud) -> None:
        self.cloud = cloud

    def require(self) -> Any:
        return self


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_reply_is_settled_by_looking_and_never_by_sending_again(done: bool) -> None:
    cloud, clock = ForgetfulCloud(done), StepClock()
    commands = Commands(SessionOf(cloud), clock)
    if done:
        saved = asyncio.run(commands.create(PLAIN, REGION))
        assert saved.command.command_id == "cmd-00000001"
        assert commands.saved == (saved,)
    else:
        with pytest.raises(ConsoleError, match="not known whether"):
            asyncio.run(commands.create(PLAIN, REGION))
        assert clock.slept_s > 0
    assert cloud.creations == 1


def test_another_command_of_the_same_name_is_not_taken_for_the_lost_one() -> None:
    cloud = ForgetfulCloud(done=False)
    cloud.kept.append(Command(command_id="cmd-1", command_name=PLAIN.name, content=b"other"))
    with pytest.raises(ConsoleError, match="not known whether"):
        asyncio.run(Commands(SessionOf(cloud), StepClock()).create(PLAIN, REGION))


@pytest.mark.parametrize(
    ("name", "fitting"),
    [
        ("disk report", "disk-report"),
        (" a / b: c ", "a-b-c"),
        ("磁盘.检查_1", "磁盘.检查_1"),
        ("中" * 30, "中" * 20),
        ("???", ""),
    ],
)
def test_a_name_is_made_fitting(name: str, fitting: str) -> None:
    assert command_name(name) == fitting
    assert not fitting or COMMAND_NAME.problem(fitting) is None


def test_what_is_empty_here_is_left_to_the_service() -> None:
    command = Command(command_name="plain", content=b"uptime\n", working_directory="/root")
    assert PLAIN.matches(command)
    assert not changed(PLAIN, working_directory="/tmp").matches(command)
    assert not changed(PLAIN, timeout_s=61).matches(command)
    secret = ParameterDefinition(key="pw", kind=ParameterKind.SECRET)
    asking = CommandText(name="a", content=b"{{tat-hidden:pw}}", parameters=(secret,))
    assert asking.creation().default_parameter_confs == ()
    saved = SavedCommand(region=REGION, command=Command(command_name="a", content=asking.content))
    assert asking.matches(saved.command)

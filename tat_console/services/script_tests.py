"""Tests of scripts: run in the sandbox the way any script is run, judged by what was expected."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from tat_console.ports.archive import TaskRecord
from tat_console.ports.cloud import Connection
from tat_console.ports.library import Expectation, LibraryScript
from tat_console.ports.profiles import Environment
from tat_console.runs.expectations import JUDGED, shortcomings
from tat_console.runs.per_target import built_in_values
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.services.library import run_of
from tat_console.services.runs import Runs
from tat_console.services.session import HOME_REGION, Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.support.logs import Secret
from tat_console.tat import parameter_types
from tat_console.tat.account import DescribeRegions
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import CommandType

TESTS_AT_ONCE: Final = 4


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a test came to; `findings` are sentences, none where it passed.

    `task` and `output` are empty where the script could not be run at all.
    """

    __test__ = False  # a record of the program, not a class of tests

    path: str
    name: str
    findings: tuple[str, ...] = ()
    task: TaskRecord | None = None
    output: bytes = b""
    run_id: str = ""
    duration_s: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.findings


def verdict(expectation: Expectation, task: TaskRecord, output: bytes) -> tuple[str, ...]:
    """What is not as expected, a sentence each; a test expects an end of the script's own."""
    if task.status not in JUDGED:
        text = _("The script did not end by itself: {status}. {reason}")
        return (text.format(status=task.status.value, reason=task.error_info).strip(),)
    return tuple(shortcomings(expectation, task, output))


class ScriptTests:
    """Runs tests on a machine of a sandbox; `finished` tells each result as it comes."""

    def __init__(self, session: Session, runs: Runs, clock: Clock) -> None:
        self._session = session
        self._runs = runs
        self._clock = clock
        self.finished: Event[TestResult] = Event()

    async def test(
        self,
        script: LibraryScript,
        profile_id: str,
        values: Mapping[str, str] | None = None,
        secrets: Mapping[str, Secret] | None = None,
    ) -> TestResult:
        """Test one script; `values` win over those kept with its expectation.

        Raises ConsoleError where the profile is no sandbox or has no machine for this script.
        """
        connection = await self._sandbox(profile_id)
        machine = await self._machine(connection, script.command_type)
        return await self._test(script, connection, machine, values or {}, secrets or {})

    async def test_all(
        self, scripts: Sequence[LibraryScript], profile_id: str
    ) -> tuple[TestResult, ...]:
        """Test every script that has an expectation, a few at a time; results in their order."""
        connection = await self._sandbox(profile_id)
        chosen = [script for script in scripts if script.settings.expectation is not None]
        types = dict.fromkeys(script.command_type for script in chosen)
        machines = {each: await self._machine_or_error(connection, each) for each in types}
        places = asyncio.Semaphore(TESTS_AT_ONCE)

        async def one(script: LibraryScript) -> TestResult:
            machine = machines[script.command_type]
            if isinstance(machine, ConsoleError):
                return self._told(_not_run(script, (str(machine),)))
            async with places:
                return await self._test(script, connection, machine, {}, {})

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(script)) for script in chosen]
        return tuple(task.result() for task in tasks)

    async def _test(
        self,
        script: LibraryScript,
        connection: Connection,
        machine: Machine,
        values: Mapping[str, str],
        secrets: Mapping[str, Secret],
    ) -> TestResult:
        expectation = script.settings.expectation or Expectation()
        built_in = built_in_values(script.content, machine)
        run = run_of(script, {**expectation.values, **values, **built_in})
        problems = _problems(script, run.parameters, secrets)
        if problems:
            return self._told(_not_run(script, problems))
        hidden = {key: secrets[key] for key in run.hidden}
        now = self._clock.now()
        plan = make_plan(run, [machine], connection.profile, now=now, hidden_values=hidden)
        progress = await self._runs.start(plan)
        await self._until_ended(progress)
        task = progress.tasks[machine.instance_id]
        output = await self._runs.output(progress, machine.instance_id)
        return self._told(
            TestResult(
                path=script.path,
                name=script.name,
                findings=verdict(expectation, task, output),
                task=task,
                output=output,
                run_id=progress.run_id,
                duration_s=progress.elapsed_s(self._clock.now()),
            )
        )

    def _told(self, result: TestResult) -> TestResult:
        self.finished.emit(result)
        return result

    async def _until_ended(self, progress: RunProgress) -> None:
        ended = asyncio.Event()
        subscription = progress.changed.subscribe(
            lambda _ids: None if progress.is_live else ended.set()
        )
        try:
            if progress.is_live:
                await ended.wait()
        except asyncio.CancelledError:
            await self._runs.cancel(progress)
            raise
        finally:
            subscription.cancel()

    async def _sandbox(self, profile_id: str) -> Connection:
        connection = await self._session.connection_of(profile_id)
        if connection is None or connection.profile.environment is not Environment.SANDBOX:
            raise ConsoleError(
                _("Tests run in a sandbox only."),
                _("A test may do anything to its machine, so real ones are not taken."),
                _("Choose the profile of a sandbox."),
            )
        return connection

    async def _machine_or_error(
        self, connection: Connection, command_type: CommandType
    ) -> Machine | ConsoleError:
        try:
            return await self._machine(connection, command_type)
        except ConsoleError as error:
            return error

    async def _machine(self, connection: Connection, command_type: CommandType) -> Machine:
        reply = await connection.cloud.call(DescribeRegions(), region=HOME_REGION)
        for region in reply.region_set:
            for machine in (await connection.inventory.machines(region.region)).machines:
                if machine.refusal(command_type) is None:
                    return machine
        raise ConsoleError(
            _("The sandbox has no machine for this script."),
            _("None of its machines that are on takes {type}.").format(type=command_type.value),
        )


def _problems(
    script: LibraryScript, values: Mapping[str, str], secrets: Mapping[str, Secret]
) -> tuple[str, ...]:
    rows = parameter_types.definitions_for(script.content, script.settings.parameters)
    found: Iterable[str | None] = (
        row.check(secrets[row.key].reveal() if row.key in secrets else values.get(row.key, ""))
        for row in rows
    )
    return tuple(sentence for sentence in found if sentence)


def _not_run(script: LibraryScript, findings: tuple[str, ...]) -> TestResult:
    return TestResult(path=script.path, name=script.name, findings=findings)

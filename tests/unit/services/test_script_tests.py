"""Tests of scripts: judged by their expectations, run for real in the sandbox."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from tat_console.ports.archive import RunState, TaskRecord
from tat_console.ports.history import Facet, Query, Source
from tat_console.ports.library import Expectation, LibraryScript, ScriptSettings
from tat_console.ports.profiles import Environment
from tat_console.services.script_tests import ScriptTests, TestResult, verdict
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tat_console.tat.parameter_types import ParameterDefinition
from tat_console.tat.statuses import CommandType, TaskStatus
from tests.unit.services.conftest import PROFILE_ID, RunWith


def task(**fields: Any) -> TaskRecord:
    usual = TaskRecord(
        run_id="r", batch_no=0, instance_id="ins-1", instance_name="a", status=TaskStatus.SUCCESS
    )
    return msgspec.structs.replace(usual, **{"exit_code": 0, **fields})


def library_script(path: str, content: str, **settings: Any) -> LibraryScript:
    return LibraryScript(
        path=path,
        command_type=CommandType.SHELL,
        content=content.encode(),
        settings=ScriptSettings(**settings),
    )


@pytest.mark.parametrize(
    ("expectation", "result", "output", "word"),
    [
        (Expectation(), task(), "", ""),
        (Expectation(), task(exit_code=3, status=TaskStatus.FAILED), "", "exit code is 3"),
        (Expectation(exit_codes=(0, 3)), task(exit_code=3, status=TaskStatus.FAILED), "", ""),
        (Expectation(exit_codes=()), task(exit_code=9, status=TaskStatus.FAILED), "", ""),
        (Expectation(contains=("中",)), task(), "a 中 b", ""),
        (Expectation(contains=("zz",)), task(), "a", "does not hold “zz”"),
        (Expectation(contains=("zz",)), task(dropped_bytes=7), "a", "7 bytes"),
        (Expectation(matches=(r"^b\d$",)), task(), "a\r\nb1\r\n", ""),
        (Expectation(matches=(r"^b$",)), task(), "ab", "Nothing in the output matches"),
        (Expectation(matches=("[",)), task(), "a", "no regular expression"),
        (Expectation(exit_codes=()), task(status=TaskStatus.TIMEOUT), "", "TIMEOUT"),
    ],
)
def test_a_task_is_judged(
    expectation: Expectation, result: TaskRecord, output: str, word: str
) -> None:
    findings = verdict(expectation, result, output.encode())
    assert [word in sentence for sentence in findings] == ([True] if word else [])


def runner_of(services: Services) -> ScriptTests:
    return ScriptTests(services.session, services.runs, services.clock)


def test_a_script_is_tested_by_a_real_run(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        script = library_script(
            "a.sh",
            "echo {{word}} '{{tat-hidden:pw}}' {{tat-instance-id}} | wc -c; echo {{word}}; exit 3",
            parameters=(ParameterDefinition(key="word", default="moon"),),
            expectation=Expectation(
                exit_codes=(3,), contains=("sun",), matches=(r"^\d+$",), values={"word": "sun"}
            ),
        )
        told: list[TestResult] = []
        tests = runner_of(services)
        tests.finished.subscribe(told.append)
        secrets = {"pw": Secret("s3cret")}
        result = await tests.test(script, PROFILE_ID, secrets=secrets)
        assert result.findings == ()
        assert result.task is not None
        assert (
            result.output == f"{len(f'sun s3cret {result.task.instance_id}') + 1}\nsun\n".encode()
        )
        assert told == [result]
        stored = await services.archive.run(result.run_id)
        assert stored is not None
        assert stored.run.state is RunState.ENDED
        other = await tests.test(script, PROFILE_ID, {"word": "rain"}, secrets)
        assert not other.passed
        assert other.output.endswith(b"rain\n")
        missing = await tests.test(script, PROFILE_ID)
        assert "“pw” needs a value" in missing.findings[0]
        assert missing.run_id == ""

    with_services(work)


def test_a_test_stays_a_run_of_this_console_when_the_service_is_read(
    with_services: RunWith,
) -> None:
    async def work(services: Services) -> None:
        # The service is read while the test is sent and runs, too: the reply may come after it.
        reading = asyncio.create_task(services.sync.now())
        result = await runner_of(services).test(library_script("a.sh", "echo well"), PROFILE_ID)
        await reading
        await services.sync.now()
        assert services.sync.state.problems == ()
        (row,) = await services.past.history.rows(Query())
        assert (row.run.run_id, row.source) == (result.run_id, Source.CONSOLE)
        (source,) = await services.past.history.facets(Query(), Facet.SOURCE)
        assert (source.value, source.runs) == (Source.CONSOLE, 1)

    with_services(work)


def test_all_scripts_with_an_expectation_are_tested(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        expectation = Expectation(contains=("ok",))
        scripts = [
            library_script("good.sh", "echo ok", expectation=expectation),
            library_script("plain.sh", "echo not asked"),
            library_script("bad.sh", "echo no", expectation=expectation),
            library_script("unfilled.sh", "echo {{x}}", expectation=expectation),
            library_script("slow.sh", "sleep 60", timeout_s=1, expectation=expectation),
        ]
        results = await runner_of(services).test_all(scripts, PROFILE_ID)
        assert [(result.path, result.passed) for result in results] == [
            ("good.sh", True),
            ("bad.sh", False),
            ("unfilled.sh", False),
            ("slow.sh", False),
        ]
        assert "TIMEOUT" in results[3].findings[0]

    with_services(work)


def test_only_a_sandbox_is_taken(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        (sandbox,) = services.profiles
        credential = await services.profiles.credential(sandbox)
        real = msgspec.structs.replace(
            sandbox, profile_id="p-real", environment=Environment.DEVELOPMENT
        )
        services.profiles.provide(real, credential)
        with pytest.raises(ConsoleError, match="sandbox only"):
            await runner_of(services).test(library_script("a.sh", "true"), "p-real")
        assert services.runs.live == []

    with_services(work)

"""A machine registered with a code made here runs a script; codes and machines are tidied up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tat_console.services.enrolment import enrolments
from tat_console.services.hosted_removal import removal_consequences, remove_machines
from tat_console.services.hosting import CodeState, Hosting, NewCode
from tat_console.services.quotas import Quotas
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import REDACTOR
from tat_console.tat.hosting import CreateRegisterCode
from tat_console.tat.invocations import RunCommand
from tat_console.tat.statuses import InvocationStatus
from tests.contracts.clients import finished
from tests.fixtures.console import Access, headless_console
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"


def register(sandbox: Sandbox, code: NewCode, line: str) -> None:
    """Do on this computer what the line does on a machine: its values go to the sandbox."""
    _agent, verb, region, code_id, value = line.split()
    assert (verb, region) == ("register", code.region)
    command = [sys.executable, "-m", "tat_console.sandbox.register"]
    given = ["--endpoint", sandbox.endpoint, "--code-id", code_id, "--code-value", value]
    done = subprocess.run([*command, *given], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ConsoleError(done.stderr)


def test_from_a_code_to_a_run_and_back(tmp_path: Path, sandbox: Sandbox) -> None:
    async def work() -> None:
        access = Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)
        async with headless_console(tmp_path, access) as console:
            await console.session.activate("sandbox")
            hosting = Hosting(console.session, SystemClock())
            before = {code.info.register_code_id for code in hosting.codes}
            code = await hosting.create_code(
                REGION, CreateRegisterCode(description="Office", register_limit=1)
            )
            assert code.value.reveal() not in REDACTOR.redact(f"value {code.value.reveal()}")
            (listed,) = [each for each in hosting.codes if each.info.description == "Office"]
            assert listed.info.register_code_id not in before
            known = {each.info.instance_id for each in hosting.instances}
            profile = console.session.require().profile
            ways = {way.key: way.lines for way in enrolments(profile, code)}
            assert list(ways) == ["sandbox", "linux", "windows"]
            line = ways["linux"].splitlines()[1]
            register(sandbox, code, line)
            with pytest.raises(ConsoleError, match="used up"):
                register(sandbox, code, line)
            await hosting.refresh()
            (joined,) = [each for each in hosting.instances if each.info.instance_id not in known]
            (used,) = [each for each in hosting.codes if each.region == REGION and each.left == 0]
            assert used.state(SystemClock().now()) is CodeState.USED_UP
            cloud = console.session.require().cloud
            request = RunCommand(content=b"echo hosted", instance_ids=(joined.info.instance_id,))
            reply = await cloud.call(request, region=REGION)
            ended = await finished(cloud, reply.invocation_id, REGION)
            assert ended.invocation_status is InvocationStatus.SUCCESS

            await hosting.rename(joined, " office-mail ")
            (joined,) = [each for each in hosting.instances if each.name == "office-mail"]
            assert any("new code" in sentence for sentence in removal_consequences([joined]))
            assert await remove_machines(console.session, hosting, [joined]) == ()
            assert not [each for each in hosting.instances if each.name == "office-mail"]
            await hosting.disable_codes([used])
            (disabled,) = [each for each in hosting.codes if each.info.description == "Office"]
            assert disabled.state(SystemClock().now()) is CodeState.DISABLED
            await hosting.delete_codes([disabled])
            assert not [each for each in hosting.codes if each.info.description == "Office"]

    asyncio.run(work())


def test_quotas_of_all_regions(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    async def work() -> None:
        access = Access(
            shared_sandbox.endpoint, shared_sandbox.secret_id, shared_sandbox.secret_key
        )
        async with headless_console(tmp_path, access) as console:
            await console.session.activate("sandbox")
            quotas = Quotas(console.session, SystemClock())
            await quotas.refresh()
            found = {(quota.region, quota.resource) for quota in quotas.all}
            assert found == {
                (region, resource)
                for region in shared_sandbox.regions
                for resource in ("COMMAND", "REGISTER_CODE")
            }
            assert all(quota.total > 0 for quota in quotas.all)
            console.session.choose_regions((REGION,))
            await quotas.refresh()
            assert len(quotas.all) == 2
            assert quotas.notices() == []

    asyncio.run(work())

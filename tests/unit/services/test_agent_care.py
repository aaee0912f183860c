"""Agents over the fleet, the lines that install them, codes that run out, quotas near their end."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tat_console.ports.profiles import Environment, Profile
from tat_console.services.agent_care import Care, filtered, install_lines, overview, why_offline
from tat_console.services.code_draft import CodeDraft, code_problems
from tat_console.services.enrolment import enrolments
from tat_console.services.hosting import (
    CodeState,
    HostedInstance,
    NewCode,
    RegisterCode,
    deletion_consequences,
    disabling_consequences,
)
from tat_console.services.quotas import Quota, retention_sentence
from tat_console.support.logs import Secret
from tat_console.tat import agents
from tat_console.tat.agents import Network
from tat_console.tat.hosting import CreateRegisterCode, RegisterCodeInfo, RegisterInstanceInfo
from tat_console.tat.listing import Tag
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, InstanceState, OperatingSystem

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ONLINE, OFFLINE = AgentStatus.ONLINE, AgentStatus.OFFLINE


def machine(number: int, **more: Any) -> Machine:
    given: dict[str, Any] = {
        "kind": InstanceKind.CVM,
        "agent": ONLINE,
        "agent_version": "1.1.9",
        "system": OperatingSystem.LINUX,
        "vpc_id": "vpc-1",
    }
    return Machine(
        instance_id=f"ins-{number}", name=f"web-{number}", region="ap-shanghai", **(given | more)
    )


def test_who_needs_an_agent_or_a_newer_one() -> None:
    fleet = [
        machine(1),
        machine(2, agent_version="1.1.10", agent_features=("SESSION_MANAGER",)),
        machine(3, agent_version="1.0.30"),
        machine(4, agent=None, agent_version=""),
        machine(5, agent=OFFLINE),
        machine(6, agent=None, state=InstanceState.STOPPED),
        machine(7, agent_version="from-source"),
    ]
    found = overview(fleet)
    assert found.versions == {"1.1.9": 2, "1.1.10": 1, "1.0.30": 1, "from-source": 1}
    assert found.features == {"SESSION_MANAGER": 1}
    needing = {care: [each.name for each in found.needing[care]] for care in Care}
    assert needing == {
        Care.MISSING: ["web-4"],
        Care.OFFLINE: ["web-5"],
        Care.OLD: ["web-1", "web-3"],
    }
    assert [each.name for each in filtered(fleet, Care.OLD)] == ["web-1", "web-3"]
    assert filtered(fleet, None) == fleet


def test_lines_for_each_system_region_and_network() -> None:
    (line,) = install_lines(machine(1))
    files = "https://tat-gz-1258344699.cos.ap-guangzhou.myqcloud.com"
    assert line == f"wget -O - {files}/install_agent.sh | sh"
    (inside,) = install_lines(machine(1, system=OperatingSystem.WINDOWS), Network.CLOUD)
    assert "tat-sh-1258344699.cos.ap-shanghai.myqcloud.com/install_agent.ps1" in inside
    assert len(install_lines(machine(1, system=OperatingSystem.UNKNOWN))) == 2
    assert agents.bucket("ap-nowhere", Network.CLOUD) == files
    given: dict[str, Any] = {"region": "ap-shanghai", "code_id": "an-id", "code_value": "a value"}
    linux = agents.enrolment_lines(OperatingSystem.LINUX, **given).splitlines()
    assert linux[1:] == [
        "tat_agent register ap-shanghai an-id 'a value'",
        "systemctl restart tat_agent",
    ]
    windows = agents.enrolment_lines(OperatingSystem.WINDOWS, **given)
    assert "tat_agent.exe' register 'ap-shanghai' 'an-id' 'a value'" in windows


def test_why_a_machine_is_offline() -> None:
    silent = machine(1, agent=OFFLINE, last_heartbeat=NOW - timedelta(hours=1), vpc_id="")
    checks = why_offline(silent, NOW)
    assert [check.is_fine for check in checks[:3]] == [True, False, False]
    commands = [check.command for check in checks]
    assert "nc -zvw5 notify.tat-tc.tencent.cn 8186" in commands
    assert "systemctl status tat_agent" in commands
    hosted = machine(
        2, kind=InstanceKind.HOSTED, system=OperatingSystem.WINDOWS, agent=OFFLINE, vpc_id=""
    )
    commands = [check.command for check in why_offline(hosted, NOW)]
    assert "Test-NetConnection ap-shanghai.invoke.tat-tc.tencent.cn -Port 443" in commands
    assert not [command for command in commands if "metadata" in command]
    missing = why_offline(machine(3, agent=None), NOW)[1]
    assert (missing.is_fine, missing.command) == (False, install_lines(machine(3))[0])


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, CodeState.GOOD),
        ({"expired_time": None}, CodeState.GOOD),
        ({"registered_count": 9}, CodeState.RUNS_OUT),
        ({"registered_count": 10}, CodeState.USED_UP),
        ({"expired_time": NOW + timedelta(minutes=59)}, CodeState.RUNS_OUT),
        ({"expired_time": NOW}, CodeState.EXPIRED),
        ({"enabled": False, "expired_time": NOW}, CodeState.DISABLED),
        ({"register_limit": 1}, CodeState.GOOD),
    ],
)
def test_how_long_a_code_is_good(changes: dict[str, Any], state: CodeState) -> None:
    given: dict[str, Any] = {"register_limit": 10, "expired_time": NOW + timedelta(hours=4)}
    code = RegisterCode(region="ap-shanghai", info=RegisterCodeInfo(**(given | changes)))
    assert code.state(NOW) is state


def test_what_is_wrong_with_a_new_code() -> None:
    assert code_problems(CreateRegisterCode(ip_address_range=" 10.1.2.3 ")) == {}
    found = code_problems(
        CreateRegisterCode(
            description="d" * 129,
            instance_name_prefix="p" * 33,
            register_limit=10_001,
            effective_time=0,
            ip_address_range="10.0.0.0/33",
        )
    )
    assert set(found) == {
        *("Description", "InstanceNamePrefix", "RegisterLimit", "EffectiveTime"),
        "IpAddressRange",
    }


def test_what_was_typed_for_a_new_code_is_said_back() -> None:
    assert CodeDraft().problems() == {}
    found = CodeDraft(machines="ten", hours=" ", ip_range="10.0.0").problems()
    assert found["RegisterLimit"] == "“ten” is not a whole number. Write digits only."
    assert found["EffectiveTime"] == "Type a number."
    assert found["IpAddressRange"].startswith("“10.0.0” is no IPv4 address")
    assert "tick “Never expires”" in CodeDraft(hours="100000").problems()["EffectiveTime"]
    forever = CodeDraft(hours="nonsense", never_expires=True, description=" Office ")
    assert forever.problems() == {}
    assert forever.request().effective_time == 100_000
    assert forever.request().description == "Office"
    assert CodeDraft(machines="0").problems().keys() == {"RegisterLimit"}


def test_what_disabling_and_deleting_codes_means() -> None:
    info = RegisterCodeInfo(register_limit=10, registered_count=7, description="Office")
    codes = [RegisterCode(region="ap-shanghai", info=info)]
    assert any(
        "3 registrations that are left are lost" in one for one in deletion_consequences(codes)
    )
    for consequences in (deletion_consequences(codes), disabling_consequences(codes)):
        assert any("7 machines that registered with it stay" in one for one in consequences)
    unused = [RegisterCode(region="ap-shanghai", info=RegisterCodeInfo(register_limit=1))]
    assert not any("stay" in one for one in disabling_consequences(unused))


def test_a_code_says_what_to_do() -> None:
    def code(**changes: Any) -> RegisterCode:
        given: dict[str, Any] = {"register_limit": 10, "expired_time": NOW + timedelta(hours=4)}
        return RegisterCode(region="ap-shanghai", info=RegisterCodeInfo(**(given | changes)))

    assert "All 10 registrations are used" in code(registered_count=10).sentence(NOW)
    assert "cannot be undone" in code(enabled=False).sentence(NOW)
    assert "1 of 10 registrations left" in code(registered_count=9).sentence(NOW)
    assert "until it is disabled" in code(expired_time=None).sentence(NOW)


@pytest.mark.parametrize(
    ("environment", "endpoint", "keys"),
    [
        (Environment.SANDBOX, "http://127.0.0.1:4000", ["sandbox", "linux", "windows"]),
        (Environment.DEVELOPMENT, "http://127.0.0.1:4000", ["sandbox", "linux", "windows"]),
        (Environment.DEVELOPMENT, "https://tat.example.test", ["linux", "windows"]),
        (Environment.PRODUCTION, "", ["linux", "windows"]),
    ],
)
def test_the_lines_fit_the_service_of_the_profile(
    environment: Environment, endpoint: str, keys: list[str]
) -> None:
    profile = Profile(profile_id="p", name="P", environment=environment, endpoint=endpoint)
    code = NewCode(region="ap-shanghai", code_id="an-id", value=Secret("the-value"))
    ways = {way.key: way.lines for way in enrolments(profile, code)}
    assert list(ways) == keys
    assert all("an-id" in lines and "the-value" in lines for lines in ways.values())
    if "sandbox" in ways:
        assert shlex.split(ways["sandbox"])[-6:] == [
            *("--endpoint", endpoint, "--code-id", "an-id", "--code-value", "the-value")
        ]


def test_hosted_machines_are_found_by_any_words() -> None:
    info = RegisterInstanceInfo(
        instance_name="office-mail", local_ip="10.1.2.3", tags=(Tag(key="team", value="it"),)
    )
    hosted = HostedInstance(region="ap-shanghai", info=info)
    assert hosted.words().split() == ["office-mail", "10.1.2.3", "ap-shanghai", "Linux", "team=it"]


def test_a_notice_before_a_quota_is_reached() -> None:
    def quota(used: int, total: int = 500) -> Quota:
        return Quota(region="ap-shanghai", resource="COMMAND", used=used, total=total)

    assert [quota(449).notice, quota(0, 0).notice] == ["", ""]
    assert quota(450).notice.startswith("Commands in ap-shanghai: 450 of 500 are used.")
    assert "all 500 are used" in quota(509).notice
    assert "90 days" in retention_sentence()

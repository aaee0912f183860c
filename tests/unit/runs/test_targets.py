"""Targets that are gone, reasons in order, and users that cannot enter the default folder."""

from __future__ import annotations

import pytest

from tat_console.ports.archive import Exclusion, Script
from tat_console.runs.checks import problems
from tat_console.runs.targets import reasons, select
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import CommandType


def exclusion(name: str, reason: Refusal, instance_id: str = "ins-aaaaaaaa") -> Exclusion:
    return Exclusion(
        instance_id=instance_id, instance_name=name, region="ap-guangzhou", reason=reason
    )


def test_targets_that_are_gone_are_left_out_with_the_others() -> None:
    gone = exclusion("old", Refusal.GONE)
    assert select([], CommandType.SHELL, [gone]).excluded == (gone,)


def test_the_most_frequent_reason_comes_first_and_the_nameless_show_their_id() -> None:
    excluded = [
        exclusion("a", Refusal.STOPPED),
        exclusion("b", Refusal.OFFLINE),
        exclusion("", Refusal.OFFLINE, "ins-bbbbbbbb"),
    ]
    assert reasons(excluded) == [
        (Refusal.OFFLINE, ["b", "ins-bbbbbbbb"]),
        (Refusal.STOPPED, ["a"]),
    ]


@pytest.mark.parametrize(
    ("username", "folder", "command_type", "warned"),
    [
        ("www", "", CommandType.SHELL, True),
        ("www", "/srv", CommandType.SHELL, False),
        ("root", "", CommandType.SHELL, False),
        ("", "", CommandType.SHELL, False),
        ("Administrator", "", CommandType.POWERSHELL, False),
    ],
)
def test_another_user_needs_a_folder_on_linux(
    username: str, folder: str, command_type: CommandType, warned: bool
) -> None:
    script = Script(
        name="s",
        content=b"id",
        username=username,
        working_directory=folder,
        command_type=command_type,
    )
    found = problems(script, {})
    assert [problem.field for problem in found] == (["working_directory"] if warned else [])
    assert not any(problem.blocks for problem in found)

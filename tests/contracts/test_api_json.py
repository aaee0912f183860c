"""Our rows say the same as the service's own description, so that a new release is noticed."""

from __future__ import annotations

import copy

import pytest

from tat_console.tat.actions import ACTIONS, ROWS, TAT, Action
from tests.contracts.api_json import Api, api_of, differences, load


def api_of_row(row: Action) -> Api:
    return api_of(row.service.name, row.service.version)


def test_every_action_of_the_service_has_a_row_and_no_other() -> None:
    described = set(api_of(TAT.name, TAT.version).actions)
    ours = {row.name for row in ROWS if row.service is TAT}
    assert sorted(described - ours) == [], "the service has actions that have no row"
    assert sorted(ours - described) == [], "rows of actions that the service does not have"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_field_type_and_required_mark_agrees(row: Action) -> None:
    found = differences(api_of_row(row), row, partial=row.service is not TAT)
    assert sorted(found) == []


def changed(**changes: object) -> list[str]:
    """The differences of RunCommand after a change to the description of one of its fields."""
    document = copy.deepcopy(load(TAT.name, TAT.version, "api.json"))
    for member in document["objects"]["RunCommandRequest"]["members"]:
        if member["name"] == "Timeout":
            member.update(changes)
    return sorted(differences(Api(document), ACTIONS["tat.RunCommand"]))


def test_the_comparison_sees_every_kind_of_change_and_says_it_plainly() -> None:
    assert changed() == []
    assert changed(name="Deadline") == [
        "RunCommand.Deadline (int): RunCommand has no such field",
        "RunCommand.Timeout: the service has no such field",
    ]
    assert changed(member="string", type="string") == [
        "RunCommand.Timeout: the service says string, the model says int"
    ]
    assert changed(type="list") == [
        "RunCommand.Timeout: the service says list of int, the model says int"
    ]
    assert changed(required=True) == [
        "RunCommand.Timeout: the service says required, the model says otherwise"
    ]


def test_a_change_deep_inside_a_reply_is_seen() -> None:
    document = copy.deepcopy(load(TAT.name, TAT.version, "api.json"))
    members = document["objects"]["TaskResult"]["members"]
    members.append({"name": "PeakMemory", "type": "int", "member": "uint64"})
    (found,) = differences(Api(document), ACTIONS["tat.DescribeInvocationTasks"])
    place, _, words = found.partition(": ")
    assert place == "DescribeInvocationTasks.InvocationTaskSet.TaskResult.PeakMemory (int)"
    assert words == "TaskResult has no such field"

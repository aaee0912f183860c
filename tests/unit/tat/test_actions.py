"""The table of actions, against the classes and rates written down in facts §6.4 and §6.5."""

from __future__ import annotations

import pytest

from tat_console.tat import account, commands, hosting, instances, invocations, invokers
from tat_console.tat.actions import ACTIONS, ROWS, SERVICES, Action, Safety, action_of
from tat_console.tat.listing import FilteredPage, Page
from tat_console.tat.wire import Reply, Request

CLASSES = {
    Safety.RUN: "RunCommand InvokeCommand",
    Safety.CREATE: "CreateCommand CreateInvoker CreateRegisterCode",
    Safety.REPEATABLE: (
        "ModifyCommand ModifyInvoker ModifyRegisterInstance EnableInvoker DisableInvoker "
        "DisableRegisterCodes CancelInvocation AssumeRole"
    ),
    Safety.DELETE: (
        "DeleteCommand DeleteCommands DeleteInvoker DeleteRegisterCodes DeleteRegisterInstance"
    ),
}
WRITES = {name: safety for safety, names in CLASSES.items() for name in names.split()}
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)


def test_there_are_all_29_actions_and_the_neighbours_needed() -> None:
    tat = [row for row in ROWS if row.service.name == "tat"]
    others = {row.key for row in ROWS if row.service.name != "tat"}
    assert len(tat) == 29
    assert others == {
        "cvm.DescribeInstances",
        "lighthouse.DescribeInstances",
        "sts.GetCallerIdentity",
        "sts.AssumeRole",
    }


def test_keys_and_requests_are_unique() -> None:
    assert len(ACTIONS) == len({row.request for row in ROWS}) == len(ROWS)


@rows
def test_what_a_repeat_may_do(row: Action) -> None:
    assert row.safety is WRITES.get(row.name, Safety.READ)
    if row.safety is Safety.READ:
        assert row.name.startswith(("Describe", "Preview", "Get"))


@rows
def test_the_rate_of_every_action(row: Action) -> None:
    assert row.rate_per_s == (60 if row.name == "DescribeAutomationAgentStatus" else 20)


@rows
def test_a_request_knows_its_row_and_its_service(row: Action) -> None:
    assert action_of(row.request) is row
    assert SERVICES[row.service.name] is row.service
    assert issubclass(row.reply, Reply)
    if row.service.name == "tat":
        assert row.request.__name__ == row.name


@rows
def test_the_request_names_the_same_reply_as_the_row(row: Action) -> None:
    bases = [base for kind in row.request.__mro__ for base in vars(kind).get("__orig_bases__", ())]
    replies = {
        argument
        for base in bases
        for argument in getattr(base, "__args__", ())
        if isinstance(argument, type)
    }
    assert replies == {row.reply}


@rows
def test_filters_are_there_exactly_where_the_request_takes_them(row: Action) -> None:
    assert bool(row.filters) is issubclass(row.request, FilteredPage)


@rows
def test_lists_come_in_pages(row: Action) -> None:
    unpaged = {"DescribeRegions", "DescribeQuotas"}
    if row.name.startswith("Describe") and row.name not in unpaged:
        assert issubclass(row.request, Page)


def test_no_request_class_is_without_a_row() -> None:
    modules = (account, commands, hosting, instances, invocations, invokers)
    requests = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Request)
    }
    assert requests - {Request, Page, FilteredPage} == {row.request for row in ROWS}

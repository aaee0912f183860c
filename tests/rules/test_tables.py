"""The tables are complete both ways: nothing without a row, no row without its thing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import Any, get_args

import pytest

import tat_console.tat
from tat_console.sandbox.handlers import HANDLERS
from tat_console.support.settings import ROWS as SETTINGS
from tat_console.tat.actions import ACTIONS, ROWS, Action, Safety
from tat_console.tat.wire import Request, Wire, wire_name
from tests.rules.source import sources

# What the console itself asks for; a sandbox that cannot answer it is no stand-in.
ASKED_BY_THE_CONSOLE = {
    *("tat.RunCommand", "tat.InvokeCommand", "tat.CancelInvocation"),
    *("tat.PreviewReplacedCommandContent", "tat.DescribeInvocations"),
    *("tat.DescribeInvocationTasks", "tat.DescribeCommands", "tat.CreateCommand"),
    *("tat.DescribeScenes", "tat.DescribeAutomationAgentStatus"),
    *("tat.DescribeRegisterInstances", "tat.DescribeRegions"),
    *("cvm.DescribeInstances", "lighthouse.DescribeInstances", "sts.GetCallerIdentity"),
}
SETTING_USE = re.compile(r"""settings\.(?:get|set)\(\s*["'](\w+)["']""")

by_key = pytest.mark.parametrize("action", ROWS, ids=lambda row: row.key)


def request_types() -> set[type[Request[Any]]]:
    """Every request that any module of `tat` defines."""
    found = set()
    for module in pkgutil.walk_packages(tat_console.tat.__path__, "tat_console.tat."):
        for _name, kind in inspect.getmembers(importlib.import_module(module.name), _is_request):
            found.add(kind)
    return found


def _is_request(thing: object) -> bool:
    return (
        isinstance(thing, type)
        and issubclass(thing, Request)
        and thing is not Request
        and not getattr(thing, "__parameters__", ())  # a family, such as the paged requests
    )


def test_every_request_has_one_row() -> None:
    assert {row.request for row in ROWS} == request_types()
    assert len({row.request for row in ROWS}) == len(ROWS)


def test_every_key_is_unique() -> None:
    assert len(ACTIONS) == len(ROWS)


@by_key
def test_a_row_answers_with_its_requests_reply(action: Action) -> None:
    declared = [
        argument
        for kind in action.request.__mro__
        for base in getattr(kind, "__orig_bases__", ())
        for argument in get_args(base)
        if isinstance(argument, type)
    ]
    assert declared == [action.reply]


@by_key
def test_only_a_run_may_not_be_repeated_and_only_a_look_is_free(action: Action) -> None:
    looks = action.name.startswith(("Describe", "Preview", "Get"))
    assert (action.safety is Safety.READ) is looks
    assert (action.safety is Safety.RUN) is (action.name in ("RunCommand", "InvokeCommand"))
    assert (action.safety is Safety.CREATE) is action.name.startswith("Create")


@by_key
def test_filters_are_named_where_filters_can_be_sent(action: Action) -> None:
    assert bool(action.filters) is ("filters" in action.request.__struct_fields__)


@by_key
def test_fields_have_the_services_names(action: Action) -> None:
    for kind in (action.request, action.reply):
        assert issubclass(kind, Wire)
        for attribute, name in zip(
            kind.__struct_fields__, kind.__struct_encode_fields__, strict=True
        ):
            assert name == wire_name(attribute)
            assert name[0].isupper()


def test_the_sandbox_answers_what_the_console_asks() -> None:
    assert set(HANDLERS) >= ASKED_BY_THE_CONSOLE
    assert set(HANDLERS) <= set(ACTIONS)


def test_every_setting_is_used_and_every_used_one_has_a_row() -> None:
    rooms = sources("tat_console/services", "tat_console/ui")
    used = {key for source in rooms for key in SETTING_USE.findall(source.text)}
    assert used == set(SETTINGS)

"""The smallest CAM policy that allows a request, as text to be copied (facts §6.7)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tat_console.tat.account import AssumeRole
from tat_console.tat.actions import action_of
from tat_console.tat.statuses import InstanceKind
from tat_console.tat.wire import Request

EVERYTHING: Final = "*"
_MACHINES: Final = "machines"
_INSTANCE_PATHS: Final = {
    InstanceKind.CVM: ("cvm", "instance"),
    InstanceKind.LIGHTHOUSE: ("lighthouse", "instance"),
    InstanceKind.HOSTED: ("tat", "register-instance"),
}
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "tat.RunCommand": ("command", _MACHINES),
    "tat.InvokeCommand": ("command", _MACHINES),
    "tat.DescribeInvocationTasks": ("command", _MACHINES),
    "tat.CancelInvocation": (_MACHINES,),
    "tat.CreateInvoker": ("command",),
    "tat.ModifyCommand": ("command",),
    "tat.DeleteCommand": ("command",),
    "tat.DeleteCommands": ("command",),
    "tat.DescribeCommands": ("command",),
    "tat.PreviewReplacedCommandContent": ("command",),
    "tat.ModifyInvoker": ("invoker",),
    "tat.DeleteInvoker": ("invoker",),
    "tat.EnableInvoker": ("invoker",),
    "tat.DisableInvoker": ("invoker",),
    "tat.DescribeInvokers": ("invoker",),
    "tat.DescribeInvokerRecords": ("invoker",),
    "tat.DescribeRegisterCodes": ("register-code",),
    "tat.DisableRegisterCodes": ("register-code",),
    "tat.DeleteRegisterCodes": ("register-code",),
    "tat.DescribeRegisterInstances": (_MACHINES,),
    "tat.ModifyRegisterInstance": (_MACHINES,),
    "tat.DeleteRegisterInstance": (_MACHINES,),
    "tat.DescribeAutomationAgentStatus": (_MACHINES,),
    "cvm.DescribeInstances": (_MACHINES,),
    "lighthouse.DescribeInstances": (_MACHINES,),
}
"""The resources that are checked for an action; those not listed know only "*"."""
_ONLY_KIND: Final = {
    "tat.DescribeRegisterInstances": InstanceKind.HOSTED,
    "tat.ModifyRegisterInstance": InstanceKind.HOSTED,
    "tat.DeleteRegisterInstance": InstanceKind.HOSTED,
    "cvm.DescribeInstances": InstanceKind.CVM,
    "lighthouse.DescribeInstances": InstanceKind.LIGHTHOUSE,
}
_REFUSED: Final = re.compile(r"operation\s*\((?P<action>[a-z]+:\w+)\)", re.ASCII)
_RESOURCE: Final = re.compile(r"resource\s*\((?P<resource>qcs::[^)\s]+|\*)\)", re.ASCII)


def policy_for(request: Request[Any], *, region: str, account_id: str = "") -> str:
    """The policy that allows this request and nothing else, as JSON.

    Without an account's id it holds for the account that it is put into.
    """
    action = action_of(request)
    uin = f"uin/{account_id}" if account_id else "uin"
    resources = list(_resources(request, region, uin))
    return policy_text([f"{action.service.name}:{action.name}"], resources or [EVERYTHING])


def policy_from_refusal(message: str) -> str:
    """The policy for what the service itself says is missing; "" where it does not say."""
    actions = [match["action"] for match in _REFUSED.finditer(message)]
    resources = [match["resource"] for match in _RESOURCE.finditer(message)]
    return policy_text(actions, resources or [EVERYTHING]) if actions else ""


def policy_text(actions: list[str], resources: list[str]) -> str:
    """A policy that allows actions on resources, each named once."""
    statement = {
        "effect": "allow",
        "action": list(dict.fromkeys(actions)),
        "resource": list(dict.fromkeys(resources)),
    }
    return json.dumps({"version": "2.0", "statement": [statement]}, indent=2)


def together(policies: Iterable[str]) -> str:
    """One policy that allows what each of these does."""
    statements = [one for text in policies for one in json.loads(text)["statement"]]
    return json.dumps({"version": "2.0", "statement": statements}, indent=2)


def _resources(request: Request[Any], region: str, uin: str) -> Iterator[str]:
    if isinstance(request, AssumeRole):
        yield request.role_arn
        return
    key = action_of(request).key
    for need in _NEEDS.get(key, ()):
        if need == _MACHINES:
            yield from _machines(request, key, region, uin)
        else:
            for each in _ids(request, need.replace("-", "_")) or [EVERYTHING]:
                yield f"qcs::tat:{region}:{uin}:{need}/{each}"


def _machines(request: Request[Any], key: str, region: str, uin: str) -> Iterator[str]:
    ids = _ids(request, "instance")
    for each in ids:
        service, path = _INSTANCE_PATHS.get(InstanceKind.of(each), ("cvm", "instance"))
        yield f"qcs::{service}:{region}:{uin}:{path}/{each}"
    if not ids:
        for kind, (service, path) in _INSTANCE_PATHS.items():
            if _ONLY_KIND.get(key, kind) is kind:
                yield f"qcs::{service}:{region}:{uin}:{path}/{EVERYTHING}"


def _ids(request: Request[Any], noun: str) -> list[str]:
    """The ids of one kind that a request names: `command_id`, `command_ids`."""
    one, many = getattr(request, f"{noun}_id", None), getattr(request, f"{noun}_ids", None)
    return [one] if one else list(many or ())

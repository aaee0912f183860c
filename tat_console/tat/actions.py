"""Every action this program knows, one row each (facts §1, §6.4, §6.5, §9).

Client, sandbox, forms and tests read these rows; adding an action is adding a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from tat_console.tat import account, commands, hosting, instances, invocations, invokers
from tat_console.tat.wire import Reply, Request


class Safety(Enum):
    """What may happen when a request is sent twice (facts §6.5)."""

    READ = "read"
    REPEATABLE = "repeat-safe write"
    DELETE = "delete"
    CREATE = "create"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Service:
    """A product of the cloud, as the address and the signature name it."""

    name: str
    version: str


TAT: Final = Service("tat", "2020-10-28")
CVM: Final = Service("cvm", "2017-03-12")
LIGHTHOUSE: Final = Service("lighthouse", "2020-03-24")
STS: Final = Service("sts", "2018-08-13")
RATE_PER_S: Final = 20
"""Requests a second that the service takes of nearly every action (facts §6.4)."""
SERVICES: Final = {service.name: service for service in (TAT, CVM, LIGHTHOUSE, STS)}


@dataclass(frozen=True, slots=True)
class Action:
    """One call of the API: types, safety, requests per second, names of its filters.

    A filter name ending in ":" stands for a family: `tag:` for `tag:service`.
    """

    name: str
    service: Service
    request: type[Request[Any]]
    reply: type[Reply]
    safety: Safety
    rate_per_s: int = RATE_PER_S
    filters: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Unique over all services, for instance `cvm.DescribeInstances`."""
        return f"{self.service.name}.{self.name}"


_TAG_FILTERS: Final = ("tag-key", "tag-value", "tag:")
_CVM_FILTERS: Final = (
    "zone",
    "project-id",
    "host-id",
    "dedicated-cluster-id",
    "vpc-id",
    "subnet-id",
    "instance-id",
    "uuid",
    "security-group-id",
    "instance-name",
    "instance-charge-type",
    "instance-state",
    "private-ip-address",
    "public-ip-address",
    "ipv6-address",
    *_TAG_FILTERS,
    "creation-start-time",
    "creation-end-time",
)
_LIGHTHOUSE_FILTERS: Final = (
    "instance-name",
    "private-ip-address",
    "public-ip-address",
    "zone",
    "instance-state",
    *_TAG_FILTERS,
    "bundle-id",
)


def _tat(
    request: type[Request[Any]],
    reply: type[Reply],
    safety: Safety,
    filters: tuple[str, ...] = (),
    rate_per_s: int = RATE_PER_S,
) -> Action:
    return Action(request.__name__, TAT, request, reply, safety, rate_per_s, filters)


ROWS: Final = (
    _tat(commands.CreateCommand, commands.CreateCommandReply, Safety.CREATE),
    _tat(commands.ModifyCommand, Reply, Safety.REPEATABLE),
    _tat(commands.DeleteCommand, Reply, Safety.DELETE),
    _tat(commands.DeleteCommands, Reply, Safety.DELETE),
    _tat(
        commands.DescribeCommands,
        commands.DescribeCommandsReply,
        Safety.READ,
        ("command-id", "command-name", "command-type", "scene-id", "created-by", *_TAG_FILTERS),
    ),
    _tat(
        commands.PreviewReplacedCommandContent,
        commands.PreviewReplacedCommandContentReply,
        Safety.READ,
    ),
    _tat(
        commands.DescribeScenes,
        commands.DescribeScenesReply,
        Safety.READ,
        ("scene-id", "scene-name", "created-by"),
    ),
    _tat(invocations.RunCommand, invocations.RunCommandReply, Safety.RUN),
    _tat(invocations.InvokeCommand, invocations.InvokeCommandReply, Safety.RUN),
    _tat(invocations.CancelInvocation, Reply, Safety.REPEATABLE),
    _tat(
        invocations.DescribeInvocations,
        invocations.DescribeInvocationsReply,
        Safety.READ,
        ("invocation-id", "command-id", "command-created-by", "instance-kind"),
    ),
    _tat(
        invocations.DescribeInvocationTasks,
        invocations.DescribeInvocationTasksReply,
        Safety.READ,
        ("invocation-task-id", "invocation-id", "instance-id", "command-id"),
    ),
    _tat(
        instances.DescribeAutomationAgentStatus,
        instances.DescribeAutomationAgentStatusReply,
        Safety.READ,
        ("agent-status", "environment", "instance-id"),
        rate_per_s=60,
    ),
    _tat(invokers.CreateInvoker, invokers.CreateInvokerReply, Safety.CREATE),
    _tat(invokers.ModifyInvoker, Reply, Safety.REPEATABLE),
    _tat(invokers.DeleteInvoker, Reply, Safety.DELETE),
    _tat(invokers.EnableInvoker, Reply, Safety.REPEATABLE),
    _tat(invokers.DisableInvoker, Reply, Safety.REPEATABLE),
    _tat(
        invokers.DescribeInvokers,
        invokers.DescribeInvokersReply,
        Safety.READ,
        ("invoker-id", "command-id", "invoker-type"),
    ),
    _tat(invokers.DescribeInvokerRecords, invokers.DescribeInvokerRecordsReply, Safety.READ),
    _tat(hosting.CreateRegisterCode, hosting.CreateRegisterCodeReply, Safety.CREATE),
    _tat(hosting.DescribeRegisterCodes, hosting.DescribeRegisterCodesReply, Safety.READ),
    _tat(hosting.DisableRegisterCodes, Reply, Safety.REPEATABLE),
    _tat(hosting.DeleteRegisterCodes, Reply, Safety.DELETE),
    _tat(
        hosting.DescribeRegisterInstances,
        hosting.DescribeRegisterInstancesReply,
        Safety.READ,
        (
            "instance-name",
            "instance-id",
            "register-status",
            "local-ip",
            "register-code-id",
            "sys-name",
            *_TAG_FILTERS,
        ),
    ),
    _tat(hosting.ModifyRegisterInstance, Reply, Safety.REPEATABLE),
    _tat(hosting.DeleteRegisterInstance, Reply, Safety.DELETE),
    _tat(account.DescribeRegions, account.DescribeRegionsReply, Safety.READ),
    _tat(account.DescribeQuotas, account.DescribeQuotasReply, Safety.READ),
    Action(
        "DescribeInstances",
        CVM,
        instances.DescribeCvmInstances,
        instances.DescribeCvmInstancesReply,
        Safety.READ,
        filters=_CVM_FILTERS,
    ),
    Action(
        "DescribeInstances",
        LIGHTHOUSE,
        instances.DescribeLighthouseInstances,
        instances.DescribeLighthouseInstancesReply,
        Safety.READ,
        filters=_LIGHTHOUSE_FILTERS,
    ),
    Action(
        "GetCallerIdentity",
        STS,
        account.GetCallerIdentity,
        account.GetCallerIdentityReply,
        Safety.READ,
    ),
    # Each AssumeRole makes a key of its own and changes nothing, so asking again is harmless.
    Action("AssumeRole", STS, account.AssumeRole, account.AssumeRoleReply, Safety.REPEATABLE),
)

ACTIONS: Final[dict[str, Action]] = {row.key: row for row in ROWS}
"""Every row by its key, for instance `tat.RunCommand`."""

_BY_REQUEST: Final[dict[type[Request[Any]], Action]] = {row.request: row for row in ROWS}


def action_of(request: Request[Any] | type[Request[Any]]) -> Action:
    """The row of a request or of a request type."""
    return _BY_REQUEST[request if isinstance(request, type) else type(request)]

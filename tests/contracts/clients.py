"""Our client, connected to a sandbox, for the contract tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from tat_console.cloud.connect import Connector
from tat_console.ports.cloud import Cloud, Connection
from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.support.clock import Clock, SystemClock
from tat_console.support.logs import Secret
from tat_console.tat.invocations import (
    DescribeInvocations,
    DescribeInvocationTasks,
    Invocation,
    InvocationTask,
)
from tat_console.tat.listing import Filter
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import CommandType, InstanceKind
from tests.fixtures.sandbox import Sandbox

T = TypeVar("T")


class ShiftedClock(SystemClock):
    """A computer whose clock is wrong by so many seconds."""

    def __init__(self, ahead_s: float) -> None:
        self._ahead = timedelta(seconds=ahead_s)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def profile_of(sandbox: Sandbox) -> Profile:
    """Return the profile of a sandbox."""
    return Profile(
        profile_id="sandbox",
        name="Sandbox",
        environment=Environment.SANDBOX,
        secret_id=sandbox.secret_id,
        regions=sandbox.regions,
        endpoint=sandbox.endpoint,
    )


@asynccontextmanager
async def connected(
    sandbox: Sandbox,
    *,
    clock: Clock | None = None,
    secret_id: str = "",
    secret_key: str = "",
    token: str = "",
) -> AsyncIterator[Connection]:
    """Connect to a sandbox, with its own key unless another is given."""
    credential = Credential(
        secret_id=secret_id or sandbox.secret_id,
        secret_key=Secret(secret_key or sandbox.secret_key),
        token=Secret(token) if token else None,
    )
    connection = Connector(clock or SystemClock())(profile_of(sandbox), credential)
    try:
        yield connection
    finally:
        await connection.cloud.close()


def with_client(
    sandbox: Sandbox,
    work: Callable[[Connection], Awaitable[T]],
    *,
    clock: Clock | None = None,
) -> T:
    """Run work with a connection and end both."""

    async def main() -> T:
        async with connected(sandbox, clock=clock) as connection:
            return await work(connection)

    return asyncio.run(main())


async def runnable(
    connection: Connection, region: str, kind: InstanceKind = InstanceKind.CVM
) -> list[Machine]:
    """Return the machines of a kind that take shell scripts."""
    found = await connection.inventory.machines(region)
    return [
        machine
        for machine in found.machines
        if machine.kind is kind and machine.refusal(CommandType.SHELL) is None
    ]


async def finished(cloud: Cloud, invocation_id: str, region: str) -> Invocation:
    """Wait for the end of an invocation, asking as seldom as a person would want."""
    request = DescribeInvocations(invocation_ids=(invocation_id,))
    while True:
        (invocation,) = (await cloud.call(request, region=region)).invocation_set
        if invocation.invocation_status.is_final:
            return invocation
        await asyncio.sleep(0.1)


async def tasks_of(cloud: Cloud, invocation_id: str, region: str) -> tuple[InvocationTask, ...]:
    """Return the tasks of an invocation with their output."""
    filters = (Filter(name="invocation-id", values=(invocation_id,)),)
    request = DescribeInvocationTasks(filters=filters, hide_output=False, limit=100)
    return (await cloud.call(request, region=region)).invocation_task_set

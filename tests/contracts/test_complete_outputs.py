"""An output longer than the service keeps, read whole from where the agent put it."""

from __future__ import annotations

import asyncio

import pytest

from tat_console.cloud.client import CloudClient
from tat_console.cloud.pacing import Pacer
from tat_console.ports.cloud import Connection
from tat_console.ports.profiles import Credential
from tat_console.support.clock import SystemClock
from tat_console.support.logs import Secret
from tat_console.tat.errors import ServiceError
from tat_console.tat.invocations import RunCommand
from tests.contracts.clients import finished, profile_of, runnable, tasks_of, with_client
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"
BUCKET = "https://logs-1250000000.cos.ap-guangzhou.myqcloud.com"
EXPECTED = "".join(f"line {number} 你好\n" for number in range(1, 5_001)).encode()
SCRIPT = b'for n in $(seq 1 5000); do echo "line $n \xe4\xbd\xa0\xe5\xa5\xbd"; done'


def output_url(sandbox: Sandbox) -> str:
    """Run the script and return the address of its complete output."""

    async def work(connection: Connection) -> str:
        machine = (await runnable(connection, REGION))[0]
        request = RunCommand(
            content=SCRIPT,
            instance_ids=(machine.instance_id,),
            output_cos_bucket_url=BUCKET,
            output_cos_key_prefix="runs/日志",
        )
        started = await connection.cloud.call(request, region=REGION)
        await finished(connection.cloud, started.invocation_id, REGION)
        (task,) = await tasks_of(connection.cloud, started.invocation_id, REGION)
        result = task.task_result
        assert EXPECTED.startswith(result.output)
        assert len(result.output) + result.dropped == len(EXPECTED)
        return result.output_url

    return with_client(sandbox, work)


def read(sandbox: Sandbox, url: str, secret_key: str, most_bytes: int) -> bytes:
    async def main() -> bytes:
        clock = SystemClock()
        credential = Credential(secret_id=sandbox.secret_id, secret_key=Secret(secret_key))
        client = CloudClient(profile_of(sandbox), credential, clock=clock, pacer=Pacer(clock))
        try:
            pieces = [piece async for piece in client.outputs.pieces(url, most_bytes)]
        finally:
            await client.close()
        return b"".join(piece.content for piece in pieces)

    return asyncio.run(main())


def test_the_whole_output_in_pieces_of_any_size(shared_sandbox: Sandbox) -> None:
    url = output_url(shared_sandbox)
    for most_bytes in (10_000, 1_000_000):
        assert read(shared_sandbox, url, shared_sandbox.secret_key, most_bytes) == EXPECTED
    with pytest.raises(ServiceError, match="may not be read"):
        read(shared_sandbox, url, "wrong", 1_000)
    with pytest.raises(ServiceError, match="not in the bucket"):
        read(shared_sandbox, url + ".gone", shared_sandbox.secret_key, 1_000)

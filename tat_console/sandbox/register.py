"""`tat-console sandbox-register`: adds a pretend machine to a sandbox with a register code."""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sys
import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from tat_console.sandbox.enrolment import PATH

_LIMIT_S: Final = 10.0


def main(argv: list[str] | None = None) -> int:
    """Register one machine; prints the reply as JSON and returns 0, or 1 where it was refused."""
    arguments = _parser().parse_args(argv)
    try:
        reply = asyncio.run(_register(arguments))
    except (OSError, TimeoutError, ValueError) as error:
        sys.stderr.write(
            f"The sandbox at {arguments.endpoint} does not answer: {error}\n"
            "Give the endpoint that `tat-console sandbox` printed, and let it run meanwhile.\n"
        )
        return 1
    if "Error" in reply:
        sys.stderr.write(f"{reply['Error']['Code']}: {reply['Error']['Message']}\n")
        return 1
    sys.stdout.write(json.dumps(reply) + "\n")
    return 0


async def join(argv: list[str]) -> dict[str, Any]:
    """Register one machine as the command does; the reply, with "Error" where it was refused."""
    return await _register(_parser().parse_args(argv))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tat-console sandbox-register", description=__doc__)
    parser.add_argument("--endpoint", required=True, help="address of the sandbox")
    parser.add_argument("--code-id", required=True, help="RegisterCodeId")
    parser.add_argument("--code-value", required=True, help="RegisterCodeValue")
    parser.add_argument("--host-name", default=socket.gethostname(), help="name of the machine")
    parser.add_argument("--local-ip", default="192.168.40.200", help="address of the machine")
    parser.add_argument("--machine-id", default=str(uuid.uuid4()), help="id of the machine")
    parser.add_argument("--system", default="Linux", choices=["Linux", "Windows"])
    return parser


async def _register(arguments: argparse.Namespace) -> dict[str, Any]:
    body = {
        "Action": "RegisterInstance",
        "MachineId": arguments.machine_id,
        "ActiveCode": arguments.code_id,
        "ActiveValue": arguments.code_value,
        "Hostname": arguments.host_name,
        "LocalIp": arguments.local_ip,
        "SystemName": arguments.system,
    }
    host = urlsplit(arguments.endpoint).netloc
    answer = await asyncio.wait_for(_post(host, json.dumps(body).encode()), _LIMIT_S)
    reply: dict[str, Any] = json.loads(answer)["Response"]
    return reply


async def _post(host: str, body: bytes) -> bytes:
    """Send as agents do: without a Content-Type, on a connection of its own (facts §7.1)."""
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port or 80))
    head = f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.partition(b"\r\n\r\n")[2]


if __name__ == "__main__":
    sys.exit(main())

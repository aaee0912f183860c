"""Two programs that speak the same language to a sandbox: ours and the official SDK."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from tencentcloud.common.credential import Credential as SdkCredential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tat_console.cloud.connect import Connector
from tat_console.ports.profiles import Credential
from tat_console.support.clock import SystemClock
from tat_console.support.logs import Secret
from tat_console.tat import wire
from tat_console.tat.actions import ACTIONS
from tat_console.tat.errors import ServiceError
from tests.contracts.clients import profile_of
from tests.fixtures.sandbox import Sandbox

Speak = Callable[[str, dict[str, Any]], dict[str, Any]]
"""`speak("tat.RunCommand", {"Content": …})` gives the reply, or {"Error": {"Code", "Message"}}."""


@contextmanager
def ours(sandbox: Sandbox, region: str) -> Iterator[Speak]:
    """Speak through our client and its models."""
    credential = Credential(secret_id=sandbox.secret_id, secret_key=Secret(sandbox.secret_key))
    connection = Connector(SystemClock())(profile_of(sandbox), credential)

    def speak(key: str, fields: dict[str, Any]) -> dict[str, Any]:
        request = msgspec.convert(fields, ACTIONS[key].request)
        try:
            reply = runner.run(connection.cloud.call(request, region=region))
        except ServiceError as error:
            return {"Error": {"Code": error.code, "Message": error.message}}
        return without_absent(json.loads(wire.encode(reply)))

    with asyncio.Runner() as runner:
        yield speak
        runner.run(connection.cloud.close())


@contextmanager
def official(sandbox: Sandbox, region: str) -> Iterator[Speak]:
    """Speak through the official SDK and its models."""
    profile = ClientProfile(
        httpProfile=HttpProfile(endpoint=sandbox.endpoint.partition("//")[2], protocol="http"),
        language="en-US",
    )
    credential = SdkCredential(sandbox.secret_id, sandbox.secret_key)
    clients: dict[str, Any] = {}

    def speak(key: str, fields: dict[str, Any]) -> dict[str, Any]:
        service, action = key.split(".")
        models, client_class = _sdk(service)
        if service not in clients:
            clients[service] = client_class(credential, region, profile)
        request = getattr(models, action + "Request")()
        request.from_json_string(json.dumps(fields))
        try:
            reply = getattr(clients[service], action)(request)
        except TencentCloudSDKException as error:
            return {"Error": {"Code": error.get_code(), "Message": error.get_message()}}
        return without_absent(json.loads(reply.to_json_string()))

    yield speak


def _sdk(service: str) -> tuple[Any, Any]:
    version = "v" + ACTIONS_VERSIONS[service].replace("-", "")
    package = f"tencentcloud.{service}.{version}"
    models = importlib.import_module(f"{package}.models")
    client = importlib.import_module(f"{package}.{service}_client")
    return models, getattr(client, f"{service.capitalize()}Client")


ACTIONS_VERSIONS = {row.service.name: row.service.version for row in ACTIONS.values()}


def without_absent(value: Any) -> Any:
    """Drop what both sides write differently when there is nothing: null, empty text, empty list.

    Our models read an absent field as its empty default; the SDK reads it as None.
    """
    if isinstance(value, dict):
        cleaned = {name: without_absent(item) for name, item in value.items()}
        return {name: item for name, item in cleaned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [without_absent(item) for item in value]
    return value

"""A call as code to be copied: for tccli, for the Python SDK, for curl with a signature.

None of them holds a key: tccli and the SDK read it from the environment, and curl's line carries
the signature alone, which is good for five minutes (facts §6.2).
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from tat_console.support.logs import Secret
from tat_console.tat import signing
from tat_console.tat.actions import Action

CONTENT_TYPE: Final = "application/json"

Fields = Mapping[str, Any]
"""A request as the JSON object that goes over the wire."""


class SigningKey(msgspec.Struct, frozen=True):
    """What curl's line is signed with."""

    secret_id: str
    secret_key: Secret
    has_token: bool = False


def as_tccli(action: Action, fields: Fields, *, region: str, endpoint: str = "") -> str:
    """A line for a shell; a field is a JSON text unless it is plain text or a number."""
    words = ["tccli", action.service.name, action.name, "--version", action.service.version]
    for name, value in fields.items():
        words += [f"--{name}", _argument(value)]
    words += ["--region", region]
    if endpoint:
        words += ["--endpoint", endpoint]
    return shlex.join(words)


def as_python(action: Action, fields: Fields, *, region: str, endpoint: str = "") -> str:
    """A program for the official SDK that prints the reply as JSON."""
    service = action.service
    package = f"tencentcloud.{service.name}.v{service.version.replace('-', '')}"
    module = f"{service.name}_client"
    client = f"{service.name.capitalize()}Client"
    lines = [
        "import json",
        "import os",
        "",
        "from tencentcloud.common.credential import Credential",
        "from tencentcloud.common.profile.client_profile import ClientProfile",
        "from tencentcloud.common.profile.http_profile import HttpProfile",
        f"from {package} import models, {module}",
        "",
        "key = Credential(",
        '    os.environ["TENCENTCLOUD_SECRET_ID"],',
        '    os.environ["TENCENTCLOUD_SECRET_KEY"],',
        '    os.environ.get("TENCENTCLOUD_TOKEN"),',
        ")",
        f"http = HttpProfile({_http_arguments(endpoint)})",
        f"client = {module}.{client}(key, {region!r}, ClientProfile(httpProfile=http))",
        f"request = models.{action.name}Request()",
        f"request.from_json_string(json.dumps({_literal(fields)}))",
        f"print(client.{action.name}(request).to_json_string(indent=2))",
    ]
    return "\n".join(lines) + "\n"


def as_curl(
    action: Action,
    fields: Fields,
    *,
    region: str,
    url: str,
    key: SigningKey,
    timestamp_s: int,
) -> str:
    """A line for a shell, signed for this moment; a token is read from the environment."""
    body = json.dumps(fields, ensure_ascii=False)
    host = urlsplit(url).netloc.rpartition("@")[2]
    authorization = signing.sign(
        signing.Message({"content-type": CONTENT_TYPE, "host": host}, body.encode()),
        secret_id=key.secret_id,
        secret_key=key.secret_key.reveal(),
        service=action.service.name,
        timestamp_s=timestamp_s,
    )
    headers = {
        "Host": host,
        "Content-Type": CONTENT_TYPE,
        "X-TC-Action": action.name,
        "X-TC-Version": action.service.version,
        "X-TC-Region": region,
        "X-TC-Timestamp": str(timestamp_s),
        "Authorization": authorization.header(),
    }
    words = ["curl", "-sS", url]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    line = shlex.join([*words, "--data-binary", body])
    return f'{line} -H "X-TC-Token: $TENCENTCLOUD_TOKEN"' if key.has_token else line


def _argument(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _http_arguments(endpoint: str) -> str:
    if not endpoint:
        return ""
    parts = urlsplit(endpoint)
    return f"endpoint={parts.netloc!r}, protocol={parts.scheme!r}"


def _literal(fields: Fields) -> str:
    """The fields as a Python literal, one a line."""
    if not fields:
        return "{}"
    lines = "".join(f"    {name!r}: {value!r},\n" for name, value in fields.items())
    return f"{{\n{lines}}}"

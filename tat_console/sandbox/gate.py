"""Everything before the action: who is asking, is it really them, is it asked too often.

Each refusal carries the service's own code (facts §5.2, §6). Signature first, then action,
version, region and rate.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

from tat_console.sandbox.faults import Faults
from tat_console.sandbox.keys import Key, KeyRing
from tat_console.sandbox.rates import Rates
from tat_console.sandbox.refusal import Refused
from tat_console.tat import limits
from tat_console.tat.actions import ACTIONS, SERVICES, STS, Action
from tat_console.tat.signing import (
    Authorization,
    MalformedAuthorization,
    Message,
    is_authentic,
    parse_authorization,
)

_SECRET_ID: Final = re.compile(r"[A-Za-z0-9_-]{4,128}")


class Arrival(msgspec.Struct, frozen=True):
    """A request as it came in: header values raw, by lower-case name."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    peer: str

    @property
    def language(self) -> str:
        """The language its answers are written in (facts §6.2)."""
        return self.headers.get("x-tc-language", "zh-CN")


class Admitted(msgspec.Struct, frozen=True):
    """A request that may be carried out."""

    action: Action
    region: str
    key: Key


class Gate:
    """Lets requests in, or refuses them."""

    def __init__(
        self, keys: KeyRing, regions: Mapping[str, object], rates: Rates, faults: Faults
    ) -> None:
        self._keys = keys
        self._regions = regions
        self._rates = rates
        self._faults = faults

    def admit(self, arrival: Arrival) -> Admitted:
        """Check a request from the outside in; raises Refused at the first thing wrong."""
        check_door(arrival)
        check_form(arrival)
        key, authorization = self.authenticate(arrival)
        action = _action(arrival, authorization.service)
        region = self._region(arrival, action)
        self._rates.take(action)
        return Admitted(action, region, key)

    def authenticate(self, arrival: Arrival) -> tuple[Key, Authorization]:
        """The key that signed; raises Refused with a code of AuthFailure."""
        try:
            authorization = parse_authorization(arrival.headers.get("authorization", ""))
            timestamp_s = self._timestamp(arrival)
            key = self._key(arrival, authorization.secret_id)
            authentic = is_authentic(
                Message(arrival.headers, arrival.body, arrival.method, "/", arrival.query),
                authorization,
                secret_key=key.secret_key.reveal(),
                timestamp_s=timestamp_s,
            )
        except MalformedAuthorization as error:
            raise Refused("AuthFailure.InvalidAuthorization", detail=str(error)) from error
        if not authentic:
            raise Refused("AuthFailure.SignatureFailure")
        return key, authorization

    def _timestamp(self, arrival: Arrival) -> int:
        text = _header(arrival, "x-tc-timestamp", "Timestamp")
        if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
            raise Refused("InvalidParameter", field="Timestamp", detail="must be Unix seconds")
        here_s = datetime.now(UTC).timestamp() + self._faults.clock_offset_s
        if abs(here_s - int(text)) > limits.CLOCK_TOLERANCE_S:
            raise Refused("AuthFailure.SignatureExpire", timestamp=text, server_time=int(here_s))
        return int(text)

    def _key(self, arrival: Arrival, secret_id: str) -> Key:
        if not _SECRET_ID.fullmatch(secret_id):
            raise Refused("AuthFailure.InvalidSecretId")
        key = self._keys.find(secret_id)
        if key is None:
            raise Refused("AuthFailure.SecretIdNotFound")
        token = arrival.headers.get("x-tc-token", "")
        if token != (key.token.reveal() if key.token else "") or key.has_expired:
            raise Refused("AuthFailure.TokenFailure")
        return key

    def _region(self, arrival: Arrival, action: Action) -> str:
        region = arrival.headers.get("x-tc-region", "")
        if action.service is STS:
            return region
        if not region:
            raise Refused("MissingParameter", field="Region")
        if region not in self._regions:
            raise Refused("UnsupportedRegion", region=region)
        return region


def check_door(arrival: Arrival) -> None:
    """Let only programs of this computer in, never a web page (facts: model codebases §3, 11)."""
    if not _is_loopback(arrival.peer):
        raise Refused("IpNotInWhitelist")
    if "origin" in arrival.headers:
        raise Refused("UnauthorizedOperation", detail="Requests of web pages are refused.")
    host = re.sub(r"^https?://", "", arrival.headers.get("host", ""))
    name = re.sub(r":\d+$", "", host)
    if name != "localhost" and not _is_loopback(name.strip("[]")):
        raise Refused("NoSuchProduct", detail=f"Host {host}")


def check_form(arrival: Arrival) -> None:
    """Refuse what is no signed POST of JSON to "/"."""
    if arrival.method != "POST":
        detail = f"The sandbox takes signed POST requests, not {arrival.method}."
        raise Refused("UnsupportedProtocol", detail=detail)
    if len(arrival.body) > limits.REQUEST_BYTES:
        raise Refused("RequestSizeLimitExceeded", limit=limits.REQUEST_BYTES)
    content_type = arrival.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refused("InvalidRequest", detail="Content-Type must be application/json.")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _header(arrival: Arrival, name: str, parameter: str) -> str:
    value = arrival.headers.get(name, "")
    if not value:
        raise Refused("MissingParameter", field=parameter)
    return value


def _action(arrival: Arrival, service_name: str) -> Action:
    service = SERVICES.get(service_name)
    if service is None:
        raise Refused("NoSuchProduct", detail=service_name)
    name = _header(arrival, "x-tc-action", "Action")
    version = _header(arrival, "x-tc-version", "Version")
    if version != service.version:
        raise Refused("NoSuchVersion", version=version)
    action = ACTIONS.get(f"{service.name}.{name}")
    if action is None:
        raise Refused("InvalidAction", action=name)
    return action

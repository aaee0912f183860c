"""How the service's objects look on the wire: names, Base64, times, nulls."""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

import msgspec

_ODD_NAMES: Final = {
    "cpu": "CPU",
    "ipv6_addresses": "IPv6Addresses",
    "output_cos_bucket_url": "OutputCOSBucketUrl",
    "output_cos_key_prefix": "OutputCOSKeyPrefix",
    "output_upload_cos_error_info": "OutputUploadCOSErrorInfo",
}


def wire_name(attribute: str) -> str:
    """The service's name of an attribute: `instance_ids` → `InstanceIds`."""
    return _ODD_NAMES.get(attribute) or "".join(part.capitalize() for part in attribute.split("_"))


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename=wire_name):
    """An object of the API; Base64 fields are bytes, times are aware datetimes."""


class Reply(Wire, frozen=True, kw_only=True):
    """What an action answers with."""

    request_id: str = ""


R = TypeVar("R", bound=Reply)
T = TypeVar("T")


class Request(Wire, Generic[R], frozen=True, kw_only=True):
    """What an action asks for; its class is the action, None means "not sent"."""


def encode(value: Wire) -> bytes:
    """JSON for the wire; fields that are None are left out at every depth."""
    return msgspec.json.encode(_without_nulls(msgspec.to_builtins(value)))


def decode(kind: type[T], body: bytes | msgspec.Raw) -> T:
    """An object out of JSON, tolerantly (DESIGN §5.9).

    Unknown fields are passed over; nulls and empty strings become the field's default. Raises
    msgspec.DecodeError where the text is no JSON, msgspec.ValidationError where it does not fit.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        return msgspec.convert(_without_blanks(msgspec.json.decode(body)), kind)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_nulls(item) for item in value]
    return value


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_blanks(item)
            for key, item in value.items()
            if item is not None and item != ""
        }
    if isinstance(value, list):
        return [_without_blanks(item) for item in value if item is not None]
    return value

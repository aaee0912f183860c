"""The signature of COS (object storage, v5, HMAC-SHA1) in both directions (facts §9.5).

Complete outputs lie in a bucket; reading a private one takes a signed GET. The signature travels
in the Authorization header, or in the query of a presigned address that anybody can open.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import msgspec

TOKEN: Final = "x-cos-security-token"
"""Header, or field of a presigned query, that carries the token of a temporary key."""

_FIELDS: Final = (
    "q-sign-algorithm",
    "q-ak",
    "q-sign-time",
    "q-key-time",
    "q-header-list",
    "q-url-param-list",
    "q-signature",
)
_TIME: Final = re.compile(r"(\d{1,12});(\d{1,12})")


class MalformedCosSignature(ValueError):
    """A signature cannot be read, or names a header or parameter that was not sent."""


class CosMessage(msgspec.Struct, frozen=True):
    """What can be signed of a request: the path is decoded, names are in any case."""

    path: str
    method: str = "GET"
    params: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}


class CosSignature(msgspec.Struct, frozen=True):
    """A signature with what it claims to cover; times are Unix seconds, names lower-case."""

    secret_id: str
    start_s: int
    end_s: int
    header_names: tuple[str, ...]
    param_names: tuple[str, ...]
    signature: str

    @property
    def key_time(self) -> str:
        """The span of time the signature is good for."""
        return f"{self.start_s};{self.end_s}"

    def fields(self) -> dict[str, str]:
        """Return the fields of the query of a presigned address."""
        values = (
            "sha1",
            self.secret_id,
            self.key_time,
            self.key_time,
            ";".join(self.header_names),
            ";".join(self.param_names),
            self.signature,
        )
        return dict(zip(_FIELDS, values, strict=True))

    def header(self) -> str:
        """Return the value of the Authorization header."""
        return "&".join(f"{name}={value}" for name, value in self.fields().items())


def http_string(
    message: CosMessage, header_names: Iterable[str], param_names: Iterable[str]
) -> str:
    """Return the normal form of a request with the headers and parameters that are signed.

    Raises MalformedCosSignature when one of them is not in the message.
    """
    params = _pairs(message.params, param_names)
    headers = _pairs(message.headers, header_names)
    return f"{message.method.lower()}\n{message.path}\n{params}\n{headers}\n"


def _pairs(values: Mapping[str, str], names: Iterable[str]) -> str:
    encoded = {_encoded(name).lower(): _encoded(value) for name, value in values.items()}
    missing = [name for name in names if name not in encoded]
    if missing:
        raise MalformedCosSignature(f"{missing[0]} is signed and was not sent")
    return "&".join(f"{name}={encoded[name]}" for name in sorted(names))


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")


def string_to_sign(key_time: str, text: str) -> str:
    """Return the lines that are signed: algorithm, span of time, hash of the normal form."""
    return f"sha1\n{key_time}\n{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()}\n"


def sign_key(secret_key: str, key_time: str) -> str:
    """Derive the key for one span of time; its hex text is the key of the next step."""
    return _hmac(secret_key, key_time)


def _hmac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()


def _signature(message: CosMessage, claim: CosSignature, secret_key: str) -> str:
    text = http_string(message, claim.header_names, claim.param_names)
    return _hmac(sign_key(secret_key, claim.key_time), string_to_sign(claim.key_time, text))


def sign(
    message: CosMessage, *, secret_id: str, secret_key: str, start_s: int, end_s: int
) -> CosSignature:
    """Sign a request with all the headers and parameters of the message."""
    claim = CosSignature(
        secret_id=secret_id,
        start_s=start_s,
        end_s=end_s,
        header_names=tuple(sorted(_encoded(name).lower() for name in message.headers)),
        param_names=tuple(sorted(_encoded(name).lower() for name in message.params)),
        signature="",
    )
    return msgspec.structs.replace(claim, signature=_signature(message, claim, secret_key))


def presigned_url(
    url: str, *, secret_id: str, secret_key: str, start_s: int, end_s: int, token: str = ""
) -> str:
    """Return an address that opens the object for everybody until `end_s`."""
    parts = urlsplit(url)
    message = CosMessage(path=unquote(parts.path) or "/", headers={"host": parts.netloc})
    signed = sign(message, secret_id=secret_id, secret_key=secret_key, start_s=start_s, end_s=end_s)
    fields = signed.fields() | ({TOKEN: token} if token else {})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(fields), ""))


def parse(fields: Mapping[str, str]) -> CosSignature:
    """Read a signature out of the fields of a query; see `header_fields` for the header.

    Raises MalformedCosSignature when it is not in the form of COS.
    """
    missing = [name for name in _FIELDS if name not in fields]
    if missing:
        raise MalformedCosSignature(f"{missing[0]} is missing")
    span = _TIME.fullmatch(fields["q-key-time"])
    if fields["q-sign-algorithm"] != "sha1" or not span:
        raise MalformedCosSignature("not signed with sha1 for a span of time")
    if fields["q-sign-time"] != fields["q-key-time"]:
        raise MalformedCosSignature("q-sign-time and q-key-time differ")
    return CosSignature(
        secret_id=fields["q-ak"],
        start_s=int(span[1]),
        end_s=int(span[2]),
        header_names=_names(fields["q-header-list"]),
        param_names=_names(fields["q-url-param-list"]),
        signature=fields["q-signature"],
    )


def header_fields(header: str) -> dict[str, str]:
    """Return the fields of an Authorization header, for `parse`."""
    pairs = (part.partition("=") for part in header.strip().split("&"))
    return {name: value for name, _equals, value in pairs}


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def is_authentic(message: CosMessage, claim: CosSignature, *, secret_key: str) -> bool:
    """Say whether a message carries the signature of this key; the time is not looked at.

    Raises MalformedCosSignature when something signed is not in the message.
    """
    return hmac.compare_digest(claim.signature, _signature(message, claim, secret_key))

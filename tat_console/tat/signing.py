"""TC3-HMAC-SHA256, the signature of API 3.0, as small pure steps in both directions.

Signing:   message → canonical request → string to sign → key chain → signature → Authorization.
Verifying: Authorization → its parts → the signature it should carry → compare.

Rules, and what the official SDK really sends: facts §6.2.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

ALGORITHM = "TC3-HMAC-SHA256"
SCOPE_END = "tc3_request"

DEFAULT_SIGNED_HEADERS = ("content-type", "host")
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
"""Value of X-TC-Content-SHA256 that leaves the body out of the signature."""

_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 +Credential=(?P<secret_id>[^/,\s]+)/(?P<date>\d{4}-\d\d-\d\d)/"
    r"(?P<service>[^/,\s]+)/tc3_request, *SignedHeaders=(?P<headers>[^,\s]+), *"
    r"Signature=(?P<signature>[0-9a-f]{64})"
)


class MalformedAuthorization(ValueError):
    """The Authorization header cannot be read, or names a header that was not sent."""


class Message(msgspec.Struct, frozen=True):
    """What the signature covers of an HTTP request: raw header values by lower-case name."""

    headers: Mapping[str, str]
    body: bytes = b""
    method: str = "POST"
    uri: str = "/"
    query: str = ""


class Authorization(msgspec.Struct, frozen=True):
    """The parts of an Authorization header; the signature is 64 lower-case hex digits."""

    secret_id: str
    date: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str

    def header(self) -> str:
        """Return the header value in the order the service documents."""
        return (
            f"{ALGORITHM} Credential={self.secret_id}/{credential_scope(self.date, self.service)}, "
            f"SignedHeaders={';'.join(self.signed_headers)}, Signature={self.signature}"
        )


class KeyChain(NamedTuple):
    """The three keys derived one from another; the last one signs."""

    date_key: bytes
    service_key: bytes
    signing_key: bytes


def utc_date(timestamp_s: int) -> str:
    """Return the UTC date of a Unix time as YYYY-MM-DD (a local date gives a wrong signature)."""
    return datetime.fromtimestamp(timestamp_s, UTC).strftime("%Y-%m-%d")


def credential_scope(date: str, service: str) -> str:
    """Return what the derived key is good for: one day, one service."""
    return f"{date}/{service}/{SCOPE_END}"


def payload_hash(message: Message) -> str:
    """Return the hex SHA-256 of the body, or of the marker when the body is left unsigned."""
    unsigned = message.headers.get("x-tc-content-sha256") == UNSIGNED_PAYLOAD
    return hashlib.sha256(UNSIGNED_PAYLOAD.encode() if unsigned else message.body).hexdigest()


def canonical_request(
    message: Message, signed_headers: Sequence[str], *, fold_values: bool = True
) -> str:
    """Return the normal form of a request.

    The documented rule lower-cases header values (``fold_values``); the official SDK signs them
    as it sends them. Raises MalformedAuthorization when a signed header is not in the message.
    """
    headers = "".join(_header_lines(message.headers, signed_headers, fold_values))
    names = ";".join(signed_headers)
    return "\n".join(
        (message.method, message.uri, message.query, headers, names, payload_hash(message))
    )


def _header_lines(
    headers: Mapping[str, str], names: Sequence[str], fold_values: bool
) -> Iterator[str]:
    for name in names:
        if name not in headers:
            raise MalformedAuthorization(f"signed header {name} was not sent")
        value = headers[name].strip()
        yield f"{name}:{value.lower() if fold_values else value}\n"


def string_to_sign(timestamp_s: int, service: str, canonical: str) -> str:
    """Return the four lines that are signed: algorithm, time, scope, hash of the request."""
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    scope = credential_scope(utc_date(timestamp_s), service)
    return f"{ALGORITHM}\n{timestamp_s}\n{scope}\n{digest}"


def key_chain(secret_key: str, date: str, service: str) -> KeyChain:
    """Derive the signing key for one day and one service from a secret key."""
    date_key = _hmac(b"TC3" + secret_key.encode(), date)
    service_key = _hmac(date_key, service)
    return KeyChain(date_key, service_key, _hmac(service_key, SCOPE_END))


def signature(signing_key: bytes, text: str) -> str:
    """Return the signature of a string to sign as 64 lower-case hex digits."""
    return _hmac(signing_key, text).hex()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def sign(
    message: Message,
    *,
    secret_id: str,
    secret_key: str,
    service: str,
    timestamp_s: int,
    signed_headers: Sequence[str] = DEFAULT_SIGNED_HEADERS,
) -> Authorization:
    """Sign a message; the result's ``header()`` is the value of the Authorization header."""
    names = tuple(sorted(name.lower() for name in signed_headers))
    return Authorization(
        secret_id=secret_id,
        date=utc_date(timestamp_s),
        service=service,
        signed_headers=names,
        signature=_sign(message, names, secret_key, service, timestamp_s, fold_values=True),
    )


def _sign(
    message: Message,
    names: Sequence[str],
    secret_key: str,
    service: str,
    timestamp_s: int,
    *,
    fold_values: bool,
) -> str:
    canonical = canonical_request(message, names, fold_values=fold_values)
    keys = key_chain(secret_key, utc_date(timestamp_s), service)
    return signature(keys.signing_key, string_to_sign(timestamp_s, service, canonical))


def parse_authorization(value: str) -> Authorization:
    """Read an Authorization header; raises MalformedAuthorization when it is not TC3's form."""
    match = _AUTHORIZATION.fullmatch(value.strip())
    if match is None:
        raise MalformedAuthorization("Authorization is not in the TC3-HMAC-SHA256 form")
    names = tuple(match["headers"].lower().split(";"))
    missing = [name for name in DEFAULT_SIGNED_HEADERS if name not in names]
    if missing:
        raise MalformedAuthorization(f"{missing[0]} must be among the signed headers")
    return Authorization(
        match["secret_id"], match["date"], match["service"], names, match["signature"]
    )


def expected_signature(
    message: Message,
    authorization: Authorization,
    *,
    secret_key: str,
    timestamp_s: int,
    fold_values: bool = True,
) -> str:
    """Return the signature this message should carry for the headers and service it claims."""
    return _sign(
        message,
        authorization.signed_headers,
        secret_key,
        authorization.service,
        timestamp_s,
        fold_values=fold_values,
    )


def is_authentic(
    message: Message, authorization: Authorization, *, secret_key: str, timestamp_s: int
) -> bool:
    """Say whether the message was signed with this key at this Unix time.

    The claimed date must be the UTC date of the timestamp. Header values may have been signed
    lower-cased (the documented rule) or as sent (the official SDK). Raises
    MalformedAuthorization when a signed header is not in the message.
    """
    if authorization.date != utc_date(timestamp_s):
        return False
    expected = (
        expected_signature(
            message,
            authorization,
            secret_key=secret_key,
            timestamp_s=timestamp_s,
            fold_values=fold_values,
        )
        for fold_values in (True, False)
    )
    return any(hmac.compare_digest(authorization.signature, each) for each in expected)

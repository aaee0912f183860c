"""Complete outputs, kept as objects of pretend buckets and served to signed requests (facts §9.5).

An object's address is `ENDPOINT/BUCKET-HOST/KEY`; the key is `PREFIX/INVOCATION/TASK.log`, as
agents since 1.0.8 write it (facts §7.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import parse_qsl, quote, urlsplit

from tat_console.sandbox.gate import Arrival
from tat_console.sandbox.keys import Key, KeyRing
from tat_console.sandbox.records import InvocationRecord, TaskRecord
from tat_console.sandbox.refusal import Refused
from tat_console.tat.cos_signing import (
    CosMessage,
    CosSignature,
    MalformedCosSignature,
    header_fields,
    is_authentic,
    parse,
)

MISSING_BUCKETS: Final = "missing-"
"""Buckets whose names begin so do not exist (see decisions.py)."""

_TOKEN: Final = "x-cos-security-token"


class CosRefused(Exception):
    """COS does not hand an object out: HTTP status, code and message of its XML error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


class Upload:
    """One output on its way into an object."""

    def __init__(self, path: Path, address: str) -> None:
        self._path = path
        self._address = address
        self._file: BinaryIO | None = None
        self._error = ""

    def write(self, data: bytes) -> None:
        """Add output; a disk that cannot take it fails the upload, never the task."""
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.with_suffix(".part").open("wb")
            self._file.write(data)
        except OSError as error:
            self._error = error.strerror or str(error)

    def finish(self, task: TaskRecord) -> None:
        """Make the object and tell the task its address, or why there is none."""
        self.write(b"")
        try:
            if self._file:
                self._file.close()
                self._path.with_suffix(".part").replace(self._path)
        except OSError as error:
            self._error = error.strerror or str(error)
        if self._error:
            task.output_upload_cos_error_info = f"Upload output to cos failed: {self._error}"
        else:
            task.output_url = self._address


class Buckets:
    """All pretend buckets; `endpoint` is where the sandbox serves them."""

    def __init__(self, folder: Path, keys: KeyRing) -> None:
        self._folder = folder
        self._keys = keys
        self.endpoint = ""

    def upload(self, invocation: InvocationRecord, task: TaskRecord) -> Upload | None:
        """Where the task's whole output goes, or None where it goes nowhere."""
        host = urlsplit(invocation.output_cos_bucket_url).netloc
        if not host:
            return None
        parts = [*invocation.output_cos_key_prefix.split("/"), invocation.key, f"{task.key}.log"]
        key = "/".join(part for part in parts if part)
        return Upload(self._folder / host / key, f"/{host}/{key}")

    def url(self, address: str) -> str:
        """The OutputUrl of an object's address, none for none."""
        return f"{self.endpoint}{quote(address)}" if address else ""

    def open(self, arrival: Arrival) -> Path:
        """The file of an object, for a request that may read it; raises CosRefused."""
        self._authenticate(arrival)
        path = (self._folder / arrival.path.lstrip("/")).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise CosRefused(404, "NoSuchKey", "The specified key does not exist.")
        return path

    def _authenticate(self, arrival: Arrival) -> None:
        params = dict(parse_qsl(arrival.query, keep_blank_values=True))
        header = arrival.headers.get("authorization", "")
        if not header and "q-signature" not in params:
            raise CosRefused(403, "AccessDenied", "Access Denied.")
        try:
            claim = parse(header_fields(header) if header else params)
            key = self._key(claim, {**params, **arrival.headers})
            authentic = any(
                is_authentic(message, claim, secret_key=key.secret_key.reveal())
                for message in _readings(arrival, params)
            )
        except MalformedCosSignature as error:
            raise CosRefused(403, "InvalidArgument", str(error)) from error
        if not authentic:
            text = "The signature we calculated does not match the one you provided."
            raise CosRefused(403, "SignatureDoesNotMatch", text)
        if not claim.start_s <= datetime.now(UTC).timestamp() <= claim.end_s:
            raise CosRefused(403, "AccessDenied", "Request has expired.")

    def _key(self, claim: CosSignature, sent: Mapping[str, str]) -> Key:
        key = self._keys.find(claim.secret_id)
        if key is None:
            raise CosRefused(403, "InvalidAccessKeyId", "The Access Key Id does not exist.")
        token = key.token.reveal() if key.token else ""
        if sent.get(_TOKEN, "") != token or key.has_expired:
            raise CosRefused(403, "InvalidToken", "The security token is invalid or has expired.")
        return key


def _readings(arrival: Arrival, params: Mapping[str, str]) -> Iterator[CosMessage]:
    """What may have been signed: the official SDK leaves the port out of the host."""
    headers = arrival.headers
    yield CosMessage(arrival.path, arrival.method, params, headers)
    host = headers.get("host", "").partition(":")[0]
    yield CosMessage(arrival.path, arrival.method, params, {**headers, "host": host})


def check_bucket(url: str) -> None:
    """Refuse a run whose output would go into a bucket that does not exist."""
    bucket = urlsplit(url).netloc.partition(".")[0]
    if bucket.startswith(MISSING_BUCKETS):
        raise Refused("ResourceNotFound.CosBucketNotFoundCode", value=bucket)

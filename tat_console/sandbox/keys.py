"""The keys the sandbox accepts: its own, and the temporary ones sts hands out."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from tat_console.support.logs import Secret

ACCOUNT_ID: Final = "100000000001"
_LETTERS: Final = string.ascii_letters + string.digits


class Key(msgspec.Struct, frozen=True):
    """A key pair and whose it is; a temporary one has a token and an end."""

    secret_id: str
    secret_key: Secret
    arn: str
    principal_id: str
    type: str
    token: Secret | None = None
    expires: datetime | None = None

    @property
    def has_expired(self) -> bool:
        """Whether the key was temporary and its time is over."""
        return self.expires is not None and self.expires <= datetime.now(UTC)


class KeyRing:
    """Keys by their ids; temporary ones last as long as the process (see decisions.py)."""

    def __init__(self, secret_id: str, secret_key: str) -> None:
        self.owner = Key(
            secret_id=secret_id or f"AKID{random_letters(32)}",
            secret_key=Secret(secret_key or random_letters(32)),
            arn=f"qcs::cam::uin/{ACCOUNT_ID}:uin/{ACCOUNT_ID}",
            principal_id=ACCOUNT_ID,
            type="RootAccount",
        )
        self._keys = {self.owner.secret_id: self.owner}

    def find(self, secret_id: str) -> Key | None:
        """The key of this id, or None."""
        return self._keys.get(secret_id)

    def lend(self, *, arn: str, principal_id: str, duration_s: int) -> Key:
        """A new temporary key for a role."""
        key = Key(
            secret_id=f"AKID{random_letters(60)}",
            secret_key=Secret(random_letters(44)),
            arn=arn,
            principal_id=principal_id,
            type="CAMRole",
            token=Secret(random_letters(160)),
            expires=datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=duration_s),
        )
        self._keys[key.secret_id] = key
        return key


def random_letters(length: int) -> str:
    """Letters and digits nobody can guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))

"""Profiles: whose account, where, and how careful to be with it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from tat_console.support.logs import Secret


class Environment(StrEnum):
    """What a profile is for; decides its colour and the care taken before a run."""

    SANDBOX = "sandbox"
    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"


class Site(StrEnum):
    """The edition of the cloud an account belongs to; decides the addresses (facts §6.1)."""

    CHINA = "china"
    INTERNATIONAL = "international"


class SourceKind(StrEnum):
    """Where the key of a profile comes from (facts §6.6)."""

    KEYRING = "keyring"
    ENVIRONMENT = "environment"
    TCCLI = "tccli"
    SDK_FILE = "sdk-file"
    MACHINE_ROLE = "machine-role"


class KeySource(msgspec.Struct, frozen=True, kw_only=True):
    """A key that is read where it is: `name` is tccli's profile, or the machine's role."""

    kind: SourceKind = SourceKind.KEYRING
    name: str = ""


class AssumedRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role to take with a key; `mfa_serial` names the device whose code is asked for."""

    role_arn: str
    session_name: str = "tat-console"
    duration_s: int = 7200
    external_id: str = ""
    mfa_serial: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """An account as the user set it up; holds no secret.

    `endpoint` replaces every service's address where it is given (the sandbox); `proxy` is the
    address of an HTTP proxy, empty for the system's own; `session_only` says that the key is in no
    keyring and is gone when the program ends; `read_only` that nothing is ever run with it, and
    `counts_machines` that the number of machines is typed before every run. A `recording` is a file of traffic that answers instead of the service.
    """

    profile_id: str
    name: str
    environment: Environment = Environment.DEVELOPMENT
    site: Site = Site.CHINA
    secret_id: str = ""
    regions: tuple[str, ...] = ()
    endpoint: str = ""
    proxy: str = ""
    ca_file: str = ""
    session_only: bool = False
    read_only: bool = False
    counts_machines: bool = False
    source: KeySource = KeySource()
    role: AssumedRole | None = None
    recording: str = ""


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """A key pair, with the token and the end that temporary keys come with."""

    secret_id: str
    secret_key: Secret
    token: Secret | None = None
    expires: datetime | None = None


class FoundKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key that lies on this computer, ready to become a profile.

    `place` says where, `problem` why it cannot be used now, `warnings` what is wrong besides.
    """

    source: KeySource
    place: str
    secret_id: str = ""
    region: str = ""
    expires: datetime | None = None
    role: AssumedRole | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()


class KeyReader(Protocol):
    """Reads keys where other programs keep them, without copying them."""

    async def found(self) -> tuple[FoundKey, ...]:
        """Every key there is, those with a problem too; never raises for one bad file."""
        ...

    async def read(self, source: KeySource) -> Credential:
        """The key as it is now; raises ConsoleError where it is gone, unreadable or expired."""
        ...


class SecretStore(Protocol):
    """The keyring of the operating system."""

    async def problem(self) -> str | None:
        """Why no key can be kept here, as a sentence, or None where all is well."""
        ...

    async def read(self, profile_id: str) -> tuple[Secret, Secret | None] | None:
        """The key and the token of a profile, or None where none is kept."""
        ...

    async def write(self, profile_id: str, key: Secret, token: Secret | None) -> None:
        """Keep a key and its token; raises ConsoleError where the keyring refuses."""
        ...

    async def forget(self, profile_id: str) -> None:
        """Remove whatever is kept for a profile; nothing kept is fine."""
        ...

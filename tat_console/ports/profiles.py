"""Profiles: whose account, where, and how careful to be with it."""

from __future__ import annotations

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


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """An account as the user set it up; holds no secret.

    `endpoint` replaces every service's address where it is given (the sandbox); `proxy` is the
    address of an HTTP proxy, empty for the system's own; `session_only` says that the key is in no
    keyring and is gone when the program ends; `read_only` that nothing is ever run with it.
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


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """A key pair, with the token that temporary keys come with."""

    secret_id: str
    secret_key: Secret
    token: Secret | None = None


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

"""Profiles: kept in the settings, their keys in the keyring or in memory."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Final

import msgspec

from tat_console.ports.cloud import Connect
from tat_console.ports.documents import Documents
from tat_console.ports.profiles import (
    Credential,
    KeyReader,
    KeySource,
    Profile,
    SecretStore,
    SourceKind,
)
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.support.logs import REDACTOR, Secret
from tat_console.tat.account import GetCallerIdentity, GetCallerIdentityReply

DOCUMENT: Final = "profiles"
IDENTITY_REGION: Final = "ap-guangzhou"
"""sts answers the same in every region; the official tools ask here (facts §9.4)."""


class Profiles:
    """The accounts that the user set up; `changed` fires when one comes, goes or differs."""

    def __init__(
        self, documents: Documents, keyring: SecretStore, elsewhere: KeyReader | None = None
    ) -> None:
        self._documents = documents
        self._keyring = keyring
        self._elsewhere = elsewhere
        self._profiles: dict[str, Profile] = {}
        self._session_keys: dict[str, Credential] = {}
        self._provided: set[str] = set()
        self.changed: Event[None] = Event()
        self._take_in_kept()

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._profiles.values())

    def get(self, profile_id: str) -> Profile | None:
        """The profile of this id."""
        return self._profiles.get(profile_id)

    def read_again(self) -> None:
        """Take in which profiles another start of the program saved, changed or removed."""
        before = self._profiles
        self._take_in_kept()
        if self._profiles != before:
            self.changed.emit(None)

    async def keyring_problem(self) -> str | None:
        """Why keys cannot be kept in the keyring, as a sentence, or None."""
        return await self._keyring.problem()

    def provide(self, profile: Profile, credential: Credential) -> None:
        """Offer a profile that exists only while the program runs, first in the list."""
        self._remember(credential)
        self._session_keys[profile.profile_id] = credential
        self._provided.add(profile.profile_id)
        others = {key: kept for key, kept in self._profiles.items() if key != profile.profile_id}
        self._profiles = {profile.profile_id: profile, **others}
        self.changed.emit(None)

    def rename_provided(self, profile_id: str, name: str) -> None:
        """Call a profile that was provided by another name; one that is not there stays so."""
        if profile_id in self._provided:
            profile = self._profiles[profile_id]
            self._profiles[profile_id] = msgspec.structs.replace(profile, name=name)
            self.changed.emit(None)

    async def save(self, profile: Profile, credential: Credential | None) -> None:
        """Keep a profile; its key goes to the keyring, or stays in memory if `session_only`.

        Without a credential the key that is already kept stays. Raises ConsoleError where the
        keyring or the settings cannot be written; then nothing is changed.
        """
        if profile.source.kind is not SourceKind.KEYRING:
            # What was kept of an own key before is of no use any more.
            await self._forget_kept(profile.profile_id)
            self._session_keys.pop(profile.profile_id, None)
        elif credential is not None:
            self._remember(credential)
            if profile.session_only:
                await self._forget_kept(profile.profile_id)
                self._session_keys[profile.profile_id] = credential
            else:
                await self._keyring.write(
                    profile.profile_id, credential.secret_key, credential.token
                )
                self._session_keys.pop(profile.profile_id, None)
        self._take_in_kept()
        self._profiles[profile.profile_id] = profile
        self._provided.discard(profile.profile_id)
        self._write()
        self.changed.emit(None)

    async def remove(self, profile_id: str) -> None:
        """Forget a profile and its key; raises ConsoleError where the keyring refuses."""
        await self._forget_kept(profile_id)
        self._session_keys.pop(profile_id, None)
        self._take_in_kept()
        self._profiles.pop(profile_id, None)
        self._write()
        self.changed.emit(None)

    async def credential(self, profile: Profile) -> Credential:
        """The key of a profile as it is now, before any role is taken with it.

        Raises ConsoleError where it has none.
        """
        if profile.recording:
            return Credential(secret_id="recording", secret_key=Secret("recording"))
        if profile.source.kind is not SourceKind.KEYRING:
            return await self._read_elsewhere(profile.source)
        if credential := self._session_keys.get(profile.profile_id):
            return credential
        kept = None if profile.session_only else await self._keyring.read(profile.profile_id)
        if kept is None:
            raise ConsoleError(
                _("The key of “{name}” is not here.").format(name=profile.name),
                _("It was kept for one session only, or it was removed from the keyring."),
                _("Open Settings, Profiles and type the SecretKey again."),
            )
        credential = Credential(secret_id=profile.secret_id, secret_key=kept[0], token=kept[1])
        self._remember(credential)
        return credential

    async def test(
        self, connect: Connect, profile: Profile, credential: Credential
    ) -> GetCallerIdentityReply:
        """Ask the service whose key this is; raises ConsoleError with what is the matter."""
        self._remember(credential)
        cloud = connect(profile, credential).cloud
        try:
            return await cloud.call(GetCallerIdentity(), region=IDENTITY_REGION)
        finally:
            await cloud.close()

    async def _read_elsewhere(self, source: KeySource) -> Credential:
        if self._elsewhere is None:
            raise ConsoleError(_("Keys of other programs cannot be read here."))
        credential = await self._elsewhere.read(source)
        self._remember(credential)
        return credential

    async def _forget_kept(self, profile_id: str) -> None:
        """Remove a key from the keyring; one that never went there needs no keyring."""
        kept = self._profiles.get(profile_id)
        if kept is None or kept.source.kind is not SourceKind.KEYRING or kept.recording:
            return
        if not kept.session_only:
            await self._keyring.forget(profile_id)

    def _take_in_kept(self) -> None:
        """Have the profiles of the document beside those that no document keeps."""
        raw = self._documents.read(DOCUMENT).get("profiles")
        if raw is None:
            return  # gone or damaged: that takes nothing away from who knows them still
        provided = {key: one for key, one in self._profiles.items() if key in self._provided}
        kept = {one.profile_id: one for one in msgspec.convert(raw, list[Profile])}
        self._profiles = {**provided, **{k: one for k, one in kept.items() if k not in provided}}

    def _remember(self, credential: Credential) -> None:
        REDACTOR.learn(credential.secret_key)
        if credential.token:
            REDACTOR.learn(credential.token)

    def _write(self) -> None:
        kept = [
            msgspec.to_builtins(profile)
            for profile in self._profiles.values()
            if profile.profile_id not in self._provided
        ]
        self._documents.write(DOCUMENT, {"profiles": kept})


def new_profile_id() -> str:
    """An id for a new profile."""
    return f"p-{secrets.token_hex(4)}"

"""Keys in the operating system's own keyring, and nowhere else."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar, cast

import keyring
import msgspec
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret

T = TypeVar("T")

SERVICE: Final = "tat-console"

# The keyrings that operating systems and desktops bring along. Others may be plain files.
_REAL_STORES: Final = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.libsecret",
        "keyring.backends.kwallet",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
    }
)

# What keyring gives where it found nothing.
_NO_STORES: Final = frozenset({"keyring.backends.fail", "keyring.backends.chainer"})

# What the stores raise besides keyring's own errors; which of them exist depends on the system.
_FOREIGN_ERRORS: Final = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney", "DBusErrorResponse"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
_FOREIGN_LOCK_ERRORS: Final = (
    ("secretstorage.exceptions", "LockedException"),
    ("secretstorage.exceptions", "PromptDismissedException"),
)


class KeyringTrouble(ConsoleError):
    """The keyring gave or took nothing."""

    help_topic = "keyring"


class _Entry(msgspec.Struct):
    """What is kept of a profile."""

    key: str
    token: str | None = None


class KeyringSecrets:
    """Keeps what `tat_console.ports.profiles.SecretStore` asks for.

    Key and token are one entry, for a key with another key's token is refused by the service.
    """

    async def problem(self) -> str | None:
        """Why no key can be kept here, as a sentence, or None where all is well."""
        return await asyncio.to_thread(_problem)

    async def read(self, profile_id: str) -> tuple[Secret, Secret | None] | None:
        """The key and the token of a profile, or None where none is kept.

        Raises ConsoleError where there is no keyring, or it stays locked or fails.
        """
        entry = await _ask(lambda store: store.get_password(SERVICE, profile_id))
        return None if entry is None else _unpacked(entry)

    async def write(self, profile_id: str, key: Secret, token: Secret | None) -> None:
        """Keep a key and its token; raises ConsoleError where the keyring refuses."""
        kept = _Entry(key.reveal(), token.reveal() if token else None)
        entry = msgspec.json.encode(kept).decode()
        await _ask(lambda store: store.set_password(SERVICE, profile_id, entry))

    async def forget(self, profile_id: str) -> None:
        """Remove whatever is kept for a profile; nothing kept is fine."""
        await _ask(lambda store: _forget(store, profile_id))


async def _ask(question: Callable[[KeyringBackend], T]) -> T:
    """Ask the keyring in a thread: it may wait for its owner to type a password."""
    return await asyncio.to_thread(_answer, question)


def _answer(question: Callable[[KeyringBackend], T]) -> T:
    store = _store()
    if store is None:
        raise KeyringTrouble(_("There is no keyring to keep keys in"), _problem() or "")
    try:
        return question(store)
    except _lock_errors() as error:
        raise KeyringTrouble(
            _("The keyring is locked"),
            _("It was not unlocked, so no key could be read or kept."),
            _("Unlock it and try again, or enter the key for this session only."),
        ) from error
    except _store_errors() as error:
        raise KeyringTrouble(
            _("The keyring did not do what was asked"),
            _("It said: {reason}.").format(reason=str(error) or type(error).__name__),
            _("Try again, or enter the key for this session only."),
        ) from error


def _store() -> KeyringBackend | None:
    """The operating system's keyring, or None where keyring found no real one."""
    found = keyring.get_keyring()
    for store in getattr(found, "backends", (found,)):
        if type(store).__module__ in _REAL_STORES:
            return cast("KeyringBackend", store)
    return None


def _problem() -> str | None:
    if _store() is not None:
        return None
    module = type(keyring.get_keyring()).__module__
    if module in _NO_STORES:
        return _(
            "No keyring answers on this computer. Keys will be kept for this session only. To keep "
            "them, install and unlock a keyring such as GNOME Keyring, KWallet or KeePassXC, then "
            "start the program again."
        )
    return _(
        "Python's keyring is set up to use {backend}, which is not the keyring of the operating "
        "system. Keys will be kept for this session only. To keep them, remove that choice from "
        "keyring's configuration, then start the program again."
    ).format(backend=module)


def _forget(store: KeyringBackend, profile_id: str) -> None:
    try:
        store.delete_password(SERVICE, profile_id)
    except PasswordDeleteError:
        # Stores say so too where there was nothing to delete.
        if store.get_password(SERVICE, profile_id) is not None:
            raise


def _unpacked(entry: str) -> tuple[Secret, Secret | None]:
    try:
        kept = msgspec.json.decode(entry, type=_Entry)
    except msgspec.DecodeError:
        # The error is not passed on: it may show a part of the key.
        raise KeyringTrouble(
            _("The kept key cannot be read"),
            _("Another program has changed the keyring's entry of this profile."),
            _("Enter the key again."),
        ) from None
    return Secret(kept.key), Secret(kept.token) if kept.token else None


def _lock_errors() -> tuple[type[Exception], ...]:
    return KeyringLocked, *_existing(_FOREIGN_LOCK_ERRORS)


def _store_errors() -> tuple[type[Exception], ...]:
    return KeyringError, OSError, *_existing(_FOREIGN_ERRORS)


def _existing(names: Iterable[tuple[str, str]]) -> Iterator[type[Exception]]:
    """Those of the exceptions whose modules this system has."""
    for module, name in names:
        with contextlib.suppress(ImportError):
            yield getattr(importlib.import_module(module), name)

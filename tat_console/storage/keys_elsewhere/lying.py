"""One key as it lies somewhere: what is told of it, and the key itself where it can be used."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from tat_console.ports.profiles import Credential, FoundKey
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class LyingKey(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a key, and the key; it is None where `found.problem` says why."""

    found: FoundKey
    credential: Credential | None = None

    def use(self) -> Credential:
        """The key; raises ConsoleError where it cannot be used."""
        if self.credential is not None:
            return self.credential
        title = _("The key in {place} cannot be used.").format(place=self.found.place)
        changed = _("It is the role of this machine now; import it anew.")
        raise ConsoleError(title, self.found.problem or changed)


def lying_key(found: FoundKey, secret_key: str, token: str = "") -> LyingKey:
    """A key with its parts; what is missing or at its end becomes the problem."""
    problem = found.problem or _missing(found.secret_id, secret_key) or _ended(found)
    if problem:
        return LyingKey(found=msgspec.structs.replace(found, problem=problem))
    credential = Credential(
        secret_id=found.secret_id,
        secret_key=Secret(secret_key),
        token=Secret(token) if token else None,
        expires=found.expires,
    )
    return LyingKey(found=found, credential=credential)


def _missing(secret_id: str, secret_key: str) -> str:
    if secret_id and secret_key:
        return ""
    names = [
        name for name, text in (("SecretId", secret_id), ("SecretKey", secret_key)) if not text
    ]
    return _("It has no {names}.").format(names=", ".join(names))


def _ended(found: FoundKey) -> str:
    if found.expires is None or found.expires > datetime.now(UTC):
        return ""
    text = _("The temporary key ended at {time}. Let the program that made it renew it.")
    return text.format(time=found.expires.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z"))


def openness(path: Path) -> tuple[str, ...]:
    """A warning where other users of this computer may read the file."""
    if os.name != "posix":
        return ()
    try:
        mode = path.stat().st_mode
        folder_mode = path.parent.stat().st_mode
    except OSError:
        return ()
    if not mode & _OTHERS:
        return ()
    command = f"chmod 600 {path}"
    if not folder_mode & _OTHERS:
        text = _("Only its folder keeps other users from reading it; better: {command}")
    else:
        text = _("Other users of this computer can read it; close it with: {command}")
    return (text.format(command=command),)


def read_text(path: Path) -> str:
    """The text of a file; raises ConsoleError where it cannot be read, never with a part of it."""
    title = _("The file {path} cannot be read.").format(path=path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConsoleError(title, error.strerror or "") from error
    except UnicodeDecodeError:
        raise ConsoleError(title, _("It is no text in UTF-8.")) from None

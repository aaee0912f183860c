"""The profiles of tccli: `~/.tccli/NAME.credential` and `NAME.configure` (facts §6.6).

Temporary keys are used as they are; renewing them is left to tccli, which holds the login.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from tat_console.ports.profiles import AssumedRole, FoundKey, KeySource, SourceKind
from tat_console.storage.keys_elsewhere.lying import LyingKey, lying_key, openness, read_text
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

_LOGINS: Final = {"oauth": "tccli auth login", "sso": "tccli sso login"}


def of_tccli(folder: Path) -> Iterator[LyingKey]:
    """Yield the key of each profile, in the order of their names."""
    if folder.is_dir():
        for path in sorted(folder.glob("*.credential")):
            yield of_profile(folder, path.stem)


def of_profile(folder: Path, name: str) -> LyingKey:
    """The key of one profile; a file that is gone or unreadable is its problem."""
    path = folder / f"{name}.credential"
    found = FoundKey(source=KeySource(kind=SourceKind.TCCLI, name=name), place=str(path))
    try:
        content = _content(path)
    except ConsoleError as error:
        return lying_key(msgspec.structs.replace(found, problem=str(error)), "")
    found = msgspec.structs.replace(
        found, region=_region(folder / f"{name}.configure"), warnings=openness(path)
    )
    kind = _text(content, "type")
    if kind == "cvm-role":
        source = KeySource(kind=SourceKind.MACHINE_ROLE)
        return LyingKey(found=msgspec.structs.replace(found, source=source))
    found = msgspec.structs.replace(
        found,
        secret_id=_text(content, "secretId"),
        expires=_moment(content.get("expiresAt")),
        role=_role(content),
    )
    key = lying_key(found, _text(content, "secretKey"), _text(content, "token"))
    if key.credential is None and found.expires is not None and kind in _LOGINS:
        return _to_be_renewed(key, name, _LOGINS[kind])
    return key


def _to_be_renewed(key: LyingKey, name: str, login: str) -> LyingKey:
    text = _(
        "The temporary key of tccli's profile “{name}” has ended. Renew it with: "
        "tccli sts GetCallerIdentity --profile {name} – or sign in again with: "
        "{login} --profile {name}"
    )
    problem = text.format(name=name, login=login)
    return LyingKey(found=msgspec.structs.replace(key.found, problem=problem))


def _content(path: Path) -> dict[str, Any]:
    text = read_text(path)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        # The error is not passed on: it may show a part of the key.
        content = None
    if not isinstance(content, dict):
        title = _("The file {path} is no JSON of tccli.").format(path=path)
        raise ConsoleError(title, "", _("Write it anew with: tccli configure"))
    return content


def _region(path: Path) -> str:
    try:
        settings = _content(path).get("_sys_param")
    except ConsoleError:
        return ""
    return _text(settings, "region") if isinstance(settings, dict) else ""


def _role(content: dict[str, Any]) -> AssumedRole | None:
    arn = _text(content, "role-arn")
    name = _text(content, "role-session-name")
    return AssumedRole(role_arn=arn, session_name=name or "tat-console") if arn else None


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    return value.strip() if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    """A time in Unix seconds; anything else is no time."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None

"""What is wrong with a profile as it was typed, said beside each field."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tat_console.ports.profiles import AssumedRole, Profile, SourceKind
from tat_console.support.i18n import _
from tat_console.tat import limits

_REGION: Final = re.compile(r"[a-z]{2,}(-[a-z0-9]+)+")
_WEB_SCHEMES: Final = ("http", "https")
_ROLE: Final = re.compile(r"qcs::cam::uin/\d+:role(Name|Id)?/\S+")
_MFA_DEVICE: Final = re.compile(r"qcs::cam:\S*:mfa/\S+")


class TypedKey(msgspec.Struct, frozen=True, kw_only=True):
    """The key as it stands in the fields; empty where the one that is kept is to stay."""

    secret_key: str = ""
    token: str = ""


def problems(
    profile: Profile, typed: TypedKey, *, needs_key: bool, taken_names: Collection[str] = ()
) -> dict[str, str]:
    """A sentence for each field that cannot stay, by the name of its attribute.

    `needs_key` says that no key is kept which fits; `taken_names` are those of other profiles.
    """
    found = {
        "name": name_problem(profile.name, taken_names),
        "secret_id": _text_problem(
            _("The SecretId"), profile.secret_id, needed=_keeps_its_key(profile)
        ),
        "secret_key": _text_problem(_("The SecretKey"), typed.secret_key, needed=needs_key),
        "token": _text_problem(_("The token"), typed.token, needed=False),
        "source_name": _source_problem(profile),
        "regions": _regions_problem(profile.regions),
        "endpoint": _endpoint_problem(profile.endpoint),
        "proxy": _proxy_problem(profile.proxy),
        "ca_file": _ca_file_problem(profile.ca_file),
        **(_role_problems(profile.role) if profile.role else {}),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _keeps_its_key(profile: Profile) -> bool:
    return profile.source.kind is SourceKind.KEYRING and not profile.recording


def region_problem(region: str) -> str:
    """What is wrong with the id of a region, "" where it may be one."""
    if _REGION.fullmatch(region):
        return ""
    return _("“{region}” is no region; one looks like ap-guangzhou.").format(region=region)


def name_problem(name: str, taken_names: Collection[str]) -> str:
    """What is wrong with the name of a profile beside these other names, "" where it can stay."""
    if not name.strip():
        return _("The name is empty. Give the profile a name that you will recognise.")
    if name.strip().casefold() in {taken.casefold() for taken in taken_names}:
        return _("Another profile has this name. Choose a different one.")
    return ""


def _text_problem(title: str, text: str, *, needed: bool) -> str:
    """Check a text that goes into a header: one line of visible ASCII without spaces."""
    if not text:
        return _("{title} is empty.").format(title=title) if needed else ""
    if any(sign.isspace() for sign in text):
        return _("{title} has a space or a line break in it. Copy it again.").format(title=title)
    if not (text.isascii() and text.isprintable()):
        return _("{title} has a sign that keys never have. Copy it again.").format(title=title)
    return ""


def _regions_problem(regions: tuple[str, ...]) -> str:
    return next(filter(None, map(region_problem, regions)), "")


def _proxy_problem(proxy: str) -> str:
    if not proxy:
        return ""
    try:
        parts = urlsplit(proxy)
        complete = bool(parts.hostname and parts.port)
    except ValueError:
        complete = False
        parts = urlsplit("")
    if complete and parts.scheme in _WEB_SCHEMES and parts.path in ("", "/"):
        return ""
    if proxy.casefold().startswith("socks"):
        return _("SOCKS proxies are not supported. Use an HTTP proxy.")
    return _("Write the proxy as http://HOST:PORT, for example http://10.0.0.1:3128.")


def _source_problem(profile: Profile) -> str:
    if profile.source.kind is SourceKind.TCCLI and not profile.source.name:
        return _("Which profile of tccli? Type its name, for example default.")
    return ""


def _endpoint_problem(endpoint: str) -> str:
    if not endpoint:
        return ""
    try:
        parts = urlsplit(endpoint)
        is_address = parts.scheme in _WEB_SCHEMES and bool(parts.hostname)
        is_bare = parts.path in ("", "/") and not parts.query and parts.port != 0
    except ValueError:
        is_address = is_bare = False
    if is_address and is_bare:
        return ""
    return _("Write the address as https://HOST, for example https://tat.example.com.")


def _ca_file_problem(path: str) -> str:
    """Look at the file too: a wrong one would make every request fail."""
    if not path:
        return ""
    try:
        with Path(path).open("rb") as file:
            is_pem = b"-----BEGIN" in file.read(1 << 20)
    except (OSError, ValueError):
        return _("There is no file that can be read at this path.")
    return "" if is_pem else _("This file holds no certificate in PEM form (-----BEGIN …).")


def _role_problems(role: AssumedRole) -> dict[str, str]:
    return {
        "role_arn": _role_arn_problem(role.role_arn),
        "role_session": limits.ROLE_SESSION_NAME.problem(role.session_name) or "",
        "role_duration": limits.ROLE_DURATION_S.problem(role.duration_s) or "",
        "role_external_id": _text_problem(_("The external id"), role.external_id, needed=False),
        "role_mfa": _device_problem(role.mfa_serial),
    }


def _role_arn_problem(arn: str) -> str:
    if _ROLE.fullmatch(arn):
        return ""
    return _("Write the role as qcs::cam::uin/ACCOUNT:roleName/NAME; its page in CAM shows it.")


def _device_problem(serial: str) -> str:
    if not serial or _MFA_DEVICE.fullmatch(serial):
        return ""
    return _("Write the device as qcs::cam:uin/USER::mfa/softToken, or leave it empty.")

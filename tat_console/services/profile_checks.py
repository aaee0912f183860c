"""What is wrong with a profile as it was typed, said beside each field (DESIGN §5.7)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tat_console.ports.profiles import Profile, SourceKind
from tat_console.support.i18n import _

_REGION: Final = re.compile(r"[a-z]{2,}(-[a-z0-9]+)+")
_PROXY_SCHEMES: Final = ("http", "https")


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
        "name": _name_problem(profile.name, taken_names),
        "secret_id": _text_problem(
            _("The SecretId"), profile.secret_id, needed=_keeps_its_key(profile)
        ),
        "secret_key": _text_problem(_("The SecretKey"), typed.secret_key, needed=needs_key),
        "token": _text_problem(_("The token"), typed.token, needed=False),
        "regions": _regions_problem(profile.regions),
        "proxy": _proxy_problem(profile.proxy),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _keeps_its_key(profile: Profile) -> bool:
    return profile.source.kind is SourceKind.KEYRING and not profile.recording


def region_problem(region: str) -> str:
    """What is wrong with the id of a region, "" where it may be one."""
    if _REGION.fullmatch(region):
        return ""
    return _("“{region}” is no region; one looks like ap-guangzhou.").format(region=region)


def _name_problem(name: str, taken_names: Collection[str]) -> str:
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
    if complete and parts.scheme in _PROXY_SCHEMES and parts.path in ("", "/"):
        return ""
    if proxy.casefold().startswith("socks"):
        return _("SOCKS proxies are not supported. Use an HTTP proxy.")
    return _("Write the proxy as http://HOST:PORT, for example http://10.0.0.1:3128.")

"""Where the services answer (facts §6.1)."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from tat_console.ports.profiles import Profile, Site
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.actions import Service

ROOTS: Final = {
    Site.CHINA: "tencentcloudapi.com",
    Site.INTERNATIONAL: "intl.tencentcloudapi.com",
}


def url_of(profile: Profile, service: Service) -> str:
    """Return the address of a service: the profile's own for all of them, or its site's."""
    return profile.endpoint or f"https://{service.name}.{ROOTS[profile.site]}"


def check_endpoint(endpoint: str) -> None:
    """Raise ConsoleError where a profile's own address is not http:// or https:// with a host."""
    if endpoint and not _is_address(endpoint):
        raise ConsoleError(
            _("The service address is wrong"),
            _("“{address}” is no address of a service.").format(address=endpoint),
            _("Write it as https://tat.example.com or http://127.0.0.1:8080."),
        )


def _is_address(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)

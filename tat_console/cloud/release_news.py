"""Reads the newest version from a JSON file at an address; implements `ports.releases`."""

from __future__ import annotations

from typing import Final

import msgspec

from tat_console.cloud.transport import HttpRequest, Transport, TransportSettings
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

TIMEOUT_S: Final = 10.0
_OK: Final = 200


class _Newest(msgspec.Struct):
    version: str


class JsonReleaseNews:
    """Asks for a file such as {"version": "1.2"}; tells nothing of this computer or its user."""

    async def newest(self, address: str) -> str:
        """The version that the file names; raises ConsoleError, NotSent and ReplyLost."""
        if not address.startswith(("https://", "http://")):
            raise _unread(_("“{address}” is no address of the web.").format(address=address))
        settings = TransportSettings(
            workers=1, connect_timeout_s=TIMEOUT_S, read_timeout_s=TIMEOUT_S
        )
        transport = Transport(settings)
        request = HttpRequest(url=address, headers={"Accept": "application/json"}, method="GET")
        try:
            reply = await transport.send(request)
        finally:
            await transport.close()
        if reply.status != _OK:
            words = _("{address} answered with the HTTP status {status}.")
            raise _unread(words.format(address=address, status=reply.status))
        try:
            return msgspec.json.decode(reply.body, type=_Newest).version
        except msgspec.DecodeError as error:
            words = _("{address} holds no version in JSON.")
            raise _unread(words.format(address=address)) from error


def _unread(what: str) -> ConsoleError:
    return ConsoleError(
        _("The newest version is not known."),
        what,
        _("Change the address in Settings, General, or leave it empty."),
    )

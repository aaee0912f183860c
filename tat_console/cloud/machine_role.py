"""The key of the role that a cloud machine has, from its metadata service (facts §6.6)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import msgspec

from tat_console.cloud.transport import HttpRequest, Transport, TransportSettings
from tat_console.ports.profiles import Credential, FoundKey, KeySource, SourceKind
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret

ADDRESS: Final = "http://metadata.tencentyun.com"
PATH: Final = "/latest/meta-data/cam/security-credentials/"
TIMEOUT_S: Final = 3.0
_OK: Final = 200


class _RoleKey(msgspec.Struct, rename="pascal", frozen=True):
    code: str = ""
    tmp_secret_id: str = ""
    tmp_secret_key: str = ""
    token: str = ""
    expired_time: int = 0


class MachineRole:
    """Asks the machine that this program runs on for the key of its role."""

    def __init__(self, address: str = ADDRESS) -> None:
        self._address = address

    async def found(self) -> tuple[FoundKey, ...]:
        """The key of the machine's role; nothing where this is no such machine."""
        try:
            names = (await self._ask("")).split()
        except ConsoleError:
            return ()
        return tuple([await self._described(name) for name in names])

    async def read(self, source: KeySource) -> Credential:
        """The role's key as it is now; raises ConsoleError where there is none."""
        name = source.name or next(iter((await self._ask("")).split()), "")
        if not name:
            raise ConsoleError(
                _("This machine has no role."),
                _("Its metadata service names none."),
                _("Give it one in the console of CVM, or choose another source for the key."),
            )
        return _credential(await self._ask(name), name)

    async def _described(self, name: str) -> FoundKey:
        source = KeySource(kind=SourceKind.MACHINE_ROLE, name=name)
        found = FoundKey(source=source, place=f"{self._address}{PATH}{name}")
        try:
            credential = await self.read(source)
        except ConsoleError as error:
            return msgspec.structs.replace(found, problem=str(error))
        return msgspec.structs.replace(
            found, secret_id=credential.secret_id, expires=credential.expires
        )

    async def _ask(self, name: str) -> str:
        transport = Transport(
            TransportSettings(
                workers=1, connect_timeout_s=TIMEOUT_S, read_timeout_s=TIMEOUT_S, direct=True
            )
        )
        request = HttpRequest(url=f"{self._address}{PATH}{name}", headers={}, method="GET")
        try:
            answer = await transport.send(request)
        finally:
            await transport.close()
        if answer.status != _OK:
            text = _("Its metadata service answered with the HTTP status {status}.")
            title = _("The role of this machine has no key.")
            raise ConsoleError(title, text.format(status=answer.status))
        return answer.body.decode(errors="replace").strip()


def _credential(text: str, name: str) -> Credential:
    try:
        key = msgspec.json.decode(text, type=_RoleKey)
    except msgspec.DecodeError:
        # The error is not passed on: it may show a part of the key.
        key = _RoleKey(code="unreadable")
    if key.code != "Success" or not key.tmp_secret_id or not key.tmp_secret_key:
        raise ConsoleError(
            _("The role of this machine has no key."),
            _("The metadata service says “{code}” of the role {name}.").format(
                code=key.code, name=name
            ),
            _("Look in the console of CVM whether the machine still has this role."),
        )
    return Credential(
        secret_id=key.tmp_secret_id,
        secret_key=Secret(key.tmp_secret_key),
        token=Secret(key.token),
        expires=datetime.fromtimestamp(key.expired_time, UTC),
    )

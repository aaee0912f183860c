"""What can go wrong between this program and the service, told apart by what it means."""

from __future__ import annotations

from enum import Enum

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _


class ServiceError(ConsoleError):
    """The service answered with an error; nothing was executed unless its text says so."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        title: str,
        what: str = "",
        next_step: str = "",
        request_id: str = "",
    ) -> None:
        super().__init__(title, what or message, next_step, request_id)
        self.code = code
        self.message = message


class Hindrance(Enum):
    """What stood in the way of a request."""

    NETWORK = "network"
    PROXY = "proxy"
    NAME = "name"
    CERTIFICATE = "certificate"
    ADDRESS = "address"


class NotSent(ConsoleError):
    """The request surely never reached the service: asking again cannot do anything twice."""

    help_topic = "network"
    hindrance = Hindrance.NETWORK


class ReplyLost(ConsoleError):
    """The request may have been executed, but no usable answer came back."""

    help_topic = "at-most-once"


class ConnectionClosed(ConsoleError):
    """Nothing was sent: the profile was changed or its service moved, and this was its old door.

    Who still wants the answer asks the profile's new connection; nobody has to be told.
    """

    def __init__(self) -> None:
        super().__init__(_("This connection was closed before anything was sent."))


class InvalidRequest(ConsoleError):
    """A limit of the service would be broken, so nothing was sent (DESIGN §5.7).

    `field` is the wire name of the field at fault.
    """

    def __init__(self, field: str, what: str, next_step: str = "") -> None:
        super().__init__(_("This cannot be sent as it is."), what, next_step)
        self.field = field

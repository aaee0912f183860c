"""What comes back: `{"Response": {…}}` with a reply or an error in it (facts §6.1)."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from tat_console.cloud import failures
from tat_console.cloud.transport import HttpReply
from tat_console.support.i18n import _
from tat_console.tat import wire
from tat_console.tat.error_texts import service_error
from tat_console.tat.wire import Reply, Wire

R = TypeVar("R", bound=Reply)

HTTP_OK = 200
HTTP_PROXY_AUTHENTICATION = 407


class _Fault(Wire, frozen=True, kw_only=True):
    code: str
    message: str = ""


class _Head(Wire, frozen=True, kw_only=True):
    error: _Fault | None = None
    request_id: str = ""


class _Envelope(Wire, frozen=True, kw_only=True):
    response: msgspec.Raw


def open_reply(kind: type[R], answer: HttpReply, *, host: str, once: bool) -> R:
    """Return the reply inside an HTTP answer.

    The Content-Type does not matter, the body does. Raises ServiceError for an error inside,
    ReplyLost for anything that cannot be read, NotSent where a proxy refused to pass it on.
    """
    if answer.status == HTTP_PROXY_AUTHENTICATION:
        raise failures.refused_by_proxy(host)
    if answer.status != HTTP_OK:
        what = _("{host} answered with the HTTP status {status} instead of a reply.")
        raise failures.unusable(what.format(host=host, status=answer.status), once=once)
    try:
        response = msgspec.json.decode(answer.body, type=_Envelope).response
        head = wire.decode(_Head, response)
        if head.error is None:
            return wire.decode(kind, response)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = _("What {host} answered is not a reply of the service: {reason}")
        raise failures.unusable(what.format(host=host, reason=error), once=once) from error
    raise service_error(head.error.code, head.error.message, head.request_id)

"""What went wrong on the way to the service or back, in words.

Every exception of the HTTP libraries becomes NotSent or ReplyLost (DESIGN §5.1); which of the two
is decided by whether a byte had left, never by the kind of exception.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Final

import msgspec
import requests
from urllib3 import exceptions as urllib3_errors

from tat_console.support.i18n import N_, _
from tat_console.tat.errors import Hindrance, NotSent, ReplyLost

CAUGHT: Final = (requests.RequestException, urllib3_errors.HTTPError, OSError, ValueError)
"""All that a request can raise; ValueError comes of addresses and headers that make no sense."""

_CHECK_NETWORK: Final = N_("Check the network connection, then try again.")
_CHECK_ADDRESS: Final = N_("Check the network connection and the service address of the profile.")
_CHECK_PROXY: Final = N_("Check the proxy of the profile in Settings → Profiles.")
_CHECK_CA: Final = N_("Check the clock of this computer and the CA file of the profile.")


class _Words(msgspec.Struct, frozen=True):
    causes: tuple[type[BaseException], ...]
    title: str
    what: str
    next_step: str
    hindrance: Hindrance = Hindrance.NETWORK


_NOT_SENT: Final = (
    _Words(
        (requests.exceptions.ProxyError, urllib3_errors.ProxyError),
        N_("The proxy does not answer"),
        N_("The way to {host} goes through a proxy that could not be used."),
        _CHECK_PROXY,
        Hindrance.PROXY,
    ),
    _Words(
        (requests.exceptions.InvalidProxyURL, urllib3_errors.ProxySchemeUnknown),
        N_("The proxy address is wrong"),
        N_("Only proxies with an address such as http://proxy.example.com:8080 can be used."),
        _CHECK_PROXY,
        Hindrance.PROXY,
    ),
    _Words(
        (urllib3_errors.NameResolutionError, socket.gaierror),
        N_("The service's address cannot be found"),
        N_("The name {host} is not known to this network."),
        _CHECK_ADDRESS,
        Hindrance.NAME,
    ),
    _Words(
        (ssl.SSLCertVerificationError,),
        N_("The service's certificate is not trusted"),
        N_("{host} showed a certificate that this computer does not accept."),
        _CHECK_CA,
        Hindrance.CERTIFICATE,
    ),
    _Words(
        (requests.exceptions.SSLError, urllib3_errors.SSLError, ssl.SSLError),
        N_("No secure connection to the service"),
        N_("{host} and this computer could not agree on encryption."),
        _CHECK_CA,
        Hindrance.CERTIFICATE,
    ),
    _Words(
        (ConnectionRefusedError,),
        N_("The service cannot be reached"),
        N_("Nothing answers at {host}."),
        _CHECK_ADDRESS,
    ),
    _Words(
        (requests.exceptions.Timeout, urllib3_errors.TimeoutError, TimeoutError),
        N_("The service cannot be reached"),
        N_("{host} did not take the connection in time."),
        _CHECK_NETWORK,
    ),
    _Words(
        (ValueError, urllib3_errors.LocationValueError),
        N_("The service address is wrong"),
        N_("A request cannot be sent to {host}."),
        N_("Correct the service address in Settings → Profiles."),
        Hindrance.ADDRESS,
    ),
)
_NOT_SENT_OTHERWISE: Final = _Words(
    (),
    N_("The service cannot be reached"),
    N_("The connection to {host} failed; nothing was sent."),
    _CHECK_NETWORK,
)
_LOST: Final = (
    _Words(
        (requests.exceptions.Timeout, urllib3_errors.TimeoutError, TimeoutError),
        N_("The service did not answer in time"),
        N_("{host} took the request and did not answer."),
        _CHECK_NETWORK,
    ),
)
_LOST_OTHERWISE: Final = _Words(
    (),
    N_("The answer was lost"),
    N_("The connection to {host} broke off before the whole answer was there."),
    _CHECK_NETWORK,
)
_LOOK_FIRST: Final = N_("It may have been done: look before you do it again.")


def failure(error: Exception, *, sent: bool, host: str, once: bool) -> NotSent | ReplyLost:
    """Turn an exception of the HTTP libraries into ours.

    `sent` says whether a byte of the request may have left; `once` that the request must not be
    done twice.
    """
    words = _words_for(error, _LOST if sent else _NOT_SENT)
    if sent:
        words = words or _LOST_OTHERWISE
        next_step = _LOOK_FIRST if once else words.next_step
        return ReplyLost(_(words.title), _(words.what).format(host=host), _(next_step))
    words = words or _NOT_SENT_OTHERWISE
    not_sent = NotSent(_(words.title), _(words.what).format(host=host), _(words.next_step))
    not_sent.hindrance = words.hindrance
    return not_sent


def unusable(what: str, *, once: bool) -> ReplyLost:
    """Return the error for an answer that came but says nothing this program understands."""
    next_step = _LOOK_FIRST if once else _CHECK_ADDRESS
    return ReplyLost(_("The answer makes no sense"), what, _(next_step))


def refused_by_proxy(host: str) -> NotSent:
    """Return the error for a proxy that wants to know who asks (HTTP 407)."""
    what = _("The proxy on the way to {host} asks for a user name and a password.")
    next_step = _("Put them into the proxy address of the profile: http://user:password@proxy:8080")
    refused = NotSent(_("The proxy refused the request"), what.format(host=host), next_step)
    refused.hindrance = Hindrance.PROXY
    return refused


def _words_for(error: BaseException, rows: tuple[_Words, ...]) -> _Words | None:
    chain = list(_chain(error))
    for row in rows:
        if any(isinstance(each, row.causes) for each in chain):
            return row
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and all that it was made of, each once."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if any(each is other for other in seen):
            continue
        seen.append(each)
        yield each
        inner = (
            *each.args,
            getattr(each, "reason", None),
            getattr(each, "original_error", None),
            each.__cause__,
            each.__context__,
        )
        waiting += [item for item in inner if isinstance(item, BaseException)]

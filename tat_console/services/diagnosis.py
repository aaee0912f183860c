"""Why a connection does not work: one cause for each failure, and what to do about it."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

import msgspec

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.tat import limits
from tat_console.tat.actions import action_of
from tat_console.tat.errors import Hindrance, InvalidRequest, NotSent, ReplyLost, ServiceError
from tat_console.tat.policies import policy_for, policy_from_refusal
from tat_console.tat.wire import Request


class Cause(Enum):
    """What is the matter, in the order in which a connection is made; the value says it."""

    ADDRESS = N_("Service address")
    NAME = N_("Name lookup")
    NETWORK = N_("Network")
    PROXY = N_("Proxy")
    CERTIFICATE = N_("Certificate")
    SOURCE_ADDRESS = N_("Address of this computer")
    CLOCK = N_("Clock")
    KEY_PLACE = N_("Place of the key")
    KEY_UNKNOWN = N_("Key deleted or disabled")
    KEY_WRONG = N_("SecretKey")
    TOKEN = N_("Temporary key")
    SECOND_FACTOR = N_("Second factor")
    PERMISSION = N_("Permission")
    SERVICE = N_("Service")

    @property
    def words(self) -> str:
        """The cause, translated."""
        return _(self.value)


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """A failure explained; `policy` is the text of the missing permission, ready to be copied."""

    cause: Cause
    title: str
    what: str
    next_step: str
    policy: str = ""
    request_id: str = ""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the call that failed."""

    request: Request[Any]
    region: str
    account_id: str = ""
    clock_offset_s: float = 0.0
    proxy: str = ""


_CAUSES: Final = {
    "AuthFailure.SignatureExpire": Cause.CLOCK,
    "AuthFailure.SecretIdNotFound": Cause.KEY_UNKNOWN,
    "AuthFailure.InvalidSecretId": Cause.KEY_UNKNOWN,
    "AuthFailure.SignatureFailure": Cause.KEY_WRONG,
    "AuthFailure.TokenFailure": Cause.TOKEN,
    "UnauthorizedOperation.InvalidToken": Cause.TOKEN,
    "AuthFailure.MFAFailure": Cause.SECOND_FACTOR,
    "UnauthorizedOperation.MFAExpired": Cause.SECOND_FACTOR,
    "UnauthorizedOperation.MFANotFound": Cause.SECOND_FACTOR,
    "AuthFailure.UnauthorizedOperation": Cause.PERMISSION,
    "UnauthorizedOperation": Cause.PERMISSION,
    "IpInBlacklist": Cause.SOURCE_ADDRESS,
    "IpNotInWhitelist": Cause.SOURCE_ADDRESS,
    "NoSuchProduct": Cause.ADDRESS,
    "InvalidAction": Cause.ADDRESS,
    "UnsupportedProtocol": Cause.ADDRESS,
}
"""By code, or by the longest beginning of one."""
_HINDRANCES: Final = {
    Hindrance.NETWORK: Cause.NETWORK,
    Hindrance.PROXY: Cause.PROXY,
    Hindrance.NAME: Cause.NAME,
    Hindrance.CERTIFICATE: Cause.CERTIFICATE,
    Hindrance.ADDRESS: Cause.ADDRESS,
}


def diagnose(error: ConsoleError, circumstances: Circumstances) -> Diagnosis:
    """Explain why a call failed."""
    cause = cause_of(error)
    diagnosis = Diagnosis(
        cause=cause,
        title=error.title,
        what=error.what,
        next_step=error.next_step,
        request_id=error.request_id,
    )
    match cause:
        case Cause.CLOCK:
            return _with_offset(diagnosis, circumstances.clock_offset_s)
        case Cause.PERMISSION:
            return _with_policy(diagnosis, error, circumstances)
        case Cause.NETWORK | Cause.NAME if circumstances.proxy:
            return _behind_proxy(diagnosis, circumstances.proxy)
        case _:
            return diagnosis


def cause_of(error: ConsoleError) -> Cause:
    """What is the matter, by the kind of the error and its code."""
    match error:
        case ServiceError():
            return _cause_of_code(error.code)
        case NotSent():
            return _HINDRANCES[error.hindrance]
        case ReplyLost():
            return Cause.NETWORK
        case InvalidRequest() if error.field == "Token":
            return Cause.TOKEN
        case InvalidRequest():
            return Cause.KEY_WRONG
        case _:
            return Cause.ADDRESS


def clock_sentence(offset_s: float) -> str:
    """How wrong this computer's clock is, "" where the service would not mind (facts §6.2)."""
    if abs(offset_s) <= limits.CLOCK_TOLERANCE_S:
        return ""
    minutes, seconds = divmod(round(abs(offset_s)), 60)
    if offset_s > 0:
        text = _("This computer's clock is {minutes} min {seconds} s behind the service's.")
    else:
        text = _("This computer's clock is {minutes} min {seconds} s ahead of the service's.")
    return text.format(minutes=minutes, seconds=seconds)


def _cause_of_code(code: str) -> Cause:
    while code:
        if cause := _CAUSES.get(code):
            return cause
        code = code.rpartition(".")[0]
    return Cause.SERVICE


def _with_offset(diagnosis: Diagnosis, offset_s: float) -> Diagnosis:
    measured = clock_sentence(offset_s)
    return msgspec.structs.replace(diagnosis, what=f"{diagnosis.what} {measured}".rstrip())


def _with_policy(
    diagnosis: Diagnosis, error: ConsoleError, circumstances: Circumstances
) -> Diagnosis:
    action = action_of(circumstances.request)
    missing = _("The key may not do {service}:{action} in {region}.").format(
        service=action.service.name, action=action.name, region=circumstances.region
    )
    said = error.message if isinstance(error, ServiceError) else ""
    policy = policy_from_refusal(said) or policy_for(
        circumstances.request, region=circumstances.region, account_id=circumstances.account_id
    )
    return msgspec.structs.replace(
        diagnosis,
        what=f"{missing} {diagnosis.what}",
        next_step=_("Have the administrator of the account add this policy to the key's user."),
        policy=policy,
    )


def _behind_proxy(diagnosis: Diagnosis, proxy: str) -> Diagnosis:
    host = proxy.rpartition("@")[2].removeprefix("http://")
    said = _("The way there leads through the proxy {proxy}.").format(proxy=host)
    return msgspec.structs.replace(
        diagnosis,
        what=f"{diagnosis.what} {said}",
        next_step=_("Check the proxy of the profile, then the network behind it."),
    )

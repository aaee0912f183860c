"""A call as code: three kinds, each a row."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, Final

import msgspec

from tat_console.ports.cloud import Connection
from tat_console.services.api_calls import ApiCall
from tat_console.services.explorer import Explorer
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.tat.actions import ACTIONS, Action
from tat_console.ui.pages.api.code_view import Language


class Sample(Enum):
    """What a call can be copied as; the value goes into object names."""

    TCCLI = "tccli"
    PYTHON = "python"
    CURL = "curl"

    @property
    def word(self) -> str:
        """The name on a button."""
        return _ROWS[self].word

    @property
    def tip(self) -> str:
        """What is copied, in a sentence."""
        return _(_ROWS[self].tip)

    @property
    def language(self) -> Language:
        """What it is written in."""
        return _ROWS[self].language


class _Row(msgspec.Struct, frozen=True):
    word: str
    tip: str
    language: Language


_ROWS: Final = {
    Sample.TCCLI: _Row("tccli", N_("A line for the official command line"), Language.SHELL),
    Sample.PYTHON: _Row("Python", N_("A program for the official SDK"), Language.PYTHON),
    Sample.CURL: _Row("curl", N_("A signed line, good for five minutes"), Language.SHELL),
}


def code_of(
    explorer: Explorer,
    sample: Sample,
    action: Action,
    values: dict[str, Any],
    region: str,
    connection: Connection | None = None,
) -> str:
    """The code of a call; raises ConsoleError where no profile is connected or has no key."""
    match sample:
        case Sample.TCCLI:
            return explorer.as_tccli(action, values, region, connection)
        case Sample.PYTHON:
            return explorer.as_python(action, values, region, connection)
        case Sample.CURL:
            return explorer.as_curl(action, values, region, connection)


def request_values(call: ApiCall) -> tuple[dict[str, Any], bool]:
    """The request of a logged call, secrets masked, and whether something was masked.

    Raises ConsoleError where the request is not kept any more.
    """
    if not call.request:
        raise ConsoleError(
            _("The request is not kept any more."),
            _("Only the newest calls keep their bodies."),
            _("Do what led to it once more, or fill the form of the explorer."),
        )
    values: dict[str, Any] = json.loads(call.request)
    return values, values != json.loads(call.record.request)


async def code_of_call(services: Services, call: ApiCall, sample: Sample) -> tuple[str, str]:
    """A logged call as code, for the profile that made it, and a sentence about it."""
    values, is_masked = request_values(call)
    connection = await services.session.connection_of(call.record.profile_id)
    if connection is None:
        raise ConsoleError(_("The profile of this call is not there any more."))
    explorer = services.administration.explorer
    code = code_of(explorer, sample, ACTIONS[call.key], values, call.record.region, connection)
    if is_masked:
        return code, _(
            "Copied. Secrets are ****** in it: it does not do the same until they are put in."
        )
    if sample is Sample.CURL:
        return code, _("Copied. The signature is good for five minutes.")
    return code, _("Copied. The key is read from the environment.")

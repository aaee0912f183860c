"""Words for the service's error codes: title, what it means, what to do next."""

from __future__ import annotations

from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat.error_rows import ErrorRow, Repeat, access, fields, resources
from tat_console.tat.errors import ServiceError

ROWS: Final = (*access.ROWS, *fields.ROWS, *resources.ROWS)
TABLE: Final = {row.code: row for row in ROWS}
"""Every code of facts §5.1 and §5.2."""

_UNKNOWN: Final = ErrorRow(
    "",
    N_("The service refused the request"),
    N_("It answered with a code that this program does not know."),
    N_("Follow the message below; a newer version of this program may know more."),
)


class ErrorText(msgspec.Struct, frozen=True):
    """An error code in the user's language."""

    title: str
    what: str
    next_step: str


def row_of(code: str) -> ErrorRow:
    """Return the row of a code, of its longest known prefix, or the one for unknown codes."""
    while code:
        if row := TABLE.get(code):
            return row
        code = code.rpartition(".")[0]
    return _UNKNOWN


def explain(code: str, message: str = "") -> ErrorText:
    """Return words for a code; `message` is the service's own sentence and is quoted."""
    row = row_of(code)
    said = _("The service says: “{message}” ({code})").format(message=message, code=code)
    what = f"{_(row.what)} {said}" if message else _(row.what)
    return ErrorText(_(row.title), what, _(row.next_step))


def service_error(code: str, message: str, request_id: str = "") -> ServiceError:
    """Return the exception for an error the service answered with."""
    text = explain(code, message)
    return ServiceError(
        code,
        message,
        title=text.title,
        what=text.what,
        next_step=text.next_step,
        request_id=request_id,
    )


def repeat_of(code: str) -> Repeat:
    """Say what the program itself may do after an error code."""
    return row_of(code).repeat

"""What every action checks of its request before it does anything, in the order of facts §5.3.

missing → unknown → wrong type → conflict → ids → lists → texts → content → ranges → paging.
What needs the state (parameters, machines, names taken) is checked by the handlers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.shapes import check_shape
from tat_console.tat import limits
from tat_console.tat.actions import LIGHTHOUSE, TAT, Action
from tat_console.tat.limits import Breach, Limit, Violation
from tat_console.tat.statuses import Word
from tat_console.tat.wire import Request

Q = TypeVar("Q", bound=Request[Any])

_CONFLICTS: Final = (("CommandId", "Content"), ("DefaultParameters", "DefaultParameterConfs"))
_CONFLICTING_ACTIONS: Final = {
    ("CommandId", "Content"): {"PreviewReplacedCommandContent"},
}

ID_CODES: Final = {
    "InstanceId": "InvalidParameterValue.InvalidInstanceId",
    "CommandId": "InvalidParameterValue.InvalidCommandId",
    "InvocationId": "InvalidParameterValue.InvalidInvocationId",
    "InvocationTaskId": "InvalidParameterValue.InvalidInvocationTaskId",
    "InvokerId": "InvalidParameterValue.InvalidInvokerId",
    "SceneId": "InvalidParameterValue.InvalidSceneId",
    "RegisterCodeId": "InvalidParameterValue.InvalidRegisterCodeId",
}
_HOSTED_ACTIONS: Final = {
    "DescribeRegisterInstances",
    "ModifyRegisterInstance",
    "DeleteRegisterInstance",
}
_INVALID: Final = "InvalidParameterValue"


class Codes(msgspec.Struct, frozen=True):
    """The codes for a limit broken by too much, too little, or a wrong look; `rank` is the order."""

    rank: int
    too_much: str
    too_little: str = _INVALID
    pattern: str = _INVALID


_TOO_LONG: Final = "InvalidParameterValue.TooLong"
_LIST: Final = Codes(1, "InvalidParameterValue.LimitExceeded")
_TEXT: Final = Codes(2, _TOO_LONG)
_NUMBER: Final = Codes(4, "InvalidParameterValue.TooLarge", "InvalidParameterValue.TooSmall")
_USERNAME: Final = Codes(
    2, "InvalidParameterValue.InvalidUsername", pattern="InvalidParameterValue.InvalidUsername"
)
_ROLE: Final = Codes(2, "InvalidParameter", "InvalidParameter", "InvalidParameter")


def _all_one(rank: int, code: str) -> Codes:
    return Codes(rank, code, code, code)


LIMIT_CODES: Final[dict[Limit, Codes]] = {
    limits.RUN_INSTANCES: _LIST,
    limits.CANCEL_INSTANCES: _LIST,
    limits.INVOKER_INSTANCES: _LIST,
    limits.IDS: _LIST,
    limits.COMMAND_IDS: _LIST,
    limits.FILTERS: Codes(1, "InvalidParameterValue.InvalidFilter"),
    limits.TAGS: _LIST,
    limits.PARAMETERS: Codes(1, "InvalidParameterValue.ParameterNumberExceeded"),
    limits.REGISTER_CODE_IDS: Codes(1, _TOO_LONG, "MissingParameter"),
    limits.COMMAND_NAME: Codes(2, _TOO_LONG, pattern="InvalidParameterValue.InvalidCommandName"),
    limits.DESCRIPTION: _TEXT,
    limits.USERNAME: _USERNAME,
    limits.INVOKER_NAME: _TEXT,
    limits.REGISTER_DESCRIPTION: _TEXT,
    limits.INSTANCE_NAME_PREFIX: _TEXT,
    limits.INSTANCE_NAME: _TEXT,
    limits.ROLE_SESSION_NAME: _ROLE,
    limits.WORKING_DIRECTORY: _all_one(2, "InvalidParameterValue.InvalidWorkingDirectory"),
    limits.COS_BUCKET_URL: _all_one(2, "InvalidParameterValue.InvalidOutputCOSBucketUrl"),
    limits.COS_KEY_PREFIX: _all_one(2, "InvalidParameterValue.InvalidOutputCOSKeyPrefix"),
    limits.TIMEOUT_S: _all_one(4, "InvalidParameterValue.Range"),
    limits.REGISTER_LIMIT: _NUMBER,
    limits.EFFECTIVE_TIME_H: _NUMBER,
    limits.ROLE_DURATION_S: _ROLE,
    limits.PAGE: Codes(5, _INVALID),
    limits.OFFSET: Codes(5, _INVALID),
}
"""Which code each limit is refused with (facts §5.3; the ranks keep its order)."""

_ACTION_CODES: Final[dict[tuple[str, Limit], Codes]] = {
    (action, limit): Codes(5, "InvalidParameterValue.TooLarge", "InvalidParameterValue.TooSmall")
    for action in ("DescribeInvokers", "DescribeInvokerRecords")
    for limit in (limits.PAGE, limits.OFFSET)
} | {
    ("DescribeInvokerRecords", limits.IDS): Codes(1, _TOO_LONG),
    ("DescribeRegisterCodes", limits.IDS): Codes(1, _TOO_LONG),
    ("CreateInvoker", limits.INVOKER_INSTANCES): Codes(1, _TOO_LONG),
    ("CreateInvoker", limits.USERNAME): _TEXT,
    ("ModifyInvoker", limits.USERNAME): _TEXT,
}
"""Where an action documents another code than the usual one (facts §1)."""


def check(action: Action, body: dict[str, Any]) -> Request[Any]:
    """The request of a JSON body, or Refused with the first thing that is wrong."""
    check_shape(action.request, body)
    _check_conflicts(action, body)
    _check_ids(action, body)
    _check_filters(action, body)
    request = _convert(action, body)
    _check_limits(action, request, body)
    _check_words(request)
    return request


def _check_conflicts(action: Action, body: dict[str, Any]) -> None:
    ids = next((name for name in body if name.endswith("Ids")), None)
    if ids and body[ids] and body.get("Filters"):
        raise Refused("InvalidParameter.ConflictParameter", one=ids, other="Filters")
    for one, other in _CONFLICTS:
        applies = action.name in _CONFLICTING_ACTIONS.get((one, other), {action.name})
        if applies and body.get(one) is not None and body.get(other) is not None:
            raise Refused("InvalidParameter.ConflictParameter", one=one, other=other)


def _check_ids(action: Action, body: dict[str, Any]) -> None:
    for name, value in body.items():
        noun = name.removesuffix("s") if name.endswith("Ids") else name
        if noun in limits.ID_PATTERNS:
            for identifier in value if isinstance(value, list) else [value]:
                check_id(action, noun, identifier)


def check_id(action: Action, noun: str, identifier: str) -> None:
    """Refuse an id that has not the form of its kind; cvm and lighthouse know their own only."""
    pattern, code = limits.ID_PATTERNS[noun], ID_CODES[noun]
    if action.name in _HOSTED_ACTIONS and noun == "InstanceId":
        pattern = pattern.replace("(ins|lhins|rins)", "rins")
        code = "InvalidParameterValue.InvalidRegisterInstanceId"
    elif action.service is not TAT:
        code = _INVALID if action.service is LIGHTHOUSE else "InvalidInstanceId.Malformed"
    if not re.fullmatch(pattern, identifier):
        raise Refused(code, value=identifier, field=noun, detail=identifier)


def _check_filters(action: Action, body: dict[str, Any]) -> None:
    most = limits.LIGHTHOUSE_FILTER_VALUES if action.service is LIGHTHOUSE else limits.FILTER_VALUES
    for row in body.get("Filters", ()):
        name, values = row["Name"], row["Values"]
        if not is_filter(action, name):
            raise Refused("InvalidParameterValue.InvalidFilter", name=name)
        if len(values) > most.most:
            detail = f"{len(values)}, at most {most.most}"
            raise Refused("LimitExceeded.FilterValueExceeded", name=name, detail=detail)
        noun = "".join(part.capitalize() for part in name.split("-"))
        if noun in limits.ID_PATTERNS:
            for value in values:
                check_id(action, noun, value)


def is_filter(action: Action, name: str) -> bool:
    """Whether the action knows a filter of that name, families like `tag:` included."""
    family, colon, _ = name.partition(":")
    return name in action.filters or (bool(colon) and f"{family}:" in action.filters)


def _convert(action: Action, body: dict[str, Any]) -> Request[Any]:
    """The typed request; what Base64 and times cannot be read is refused with its own code."""
    content = body.get("Content")
    if content is not None:
        _check_content(action, content)
    _check_invoke_time(body)
    request: Request[Any] = msgspec.convert(body, action.request)
    return request


def _check_content(action: Action, text: str) -> None:
    if len(text) > limits.CONTENT.most:
        detail = f"{len(text)} bytes, at most {limits.CONTENT.most}"
        raise Refused(_TOO_LONG, field="Content", detail=detail)
    code = (
        "InvalidParameterValue.InvalidContent"
        if action.name in {"RunCommand", "CreateCommand"}
        else "InvalidParameterValue.CommandContentInvalid"
    )
    try:
        raw = limits.decode_base64(text)
    except ValueError as error:
        raise Refused(code, detail="it is not Base64") from error
    if not raw:
        raise Refused(code, detail="it is empty")


def _check_invoke_time(body: dict[str, Any]) -> None:
    settings = body.get("ScheduleSettings") or {}
    text = settings.get("InvokeTime")
    if text is None:
        return
    try:
        aware = msgspec.convert(text, datetime).tzinfo is not None
    except msgspec.ValidationError:
        aware = False
    if not aware:
        raise Refused("InvalidParameterValue.InvalidTimeFormat", value=text)


def _check_limits(action: Action, request: Request[Any], body: dict[str, Any]) -> None:
    broken = [(_codes(action, each.limit), each) for each in _violations(request)]
    for codes, violation in sorted(broken, key=lambda pair: pair[0].rank):
        code = {
            Breach.TOO_MUCH: codes.too_much,
            Breach.TOO_LITTLE: codes.too_little,
            Breach.PATTERN: codes.pattern,
        }[violation.breach]
        raise Refused(
            code,
            field=violation.field,
            value=body.get(violation.field, ""),
            detail=violation.sentence,
        )


def _violations(request: Request[Any]) -> Iterator[Violation]:
    for violation in limits.violations(request):
        if violation.limit is not limits.CONTENT:
            yield violation


def _codes(action: Action, limit: Limit) -> Codes:
    return _ACTION_CODES.get((action.name, limit)) or LIMIT_CODES.get(limit, _TEXT)


def _check_words(request: Request[Any]) -> None:
    for field in msgspec.structs.fields(request):
        value = getattr(request, field.name)
        if isinstance(value, Word) and not value.is_known:
            raise Refused(_INVALID, field=field.encode_name, detail=f"`{value}` is not known")

"""Every limit of the service, once, with its source; fields of requests carry these rows.

Sources are sections of resources/docs/service-facts.md. "KB" is read as 1024 bytes (facts §4).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from tat_console.support.i18n import N_, _
from tat_console.tat.wire import Wire, wire_name


class Unit(Enum):
    """What is counted against a limit."""

    NUMBER = N_("number")
    CHARACTERS = N_("characters")
    BYTES = N_("bytes")
    ENCODED_BYTES = N_("bytes after Base64 encoding")
    ITEMS = N_("items")


_MEASURES: Final[dict[Unit, Callable[[Any], int]]] = {
    Unit.NUMBER: int,
    Unit.CHARACTERS: len,
    Unit.BYTES: lambda text: len(text.encode() if isinstance(text, str) else text),
    Unit.ENCODED_BYTES: lambda data: encoded_size_bytes(len(data)),
    Unit.ITEMS: len,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule: how much of what is allowed, and how the text may look."""

    title: str
    unit: Unit
    most: int
    least: int = 0
    pattern: str = ""
    pattern_words: str = ""
    source: str = ""

    def measure(self, value: Any) -> int:
        """The size of the value in this limit's unit."""
        return _MEASURES[self.unit](value)

    def breach(self, value: Any) -> Breach | None:
        """How the value breaks the rule, or None; `least` and `most` are allowed themselves."""
        size = self.measure(value)
        if size > self.most:
            return Breach.TOO_MUCH
        if size < self.least:
            return Breach.TOO_LITTLE
        if self.pattern and isinstance(value, str) and not re.fullmatch(self.pattern, value):
            return Breach.PATTERN
        return None

    def problem(self, value: Any) -> str | None:
        """A sentence for the user that names the value's size and the limit, or None."""
        match self.breach(value):
            case None:
                return None
            case Breach.PATTERN:
                return _("{title} may hold only {words}.").format(
                    title=_(self.title), words=_(self.pattern_words)
                )
            case breach:
                return self._size_problem(value, breach)

    def _size_problem(self, value: Any, breach: Breach) -> str:
        size = self.measure(value)
        if isinstance(value, Sized) and not size:
            return _("{title} is empty.").format(title=_(self.title))
        values = {
            "title": _(self.title),
            "size": f"{size:,}",
            "unit": _(self.unit.value),
            "most": f"{self.most:,}",
            "least": f"{self.least:,}",
        }
        if self.unit is Unit.NUMBER:
            return _("{title} is {size}; it must be between {least} and {most}.").format(**values)
        if breach is Breach.TOO_MUCH:
            return _("{title} has {size} {unit}; at most {most} are allowed.").format(**values)
        return _("{title} has {size} {unit}; at least {least} are needed.").format(**values)


class Breach(Enum):
    """The way in which a limit is broken."""

    TOO_MUCH = "too much"
    TOO_LITTLE = "too little"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Violation:
    """A field of a request that breaks its limit."""

    field: str
    value: Any
    limit: Limit
    breach: Breach

    @property
    def sentence(self) -> str:
        """What is wrong, for the user."""
        return self.limit.problem(self.value) or ""


def violations(request: Wire) -> Iterator[Violation]:
    """Every field that breaks its limit, in the order of the fields; None fields are fine."""
    for attribute, limit in _limits_of(type(request)).items():
        value = getattr(request, attribute)
        if value is not None and (breach := limit.breach(value)):
            yield Violation(wire_name(attribute), value, limit, breach)


@cache
def _limits_of(kind: type[Wire]) -> dict[str, Limit]:
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: limit
        for name, hint in hints.items()
        if get_origin(hint) is Annotated
        for limit in get_args(hint)[1:]
        if isinstance(limit, Limit)
    }


def limit_of(kind: type[Wire], attribute: str) -> Limit | None:
    """The limit of one attribute of a request type."""
    return _limits_of(kind).get(attribute)


def encoded_size_bytes(size_bytes: int) -> int:
    """The size of Base64 text that holds so many raw bytes."""
    return (size_bytes + 2) // 3 * 4


def decode_base64(text: str) -> bytes:
    """The bytes of Base64 text; raises ValueError where it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


_NAME_WORDS = N_("letters, digits, Chinese characters, “_”, “-” and “.”")

CONTENT: Final = Limit(
    N_("The script"), Unit.ENCODED_BYTES, 65_536, 1, source="§4: 64 KB of Base64 text"
)
COMMAND_NAME: Final = Limit(
    N_("The command name"),
    Unit.BYTES,
    60,
    pattern=r"[\w.\-]*",
    pattern_words=_NAME_WORDS,
    source="§4: 60 bytes, so 20 Chinese characters",
)
DESCRIPTION: Final = Limit(N_("The description"), Unit.CHARACTERS, 120, source="§4")
TIMEOUT_S: Final = Limit(N_("The timeout in seconds"), Unit.NUMBER, 86_400, 1, source="§4")
DEFAULT_TIMEOUT_S: Final = 60
USERNAME: Final = Limit(N_("The user name"), Unit.CHARACTERS, 256, source="§4")
WORKING_DIRECTORY: Final = Limit(
    N_("The working directory"),
    Unit.CHARACTERS,
    4_096,
    pattern=r"(/|[A-Za-z]:\\).*|",
    pattern_words=N_("an absolute path, such as /root or C:\\work"),
    source="§5.1 InvalidWorkingDirectory: absolute path of the target system; length: PATH_MAX",
)
RUN_INSTANCES: Final = Limit(N_("The list of instances"), Unit.ITEMS, 200, 1, source="§4")
CANCEL_INSTANCES: Final = Limit(N_("The list of instances"), Unit.ITEMS, 100, 1, source="§4")
INVOKER_INSTANCES: Final = Limit(N_("The list of instances"), Unit.ITEMS, 100, 1, source="§4")
IDS: Final = Limit(N_("The list of ids"), Unit.ITEMS, 100, source="§1: ids list ≤ 100")
FILTERS: Final = Limit(N_("The list of filters"), Unit.ITEMS, 10, source="§1")
FILTER_VALUES: Final = Limit(N_("The list of filter values"), Unit.ITEMS, 5, source="§1")
LIGHTHOUSE_FILTER_VALUES: Final = Limit(
    N_("The list of filter values"), Unit.ITEMS, 100, source="§9.2"
)
PAGE: Final = Limit(N_("The page size"), Unit.NUMBER, 100, 1, source="§1")
OFFSET: Final = Limit(N_("The offset"), Unit.NUMBER, 2**63 - 1, 0, source="§1")
TAGS: Final = Limit(N_("The list of tags"), Unit.ITEMS, 10, source="§4")
PARAMETERS: Final = Limit(N_("The list of parameters"), Unit.ITEMS, 20, source="§4")
PARAMETER_NAME: Final = Limit(
    N_("A parameter name"),
    Unit.CHARACTERS,
    64,
    1,
    pattern=r"[A-Za-z0-9_-]+",
    pattern_words=N_("the letters A to Z, digits, “_” and “-”"),
    source="§3",
)
COS_BUCKET_URL: Final = Limit(
    N_("The COS bucket address"),
    Unit.CHARACTERS,
    2_048,
    pattern=r"https://[^/\s]+/?",
    pattern_words=N_("an address like https://BUCKET-APPID.cos.REGION.myqcloud.com"),
    source="§4: must start with https; length not documented",
)
COS_KEY_PREFIX: Final = Limit(
    N_("The COS key prefix"),
    Unit.CHARACTERS,
    60,
    pattern=r"(?!/)(?!.*//)(?!(.*/)?\.\.(/.*)?$)[^\x00-\x1f]*",
    pattern_words=N_("folder names separated by “/”, not starting with “/”, no “//” and no “..”"),
    source="§4",
)
INVOKER_NAME: Final = Limit(N_("The name"), Unit.CHARACTERS, 120, 1, source="§4")
REGISTER_DESCRIPTION: Final = Limit(N_("The description"), Unit.CHARACTERS, 128, source="§1.4")
INSTANCE_NAME_PREFIX: Final = Limit(
    N_("The prefix of instance names"), Unit.CHARACTERS, 32, source="§1.4"
)
REGISTER_LIMIT: Final = Limit(
    N_("The number of registrations"), Unit.NUMBER, 10_000, 1, source="§1.4"
)
EFFECTIVE_TIME_H: Final = Limit(
    N_("The validity in hours"),
    Unit.NUMBER,
    2**63 - 1,
    1,
    source="§1.4: more than 99,999 hours never expire",
)
NEVER_EXPIRES_ABOVE_H: Final = 99_999
REGISTER_CODE_IDS: Final = Limit(
    N_("The list of register codes"), Unit.ITEMS, 99, 1, source="§1.4: 0 < n < 100"
)
INSTANCE_NAME: Final = Limit(N_("The instance name"), Unit.CHARACTERS, 60, 1, source="§1.4")
COMMAND_IDS: Final = Limit(
    N_("The list of commands"), Unit.ITEMS, 100, 1, source="§1.1: not documented, 100 inferred"
)
ROLE_SESSION_NAME: Final = Limit(
    N_("The role session name"),
    Unit.CHARACTERS,
    128,
    2,
    pattern=r"[\w+=,.@_-]*",
    pattern_words=N_("letters, digits and + = , . @ _ -"),
    source="§9.4",
)
ROLE_DURATION_S: Final = Limit(N_("The duration in seconds"), Unit.NUMBER, 43_200, 1, source="§9.4")

OUTPUT_BYTES: Final = 24_576
"""Raw bytes of output the service keeps per task; the rest is counted in Dropped (§4)."""
REQUEST_BYTES: Final = 10 * 1024 * 1024
"""Largest signed POST body (§6.1)."""
CLOCK_TOLERANCE_S: Final = 300
"""How far a request's timestamp may be from the service's clock (§6.2)."""
RECORDS_KEPT: Final = 10_000
RECORDS_KEPT_DAYS: Final = 90
QUOTAS: Final = {"COMMAND": 500, "REGISTER_CODE": 5_000}
"""Default quotas per account and region (§4)."""

_ID: Final = r"[a-z0-9]{8,12}"
ID_PATTERNS: Final = {
    "InstanceId": rf"(ins|lhins|rins)-{_ID}",
    "CommandId": rf"cmd-{_ID}",
    "InvocationId": rf"inv-{_ID}",
    "InvocationTaskId": rf"invt-{_ID}",
    "InvokerId": rf"ivk-{_ID}",
    "SceneId": rf"sc-{_ID}",
    "RegisterCodeId": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}
"""Shapes of ids; old records have 8 characters where new ones have 10, so 8 to 12 pass (§4)."""

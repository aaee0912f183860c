"""Every row of a list that comes in pages, even while the list changes.

The service pages by offset, so a row that appears or goes shifts all rows behind it: some are
seen twice and some not at all (facts §1). Both show: the total changes, or an id comes again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final, TypeVar

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.tat import limits
from tat_console.tat.commands import Command, Scene
from tat_console.tat.hosting import RegisterCodeInfo, RegisterInstanceInfo
from tat_console.tat.instances import AutomationAgentInfo, CvmInstance, LighthouseInstance
from tat_console.tat.invocations import Invocation, InvocationTask
from tat_console.tat.invokers import Invoker, InvokerRecord
from tat_console.tat.listing import Counted, Page
from tat_console.tat.wire import Wire

W = TypeVar("W", bound=Wire)

PASSES: Final = 3
"""How often a list that moves is read from the start before that is given up."""

_KEYS: Final[dict[type[Wire], tuple[str, ...]]] = {
    AutomationAgentInfo: ("instance_id",),
    Command: ("command_id",),
    CvmInstance: ("instance_id",),
    Invocation: ("invocation_id",),
    InvocationTask: ("invocation_task_id",),
    Invoker: ("invoker_id",),
    InvokerRecord: ("invoker_id", "invocation_id", "invoke_time"),
    LighthouseInstance: ("instance_id",),
    RegisterCodeInfo: ("register_code_id",),
    RegisterInstanceInfo: ("instance_id",),
    Scene: ("scene_id",),
}
"""What tells one row of a list from another."""


class _Pass:
    """One way through the list, and whether it moved meanwhile."""

    def __init__(self) -> None:
        self.offset = 0
        self.moved = False
        self._total: int | None = None
        self._keys: set[object] = set()

    def note(self, total: int, keys: list[object]) -> None:
        self.moved |= self._total not in (None, total) or not self._keys.isdisjoint(keys)
        self._total = total
        self._keys.update(keys)
        self.offset += len(keys)

    def is_over(self, page: list[object]) -> bool:
        return not page or self._total is None or self.offset >= self._total


async def rows(cloud: Cloud, request: Page[Any], kind: type[W], *, region: str) -> AsyncIterator[W]:
    """Yield every row that a listing request matches, each once; `kind` is the type of its rows.

    The request's offset is ignored and its limit, where given, is the size of the pages. A list
    that moves is read again for the rows that slipped through. Raises what a call raises.
    """
    size = request.limit or limits.PAGE.most
    seen: set[object] = set()
    for _pass in range(PASSES):
        reading = _Pass()
        while True:
            asked = msgspec.structs.replace(request, offset=reading.offset, limit=size)
            reply = await cloud.call(asked, region=region)
            page = _rows_of(reply, kind)
            keys = [_key(row) for row in page]
            reading.note(reply.total_count, keys)
            for key, row in zip(keys, page, strict=True):
                if key not in seen:
                    seen.add(key)
                    yield row
            if reading.is_over(keys):
                break
        if not reading.moved:
            return


def _rows_of(reply: Counted, kind: type[W]) -> tuple[W, ...]:
    (name,) = (field for field in reply.__struct_fields__ if field.endswith("_set"))
    page: tuple[W, ...] = getattr(reply, name)
    if page and not isinstance(page[0], kind):
        raise TypeError(f"{type(reply).__name__} lists no {kind.__name__}")
    return page


def _key(row: Wire) -> object:
    return tuple(getattr(row, name) for name in _KEYS[type(row)])

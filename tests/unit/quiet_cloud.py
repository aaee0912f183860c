"""What any service of a few lines has besides its answers."""

from __future__ import annotations

from typing import Any

from tat_console.cloud.replay import NothingUploaded
from tat_console.ports.cloud import CallRecord, RequestUsage
from tat_console.support.event import Event


class QuietCloud:
    """A service with a true clock that no output was uploaded from; `requests` is for the answers."""

    clock_offset_s = 0.0
    outputs = NothingUploaded()

    def __init__(self) -> None:
        self.calls: Event[CallRecord] = Event()
        self.requests: list[Any] = []

    def usage(self) -> RequestUsage:
        return RequestUsage()

    async def close(self) -> None:
        return None

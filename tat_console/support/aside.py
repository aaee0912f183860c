"""Work on texts that takes longer than a frame, beside the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What `work` gives, done in a thread; it must touch nothing that anybody else holds."""
    return await asyncio.to_thread(work)

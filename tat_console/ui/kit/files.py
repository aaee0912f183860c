"""Work on files that the user picked: a folder on the network may take its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def on_disk(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do blocking work on a file while the loop keeps turning; raises what the work raises."""
    return await asyncio.to_thread(work, *arguments, **named)

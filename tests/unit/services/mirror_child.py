"""A program that mirrors a service and tells each step; `python -m … PATH COUNT`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tat_console.services.sync import Sync, SyncProgress
from tat_console.storage.foreign import SqliteForeignRecords
from tat_console.tat.invocations import DescribeInvocations
from tests.unit.runs.cloud import StepClock
from tests.unit.services.listing_cloud import REGION, ListingCloud


def tell(**step: object) -> None:
    sys.stdout.write(json.dumps(step) + "\n")
    sys.stdout.flush()


def hear(request: Any) -> None:
    if isinstance(request, DescribeInvocations) and request.invocation_ids is None:
        tell(asked=request.offset)


def told(progress: SyncProgress) -> None:
    tell(listed=progress.listed, unread=progress.unread, is_over=progress.is_over)


async def mirror(path: Path, count: int) -> None:
    records = await SqliteForeignRecords.open(path)
    sync = Sync(records, StepClock())
    sync.progress.subscribe(told)
    await sync.sync(ListingCloud(count, hear).connection(), [REGION])
    await records.close()


if __name__ == "__main__":
    asyncio.run(mirror(Path(sys.argv[1]), int(sys.argv[2])))

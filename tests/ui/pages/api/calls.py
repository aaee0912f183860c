"""Calls that were made before somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tat_console.ports.cloud import CallRecord
from tests.ui.pages.conftest import Stage
from tests.unit.services.conftest import PROFILE_ID


def note(stage: Stage, count: int = 1, **more: Any) -> None:
    """Let calls have been made; `more` says what was not as usual."""
    given: dict[str, Any] = {
        "service": "tat",
        "action": "DescribeRegions",
        "outcome": "ok",
        "request": b"{}",
        "reply": b'{"Response": {"RequestId": "r-1"}}',
        "request_id": "r-1",
    }
    for _number in range(count):
        stage.services.administration.calls.note(
            CallRecord(
                at=datetime.now(UTC),
                profile_id=PROFILE_ID,
                region="ap-guangzhou",
                duration_s=0.012,
                **(given | more),
            )
        )

"""Ten thousand runs of others come into the history while somebody watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

from tat_console.sandbox.records import InvocationRecord, TaskRecord
from tat_console.sandbox.store import Store, Table
from tat_console.services.mirroring import SyncState
from tat_console.tat.statuses import (
    CommandType,
    CreatedBy,
    InstanceKind,
    InvocationSource,
    TaskStatus,
)
from tat_console.ui.navigation import PageKey
from tests.fixtures.sandbox import StartSandbox
from tests.journeys.conftest import OpenConsole, Person

RECORDS = 10_000
REGION = "ap-guangzhou"
NEEDLE = "quokka"


def fill(state: Path, count: int) -> None:
    """Give a sandbox that is not running as many ended runs, as another console left them."""
    state.mkdir()
    store = Store(state / "sandbox.sqlite3")
    invocations, tasks = Table(InvocationRecord, store), Table(TaskRecord, store)
    start = datetime.now(UTC) - timedelta(days=30)
    for number in range(count):
        at = start + timedelta(minutes=number)
        invocations.put(_invocation(number, at))
        tasks.put(_task(number, at, NEEDLE if number == count - 7 else f"answer {number}"))
    store.close()


def _invocation(number: int, at: datetime) -> InvocationRecord:
    return InvocationRecord(
        invocation_id=f"inv-{number:08d}",
        region=REGION,
        command_id=f"cmd-{number % 20:08d}",
        command_name=f"nightly-{number % 20}",
        command_created_by=CreatedBy.USER,
        description="",
        instance_kind=InstanceKind.CVM,
        content=b"uptime",
        command_type=CommandType.SHELL,
        timeout_s=60,
        working_directory="/root",
        username="root",
        parameters="",
        default_parameters="",
        source=InvocationSource.USER,
        output_cos_bucket_url="",
        output_cos_key_prefix="",
        task_ids=[f"invt-{number:08d}"],
        created_time=at,
        updated_time=at,
        end_time=at + timedelta(seconds=2),
    )


def _task(number: int, at: datetime, output: str) -> TaskRecord:
    return TaskRecord(
        invocation_task_id=f"invt-{number:08d}",
        invocation_id=f"inv-{number:08d}",
        command_id=f"cmd-{number % 20:08d}",
        region=REGION,
        instance_id=f"ins-{number % 500:08d}",
        status=TaskStatus.SUCCESS,
        created_time=at,
        updated_time=at,
        start_time=at,
        end_time=at + timedelta(seconds=2),
        exec_start_time=at,
        exec_end_time=at + timedelta(seconds=1),
        output=output.encode(),
    )


async def all_arrive(person: Person) -> list[str]:
    """Wait until every record was listed; returns what the status line said meanwhile."""
    said: list[str] = []
    listed = asyncio.Event()

    def look(state: SyncState) -> None:
        said.extend(cell.accessibleName() for cell in person.hand.shown(QWidget, "mirror_state"))
        if state.now is not None and state.now.listed >= RECORDS:
            listed.set()

    subscription = person.services.sync.changed.subscribe(look)
    await listed.wait()
    subscription.cancel()
    assert (await person.services.past.history.size()).runs == RECORDS
    return said


def test_ten_thousand_records_of_others(
    run: Callable[[Coroutine[Any, Any, Any]], Any],
    open_console: OpenConsole,
    start_sandbox: StartSandbox,
    tmp_path: Path,
) -> None:
    fill(tmp_path / "state", RECORDS)
    outside = start_sandbox("--synthetic", "--region", REGION, state=tmp_path / "state")

    async def work() -> None:
        async with open_console(outside=outside) as person:
            hand = person.hand
            await person.machines_are_there()
            await hand.click(f"rail_{PageKey.HISTORY}")
            said = await all_arrive(person)
            counts = [words for words in said if "of 10,000 read" in words]
            assert len(set(counts)) > 1
            # The newest results are read first: nobody waits for all of them.
            await hand.press(Qt.Key.Key_F5)
            await hand.type_into("history_search", NEEDLE)
            runs = hand.find(QAbstractItemView, "history")
            await hand.until(lambda: runs.model().rowCount() == 1, "the answer is found")
            await hand.press(Qt.Key.Key_Return)
            await hand.until(lambda: runs.currentIndex().isValid(), "the run is current")
            await hand.press(Qt.Key.Key_Return)
            await hand.until(lambda: hand.shown(QAbstractButton, "back_to_runs"), "it is shown")
            await hand.click_row("task_table", 0)
            await hand.until(lambda: NEEDLE in hand.text("output_view"), "its output is shown")

    run(work())

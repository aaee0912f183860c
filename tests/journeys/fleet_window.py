"""A window in which someone starts a run in waves on all machines; it stays until it is killed.

Run as `python -m tests.journeys.fleet_window HOME ENDPOINT SECRET_ID SECRET_KEY`; it says how many
machines are done, whenever that changes.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tat_console.app import Console, make_application
from tat_console.support.paths import AppPaths
from tat_console.tat.statuses import TaskStatus
from tests.fixtures.console import Access
from tests.journeys.conftest import OUTSIDE, Person
from tests.journeys.test_fleet import in_waves

SCRIPT = "sleep 0.2; echo done"


async def run_in_waves(app: QApplication, home: Path, access: Access) -> None:
    """Start the run, and tell how far it is until the end of this process."""
    console = await Console.open(app, AppPaths.below(home))
    person = Person(console)
    person.use(access)
    console.services.settings.set("last_profile", OUTSIDE)
    console.window.show()
    await console.start()
    await person.tick(1)
    await person.hand.click("tick_all_ready")
    await person.write("fleet", SCRIPT)
    progress = await in_waves(person, canary="3", wave="10", at_once="8")
    done = asyncio.Event()
    progress.changed.subscribe(lambda _ids: done.set())
    while True:
        sys.stdout.write(f"{progress.counts[TaskStatus.SUCCESS]}\n")
        sys.stdout.flush()
        done.clear()
        await done.wait()


if __name__ == "__main__":
    folder, endpoint, secret_id, secret_key = sys.argv[1:]
    app = make_application(["window"])
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        runner.run(run_in_waves(app, Path(folder), Access(endpoint, secret_id, secret_key)))

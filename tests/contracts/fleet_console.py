"""A console without a window that starts one fleet run, or goes on with it, until it has ended.

Run as `python -m tests.contracts.fleet_console HOME ENDPOINT SECRET_ID SECRET_KEY MACHINES`; it
says `live` when the run is kept and on its way, and `ended` at the end. Before that it says
`elsewhere` where another console carries the run out.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tat_console.ports.archive import Script
from tat_console.ports.waves import Guards, Share
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tests.fixtures.console import (
    PROFILE_ID,
    Access,
    Headless,
    HurryingClock,
    headless_console,
    until_ended,
)

SCRIPT = Script(name="fleet", content=b"sleep 0.2; echo done")
GUARDS = Guards(wave=Share(percent=35), pause_s=1, at_once=48)


async def the_run(console: Headless, machines: int) -> RunProgress:
    """The only run of this archive: started where there is none yet, else gone on with."""
    summaries = await console.archive.recent_runs()
    if summaries:
        return await taken_over(console, summaries[0].run.run_id)
    targets = await console.ready_machines(machines)
    profile = console.session.require().profile
    plan = make_plan(SCRIPT, targets, profile, now=console.clock.now(), guards=GUARDS)
    return await console.runs.start(plan)


async def taken_over(console: Headless, run_id: str) -> RunProgress:
    """The run as soon as no other console carries it out."""
    told = asyncio.Event()
    console.runs.changed.subscribe(lambda _progress: told.set())
    await console.session.activate(PROFILE_ID)
    await console.runs.resume(PROFILE_ID)
    progress = await console.runs.open(run_id)
    assert progress is not None
    if progress.is_elsewhere:
        say("elsewhere")
        await told.wait()
        progress = await console.runs.open(run_id)
        assert progress is not None
    return progress


def say(word: str) -> None:
    """Tell whoever started this program."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def main(home: Path, access: Access, machines: int) -> None:
    async with headless_console(home, access, HurryingClock()) as console:
        progress = await the_run(console, machines)
        say("live")
        await until_ended(progress)
        say("ended")


if __name__ == "__main__":
    folder, endpoint, secret_id, secret_key, count = sys.argv[1:]
    asyncio.run(main(Path(folder), Access(endpoint, secret_id, secret_key), int(count)))

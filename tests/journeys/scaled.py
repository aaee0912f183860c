"""Walks through the window of a desktop that shows everything larger, and prints what is clipped.

Qt reads the scale once at its start, so this is a program of its own: `test_large_type` runs it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tat_console.app import Console, SandboxOptions, make_application
from tat_console.support.paths import AppPaths
from tests.journeys.clipped import clipped
from tests.journeys.conftest import Person
from tests.journeys.painted import painted_texts
from tests.journeys.rooms import furnish, pages

SIZES = ((1280, 800), (960, 600))


async def _found(person: Person) -> list[str]:
    await furnish(person)
    found = []
    with painted_texts() as painted:
        for width, height in SIZES:
            window = person.console.window
            window.resize(width, height)
            async for name, _page in pages(person):
                cut = (*clipped(window), *painted.cut_in(window))
                found += [f"{name} at {width}: {one}" for one in cut]
    return found


async def _walk(app: QApplication, home: Path) -> None:
    console = await Console.open(app, AppPaths.below(home), SandboxOptions(instances=12))
    console.window.show()
    try:
        await console.start()
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        found = await _found(Person(console))
        sys.stdout.write(json.dumps({"ratio": ratio, "found": found}))
    finally:
        await console.close()


if __name__ == "__main__":
    application = make_application(["tat-console"])
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        runner.run(_walk(application, Path(sys.argv[1])))

"""Takes the tour: one line and one picture a step, then the pages once more in dark colours."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from tat_console.app import Console, SandboxOptions, make_application
from tat_console.support.errors import ConsoleError
from tat_console.support.paths import AppPaths
from tat_console.tour.api import API
from tat_console.tour.fleet import production, take_fleet
from tat_console.tour.hand import NotThere
from tat_console.tour.help import HELP
from tat_console.tour.history import HISTORY
from tat_console.tour.hosted import HOSTED
from tat_console.tour.profiles import PROFILES, surroundings
from tat_console.tour.schedules import SCHEDULES
from tat_console.tour.scripts import SCRIPTS
from tat_console.tour.steps import PALETTE, STEPS, Tour
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.navigation import PageKey

INSTANCES: Final = 60
CHAPTERS: Final = (STEPS, HISTORY, PROFILES, SCHEDULES, HOSTED, API, SCRIPTS, PALETTE, HELP)
VEIL: Final = QColor(0, 0, 0, 90)
DARK_PAGES: Final = (
    PageKey.INSTANCES,
    PageKey.SCRIPTS,
    PageKey.GALLERY,
    PageKey.RUNS,
    PageKey.HISTORY,
    PageKey.SCHEDULES,
    PageKey.HOSTED,
    PageKey.API,
)
SMALL: Final = (960, 600)


def take_tour(out: Path, until: str = "") -> int:
    """Take the tour with a home of its own; returns 0, or 1 when a step failed.

    `until` is the name of the step to end with; "" takes them all.
    """
    out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_qt_says)
    # No key of the user's is read or written on a tour.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    with tempfile.TemporaryDirectory(prefix="tat-console-tour-") as home:
        app = make_application(["tat-console", *_large_screen(Path(home))])
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            return runner.run(_take(app, AppPaths.below(Path(home)), out, until))


def _large_screen(home: Path) -> list[str]:
    """Arguments that give the offscreen platform a screen on which dialogs find room."""
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return []
    file = home / "screen.json"
    screen = {"name": "tour", "x": 0, "y": 0, "width": 1920, "height": 1080, "dpr": 1.0}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    file.write_text(json.dumps({"screens": [screen]}))
    return ["-platform", f"offscreen:configfile={file}"]


async def _take(app: QApplication, paths: AppPaths, out: Path, until: str) -> int:
    begun = time.monotonic()
    user = surroundings(paths.state / "user")
    console = await Console.open(app, paths, SandboxOptions(instances=INSTANCES), user)
    console.services.settings.set("theme", Mode.LIGHT.value)
    console.window.show()
    console.window.welcome()
    camera = Camera(console.window, out)
    try:
        await console.start()
        await _light(Tour(console), camera, until)
        if not until:
            await _dark(Tour(console), camera)
            print("    two thousand machines of a made-up production account", flush=True)
            folder = paths.state / "tour-fleet"
            async with production(Tour(console), folder):
                await take_fleet(Tour(console), camera, folder)
    except (NotThere, ConsoleError) as failed:
        camera.take("failed")
        print(f"The tour failed: {failed}", flush=True)
        return 1
    finally:
        await console.close()
    print(f"{camera.count} pictures in {out}, {time.monotonic() - begun:.0f} s", flush=True)
    return 0


async def _light(tour: Tour, camera: Camera, until: str) -> None:
    for step in (step for chapter in CHAPTERS for step in chapter):
        begun = time.monotonic()
        try:
            await step.do(tour)
        except NotThere as failed:
            raise NotThere(f"{step.words}: {failed}") from failed
        await tour.hand.settle()
        path = camera.take(step.name)
        print(
            f"{camera.count:2}  {step.words} ({time.monotonic() - begun:.1f} s): {path.name}",
            flush=True,
        )
        if step.name == until:
            return


async def _dark(tour: Tour, camera: Camera) -> None:
    """The same pages in dark colours, and one in the smallest window."""
    tour.close_palette()
    tour.console.services.settings.set("theme", Mode.DARK.value)
    await tour.open_run("reload-nginx")
    for page in DARK_PAGES:
        await tour.go(page)
        print(f"{camera.count + 1:2}  {page.value} in dark colours", flush=True)
        camera.take(f"{page.value}-dark")
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    tour.console.window.resize(*SMALL)
    for page in DARK_PAGES:
        await tour.go(page)
        print(f"{camera.count + 1:2}  {page.value} in the smallest window", flush=True)
        camera.take(f"{page.value}-small")


class Camera:
    """Takes numbered pictures of the window with the dialogs and lists over it."""

    def __init__(self, window: QWidget, out: Path) -> None:
        self._window = window
        self._out = out
        self.count = 0

    def take(self, name: str) -> Path:
        """Save what is to be seen now."""
        self.count += 1
        path = self._out / f"{self.count:02}-{name}.png"
        picture = self._window.grab()
        for over in sorted(QApplication.topLevelWidgets(), key=_depth):
            if over is not self._window and over.isVisible():
                _lay_over(picture, self._window, over)
        picture.save(str(path))
        return path


def _depth(widget: QWidget) -> int:
    """How many widgets it belongs to: a question about a dialog lies over it."""
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _lay_over(picture: QPixmap, window: QWidget, over: QWidget) -> None:
    """Put a window of its own where it stands; a dialog dims what is behind it."""
    painter = QPainter(picture)
    if over.isModal():
        painter.fillRect(window.rect(), VEIL)
    place = over.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
    painter.drawPixmap(place, over.grab())
    painter.end()


def _qt_says(kind: QtMsgType, context: object, message: str) -> None:
    """Pass on what Qt has to say, but for what the offscreen platform lacks."""
    if "This plugin does not support" not in message:
        print(f"Qt: {message}", flush=True)

"""The fleet in the tour: two thousand machines of a made-up production account, in waves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtWidgets import QAbstractButton, QDialog

from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.sandbox.launch import launch
from tat_console.tat.statuses import TaskStatus
from tat_console.tour.steps import Tour
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.navigation import PageKey

MACHINES: Final = 2_600  # so many, that two thousand of them are ready
REGIONS: Final = ("ap-guangzhou", "ap-shanghai", "ap-singapore")
PROFILE_ID: Final = "harbor-prod"
MIDDLE: Final = 0.6
DESIGN_SIZE: Final = (1280, 800)
SCRIPT: Final = """\
#!/usr/bin/env bash
set -euo pipefail
cp -p "{{target}}" "{{target}}.bak"
nginx -t && systemctl reload nginx
"""


class Camera(Protocol):
    """Takes a picture of what is to be seen now."""

    def take(self, name: str) -> object:
        """Save it under a name."""
        ...


@asynccontextmanager
async def production(tour: Tour, folder: Path) -> AsyncIterator[None]:
    """A production profile whose machines make their results up."""
    sandbox = await launch(
        state=folder, instances=MACHINES, regions=REGIONS, options=("--synthetic",)
    )
    profile = Profile(
        profile_id=PROFILE_ID,
        name=PROFILE_ID,
        environment=Environment.PRODUCTION,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        session_only=True,
    )
    credential = Credential(secret_id=sandbox.secret_id, secret_key=sandbox.secret_key)
    tour.console.services.profiles.provide(profile, credential)
    try:
        yield
    finally:
        await sandbox.stop()


async def take_fleet(tour: Tour, camera: Camera) -> None:
    """Choose all ready machines, say how the run is sent, agree, and look at it in the middle."""
    hand, services = tour.hand, tour.console.services
    tour.console.window.resize(*DESIGN_SIZE)
    tour.console.window.use_profile(PROFILE_ID)
    directory = services.directory
    await hand.until(lambda: len(directory.machines) == MACHINES, "the fleet is listed")
    await tour.go(PageKey.INSTANCES)
    await tour.tick(lambda _name: True, most=1)
    await hand.click("tick_all_ready")
    camera.take("fleet-chosen")
    await tour.write("reload-nginx-cert", SCRIPT)
    await hand.type_into("parameter_target", "/etc/nginx/tls/edge.pem")
    await _confirm(tour, camera)
    await _watch(tour, camera)


async def _confirm(tour: Tour, camera: Camera) -> None:
    hand = tour.hand
    await hand.click("run_button")
    await hand.click("change_guards")
    # No canary: of the made-up results some fail, and one would stop the run.
    for name, text in (("wave", "45 %"), ("at_once", "1500"), ("stop_at", "20 %")):
        await hand.type_into(f"guard_{name}", text)
    camera.take("fleet-waves")
    await hand.click("guards_accept")
    await hand.see(QDialog, "confirm_run")
    await hand.type_into("machine_count", str(len(tour.console.services.chosen.ids)))
    await _in_both(tour, camera, "fleet-confirm")
    await hand.click("confirm_button")


async def _watch(tour: Tour, camera: Camera) -> None:
    hand = tour.hand
    runs = tour.console.services.runs
    await hand.until(lambda: runs.live, "the run has started")
    total = len(tour.run.tasks)
    await hand.until(
        lambda: tour.run.counts[TaskStatus.SUCCESS] > total * MIDDLE or not tour.run.is_live,
        "most have answered",
    )
    await _in_both(tour, camera, "fleet-run")
    await tour.ended()
    await hand.until(lambda: not hand.shown(QAbstractButton, "cancel_all"), "the end is shown")
    camera.take("fleet-ended")


async def _in_both(tour: Tour, camera: Camera, name: str) -> None:
    settings = tour.console.services.settings
    for mode in (Mode.LIGHT, Mode.DARK):
        settings.set("theme", mode.value)
        await tour.hand.settle()
        camera.take(f"{name}-{mode.value}")
    settings.set("theme", Mode.LIGHT.value)
    await tour.hand.settle()

"""The fleet in the tour: two thousand machines of a made-up production account, in waves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QDialog

from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.sandbox.launch import launch
from tat_console.tat.statuses import TaskStatus
from tat_console.tour.fleet_dialogs import Camera, take_sets, take_values
from tat_console.tour.steps import Tour
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.navigation import PageKey

MACHINES: Final = 2_600  # so many, that two thousand of them are ready
REGIONS: Final = ("ap-guangzhou", "ap-shanghai", "ap-singapore")
PROFILE_ID: Final = "harbor-prod"
BESIDE_ID: Final = "harbor-asia"
BESIDE_MACHINES: Final = 120
BESIDE_REGION: Final = "ap-seoul"
MIDDLE: Final = 0.6
DESIGN_SIZE: Final = (1280, 800)
SMALL: Final = (960, 600)
SCRIPT: Final = """\
#!/usr/bin/env bash
set -euo pipefail
cp -p "{{target}}" "{{target}}.bak"
nginx -t && systemctl reload nginx
"""


@asynccontextmanager
async def production(tour: Tour, folder: Path) -> AsyncIterator[None]:
    """A production profile and one of another account, whose machines make their results up."""
    async with (
        _account(tour, PROFILE_ID, folder / PROFILE_ID, MACHINES, REGIONS),
        _account(tour, BESIDE_ID, folder / BESIDE_ID, BESIDE_MACHINES, (BESIDE_REGION,)),
    ):
        yield


@asynccontextmanager
async def _account(
    tour: Tour, profile_id: str, folder: Path, machines: int, regions: Sequence[str]
) -> AsyncIterator[None]:
    sandbox = await launch(
        state=folder, instances=machines, regions=regions, options=("--synthetic",)
    )
    profile = Profile(
        profile_id=profile_id,
        name=profile_id,
        environment=Environment.PRODUCTION,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        regions=tuple(regions),
        session_only=True,
    )
    credential = Credential(secret_id=sandbox.secret_id, secret_key=sandbox.secret_key)
    tour.console.services.profiles.provide(profile, credential)
    try:
        yield
    finally:
        await sandbox.stop()


async def take_fleet(tour: Tour, camera: Camera, folder: Path) -> None:
    """Choose all ready machines, say how the run is sent, agree, and look at it in the middle.

    Then its dialogs; the tables that they read are written into the folder.
    """
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
    await take_values(tour, camera, folder)
    await _confirm(tour, camera)
    await _watch(tour, camera)
    await take_sets(tour, camera)
    await _two_accounts(tour, camera)


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
    tour.console.window.resize(*SMALL)
    await _in_both(tour, camera, "fleet-run-small")
    await hand.click("as_grid")
    await _in_both(tour, camera, "fleet-grid-small")
    tour.console.window.resize(*DESIGN_SIZE)
    await tour.ended()
    await hand.until(lambda: not hand.shown(QAbstractButton, "cancel_all"), "the end is shown")
    camera.take("fleet-ended")


async def _two_accounts(tour: Tour, camera: Camera) -> None:
    """Look at another account beside, and ask for a run on the machines of both."""
    hand, services = tour.hand, tour.console.services
    tour.console.window.look_at(BESIDE_ID, True)
    both = MACHINES + BESIDE_MACHINES
    await hand.until(
        lambda: len(services.directory.machines) == both, "the machines of both are listed"
    )
    await tour.go(PageKey.INSTANCES)
    await hand.click("tick_all_ready")
    await tour.go(PageKey.SCRIPTS)
    await hand.click("run_button")
    await hand.see(QDialog, "protected_targets")
    camera.take("fleet-protected")
    for size, name in ((DESIGN_SIZE, "fleet-two-accounts"), (SMALL, "fleet-two-accounts-small")):
        tour.console.window.resize(*size)
        if not hand.shown(QDialog, "protected_targets"):
            await hand.click("run_button")
        await hand.click("leave_out_protected")
        await hand.see(QDialog, "confirm_run")
        await _in_both(tour, camera, name)
        hand.find(QDialog, "confirm_run").reject()
        await hand.settle()
    tour.console.window.resize(*DESIGN_SIZE)


async def _in_both(tour: Tour, camera: Camera, name: str) -> None:
    settings = tour.console.services.settings
    for mode in (Mode.LIGHT, Mode.DARK):
        settings.set("theme", mode.value)
        await tour.hand.settle()
        camera.take(f"{name}-{mode.value}")
    settings.set("theme", Mode.LIGHT.value)
    await tour.hand.settle()

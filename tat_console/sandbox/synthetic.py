"""Agents that run nothing: results made up quickly, for rehearsals with thousands of machines.

What a task answers follows from its id alone, so a result looked at twice is the same.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Final

import msgspec

from tat_console.sandbox.agent import Job, Outcome, Progress
from tat_console.tat.statuses import TaskStatus

_LONGEST_S: Final = 2.0


class Scene(msgspec.Struct, frozen=True):
    """One way a task can end; `share` of a thousand tasks do."""

    share: int
    status: TaskStatus
    exit_code: int
    output: str


SCENES: Final = (
    Scene(620, TaskStatus.SUCCESS, 0, "nginx 1.24.0\nactive (running)\nconfiguration: ok\n"),
    Scene(170, TaskStatus.SUCCESS, 0, "nginx 1.22.1\nactive (running)\nconfiguration: ok\n"),
    Scene(80, TaskStatus.SUCCESS, 0, "nginx 1.24.0\nactive (running)\nworkers: {number}\n"),
    Scene(60, TaskStatus.SUCCESS, 0, "{name}\n磁盘使用率 {percent}%\n已完成\n"),
    Scene(30, TaskStatus.FAILED, 1, "nginx: [emerg] bind() to 0.0.0.0:80 failed\n"),
    Scene(20, TaskStatus.FAILED, 127, "bash: line 3: jq: command not found\n"),
    Scene(15, TaskStatus.TIMEOUT, -1, "waiting for lock /var/lib/dpkg/lock-frontend\n"),
    Scene(5, TaskStatus.FAILED, 2, "{name}: no space left on device\n"),
)


class SyntheticAgent:
    """Ends each job after at most two seconds, mostly well."""

    async def run(self, job: Job, progress: Progress) -> Outcome:
        """Pretend to run the job."""
        dice = hashlib.sha256(job.invocation_task_id.encode()).digest()
        progress.about_to_start()
        duration_s = _LONGEST_S * (dice[0] + 1) / 256
        try:
            await asyncio.wait_for(progress.cancelled.wait(), duration_s)
        except TimeoutError:
            scene = _scene(int.from_bytes(dice[1:5], "big") % 1000)
            progress.write(_output(scene, job, dice).encode())
            return Outcome(scene.status, scene.exit_code)
        return Outcome(TaskStatus.TERMINATED)

    async def stop(self) -> None:
        """Nothing runs, so nothing has to be ended."""


def _scene(number: int) -> Scene:
    for scene in SCENES:
        number -= scene.share
        if number < 0:
            return scene
    raise AssertionError("The shares of the scenes must add up to a thousand")


def _output(scene: Scene, job: Job, dice: bytes) -> str:
    return scene.output.format(
        name=job.machine.name, number=dice[5] % 4 + 1, percent=40 + dice[6] % 50
    )

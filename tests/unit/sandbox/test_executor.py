"""Scripts run as the agent runs them: one test for each row of facts §7.4."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tat_console.sandbox.agent import Job, Outcome, Progress
from tat_console.sandbox.disk import disk_of
from tat_console.sandbox.executor import ProcessAgent
from tat_console.sandbox.fleet import all_regions, build_fleet
from tat_console.sandbox.machines import Machine
from tat_console.tat.limits import OUTPUT_BYTES
from tat_console.tat.statuses import CommandType, TaskStatus
from tests.fixtures.held import Held

MACHINE: Machine = next(build_fleet(1, {"ap-guangzhou": all_regions()["ap-guangzhou"]}))
JOB = Job(
    invocation_task_id="invt-0123456789",
    machine=MACHINE,
    script=b"",
    command_type=CommandType.SHELL,
    working_directory="/root",
    username="root",
    timeout_s=30,
)

While = Callable[[Progress], Awaitable[None]]
Look = Callable[[], bool]


class Ran:
    """What a script did: its outcome, its output as text, what the run told, what was seen then."""

    def __init__(self, outcome: Outcome, progress: Progress, starts: int, seen: bool) -> None:
        self.outcome = outcome
        self.output = progress.output.decode(errors="replace")
        self.size = len(progress.output)
        self.dropped = progress.dropped
        self.starts = starts
        self.seen = seen


async def _run(disks: Path, job: Job, meanwhile: While | None, look: Look) -> Ran:
    starts: list[None] = []
    progress = Progress(announce=lambda: starts.append(None))
    agent = ProcessAgent(disks)
    work = asyncio.create_task(agent.run(job, progress))
    if meanwhile:
        await meanwhile(progress)
    outcome = await work
    seen = look()
    await agent.stop()
    return Ran(outcome, progress, len(starts), seen)


def run(
    disks: Path,
    script: str | bytes,
    meanwhile: While | None = None,
    look: Look = bool,
    **changes: Any,
) -> Ran:
    """Run a script on the machine, with other settings where given; `look` before the agent ends."""
    content = script.encode() if isinstance(script, str) else script
    job = msgspec.structs.replace(JOB, script=content, **changes)
    return asyncio.run(_run(disks, job, meanwhile, look))


async def has_written(progress: Progress) -> None:
    """Wait for the first output."""
    while not progress.output:  # noqa: ASYNC110 - nothing tells of output
        await asyncio.sleep(0)


async def cancel_once_it_writes(progress: Progress) -> None:
    """Cancel a script that is surely running."""
    await has_written(progress)
    progress.cancelled.set()


def run_into_timeout(disks: Path, script: str, held: Held, look: Look) -> Ran:
    """Run a script into its timeout; into a longer one where it did not come to hold the pipe."""
    for timeout_s in (1, 10, 60):
        ran = run(disks, script, look=look, timeout_s=timeout_s)
        if held.said:
            return ran
    pytest.fail("The script never held the pipe")


@pytest.mark.parametrize(
    ("code", "status"), [(0, TaskStatus.SUCCESS), (3, TaskStatus.FAILED), (255, TaskStatus.FAILED)]
)
def test_the_exit_code_decides(tmp_path: Path, code: int, status: TaskStatus) -> None:
    ran = run(tmp_path, f"exit {code}")
    assert ran.outcome == Outcome(status, code)


def test_both_streams_are_merged_in_their_true_order(tmp_path: Path) -> None:
    ran = run(tmp_path, "echo 1; echo 2 >&2; echo 3; echo 4 >&2")
    assert ran.output == "1\n2\n3\n4\n"


def test_standard_input_is_empty(tmp_path: Path) -> None:
    assert run(tmp_path, "cat; readlink /proc/self/fd/0").output == "/dev/null\n"


def test_bash_runs_the_file_whatever_its_first_line_says(tmp_path: Path) -> None:
    ran = run(tmp_path, "#!/usr/bin/env python3\n[[ a == a ]] && echo $BASH_VERSION | cut -c1")
    assert ran.output.strip().isdigit()


def test_carriage_returns_are_not_converted(tmp_path: Path) -> None:
    assert run(tmp_path, b"exit 0\r\n").outcome.exit_code == 2


def test_the_profile_of_the_user_is_read(tmp_path: Path) -> None:
    disk = disk_of(tmp_path, MACHINE)
    (disk.root / "root/.bashrc").write_text("export FROM_BASHRC=yes")
    assert run(tmp_path, "echo $FROM_BASHRC").output == "yes\n"

    (disk.root / "root/.bash_profile").write_text("export FROM_PROFILE=yes")
    assert run(tmp_path, "echo $FROM_PROFILE $FROM_BASHRC").output == "yes\n"


def test_it_is_no_login_shell_and_knows_its_own_file(tmp_path: Path) -> None:
    ran = run(tmp_path, "shopt -q login_shell || echo none; basename $0; stat -c %a $0")
    assert ran.output == "none\ninvt-0123456789.sh\n755\n"


def test_the_script_file_is_gone_afterwards(tmp_path: Path) -> None:
    ran = run(tmp_path, "echo $0")
    assert not Path(ran.output.strip()).exists()


def test_the_environment_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", "never")
    ran = run(tmp_path, "env")
    names = {line.partition("=")[0] for line in ran.output.splitlines()}

    assert "TENCENTCLOUD_SECRET_KEY" not in names
    told = {"SHELL", "HOME", "USER", "LOGNAME", "USERNAME", "MAIL", "TERM", "PATH"}
    assert told <= names


def test_the_script_can_tell_where_it_runs(tmp_path: Path) -> None:
    ran = run(tmp_path, "echo $TAT_SANDBOX_INSTANCE_ID $TAT_SANDBOX_INSTANCE_NAME $HOSTNAME")
    assert ran.output.split() == [MACHINE.instance_id, MACHINE.name, MACHINE.host_name]


def test_variables_of_etc_environment_are_set_up_to_the_first_odd_line(tmp_path: Path) -> None:
    text = "export A=1\nB='two words'\nodd\nC=3\n"
    (disk_of(tmp_path, MACHINE).root / "etc/environment").write_text(text)
    assert run(tmp_path, 'echo "$A|$B|$C"').output == "1|two words|\n"


@pytest.mark.parametrize(
    ("directory", "username", "end"),
    [
        ("/root", "root", "/root"),
        ("/home/ubuntu", "ubuntu", "/home/ubuntu"),
        ("/opt", "root", "/opt"),
    ],
)
def test_directories_lie_on_the_machines_own_disk(
    tmp_path: Path, directory: str, username: str, end: str
) -> None:
    ran = run(tmp_path, "pwd; echo ~", working_directory=directory, username=username)
    here, home = ran.output.splitlines()
    disk = tmp_path / MACHINE.instance_id
    assert here == f"{disk}{end}"
    assert home.startswith(str(disk))


def test_a_directory_cannot_lead_off_the_disk(tmp_path: Path) -> None:
    ran = run(tmp_path, "pwd", working_directory="/root/../../../../etc")
    assert ran.output == f"{tmp_path / MACHINE.instance_id}/etc\n"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"username": "nobody-here"}, "InvalidUser: user `nobody-here` not exists"),
        (
            {"working_directory": "/not/there"},
            "InvalidWorkingDirectory: working_directory `/not/there` not exists",
        ),
        (
            {"command_type": CommandType.BAT},
            "ScriptStoreFailed: invalid `BAT` type in Unix.",
        ),
        ({"username": "ubuntu"}, "TaskSpawnFailed: Permission denied"),
    ],
)
def test_what_cannot_start_says_why(tmp_path: Path, changes: dict[str, Any], error: str) -> None:
    ran = run(tmp_path, "echo never", **changes)
    assert ran.outcome == Outcome(TaskStatus.START_FAILED, -1, error)
    assert (ran.output, ran.starts) == ("", 0)


def test_the_timeout_kills_the_whole_group_at_once(tmp_path: Path, held: Held) -> None:
    script = f"trap 'echo caught' TERM; (echo held; exec sleep 200) >{held.path} & wait"
    ran = run_into_timeout(tmp_path, script, held, held.is_let_go)
    assert (ran.outcome, ran.output) == (Outcome(TaskStatus.TIMEOUT, -1), "")
    assert ran.seen


def test_cancelling_kills_the_whole_group_at_once(tmp_path: Path, held: Held) -> None:
    holding = f"(echo held; echo now >&9; exec sleep 200) 9>&1 >{held.path}"
    script = f"trap 'echo caught' TERM; {holding} & wait"
    ran = run(tmp_path, script, cancel_once_it_writes, held.is_let_go)
    assert (ran.outcome, ran.output) == (Outcome(TaskStatus.TERMINATED, -1), "now\n")
    assert ran.seen


def test_a_script_cancelled_before_its_turn_never_starts(tmp_path: Path) -> None:
    async def cancel_at_once(progress: Progress) -> None:
        progress.cancelled.set()

    ran = run(tmp_path, "echo never", cancel_at_once)
    assert (ran.outcome, ran.starts) == (Outcome(TaskStatus.TERMINATED, -1), 0)


def test_a_process_of_another_session_survives_the_timeout_but_not_the_sandbox(
    tmp_path: Path, held: Held
) -> None:
    script = f"setsid sh -c 'echo held; exec sleep 200' >{held.path} 2>&1 & wait"
    ran = run_into_timeout(tmp_path, script, held, held.is_open)
    assert (ran.outcome.status, ran.seen) == (TaskStatus.TIMEOUT, True)
    assert held.is_let_go()


def test_a_signal_gives_minus_one(tmp_path: Path) -> None:
    assert run(tmp_path, "kill -9 $$").outcome == Outcome(TaskStatus.FAILED, -1)


def test_output_of_children_is_read_for_a_second_after_the_end(tmp_path: Path) -> None:
    script = "(sleep 0.2; echo in time; sleep 60; echo too late) & exit 0"
    ran = run(tmp_path, script, timeout_s=20)
    assert ran.outcome == Outcome(TaskStatus.SUCCESS, 0)
    assert ran.output == "in time\n"


def test_a_script_without_output_is_not_subject_to_its_timeout(tmp_path: Path) -> None:
    ran = run(tmp_path, "exec >&- 2>&-; sleep 2; exit 5", timeout_s=1)
    assert ran.outcome == Outcome(TaskStatus.FAILED, 5)


def test_output_is_capped_by_bytes_and_the_rest_counted(tmp_path: Path) -> None:
    script = "printf x; for i in $(seq 20000); do printf 好; done"
    ran = run(tmp_path, script)
    assert (ran.size, ran.dropped) == (OUTPUT_BYTES, 60_001 - OUTPUT_BYTES)
    assert ran.output.endswith("\N{REPLACEMENT CHARACTER}")


def test_output_grows_while_the_script_runs(tmp_path: Path) -> None:
    grown: list[bytes] = []

    async def look(progress: Progress) -> None:
        await has_written(progress)
        grown.append(bytes(progress.output))
        progress.cancelled.set()

    run(tmp_path, "echo first; sleep 60; echo second", look)
    assert grown == [b"first\n"]


def test_every_start_is_announced_once(tmp_path: Path) -> None:
    assert run(tmp_path, "true").starts == 1


def test_hundreds_of_scripts_run_at_the_same_time(tmp_path: Path) -> None:
    async def run_many() -> list[Outcome]:
        agent = ProcessAgent(tmp_path)
        jobs = [
            msgspec.structs.replace(JOB, script=b"sleep 1", invocation_task_id=f"invt-{number:010}")
            for number in range(150)
        ]
        progress = Progress(announce=lambda: None)
        outcomes = await asyncio.gather(*(agent.run(job, progress) for job in jobs))
        await agent.stop()
        return list(outcomes)

    assert asyncio.run(run_many()) == [Outcome(TaskStatus.SUCCESS, 0)] * 150

"""The public commands really run, on a machine of the real sandbox."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from tat_console.ports.cloud import Cloud, Connection
from tat_console.runs.paging import rows
from tat_console.sandbox.gallery import GalleryCommand, read_commands
from tat_console.sandbox.public_commands import public_commands, public_scenes, stable_id
from tat_console.tat import parameter_types, templating
from tat_console.tat.commands import Command, DescribeCommands, DescribeScenes
from tat_console.tat.invocations import InvocationTask, InvokeCommand
from tat_console.tat.listing import Filter
from tat_console.tat.parameter_types import ParameterKind
from tat_console.tat.statuses import CommandType, CreatedBy, TaskStatus
from tests.contracts.clients import finished, runnable, tasks_of, with_client
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"
GALLERY = {command.name: command for command in read_commands()}
COMMANDS = {command.command_name: command for command in public_commands().values()}
SHELL = sorted(name for name, each in GALLERY.items() if each.type is CommandType.SHELL)
# What even the barest Linux has; everything else may be missing.
BARE = (
    *("awk", "base64", "basename", "bash", "cat", "chmod", "chown", "cp", "cut", "date", "df"),
    *("dirname", "du", "env", "find", "getent", "grep", "gzip", "head", "id", "install", "ls"),
    *("mktemp", "mv", "paste", "readlink", "realpath", "rm", "sed", "sha256sum", "sleep", "sort"),
    *("stat", "tail", "timeout", "tr", "uname", "uniq", "wc", "xargs"),
)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIIlS7nm2M6cZ0mT0PZWhb1d4ks0u2zZS8c7jYCxBZ0s test"
# What a person has to fill in, and what would otherwise ask the network or look at the whole disk.
GIVEN = {
    "upload-a-small-file": {"content_base64": base64.b64encode(b"hello\n").decode()},
    "add-an-ssh-key": {"public_key": KEY},
    "agent-connection": {"addresses": "localhost:1"},
    "setuid-files": {"folder": "/usr/bin"},
}


def allowed_codes(each: GalleryCommand) -> set[int]:
    return {0, *(row.code for row in each.row.exit_codes)}


async def run_all(
    connection: Connection, given: dict[str, dict[str, str]]
) -> dict[str, InvocationTask]:
    """Run commands by name on one machine, a few at once, and return their tasks."""
    (machine, *_others) = await runnable(connection, REGION)
    few = asyncio.Semaphore(4)

    async def one(name: str, parameters: dict[str, str]) -> InvocationTask:
        async with few:
            return await invoke(connection.cloud, name, parameters, machine.instance_id)

    tasks = await asyncio.gather(*(one(name, given[name]) for name in given))
    return dict(zip(given, tasks, strict=True))


async def invoke(
    cloud: Cloud, name: str, parameters: dict[str, str], instance_id: str
) -> InvocationTask:
    command = COMMANDS[name]
    started = await cloud.call(
        InvokeCommand(
            command_id=command.command_id,
            instance_ids=(instance_id,),
            parameters=templating.write_parameters(parameters) if parameters else None,
        ),
        region=REGION,
    )
    await finished(cloud, started.invocation_id, REGION)
    (task,) = await tasks_of(cloud, started.invocation_id, REGION)
    return task


def results(sandbox: Sandbox, given: dict[str, dict[str, str]]) -> dict[str, InvocationTask]:
    return with_client(sandbox, lambda connection: run_all(connection, given))


def output(task: InvocationTask) -> str:
    return task.task_result.output.decode()


def test_every_shell_command_runs_with_its_defaults(sandbox: Sandbox, tmp_path: Path) -> None:
    given = {name: GIVEN.get(name, {}) for name in SHELL}
    given["upload-a-small-file"] = {
        **GIVEN["upload-a-small-file"],
        "path": str(tmp_path / "uploaded"),
    }
    tasks = results(sandbox, given)
    for name, task in tasks.items():
        text = f"{name} ended with {task.task_result.exit_code}:\n{output(task)}"
        assert task.task_result.exit_code in allowed_codes(GALLERY[name]), text
        assert task.task_status in (TaskStatus.SUCCESS, TaskStatus.FAILED), text
        assert not re.search(r"\.sh: line \d+: ", output(task)), text
        assert output(task).strip(), text
    assert [
        *sandbox.state.glob("instances/*/root/*"),
        *sandbox.state.glob("instances/*/tmp/*"),
    ] == []


def test_every_disk_has_a_row(sandbox: Sandbox) -> None:
    disks = {path.name for path in Path("/sys/block").glob("*")}
    task = results(sandbox, {"disk-throughput": {"seconds": "1"}})["disk-throughput"]
    told = {line.split("\t")[0] for line in output(task).splitlines()[1:]}
    assert told == {name for name in disks if not name.startswith(("loop", "ram", "zram"))}


def test_a_wrong_parameter_has_its_own_code(sandbox: Sandbox) -> None:
    numbers = {
        name: {row.key: "some"}
        for name in SHELL
        for row in GALLERY[name].row.parameters
        if row.kind is ParameterKind.NUMBER and name != "http-check"
    }
    given = {name: GIVEN.get(name, {}) | numbers[name] for name in numbers}
    tasks = results(sandbox, given)
    assert len(tasks) > 15
    assert {name: task.task_result.exit_code for name, task in tasks.items()} == dict.fromkeys(
        tasks, 2
    )


def test_upload_writes_exactly_the_bytes(sandbox: Sandbox, tmp_path: Path) -> None:
    content = bytes(range(256)) * 144  # 36 KB
    target = tmp_path / "a file.bin"
    target.write_bytes(b"old")
    given = {
        "path": str(target),
        "content_base64": base64.b64encode(content).decode(),
        "mode": "0600",
    }
    task = results(sandbox, {"upload-a-small-file": given})["upload-a-small-file"]
    assert task.task_result.exit_code == 0, output(task)
    assert target.read_bytes() == content
    assert target.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a file.bin.bak").read_bytes() == b"old"
    assert list(tmp_path.glob(".upload*")) == []


def test_upload_refuses_what_is_too_large_or_no_base64(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    target = tmp_path / "here/file"
    for content in (base64.b64encode(bytes(36 * 1024 + 1)).decode(), "not*base64"):
        given = {"path": str(target), "content_base64": content}
        task = results(sandbox, {"upload-a-small-file": given})["upload-a-small-file"]
        assert task.task_result.exit_code == 2
        assert list(target.parent.iterdir()) == []


def test_find_large_files_finds_them_in_order(sandbox: Sandbox, tmp_path: Path) -> None:
    for name, megabytes in (("small", 1), ("a large one", 3), ("larger", 4)):
        (tmp_path / name).write_bytes(bytes(megabytes * 1024 * 1024))
    given = {"folder": str(tmp_path), "min_mb": "2"}
    task = results(sandbox, {"find-large-files": given})["find-large-files"]
    lines = [line.split("\t") for line in output(task).splitlines()]
    assert [(line[0], line[3]) for line in lines[1:]] == [
        ("4.0", str(tmp_path / "larger")),
        ("3.0", str(tmp_path / "a large one")),
    ]


def test_rotating_keeps_copies_and_empties_the_log(sandbox: Sandbox, tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    log.write_bytes(b"x" * 2 * 1024 * 1024)
    given = {"folder": str(tmp_path), "min_mb": "1"}
    results(sandbox, {"rotate-logs": given})
    assert log.stat().st_size == 2 * 1024 * 1024
    task = results(sandbox, {"rotate-logs": given | {"apply": "true"}})["rotate-logs"]
    assert "rotated" in output(task)
    assert log.stat().st_size == 0
    assert len(list(tmp_path.glob("app.log.*.gz"))) == 1


def test_interfaces_are_json_lines(sandbox: Sandbox) -> None:
    task = results(sandbox, {"network-interfaces": {}})["network-interfaces"]
    found = [msgspec.json.decode(line) for line in output(task).splitlines()]
    assert "lo" in {row["interface"] for row in found}
    assert all(isinstance(row["rx_errors"], int) for row in found)


def test_the_sandbox_serves_scenes_and_finds_commands_by_them(sandbox: Sandbox) -> None:
    async def work(connection: Connection) -> None:
        cloud = connection.cloud
        scenes = (await cloud.call(DescribeScenes(limit=100), region=REGION)).scene_set
        assert scenes == public_scenes()
        network = stable_id("sc", "network")
        filters = (
            Filter(name="scene-id", values=(network,)),
            Filter(name="created-by", values=("TAT",)),
        )
        request = DescribeCommands(filters=filters)
        found = [command async for command in rows(cloud, request, Command, region=REGION)]
        expected = {name for name, each in GALLERY.items() if "network" in each.row.scenes}
        assert {command.command_name for command in found} == expected
        assert {command.created_by for command in found} == {CreatedBy.TAT}
        assert all(COMMANDS[command.command_name] == command for command in found)

    with_client(sandbox, work)


def test_certificates_in_danger_are_told_from_good_ones(sandbox: Sandbox, tmp_path: Path) -> None:
    for name, days in (("good", 365), ("short", 3)):
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-nodes", "-days", str(days)),
                *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
                *("-keyout", str(tmp_path / "key"), "-out", str(tmp_path / f"{name}.pem")),
                *("-subj", f"/CN={name}.example"),
            ],
            check=True,
            capture_output=True,
        )
    (tmp_path / "torn.pem").write_text("no certificate")
    given = {"places": f"{tmp_path}/*.pem", "warn_days": "30"}
    task = results(sandbox, {"certificate-expiry": given})["certificate-expiry"]
    verdicts = {line.split("\t")[3]: line.split("\t")[0] for line in output(task).splitlines()}
    assert task.task_result.exit_code == 1
    assert verdicts[str(tmp_path / "good.pem")] == "good"
    assert verdicts[str(tmp_path / "short.pem")] == "DANGER"
    assert verdicts[str(tmp_path / "torn.pem")] == "UNREADABLE"


def test_an_open_port_is_reached(sandbox: Sandbox) -> None:
    port = sandbox.endpoint.rpartition(":")[2]
    tasks = results(
        sandbox,
        {
            "test-a-connection": {"host": "127.0.0.1", "port": port},
            "measure-latency": {"targets": f"127.0.0.1:{port}\n127.0.0.1:1", "tries": "2"},
            "agent-connection": {"addresses": f"localhost:{port}"},
            "http-check": {"url": f"http://127.0.0.1:{port}/nowhere", "expected_status": "403"},
        },
    )
    assert "port=open\n" in output(tasks["test-a-connection"])
    assert "tls=no\n" in output(tasks["test-a-connection"])
    latency = [line.split("\t") for line in output(tasks["measure-latency"]).splitlines()]
    assert [row[1:3] for row in latency[1:]] == [["2", "0"], ["2", "2"]]
    assert output(tasks["agent-connection"]).splitlines()[1].startswith("reached\t")
    assert {name: task.task_result.exit_code for name, task in tasks.items()} == dict.fromkeys(
        tasks, 0
    ), output(tasks["http-check"])


def test_old_files_go_only_when_told_to(sandbox: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "a place"
    folder.mkdir()
    old, young = folder / "old.tmp", folder / "young.tmp"
    for path in (old, young):
        path.write_text("x")
    os.utime(old, (0, 0))
    given = {"folder": str(folder), "name": "*.tmp", "days": "5"}
    first = results(sandbox, {"clean-old-files": given})["clean-old-files"]
    assert "files=1\n" in output(first)
    assert old.exists()
    results(sandbox, {"clean-old-files": given | {"apply": "true"}})
    assert list(folder.iterdir()) == [young]


def test_checksums_take_patterns_with_blanks(sandbox: Sandbox, tmp_path: Path) -> None:
    for name in ("a b.conf", "c.conf"):
        (tmp_path / name).write_text(name)
    given = {"files": f"{tmp_path}/*.conf\n{tmp_path}/none"}
    task = results(sandbox, {"file-checksums": given})["file-checksums"]
    found = {line.split("\t")[4]: line.split("\t")[0] for line in output(task).splitlines()[1:]}
    assert found[str(tmp_path / "a b.conf")] == hashlib.sha256(b"a b.conf").hexdigest()
    assert set(found) == {f"{tmp_path}/{name}" for name in ("a b.conf", "c.conf", "none")}
    assert found[f"{tmp_path}/none"] == "absent"


@pytest.mark.parametrize("name", SHELL)
def test_what_is_missing_is_said(name: str, tmp_path: Path) -> None:
    for tool in BARE:
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    each = GALLERY[name]
    values = parameter_types.defaults(each.row.parameters) | GIVEN.get(name, {})
    if "path" in values:
        values["path"] = str(tmp_path / "uploaded")
    script = tmp_path / "script.sh"
    script.write_text(templating.fill(each.content, values).text)
    ended = subprocess.run(
        ["bash", str(script)],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    assert ended.returncode in allowed_codes(each)
    assert ended.stdout.strip()

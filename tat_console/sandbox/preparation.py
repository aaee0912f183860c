"""What an agent does before it starts a script: look up user and directory, write the file.

The order, the texts of refusals and the environment are the agent's (facts §7.4, §7.5).
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import Final

import msgspec

from tat_console.sandbox.agent import Job
from tat_console.sandbox.disk import Disk, User
from tat_console.tat.statuses import CommandType, OperatingSystem

_LINUX_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PROFILE: Final = (
    ". /etc/profile 2>/dev/null; . ~/.bash_profile 2>/dev/null || . ~/.bashrc 2>/dev/null; "
)
_SUFFIXES: Final = {
    CommandType.SHELL: ".sh",
    CommandType.POWERSHELL: ".ps1",
    CommandType.BAT: ".bat",
}
_KEPT_WINDOWS_VARIABLES: Final = (
    "PATH",
    "PATHEXT",
    "SYSTEMROOT",
    "COMSPEC",
    "PROCESSOR_ARCHITECTURE",
)


class StartFailed(Exception):
    """The script could not be started; its text is the task's ErrorInfo."""

    def __init__(self, context: str, cause: str) -> None:
        super().__init__(f"{context}: {cause}")


class Launch(msgspec.Struct, frozen=True):
    """What it takes to start one script."""

    arguments: list[str]
    directory: Path
    environment: dict[str, str]
    script: Path


def prepare(job: Job, disk: Disk) -> Launch:
    """Look up user and directory and write the script file, in the agent's order.

    Raises StartFailed with the agent's own texts.
    """
    user = disk.user(job.username)
    if user is None:
        raise StartFailed("InvalidUser", f"user `{job.username}` not exists")
    directory = disk.locate(job.working_directory)
    if not directory.is_dir():
        cause = f"working_directory `{job.working_directory}` not exists"
        raise StartFailed("InvalidWorkingDirectory", cause)
    script = _store_script(job, disk)
    if not disk.may_enter(user, job.working_directory):
        script.unlink()
        raise StartFailed("TaskSpawnFailed", "Permission denied")
    return Launch(
        arguments=_arguments(job.command_type, script),
        directory=directory,
        environment=_environment(job, disk, user),
        script=script,
    )


def _store_script(job: Job, disk: Disk) -> Path:
    if not job.machine.takes(job.command_type):
        where = "Windows" if job.machine.system is OperatingSystem.WINDOWS else "Unix"
        raise StartFailed("ScriptStoreFailed", f"invalid `{job.command_type}` type in {where}.")
    path = disk.agent_folder / f"{job.invocation_task_id}{_SUFFIXES[job.command_type]}"
    bom = b"\xef\xbb\xbf" if job.command_type is CommandType.POWERSHELL else b""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bom + job.script)
        path.chmod(0o755)
    except OSError as error:
        raise StartFailed("ScriptStoreFailed", error.strerror or str(error)) from error
    return path


def _arguments(command_type: CommandType, script: Path) -> list[str]:
    match command_type:
        case CommandType.POWERSHELL:
            shell = shutil.which("pwsh") or "powershell"
            escaped = str(script).replace(" ", "` ")
            utf8 = "[Console]::OutputEncoding = [System.Text.Encoding]::UTF8"
            return [shell, "-ExecutionPolicy", "Bypass", "-Command", f"{utf8}; {escaped}"]
        case CommandType.BAT:
            return ["cmd.exe", "/C", str(script)]
        case _:
            return _shell_arguments(script)


def _shell_arguments(script: Path) -> list[str]:
    bash = shutil.which("bash")
    if bash:
        return [bash, "-c", f"{_PROFILE} bash {shlex.quote(str(script))}"]
    return [shutil.which("sh") or "sh", "-c", f"sh {shlex.quote(str(script))}"]


def _environment(job: Job, disk: Disk, user: User) -> dict[str, str]:
    """A clean environment: the agent's variables, and the names that tell the machine."""
    machine = job.machine
    told = {
        "HOME": str(disk.locate(user.home)),
        "USER": user.name,
        "LOGNAME": user.name,
        "USERNAME": user.name,
        "HOSTNAME": machine.host_name,
        "TAT_SANDBOX_INSTANCE_ID": machine.instance_id,
        "TAT_SANDBOX_INSTANCE_NAME": machine.name,
    }
    if os.name == "nt":
        kept = {name: os.environ[name] for name in _KEPT_WINDOWS_VARIABLES if name in os.environ}
        return kept | told | {"TEMP": str(disk.tmp), "TMP": str(disk.tmp)}
    return told | {
        "PATH": _LINUX_PATH,
        "LANG": "C.UTF-8",
        "TMPDIR": str(disk.tmp),
        "SHELL": shutil.which("bash") or "/bin/sh",
        "MAIL": f"/var/spool/mail/{user.name}",
        "TERM": "xterm-color",
        **disk.environment_file(),
    }

"""The private directory that stands for a machine's disk: folders, users, where a path lies.

A script's working directory, home and temporary folder are inside it; absolute paths in the
text of a script are those of this computer, because nothing is virtual (see decisions.py).
"""

from __future__ import annotations

import ntpath
import posixpath
from pathlib import Path
from typing import Final

import msgspec

from tat_console.sandbox.machines import Machine
from tat_console.tat.statuses import OperatingSystem

_LINUX_FOLDERS: Final = (
    "root",
    "home/ubuntu",
    "home/lighthouse",
    "etc",
    "tmp",
    "opt",
    "data",
    "srv/www",
    "usr/local/bin",
    "var/log",
    "var/tmp",
    "var/spool/mail",
)
_WINDOWS_FOLDERS: Final = (
    "C/Program Files/qcloud/tat_agent/workdir",
    "C/Users/Administrator",
    "C/Windows/Temp",
)
_PASSWD: Final = """\
root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
www-data:x:33:33:www-data:/srv/www:/usr/sbin/nologin
ubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash
lighthouse:x:1001:1001:Lighthouse:/home/lighthouse:/bin/bash
"""
_LINUX_AGENT_TMP: Final = "usr/local/qcloud/tat_agent/tmp"
_WINDOWS_AGENT_TMP: Final = "C/Program Files/qcloud/tat_agent/tmp"


class User(msgspec.Struct, frozen=True):
    """An account of the pretend machine, with its home as a path of the machine."""

    name: str
    home: str


class Disk:
    """One machine's directory; made with its folders when it is first needed."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.root = root
        self._windows = machine.system is OperatingSystem.WINDOWS
        if not root.exists():
            self._furnish(machine)

    def _furnish(self, machine: Machine) -> None:
        folders = _WINDOWS_FOLDERS if self._windows else _LINUX_FOLDERS
        for folder in (*folders, self._agent_tmp):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        if not self._windows:
            (self.root / "etc/passwd").write_text(_PASSWD)
            (self.root / "etc/hostname").write_text(f"{machine.host_name}\n")
            (self.root / "etc/os-release").write_text(f'PRETTY_NAME="{machine.os_name}"\n')

    @property
    def _agent_tmp(self) -> str:
        return _WINDOWS_AGENT_TMP if self._windows else _LINUX_AGENT_TMP

    @property
    def agent_folder(self) -> Path:
        """Where the agent keeps the script files of running tasks."""
        return self.root / self._agent_tmp

    @property
    def tmp(self) -> Path:
        """The machine's folder for temporary files."""
        return self.root / ("C/Windows/Temp" if self._windows else "tmp")

    def locate(self, path: str) -> Path:
        """Where a path of the machine lies on this computer; it cannot leave the disk."""
        if self._windows:
            drive, rest = ntpath.splitdrive(ntpath.normpath(path))
            parts = [drive.rstrip(":") or "C", *rest.strip("\\").split("\\")]
            return self.root.joinpath(*(part for part in parts if part))
        return self.root / posixpath.normpath(f"/{path}").lstrip("/")

    def user(self, name: str) -> User | None:
        """The account of that name, or None; Windows compares without case (facts §4)."""
        if self._windows:
            known = {"system", "administrator"}
            return User(name, "C:\\Users\\Administrator") if name.lower() in known else None
        for line in (self.root / "etc/passwd").read_text().splitlines():
            fields = line.split(":")
            if len(fields) == 7 and fields[0] == name:
                return User(name, fields[5])
        return None

    def environment_file(self) -> dict[str, str]:
        """Variables of /etc/environment, read as the agent does (facts §7.4)."""
        path = self.root / "etc/environment"
        variables: dict[str, str] = {}
        if self._windows or not path.exists():
            return variables
        for line in path.read_text(errors="replace").splitlines():
            name, equals, value = line.strip().removeprefix("export ").partition("=")
            if not equals:
                break
            variables[name.strip()] = value.strip().strip("\"'")
        return variables

    def may_enter(self, user: User, directory: str) -> bool:
        """Whether the user could enter the directory: /root is root's alone."""
        inside_root = posixpath.normpath(directory).split("/")[:2] == ["", "root"]
        return self._windows or user.name == "root" or not inside_root


def disk_of(folder: Path, machine: Machine) -> Disk:
    """The disk of a machine among those kept in `folder`."""
    return Disk(folder / machine.instance_id, machine)

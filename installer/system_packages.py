"""Sees to the system packages the program needs: installs them as root on Debian, else names them.

    python3 installer/system_packages.py [--advise] GROUP...

Groups and packages are in debian-packages.toml. Runs before anything is installed, so it uses the
standard library only. Exit status 1 means that something essential is still missing; --advise
says the same sentence and always ends with 0.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

PACKAGES_FILE = Path(__file__).with_name("debian-packages.toml")
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(),
)


@dataclass(frozen=True)
class Group:
    """Packages for one purpose; without an essential one the purpose fails."""

    name: str
    essential: bool
    purpose: str


@dataclass(frozen=True)
class Package:
    """A Debian package and the thing it brings: a library, a command, a font or a module."""

    name: str
    group: str
    kind: str
    thing: str
    reason: str

    def is_here(self) -> bool:
        """Whether the thing is there, whoever brought it."""
        return _PROOFS[self.kind](self.thing)


def _library_loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _command_exists(command: str) -> bool:
    return shutil.which(command) is not None


def _module_exists(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _font_exists(pattern: str) -> bool:
    return any(next(folder.rglob(pattern), None) for folder in FONT_FOLDERS if folder.is_dir())


_PROOFS = {
    "library": _library_loads,
    "command": _command_exists,
    "module": _module_exists,
    "font": _font_exists,
}


def read_packages(path: Path) -> tuple[dict[str, Group], list[Package]]:
    """The groups by name and all packages of the file, in its order."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = {
        name: Group(name, row["essential"], row["for"]) for name, row in table["groups"].items()
    }
    packages = []
    for row in table["package"]:
        [(kind, thing)] = row["proof"].items()
        packages.append(Package(row["name"], row["group"], kind, thing, row["reason"]))
    return groups, packages


def install(names: list[str]) -> None:
    """Install with apt; what it could not do shows when the packages are looked for again."""
    print(f"Installing Debian packages: {' '.join(names)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "DEBCONF_NOWARNINGS": "yes"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *names],
    ):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


def missing_sentence(missing: list[Package], groups: dict[str, Group]) -> str:
    """One sentence that says what is missing, what for, and how to get it."""
    names = " ".join(package.name for package in missing)
    purposes = [
        group.purpose
        for group in groups.values()
        if any(package.group == group.name for package in missing)
    ]
    return (
        f"To {' and to '.join(purposes)}, tat-console needs Debian packages that are missing here; "
        f"install them with: sudo apt-get install {names}"
    )


def can_install() -> bool:
    """Whether this is Debian or a child of it, and we may install."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def main(arguments: list[str]) -> int:
    """See to the groups named on the command line."""
    groups, packages = read_packages(PACKAGES_FILE)
    parser = argparse.ArgumentParser(description="See to the system packages tat-console needs.")
    parser.add_argument("--advise", action="store_true", help="end with 0 whatever is missing")
    parser.add_argument("group", nargs="+", choices=list(groups))
    options = parser.parse_args(arguments)
    if sys.platform != "linux":
        return 0
    wanted = [package for package in packages if package.group in options.group]
    missing = [package for package in wanted if not package.is_here()]
    if missing and can_install():
        install([package.name for package in missing])
        importlib.invalidate_caches()
        missing = [package for package in missing if not package.is_here()]
    if not missing:
        return 0
    print(missing_sentence(missing, groups), file=sys.stderr)
    blocked = any(groups[package.group].essential for package in missing)
    return 1 if blocked and not options.advise else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

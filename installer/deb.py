"""Builds the Debian package from the frozen program: `make package`.

The program goes to /usr/lib/tat-console, its command to /usr/bin, and beside them what a desktop wants
of a program: menu entry, AppStream metadata, icon, man page. It depends on the system libraries that
installer/debian-packages.toml names for the window.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LINUX: Final = ROOT / "installer" / "linux"
NAME: Final = "tat-console"
CONTROL: Final = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: tat-console contributors <tat-console@users.noreply.github.com>
Installed-Size: {size_kib}
Depends: {depends}
Recommends: {recommends}
Section: admin
Priority: optional
Description: desktop operations console for Tencent Cloud Automation Tools
 Pick machines, write a script, fill its parameters, see exactly what will run
 where, run it, watch every task live, read the answers grouped by what they
 say, and find any of it again later.
 .
 Without an account it works with a sandbox that runs scripts on this computer.
"""


def packages(*groups: str) -> list[str]:
    """The system packages of these groups."""
    with (ROOT / "installer" / "debian-packages.toml").open("rb") as file:
        rows = tomllib.load(file)["package"]
    return [row["name"] for row in rows if row["group"] in groups]


def lay_out(program: Path, tree: Path) -> None:
    """Put every file where the package installs it."""
    share = tree / "usr" / "share"
    shutil.copytree(program, tree / "usr" / "lib" / NAME, symlinks=True)
    _link(tree / "usr" / "bin" / NAME, f"../lib/{NAME}/{NAME}")
    _copy(LINUX / f"{NAME}.desktop", share / "applications")
    _copy(LINUX / "io.github.tat_console.tat_console.metainfo.xml", share / "metainfo")
    icons = share / "icons" / "hicolor" / "scalable" / "apps"
    _copy(ROOT / "resources" / "icons" / f"{NAME}.svg", icons)
    _copy(LINUX / "copyright", share / "doc" / NAME)
    _pack(LINUX / "changelog", share / "doc" / NAME / "changelog.gz")
    _pack(LINUX / f"{NAME}.1", share / "man" / "man1" / f"{NAME}.1.gz")
    overrides = share / "lintian" / "overrides"
    _copy(LINUX / "lintian-overrides", overrides)
    (overrides / "lintian-overrides").rename(overrides / NAME)
    _set_modes(tree, program)


def write_control(tree: Path) -> None:
    """Say what the package is, what it needs, and the sums of its files."""
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    size_kib = sum(path.stat().st_size for path in files) // 1024
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(tree)}\n"
        for path in files
    ]
    folder = tree / "DEBIAN"
    folder.mkdir()
    (folder / "md5sums").write_text("".join(sums))
    control = CONTROL.format(
        name=NAME,
        version=version(NAME),
        architecture=_said("dpkg", "--print-architecture"),
        size_kib=size_kib,
        depends=", ".join(["libc6", *packages("window", "display")]),
        recommends=", ".join([*packages("fonts"), "gnome-keyring | kwalletmanager | keepassxc"]),
    )
    (folder / "control").write_text(control)


def build(program: Path, out: Path) -> Path:
    """The package of a frozen program, written into the folder `out`."""
    tree = out / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    lay_out(program, tree)
    write_control(tree)
    made = _said("dpkg-deb", "--root-owner-group", "--build", "-Zxz", "-z1", str(tree), str(out))
    shutil.rmtree(tree)
    return Path(made.split("'")[3])


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _link(place: Path, target: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)


def _pack(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(gzip.compress(file.read_bytes(), compresslevel=9, mtime=0))


def _set_modes(tree: Path, program: Path) -> None:
    """Folders and programs are for everybody to enter and start; nothing else is executable."""
    started = {tree / "usr" / "lib" / NAME / name for name in (NAME, "_internal/shellcheck")}
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in started else 0o644)


def main() -> int:
    """Build the package; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the Debian package.")
    parser.add_argument("program", type=Path, help="the folder that PyInstaller made")
    parser.add_argument("--out", type=Path, default=ROOT / "build", help="where the package goes")
    given = parser.parse_args()
    package = build(given.program, given.out)
    print(f"{package} ({package.stat().st_size / 1_000_000:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

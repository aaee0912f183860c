"""The Debian package is built, checked, installed, used and removed, as its users will have it.

It is installed below a folder of the test's own, by dpkg itself with a database of its own: this
computer's stays as it is.
"""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.deb import NAME, packages
from tests.installer.commands import run
from tests.rules.source import ROOT

LINUX = ROOT / "installer" / "linux"
COMMANDS_OF_SCRIPTS = ["bash", "sh", "env", "uname", "sleep", "cat", "ls", "date", "hostname"]
NOT_PYTHON = ("python", "pip", "conda", "pyenv")

pytestmark = [pytest.mark.timeout(1500)]


class Computer:
    """A folder that dpkg takes for a computer on which our dependencies are installed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.dpkg = ("dpkg", f"--root={root}", "--force-not-root")
        database = root / "var" / "lib" / "dpkg"
        (database / "info").mkdir(parents=True)
        (root / "var" / "log").mkdir()
        needed = ["libc6", *packages("window", "display")]
        database.joinpath("status").write_text(run("dpkg", "-s", *needed))
        architecture = run("dpkg", "--print-architecture").strip()
        for name in needed:
            for form in (name, f"{name}:{architecture}"):
                database.joinpath("info", f"{form}.list").touch()

    def files(self) -> set[str]:
        """Everything outside dpkg's own folders."""
        return {
            str(path.relative_to(self.root))
            for path in self.root.rglob("*")
            if not path.is_dir() and "var" not in path.relative_to(self.root).parts[:1]
        }

    @property
    def program(self) -> Path:
        """The command that the package brings."""
        return self.root / "usr" / "bin" / NAME


@pytest.fixture
def outside(tmp_path: Path) -> dict[str, str]:
    """An environment with what scripts of the main job need, and no Python anywhere on its path."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in COMMANDS_OF_SCRIPTS:
        found = shutil.which(name)
        assert found, name
        (commands / name).symlink_to(found)
    home = tmp_path / "user"
    home.mkdir()
    return {"PATH": str(commands), "HOME": str(home), "LANG": "C.UTF-8"}


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Path]:
    """The package, frozen and packed anew."""
    faulthandler.cancel_dump_traceback_later()  # it takes longer than a test that hangs
    env = {**os.environ, "PYINSTALLER_CONFIG_DIR": str(tmp_path / "pyinstaller")}
    run(
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
        *("--distpath", tmp_path / "dist", "--workpath", tmp_path / "work"),
        ROOT / "installer" / "tat-console.spec",
        env=env,
    )
    run(sys.executable, ROOT / "installer" / "deb.py", tmp_path / "dist" / NAME, "--out", tmp_path)
    (made,) = tmp_path.glob("*.deb")
    yield made
    shutil.rmtree(tmp_path / "dist")


@pytest.mark.needs_system("desktop-file-validate", "appstreamcli")
def test_the_menu_entry_and_the_metadata_are_valid() -> None:
    assert run("desktop-file-validate", LINUX / f"{NAME}.desktop") == ""
    (metadata,) = LINUX.glob("*.metainfo.xml")
    assert "successful" in run("appstreamcli", "validate", "--no-net", metadata)


@pytest.mark.needs_system("dpkg", "dpkg-deb", "lintian", "Xvfb", "xauth")
def test_the_package_installs_does_the_main_job_and_leaves_nothing(
    package: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    found = run("lintian", "--fail-on", "error,warning", "--allow-root", package)
    assert not [line for line in found.splitlines() if line[:2] in ("E:", "W:")]
    computer = Computer(tmp_path / "computer")
    run(*computer.dpkg, "--install", package)
    before_use = computer.files()
    the_sandbox_needs_no_python(computer.program, outside)
    the_window_does_the_main_job(computer.program, outside, tmp_path / "pictures")
    assert computer.files() == before_use
    run(*computer.dpkg, "--purge", NAME)
    assert computer.files() == set()


def the_sandbox_needs_no_python(program: Path, env: dict[str, str]) -> None:
    """Start the local service from the package and look at every file it has loaded."""
    started = subprocess.Popen(
        [program, "sandbox", "--exit-with-stdin", "--state", f"{env['HOME']}/sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env,
    )
    with started:
        assert started.stdin is not None
        assert started.stdout is not None
        ready = json.loads(started.stdout.readline())
        loaded = Path(f"/proc/{started.pid}/maps").read_text()
        started.stdin.close()
    assert ready["endpoint"].startswith("http://127.0.0.1:")
    assert started.returncode == 0
    inside = str(program.parent.parent.parent)
    files = {line.split(maxsplit=5)[5] for line in loaded.splitlines() if "/" in line}
    others = [file for file in files if not file.startswith(inside)]
    assert not [file for file in others if any(word in file for word in NOT_PYTHON)]


def the_window_does_the_main_job(program: Path, env: dict[str, str], pictures: Path) -> None:
    """On a real display: machines are chosen, a script is written, run and answered."""
    said = run(
        *("xvfb-run", "--auto-servernum", "--server-args=-screen 0 1920x1080x24"),
        *("env", f"PATH={env['PATH']}", program),
        *("tour", "--until", "run-done", "--out", pictures),
        env={**env, "PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "xcb"},
    )
    assert "every machine has answered" in said
    assert [path.stem[3:] for path in sorted(pictures.glob("*.png"))][-1] == "run-done"

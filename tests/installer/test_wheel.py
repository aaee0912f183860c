"""The wheel that pip and pipx install brings everything the program needs, wherever it is run.

It is built and installed without a network: what it depends on is lent by this computer's own
environment, in which the program itself is not found.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.installer.commands import run
from tests.rules.source import ROOT

BUILD = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory")
SCRIPT = 'echo "hello from $TAT_SANDBOX_INSTANCE_NAME"\n'
NOT_SHIPPED = ("tests/", "installer/", ".ci/", "build/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*BUILD, folder, cwd=ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that has the wheel, and borrows what it depends on."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel)
    # Borrowed folders are looked into last, and .pth files in them are not followed: the checkout,
    # which one of those names, stays out.
    (own,) = home.glob("lib/python*/site-packages")
    lent = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    (own / "lent.pth").write_text("".join(f"{path}\n" for path in dict.fromkeys(lent)))
    loaded = run(python, "-c", "import tat_console; print(tat_console.__file__)", cwd=home)
    assert Path(loaded.strip()).is_relative_to(own)
    return home / "bin"


def test_the_wheel_has_the_program_its_resources_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(NOT_SHIPPED)]
    shipped = {name.removeprefix("tat_console/_resources/") for name in names}
    kept = run("git", "ls-files", "resources", cwd=ROOT).splitlines()
    assert not {path.removeprefix("resources/") for path in kept} - shipped


def test_it_answers_from_any_folder(commands: Path, tmp_path: Path) -> None:
    decisions = run(commands / "tat-console", "sandbox", "--decisions", cwd=tmp_path)
    assert "Why: " in decisions
    assert "run a script on machines" in run(commands / "tat-console", "--help", cwd=tmp_path)


def test_it_runs_a_script_in_the_sandbox_it_brings(commands: Path, tmp_path: Path) -> None:
    script = tmp_path / "hello.sh"
    script.write_text(SCRIPT)
    env = {**os.environ, "TAT_CONSOLE_HOME": str(tmp_path / "home")}
    said = run(
        *(commands / "tat-console", "run", "--profile", "sandbox", "--targets", "web-gz-011"),
        *("--script", script.name, "--json"),
        cwd=tmp_path,
        env=env,
    )
    (task,) = json.loads(said)["tasks"]
    assert task["exit_code"] == 0
    assert task["output"] == "hello from web-gz-011\n"

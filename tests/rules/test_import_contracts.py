"""Each import contract holds, and each would notice the import it forbids."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules.source import ROOT

CONTRACTS = {
    row["id"]: row["name"]
    for row in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}


@dataclass(frozen=True)
class Plant:
    """A file with one forbidden import, and the contract that has to name it."""

    contract: str
    path: str
    line: str


PLANTS = [
    # One step up from every room, and sideways between those of the outer ring.
    Plant("layers", "support/planted.py", "import tat_console.tat"),
    Plant("layers", "tat/planted.py", "import tat_console.outputs"),
    Plant("layers", "tat/planted.py", "import tat_console.ports"),
    Plant("layers", "outputs/planted.py", "import tat_console.ports"),
    Plant("layers", "ports/planted.py", "import tat_console.outputs"),
    Plant("layers", "outputs/planted.py", "import tat_console.runs"),
    Plant("layers", "ports/planted.py", "import tat_console.runs"),
    Plant("layers", "runs/planted.py", "import tat_console.services"),
    Plant("layers", "services/planted.py", "import tat_console.storage"),
    Plant("layers", "services/planted.py", "def later():\n    import tat_console.cloud"),
    Plant("layers", "cloud/planted.py", "import tat_console.storage"),
    Plant("layers", "storage/planted.py", "import tat_console.cloud"),
    Plant("layers", "ui/planted.py", "import tat_console.cloud"),
    Plant("layers", "ui/planted.py", "import tat_console.storage"),
    Plant("layers", "ui/planted.py", "import tat_console.sandbox"),
    Plant("layers", "ui/planted.py", "import tat_console.lint"),
    Plant("layers", "sandbox/planted.py", "import tat_console.ui"),
    Plant("layers", "new_room.py", "import tat_console.support"),
    Plant("window", "ui/kit/planted.py", "import tat_console.ui.widgets"),
    Plant("window", "ui/widgets/planted.py", "import tat_console.ui.dialogs"),
    Plant("window", "ui/dialogs/planted.py", "import tat_console.ui.pages"),
    Plant("window", "ui/pages/planted.py", "import tat_console.ui.shell"),
    Plant("window", "ui/new_room.py", "import tat_console.ui.kit"),
    Plant("outsiders", "sandbox/planted.py", "import tat_console.services"),
    Plant("outsiders", "sandbox/planted.py", "import tat_console.ports"),
    Plant("outsiders", "lint/planted.py", "import tat_console.runs"),
    Plant("outsiders", "lint/planted.py", "import tat_console.outputs"),
    Plant("qt", "services/planted.py", "from PySide6.QtCore import QObject"),
    Plant("qt", "support/planted.py", "def later():\n    import qasync"),
    Plant("qt", "new_room.py", "import qtawesome"),
    Plant("http", "services/planted.py", "import requests"),
    Plant("http", "ui/planted.py", "from requests.adapters import HTTPAdapter"),
    Plant("http", "sandbox/planted.py", "import urllib3"),
    Plant("server", "ui/planted.py", "import uvicorn"),
    Plant("server", "cloud/planted.py", "from starlette.applications import Starlette"),
    Plant("sql", "services/planted.py", "import sqlite3"),
    Plant("sql", "runs/planted.py", "import sqlite3"),
    Plant("keyring", "sandbox/planted.py", "import keyring"),
    Plant("keyring", "ui/planted.py", "from keyring import errors"),
    Plant("processes", "services/planted.py", "import subprocess"),
    Plant("processes", "storage/planted.py", "from multiprocessing import Process"),
    Plant("processes", "ui/planted.py", "import subprocess"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts in a folder of their own, to plant in."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tat_console", tmp_path / "tat_console", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> tuple[int, list[str]]:
    """The exit status of import-linter, and the names of the contracts it calls broken."""
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = run.stdout.splitlines()
    return run.returncode, [line.removesuffix(" BROKEN") for line in lines if "BROKEN" in line]


def test_the_tree_keeps_them_all(copy: Path) -> None:
    assert lint_imports(copy) == (0, [])


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.path}: {plant.line}")
def test_a_wrong_import_is_noticed(copy: Path, plant: Plant) -> None:
    (copy / "tat_console" / plant.path).write_text(f'"""Planted."""\n{plant.line}\n')
    status, broken = lint_imports(copy)
    assert status == 1
    assert any(CONTRACTS[plant.contract] in line for line in broken)


def test_pages_that_know_each_other_are_noticed(copy: Path) -> None:
    pages = copy / "tat_console/ui/pages"
    (pages / "planted.py").write_text('"""Planted."""\nimport tat_console.ui.pages.other\n')
    (pages / "other.py").write_text('"""Planted."""\n')
    status, broken = lint_imports(copy)
    assert status == 1
    assert any(CONTRACTS["pages"] in line for line in broken)


def test_every_contract_has_a_plant() -> None:
    assert {plant.contract for plant in PLANTS} | {"pages"} == set(CONTRACTS)

"""What really is loaded by each room: the import graph cannot see a name inside a string.

One process a room imports all of its modules and looks at what came along.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

QT = {"PySide6", "shiboken6", "qasync"}
OTHERS = {"requests", "keyring", "starlette", "uvicorn"}
FORBIDDEN = {
    "support": QT | OTHERS,
    "tat": QT | OTHERS,
    "ports": QT | OTHERS,
    "outputs": QT | OTHERS,
    "runs": QT | OTHERS,
    "services": QT | OTHERS,
    "lint": QT | OTHERS,
    "cloud": QT | OTHERS - {"requests"},
    "storage": QT | OTHERS - {"keyring"},
    "sandbox": QT | OTHERS - {"starlette", "uvicorn"},
    "ui": OTHERS,
}

LOAD_ALL = """
import importlib, json, pkgutil, sys
package = importlib.import_module(sys.argv[1])
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(json.dumps([len(names), sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded_by(room: str) -> tuple[int, set[str]]:
    """How many modules the room has, and every top-level name that was loaded with them."""
    run = subprocess.run(
        [sys.executable, "-c", LOAD_ALL, f"tat_console.{room}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    count, names = json.loads(run.stdout)
    return count, set(names)


@pytest.mark.parametrize("room", FORBIDDEN)
def test_nothing_foreign_is_loaded(room: str) -> None:
    _count, names = loaded_by(room)
    assert not names & FORBIDDEN[room]


def test_a_foreign_module_would_be_seen() -> None:
    count, names = loaded_by("ui")
    assert count > 5
    assert names >= {"tat_console", "PySide6"}

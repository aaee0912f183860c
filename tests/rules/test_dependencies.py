"""What is imported is declared, so that an installation has it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.rules.source import ROOT, sources

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = {"tat_console", "tests", "installer"}


def plain_name(requirement: str) -> str:
    """The distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[ <>=!~;\[]", requirement, maxsplit=1)[0]).lower()


def imported_distributions(*folders: str) -> dict[str, str]:
    """Each distribution that is imported somewhere, with one of the places."""
    providers = packages_distributions()
    found = {}
    for source in sources(*folders):
        for node in ast.walk(source.tree):
            for module in _imported(node):
                if module not in OWN and module not in sys.stdlib_module_names:
                    names = providers.get(module, [module])
                    found[plain_name(_preferred(names))] = f"{source.path}:{module}"
    return found


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module.partition(".")[0]]
    return []


def _preferred(names: list[str]) -> str:
    """Of several distributions that fill one package, one that is declared, if any is."""
    return next((name for name in names if plain_name(name) in DECLARED), names[0])


RUNTIME = {plain_name(line) for line in PROJECT["dependencies"]}
EXTRAS = {plain_name(line) for lines in PROJECT["optional-dependencies"].values() for line in lines}
DECLARED = RUNTIME | EXTRAS | {"shiboken6"}  # PySide6's other half, always of the same version


def test_the_program_imports_only_its_dependencies() -> None:
    imported = imported_distributions("tat_console")
    allowed = RUNTIME | {"shiboken6"}
    assert not {name: place for name, place in imported.items() if name not in allowed}


def test_the_tests_import_only_declared_extras() -> None:
    imported = imported_distributions("tests", "installer")
    assert not {name: place for name, place in imported.items() if name not in DECLARED}


def test_old_pythons_are_kept_from_the_qt_that_breaks_them() -> None:
    assert "PySide6-Essentials>=6.11.3,<6.12; python_version < '3.12'" in PROJECT["dependencies"]

"""The top of the project holds what everybody looks for there and nothing else."""

from __future__ import annotations

from fnmatch import fnmatch

from tests.rules.source import ROOT

ALLOWED = {
    *("pyproject.toml", "README.md", "Makefile", "LICENSE", ".gitignore"),
    *("tat_console", "resources", "tests", "installer", ".ci"),
}


def test_nothing_else_is_there() -> None:
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    others = {path.name for path in ROOT.iterdir()} - ALLOWED - {".git"}
    assert not [name for name in others if not any(fnmatch(name, glob) for glob in ignored)]


def test_everything_is_there() -> None:
    assert not ALLOWED - {path.name for path in ROOT.iterdir()}

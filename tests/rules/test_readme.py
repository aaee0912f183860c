"""What the README points at is there."""

from __future__ import annotations

import re

import pytest

from tests.rules.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\]\(([^)]+)\)", README)
PATHS = re.findall(r"`((?:tat_console|tests|resources|installer)/[\w/.]*)`", README)
BESIDE_THE_CODE = re.findall(r"`((?:tat|ui|support)/[\w/.]+)`", README)
TARGETS = set(re.findall(r"^make (\w+)", README, re.MULTILINE))


@pytest.mark.parametrize("path", [*LINKS, *PATHS])
def test_a_named_place_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", BESIDE_THE_CODE)
def test_a_named_table_exists(path: str) -> None:
    assert (ROOT / "tat_console" / path).exists()


def test_the_named_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"run", "test"} <= TARGETS
    assert not [target for target in TARGETS if f"\n{target}:" not in makefile]

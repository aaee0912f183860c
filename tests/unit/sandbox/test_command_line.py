"""What the command line says."""

from __future__ import annotations

import pytest

from tat_console.sandbox.__main__ import main
from tat_console.sandbox.decisions import DECISIONS


def test_the_choices_are_told_to_users(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--decisions"]) == 0
    said = capsys.readouterr().out
    assert all(row.question in said and row.choice in said for row in DECISIONS)


def test_a_file_of_faults_that_cannot_be_read_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path: pytest.TempPathFactory
) -> None:
    assert main(["--faults", f"{tmp_path}/none.toml"]) == 1
    assert "none.toml cannot be read" in capsys.readouterr().err

"""What the command line says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "99999"), "99999 is no port"),
        (("--instances", "-1"), "-1 is no whole number"),
    ],
)
def test_a_number_that_cannot_be_used_is_said_so(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(SystemExit):
        main([*arguments])
    assert words in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert main(["--state", str(tmp_path / "file" / "state")]) == 1
    told = capsys.readouterr().err
    assert "cannot be kept in" in told
    assert "--state" in told


def test_decisions_that_nobody_reads_to_the_end_are_no_mistake() -> None:
    ends = subprocess.run(
        f"{sys.executable} -m tat_console.sandbox --decisions | head -c 1; "
        'echo "${PIPESTATUS[0]}"',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ends.stdout.endswith("0\n")
    assert ends.stderr == ""

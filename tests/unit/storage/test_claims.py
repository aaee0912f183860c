"""A run belongs to one process at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tat_console.storage.claims import LockedFiles
from tat_console.support.errors import ConsoleError

RUN = "run-1"
OTHER = """
import sys
from pathlib import Path
from tat_console.storage.claims import LockedFiles
claims = LockedFiles(Path(sys.argv[1]))
print(claims.take(sys.argv[2]), flush=True)
sys.stdin.read()
"""


def other_process(folder: Path) -> subprocess.Popen[str]:
    """A process that takes the run and keeps it until it ends."""
    return subprocess.Popen(
        [sys.executable, "-c", OTHER, str(folder), RUN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_one_of_two_has_it_and_then_the_other(tmp_path: Path) -> None:
    first, second = LockedFiles(tmp_path / "claims"), LockedFiles(tmp_path / "claims")
    assert first.take(RUN)
    assert not first.take(RUN)
    assert not second.take(RUN)
    assert second.take("run-2")
    second.release(RUN)  # not its own
    assert not second.take(RUN)
    first.release(RUN)
    assert second.take(RUN)
    assert not first.take(RUN)


def test_no_file_is_left_behind(tmp_path: Path) -> None:
    claims = LockedFiles(tmp_path / "claims")
    claims.take(RUN)
    assert len(list((tmp_path / "claims").iterdir())) == 1
    claims.release(RUN)
    claims.release(RUN)
    assert not list((tmp_path / "claims").iterdir())


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    claims = LockedFiles(tmp_path)
    with other_process(tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert not claims.take(RUN)
        process.kill()
        process.wait()
    assert claims.take(RUN)


def test_where_nothing_can_be_locked_nothing_is_claimed(tmp_path: Path) -> None:
    (tmp_path / "claims").write_text("a file, not a folder")
    with pytest.raises(ConsoleError, match="nobody else"):
        LockedFiles(tmp_path / "claims").take(RUN)

"""The log is written where it can be."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tat_console.support.logs import log_to_file


def test_without_a_place_for_it_the_log_goes_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    ours = logging.getLogger("tat_console")
    before = list(ours.handlers)
    log_to_file(tmp_path / "file" / "logs")
    try:
        ours.info("here")
    finally:
        for handler in [one for one in ours.handlers if one not in before]:
            ours.removeHandler(handler)
    assert "here" in capsys.readouterr().err

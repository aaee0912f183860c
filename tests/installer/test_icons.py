"""The program's icon can be drawn in the forms of every system."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from installer.icons import draw


@pytest.mark.parametrize("form", ["ico", "icns"])
def test_a_form_can_be_read_again(form: str, tmp_path: Path, qapp: QApplication) -> None:
    path = draw(form, tmp_path)
    assert not QImage(str(path)).isNull()

"""Text fits on desktops that show everything half as large again, or twice as large."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LONGEST_S = 240


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_text_fits_on_a_scaled_desktop(scale: float, home: Path) -> None:
    walk = subprocess.run(
        [sys.executable, "-m", "tests.journeys.scaled", str(home / "scaled")],
        env={**os.environ, "QT_SCALE_FACTOR": str(scale)},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert walk.returncode == 0, walk.stderr
    assert json.loads(walk.stdout) == {"ratio": scale, "found": []}

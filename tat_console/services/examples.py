"""The scripts that a newcomer finds in the editor."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from tat_console.services.drafts import Draft


def read_examples(folder: Path) -> tuple[Draft, ...]:
    """The examples of a folder: each `NAME.sh` with its settings in `examples.toml`."""
    rows = tomllib.loads((folder / "examples.toml").read_text("utf-8"))["example"]
    return tuple(
        msgspec.convert({**row, "content": (folder / row.pop("file")).read_text("utf-8")}, Draft)
        for row in rows
    )

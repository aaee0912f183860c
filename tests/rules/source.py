"""The project's own source, read once: what the rules look at."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("tat_console", "tests", "installer")
FILES = ("README.md", "Makefile", "pyproject.toml", ".ci/run")

_WORDS = (tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1))


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the project's top, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @cached_property
    def code(self) -> str:
        """The text with strings and comments blanked out, line by line in the same places."""
        lines = [list(line) for line in self.text.splitlines(keepends=True)]
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type in _WORDS:
                _blank(lines, token.start, token.end)
        return "".join("".join(line) for line in lines)


def _blank(lines: list[list[str]], start: tuple[int, int], end: tuple[int, int]) -> None:
    for row in range(start[0], end[0] + 1):
        line = lines[row - 1]
        first = start[1] if row == start[0] else 0
        last = end[1] if row == end[0] else len(line)
        line[first:last] = ["\n" if letter == "\n" else " " for letter in line[first:last]]


def sources(*folders: str) -> list[Source]:
    """Every Python file under these folders of the project (all of them, if none is named)."""
    wanted = tuple(f"{folder}/" for folder in folders or FOLDERS)
    return [source for source in _all_sources() if source.path.startswith(wanted)]


@cache
def _all_sources() -> list[Source]:
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@cache
def texts() -> list[Source]:
    """Every text file of the project, code or not."""
    folders = (*FOLDERS, "resources")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*"))]
    found = []
    for path in (*paths, *(ROOT / name for name in FILES)):
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture
            found.append(Source(path.relative_to(ROOT).as_posix(), text))
    return found

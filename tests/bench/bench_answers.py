"""Folding answers, beside the least that can be done with so many bytes, and beside clubak."""

from __future__ import annotations

import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tat_console.outputs.diff import compare
from tat_console.outputs.fold import Fold
from tat_console.outputs.normalise import ALL_MASKS, Normaliser
from tat_console.tat.statuses import TaskStatus
from tests.bench.conftest import Figure
from tests.bench.rounds import seconds, times_as_long

GROUPS = 50
OUTPUT_BYTES = 24 * 1024
WORDS = ("nginx", "active", "running", "磁盘", "eth0", "192.168.1.7", "0x7ffe", "12:30:59", "4711")

pytestmark = pytest.mark.timeout(300)


def outputs(count: int) -> list[bytes]:
    """So many outputs, each with bytes of its own in memory, equal in groups."""
    chance = random.Random(24)
    texts = [text(chance) for _group in range(GROUPS)]
    return [bytes(bytearray(texts[number % GROUPS])) for number in range(count)]


def text(chance: random.Random) -> bytes:
    lines = b""
    while len(lines) < OUTPUT_BYTES:
        lines += " ".join(chance.choices(WORDS, k=8)).encode() + b"\n"
    return lines[: OUTPUT_BYTES - 1] + b"\n"


def folded(answers: list[bytes]) -> int:
    fold = Fold()
    for number, answer in enumerate(answers):
        fold.put(f"ins-{number:08d}", answer, TaskStatus.SUCCESS, 0)
    return len(fold.groups())


def hashed(answers: list[bytes]) -> int:
    return len([sha256(answer) for answer in answers])


def test_folding_beside_sha256(figure: Figure) -> None:
    answers = outputs(10_000)
    assert folded(answers) == GROUPS
    ratio = times_as_long(lambda: folded(answers), lambda: hashed(answers))
    figure("fold_vs_sha256", ratio, "×", 2.5)


def test_folding_beside_clubak(figure: Figure, tmp_path: Path) -> None:
    answers = outputs(1_000)
    lines = tmp_path / "lines"
    with lines.open("wb") as file:
        for number, answer in enumerate(answers):
            for line in answer.splitlines(keepends=True):
                file.write(b"ins-%08d: " % number + line)

    def clubak() -> None:
        with lines.open("rb") as file:
            command = [str(Path(sys.executable).with_name("clubak")), "-b"]
            found = subprocess.run(command, stdin=file, capture_output=True, check=True).stdout
        assert found.count(b"\n---------------\nins-[") == GROUPS or found.count(b"(20)") == GROUPS

    assert folded(answers) == GROUPS
    figure("fold_vs_clubak", times_as_long(lambda: folded(answers), clubak, rounds=1), "×", 0.01)


def test_masking_and_comparing_one_output(figure: Figure) -> None:
    chance = random.Random(7)
    one, other = text(chance).decode(errors="replace"), text(chance).decode(errors="replace")
    assert one != other
    figure("mask_output", 1_000 * seconds(lambda: Normaliser(ALL_MASKS).masked(one)), "ms", None)
    figure("compare_outputs", 1_000 * seconds(lambda: compare(one, other)), "ms", None)

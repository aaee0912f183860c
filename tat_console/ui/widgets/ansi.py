"""Colours that programs write into their output: ANSI sequences read into spans of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# CSI sequences, OSC sequences with their ends, and single-letter escapes; an unfinished one at the
# very end of what has arrived so far waits for the rest.
_ESCAPE: Final = re.compile(
    r"\x1b(?:\[([0-9;:?]*)([ -/]*[@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_=>])"
)
_UNFINISHED: Final = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*|\][^\x07\x1b]*\x1b?)?$")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

ROLES: Final = {
    1: "bad_text",
    2: "good_text",
    3: "late_text",
    4: "busy_text",
    5: "halted_text",
    6: "code_command",
    0: "text_3",
    7: "text",
}
"""Colour roles for the eight colours of a terminal."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `role` is "" for the usual colour."""

    text: str
    role: str = ""
    bold: bool = False


class AnsiReader:
    """Reads output as it arrives, piece by piece, and keeps the style between pieces."""

    def __init__(self) -> None:
        self._role = ""
        self._bold = False
        self._rest = ""

    def read(self, text: str) -> list[Run]:
        """The text in stretches of one style; other escapes and control characters are left out."""
        text = self._rest + text.replace("\r\n", "\n")
        unfinished = _UNFINISHED.search(text)
        self._rest = text[unfinished.start() :] if unfinished else ""
        text = text[: len(text) - len(self._rest)]
        runs, end = [], 0
        for match in _ESCAPE.finditer(text):
            runs.append(self._run(text[end : match.start()]))
            end = match.end()
            if match[2] == "m":
                self._style(match[1])
        runs.append(self._run(text[end:]))
        return [run for run in runs if run.text]

    def _run(self, text: str) -> Run:
        return Run(_CONTROL.sub("", text.replace("\r", "\n")), self._role, self._bold)

    def _style(self, codes: str) -> None:
        numbers = [int(code) for code in re.split("[;:]", codes) if code.isdigit()] or [0]
        if numbers[0] in (38, 48):  # 256 colours and true colours have no role here
            return
        for number in numbers:
            if number == 0:
                self._role, self._bold = "", False
            elif number in (1, 22):
                self._bold = number == 1
            elif number == 39:
                self._role = ""
            elif number in range(30, 38) or number in range(90, 98):
                self._role = ROLES[number % 10]

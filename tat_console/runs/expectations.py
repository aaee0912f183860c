"""What was expected of a task beside the service's status, and what of it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tat_console.ports.archive import TaskRecord
from tat_console.ports.library import Expectation
from tat_console.ports.waves import Verdict
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus

JUDGED: Final = frozenset({TaskStatus.SUCCESS, TaskStatus.FAILED})
"""Tasks whose script came to its own end; of the others the status says everything."""


def verdict(
    expectation: Expectation | None, task: TaskRecord, output: bytes
) -> tuple[Verdict | None, str]:
    """The verdict on a task that is final, with what is missing; None where nothing is judged."""
    if expectation is None or task.status not in JUDGED:
        return None, ""
    missing = " ".join(shortcomings(expectation, task, output))
    return (Verdict.UNMET if missing else Verdict.MET), missing


def shortcomings(expectation: Expectation, task: TaskRecord, output: bytes) -> Iterator[str]:
    """A sentence for everything that is not as expected; `^` and `$` match at lines."""
    codes = expectation.exit_codes
    if codes and task.exit_code not in codes:
        yield _("The exit code is {code}; expected was {expected}.").format(
            code=task.exit_code, expected=_(" or ").join(map(str, codes))
        )
    cut = ""
    if task.dropped_bytes:
        cut = " " + _("{count} bytes of the output were cut.").format(count=task.dropped_bytes)
    shown = output.decode("utf-8", "replace").replace("\r\n", "\n")
    for text in expectation.contains:
        if text not in shown:
            yield _("The output does not hold “{text}”.").format(text=text) + cut
    for pattern in expectation.matches:
        if problem := pattern_problem(pattern):
            yield problem
        elif not re.search(pattern, shown, re.MULTILINE):
            yield _("Nothing in the output matches {pattern}.").format(pattern=pattern) + cut


def pattern_problem(pattern: str) -> str | None:
    """Why a text is no regular expression, as a sentence, or None."""
    try:
        re.compile(pattern, re.MULTILINE)
    except re.error as error:
        return _("“{pattern}” is no regular expression: {reason}.").format(
            pattern=pattern, reason=error
        )
    return None

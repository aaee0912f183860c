"""Everything that is known to be wrong or risky in a script, in order of place."""

from __future__ import annotations

from typing import Final

from tat_console.lint.house import house_findings
from tat_console.lint.shellcheck import shellcheck
from tat_console.tat.findings import Finding
from tat_console.tat.statuses import CommandType

_SAID_BETTER: Final = {"TAT007": frozenset({"SC2164"})}
"""Our own checks that give way where ShellCheck says the same of the same line."""
_FOREIGN_INTERPRETER: Final = "TAT001"


async def check(content: str, command_type: CommandType) -> tuple[Finding, ...]:
    """What our own checks and, for shell scripts, ShellCheck find.

    A script written for another interpreter gets that one finding instead of ShellCheck's
    complaints about a language it does not know.
    """
    own = await house_findings(content, command_type)
    if command_type is not CommandType.SHELL or _is_foreign(own):
        return own
    theirs = await shellcheck(content)
    return tuple(sorted(_merged(own, theirs), key=lambda finding: (finding.span, finding.code)))


def _is_foreign(findings: tuple[Finding, ...]) -> bool:
    return any(finding.code == _FOREIGN_INTERPRETER for finding in findings)


def _merged(own: tuple[Finding, ...], theirs: tuple[Finding, ...]) -> list[Finding]:
    said = {(finding.code, finding.span.line) for finding in theirs}
    kept = [
        finding
        for finding in own
        if not any((code, finding.span.line) in said for code in _SAID_BETTER.get(finding.code, ()))
    ]
    return [*kept, *theirs]

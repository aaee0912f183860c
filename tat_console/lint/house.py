"""What only users of this service need to know about their scripts: one row for each check."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tat_console.lint import places
from tat_console.lint.places import Place
from tat_console.lint.views import Script
from tat_console.support.i18n import N_, _
from tat_console.tat.findings import Finding, Level
from tat_console.tat.statuses import CommandType

_SHELL: Final = frozenset({CommandType.SHELL})
_POWERSHELL: Final = frozenset({CommandType.POWERSHELL})
_BAT: Final = frozenset({CommandType.BAT})
_ALL: Final = _SHELL | _POWERSHELL | _BAT

Find = Callable[[Script], Iterator[Place]]


@dataclass(frozen=True)
class Check:
    """One check: what it is called, why it matters, and how its places are found.

    `title` may hold `{what}`, the words found at the place.
    """

    code: str
    level: Level
    title: str
    explanation: str
    find: Find
    types: frozenset[CommandType] = field(default=_SHELL)


CHECKS: Final = (
    Check(
        "TAT001",
        Level.ERROR,
        N_("The first line asks for {what}, which is ignored"),
        N_(
            "Agents from version 1.1.9 on run every shell script with bash, whatever its first line "
            "says. Call the interpreter inside the script, for example with a here-document."
        ),
        places.foreign_interpreter,
    ),
    Check(
        "TAT002",
        Level.WARNING,
        N_("“{what}” waits for someone at a keyboard"),
        N_("A run has no terminal: the command fails, or stays until the timeout kills it."),
        places.interactive,
    ),
    Check(
        "TAT003",
        Level.WARNING,
        N_("“{what}” never ends by itself"),
        N_("The run lasts until the timeout and counts as failed. Limit its time or its count."),
        places.endless,
    ),
    Check(
        "TAT004",
        Level.WARNING,
        N_("“read” gets no input here"),
        N_(
            "A run has no standard input: read comes back at once with nothing. Give the answer as "
            "a parameter, or read from a file or a pipe."
        ),
        places.reading_input,
    ),
    Check(
        "TAT005",
        Level.WARNING,
        N_("“{what}” may ask for a password or a host key"),
        N_(
            "Nobody can answer during a run. Add -o BatchMode=yes, so that it fails at once, and "
            "-o ConnectTimeout=10."
        ),
        places.asking_ssh,
    ),
    Check(
        "TAT006",
        Level.WARNING,
        N_("“{what}” asks before it goes on"),
        N_("Nobody can answer during a run. Add -y."),
        places.asking_packages,
    ),
    Check(
        "TAT007",
        Level.WARNING,
        N_("The script goes on where “cd” fails"),
        N_("What follows would then work on the wrong directory. Write cd … || exit."),
        places.unchecked_cd,
    ),
    Check(
        "TAT008",
        Level.WARNING,
        N_("{what} stands outside quotes"),
        N_(
            "The value is put into the script as it is. Outside quotes, a blank splits it, and a "
            "semicolon or a bracket in it becomes code."
        ),
        places.bare_placeholders,
    ),
    Check(
        "TAT009",
        Level.WARNING,
        N_("{what} may show in the output"),
        N_(
            "Hidden values are masked in the records of a run, but not in its output. Do not print "
            "them, and do not trace a script that uses them."
        ),
        places.shown_secrets,
    ),
    Check(
        "TAT010",
        Level.INFO,
        N_("“sudo” is not needed, or cannot ask"),
        N_(
            "Runs are root's unless another user is chosen, and a run has no terminal for a "
            "password. Choose the user in the settings of the run, or use sudo -n."
        ),
        places.sudo,
    ),
    Check(
        "TAT011",
        Level.INFO,
        N_("Output in the background is lost at the end of the script"),
        N_(
            "One second after the script has ended, its output is closed; what still runs goes on "
            "unseen. End the script with wait, or send the output to a file."
        ),
        places.background,
    ),
    Check(
        "TAT012",
        Level.ERROR,
        N_("Closing the output takes the run out of control"),
        N_(
            "The agent takes a closed output for the end of the script: after it, neither the "
            "timeout nor a cancellation ends the run. Send the output to /dev/null instead."
        ),
        places.closed_output,
    ),
    Check(
        "TAT013",
        Level.WARNING,
        N_("“{what}” stops the machine during the run"),
        N_(
            "The agent cannot report the end of the run any more. Let the machine go down after "
            "it, for example with shutdown -r +1."
        ),
        places.going_down,
    ),
    Check(
        "TAT014",
        Level.ERROR,
        N_("Line ends with a carriage return: {what}"),
        N_(
            "The script was written with Windows line ends, and the agent does not convert them: "
            "bash takes the carriage return as part of the last word of each line."
        ),
        places.carriage_returns,
    ),
    Check(
        "TAT015",
        Level.ERROR,
        N_("The script starts with a byte order mark"),
        N_("Bash takes the invisible mark as part of the first word and does not find it."),
        places.byte_order_mark,
    ),
    Check(
        "TAT016",
        Level.ERROR,
        N_("The script is too long: {what}"),
        N_("Put large data into a file first, or split the script."),
        places.too_long,
        _ALL,
    ),
    Check(
        "TAT017",
        Level.INFO,
        N_("The script is nearly too long: {what}"),
        N_("Put large data into a file first, or split the script."),
        places.nearly_too_long,
        _ALL,
    ),
    Check(
        "TAT018",
        Level.WARNING,
        N_("Braces that may be meant as a parameter"),
        "{what}",
        places.likely_placeholders,
        _ALL,
    ),
    Check(
        "TAT019",
        Level.WARNING,
        N_("“{what}” waits for someone at a keyboard"),
        N_("A run has no keyboard: the command fails, or stays until the timeout kills it."),
        places.pattern(r"(?im)\b(Read-Host|Get-Credential|Out-GridView|pause)\b"),
        _POWERSHELL,
    ),
    Check(
        "TAT020",
        Level.WARNING,
        N_("“{what}” waits for someone at a keyboard"),
        N_("A run has no keyboard: the command fails, or stays until the timeout kills it."),
        places.pattern(r"(?im)^[ \t@]*(pause|set[ \t]+/p|choice(?!.*/t)|more)\b"),
        _BAT,
    ),
    Check(
        "TAT021",
        Level.WARNING,
        N_("“{what}” stops the machine during the run"),
        N_(
            "The agent cannot report the end of the run any more. Let the machine go down after "
            "it, for example with shutdown /r /t 60."
        ),
        places.pattern(
            r"(?im)\b(Restart-Computer|Stop-Computer|shutdown(?:\.exe)?(?!.*/a)(?!.*/t[ \t]+[1-9]))\b"
        ),
        _POWERSHELL | _BAT,
    ),
)


async def house_findings(content: str, command_type: CommandType) -> tuple[Finding, ...]:
    """What our own checks find in a script of this type, in order of place.

    Others have a turn between two checks, so that a large script does not hold up the window.
    """
    script = Script(content)
    found: list[Finding] = []
    for check in CHECKS:
        if command_type in check.types:
            found += (_finding(check, script, place) for place in check.find(script))
            await asyncio.sleep(0)
    return tuple(sorted(found, key=lambda finding: (finding.span, finding.code)))


def _finding(check: Check, script: Script, place: Place) -> Finding:
    return Finding(
        span=script.span(place.start, place.end),
        level=check.level,
        code=check.code,
        message=_(check.title).format(what=re.sub(r"\s+", " ", place.what)),
        explanation=_(check.explanation).format(what=place.what),
        fix=place.fix,
    )

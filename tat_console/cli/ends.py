"""How a command ends: exit codes that other programs may rely on, and errors as lines of text."""

from __future__ import annotations

import os
import sys
from enum import IntEnum

from tat_console.support.errors import ConsoleError


class End(IntEnum):
    """The exit codes; they are told in `tat-console run --help` and never change their meaning."""

    WELL = 0
    """Every machine did well; or what was asked for was found or written."""
    FAILED = 1
    """At least one machine failed, or nobody knows whether it ran there."""
    MISUSED = 2
    """The arguments, a file or a search cannot be used as they are."""
    REFUSED = 3
    """Nothing was sent: no machine can take it, or the rules of the profile say no."""
    BROKEN = 4
    """The service, the keyring or the archive could not be used."""
    INTERRUPTED = 130
    """Ended by Ctrl-C or SIGTERM; the results up to then were given."""


class Refused(ConsoleError):
    """Nothing was sent."""


class Misused(ConsoleError):
    """What was given cannot be used."""


def end_of(error: ConsoleError) -> End:
    """The exit code that an error leads to."""
    match error:
        case Refused():
            return End.REFUSED
        case Misused():
            return End.MISUSED
        case _:
            return End.BROKEN


def say(text: str) -> None:
    """Tell a person something, beside the results."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def give(text: str) -> None:
    """Give a result; one that nobody reads to its end, as with `| head`, is no mistake."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_error(error: ConsoleError) -> None:
    """Tell an error whole: what happened, what to do, the RequestId."""
    say(" ".join(part for part in (error.title, error.what, error.next_step) if part))
    if error.request_id:
        say(f"RequestId: {error.request_id}")

"""What can be asked for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from tat_console.tat.statuses import CommandType

FORMATS: Final = ("csv", "jsonl", "zip", "html", "md")
EXIT_CODES: Final = """\
exit codes:
  0    every machine did well; or what was asked for was found or written
  1    at least one machine failed, or nobody knows whether it ran there
  2    the arguments, a file or a search cannot be used as they are
  3    nothing was sent: no machine can take it, or the profile's rules say no
  4    the service, the keyring or the archive could not be used
  130  ended by Ctrl-C or SIGTERM; the results up to then were given
"""
TARGETS: Final = """\
ids, addresses or names of machines, with commas or several times; set:NAME for a saved set,
tag:KEY=VALUE for a tag, all for every machine that can take the script, @FILE for a list,
- for one on stdin
"""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what works without a window to the program's commands."""
    _add_run(_command(commands, "run", "run a script on machines, without a window"))
    _add_machines(_command(commands, "machines", "list machines, and why some cannot take a run"))
    _add_json(_command(commands, "profiles", "list the profiles that a run can be made with"))
    _add_history(_command(commands, "history", "find what was run"))
    _add_show(_command(commands, "show", "show the answers of a run again"))
    _add_export(_command(commands, "export", "write the answers of runs to a file"))


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_what(parser.add_argument_group("what, where, as whom"))
    _add_care(parser.add_argument_group("how carefully"))
    _add_forms(parser)


def _add_what(what: argparse._ArgumentGroup) -> None:
    script = what.add_mutually_exclusive_group(required=True)
    script.add_argument("--script", metavar="FILE", help="the script; - for stdin")
    script.add_argument(
        "--command", dest="command_text", metavar="TEXT", help="the script itself, such as uptime"
    )
    _add_places(what, needs_targets=True)
    what.add_argument(
        "--param", action="append", default=[], metavar="KEY=VALUE", help="a parameter's value"
    )
    what.add_argument(
        "--secret",
        action="append",
        default=[],
        metavar="KEY=VARIABLE",
        help="a hidden parameter's value, from a variable of the environment",
    )
    what.add_argument(
        "--type",
        choices=[kind.value for kind in CommandType if kind is not CommandType.UNKNOWN],
        help="of the script; as the file's name ends unless said",
    )
    what.add_argument("--name", default="", help="of the run; the file's name unless said")
    what.add_argument("--user", default="", help="who runs it on the machines")
    what.add_argument("--folder", default="", help="where it runs on the machines")
    what.add_argument("--timeout", type=int, default=60, metavar="SECONDS", help="60 unless said")


def _add_care(care: argparse._ArgumentGroup) -> None:
    care.add_argument("--canary", default="", metavar="N|N%", help="sent first; has to succeed")
    care.add_argument("--wave", default="", metavar="N|N%", help="size of the waves after it")
    care.add_argument("--pause", default="", metavar="SECONDS", help="between waves")
    care.add_argument("--at-once", default="", metavar="N", help="machines busy at a time")
    care.add_argument("--stop-at", default="", metavar="N|N%", help="failures that stop the run")
    care.add_argument(
        "--failures",
        default="",
        metavar="LIST",
        help="statuses that count as failures, such as FAILED,TIMEOUT; all bad ends unless said",
    )
    care.add_argument(
        "--opens-at", default="", metavar="TIME", help="nothing is sent before; 22:00 or a day, too"
    )
    care.add_argument(
        "--closes-at", default="", metavar="TIME", help="nothing is sent after; the rest stays so"
    )
    care.add_argument(
        "--hours", default="", metavar="HOURS", help='when to send, such as "Mon-Fri 22:00-06:00"'
    )
    care.add_argument("--expect", default="", metavar="REGEX", help="else a machine has failed")
    care.add_argument("--expect-exit", default="", metavar="CODES", help="such as 0,3")
    care.add_argument(
        "--confirm",
        type=int,
        metavar="N",
        help="the number of machines, typed: for production and for dangerous scripts",
    )
    care.add_argument("--dry-run", action="store_true", help="say what would run where, no more")


def _add_places(group: argparse._ActionsContainer, *, needs_targets: bool = False) -> None:
    group.add_argument(
        "--targets",
        required=needs_targets,
        action="append",
        default=[],
        metavar="LIST",
        help=TARGETS if needs_targets else f"only these: {TARGETS}",
    )
    group.add_argument(
        "--profile",
        required=True,
        metavar="NAME",
        help="a profile of the console; sandbox starts a local one for this command only",
    )
    group.add_argument("--region", action="append", default=[], help="only machines of this region")


def _add_json(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def _add_forms(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_mutually_exclusive_group()
    _add_json(forms)
    forms.add_argument(
        "--lines",
        action="store_true",
        help="each line after its machine's name; unless said, equal answers stand once",
    )


def _add_machines(parser: argparse.ArgumentParser) -> None:
    _add_places(parser)
    _add_json(parser)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run_id", metavar="RUN", help="the id of a run, or last")
    _add_forms(parser)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1 on")
    return int(text)


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search",
        default="",
        metavar="TEXT",
        help='words and fields, such as: "no space left" status:failed after:2026-10-01',
    )
    parser.add_argument(
        "--limit", type=_count, default=50, metavar="N", help="runs; 50 unless said"
    )
    _add_json(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", nargs="*", metavar="RUN", help="ids of runs, or last")
    parser.add_argument("--search", default="", metavar="TEXT", help="every run that this finds")
    parser.add_argument("--format", choices=FORMATS, help="as the file's name ends unless said")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    parser.add_argument("--json", action="store_true", help="say what was written as JSON")

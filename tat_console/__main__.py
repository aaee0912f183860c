"""The commands of the program: the window, the command line, the tour, the sandbox."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tat_console import __version__
from tat_console.cli.arguments import add_commands
from tat_console.support.paths import AppPaths


def main(arguments: list[str] | None = None) -> int:
    """Run one command; without one the window opens. Returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["sandbox"]:
        from tat_console.sandbox.__main__ import main as sandbox

        return sandbox(given[1:])
    if given[:1] == ["sandbox-register"]:
        from tat_console.sandbox.register import main as register

        return register(given[1:])
    asked = _parser().parse_args(given)
    if asked.command == "tour":
        from tat_console.tour.take import take_tour

        return take_tour(asked.out, asked.until)
    if asked.command not in (None, "window"):
        from tat_console.cli.start import start

        return start(asked, AppPaths.find())
    from tat_console.app import SandboxOptions, run_window

    return run_window(AppPaths.find(), SandboxOptions(instances=asked.instances))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tat-console",
        description="Desktop operations console for Tencent Cloud Automation Tools.",
    )
    parser.add_argument("--version", action="version", version=f"tat-console {__version__}")
    parser.add_argument(
        "--instances",
        type=int,
        default=20,
        metavar="N",
        help="pretend machines in the embedded sandbox (default 20)",
    )
    commands = parser.add_subparsers(dest="command", title="commands")
    commands.add_parser("window", help="open the window (the default)")
    tour = commands.add_parser("tour", help="let the window show its main job, with pictures")
    tour.add_argument(
        "--out", type=Path, default=Path("build/tour"), help="folder for the pictures"
    )
    tour.add_argument(
        "--until", default="", metavar="STEP", help="end after this step, such as run-done"
    )
    add_commands(commands)
    commands.add_parser("sandbox", help="run the local service alone; see sandbox --help")
    commands.add_parser(
        "sandbox-register", help="let a pretend machine join a sandbox with a register code"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

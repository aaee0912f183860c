"""`tat-console sandbox`: a local TAT service that runs scripts for real on this computer."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tat_console.sandbox.decisions import DECISIONS
from tat_console.sandbox.faults import Faults, read_faults
from tat_console.sandbox.gate import Gate
from tat_console.sandbox.input_end import end_of_input
from tat_console.sandbox.keys import KeyRing
from tat_console.sandbox.rates import DOCUMENTED_RATE_PER_S, Rates
from tat_console.sandbox.server import application
from tat_console.sandbox.serving import Listener, Serving
from tat_console.sandbox.state import State
from tat_console.support.errors import ConsoleError

_LAST_PORT: Final = 65_535
DEFAULT_REGIONS: Final = ("ap-guangzhou", "ap-shanghai", "ap-singapore")


def main(argv: list[str] | None = None) -> int:
    """Serve until told to stop; returns the exit code."""
    arguments = _parser().parse_args(argv)
    if arguments.decisions:
        _print_decisions()
        return 0
    try:
        with _state_folder(arguments.state) as folder:
            _log_to(folder / "sandbox.log")
            asyncio.run(_serve(arguments, folder))
    except ConsoleError as error:
        print(f"tat-console sandbox: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tat-console sandbox", description=__doc__)
    parser.add_argument("--port", type=_port, default=0, help="0 lets the system choose")
    parser.add_argument("--state", type=Path, help="folder to keep everything in")
    parser.add_argument("--instances", type=_count, default=20, help="number of machines")
    parser.add_argument("--secret-id", default="", help="random where not given")
    parser.add_argument("--secret-key", default="", help="random where not given")
    parser.add_argument("--region", nargs="+", action="extend", help="regions to serve")
    parser.add_argument(
        "--rate",
        type=float,
        default=DOCUMENTED_RATE_PER_S,
        help="requests a second for each action; 0 switches the limit off",
    )
    parser.add_argument(
        "--synthetic", action="store_true", help="make results up instead of running scripts"
    )
    parser.add_argument("--faults", type=Path, help="TOML file of faults to make (see faults.py)")
    parser.add_argument(
        "--decisions",
        action="store_true",
        help="tell what was chosen where the service's behaviour is not known, and end",
    )
    parser.add_argument(
        "--exit-with-stdin", action="store_true", help="stop when standard input closes"
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 0 to {_LAST_PORT}")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 0 on")
    return int(text)


def _print_decisions() -> None:
    try:
        for row in DECISIONS:
            print(f"{row.question}\n  {row.choice}\n  Why: {row.why} ({row.id})\n")
        sys.stdout.flush()
    except BrokenPipeError:  # who reads them has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _serve(arguments: argparse.Namespace, folder: Path) -> None:
    with _children_watched():
        await _serve_watched(arguments, folder)


async def _serve_watched(arguments: argparse.Namespace, folder: Path) -> None:
    keys = KeyRing(arguments.secret_id, arguments.secret_key)
    faults = Faults(read_faults(arguments.faults) if arguments.faults else ())
    state = State(
        folder,
        instances=arguments.instances,
        regions=arguments.region or DEFAULT_REGIONS,
        keys=keys,
        synthetic=arguments.synthetic,
        faults=faults,
    )
    try:
        gate = Gate(keys, state.world.regions, Rates(arguments.rate), faults)
        listener = Listener(arguments.port)
        state.buckets.endpoint = listener.endpoint
        _announce(listener.endpoint, keys, state)
        serving = Serving(listener)
        app = application(state, gate, serving.refuse_for)
        await serving.run_until(_told_to_stop(arguments.exit_with_stdin), app, state)
    finally:
        await state.close()


def _announce(endpoint: str, keys: KeyRing, state: State) -> None:
    ready = {
        "endpoint": endpoint,
        "secret_id": keys.owner.secret_id,
        "secret_key": keys.owner.secret_key.reveal(),
        "regions": list(state.world.regions),
    }
    print(json.dumps(ready), flush=True)


async def _told_to_stop(with_stdin: bool) -> None:
    """Come back at SIGTERM or SIGINT, or when standard input closes."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    watch = asyncio.create_task(end_of_input()) if with_stdin else None
    if watch:
        watch.add_done_callback(lambda _: stop.set())
    await stop.wait()
    if watch:
        watch.cancel()


@contextlib.contextmanager
def _children_watched() -> Iterator[None]:
    """Let the system tell the end of a script, where it can, instead of a thread for each."""
    if sys.version_info >= (3, 12) or not hasattr(asyncio, "PidfdChildWatcher"):
        yield
        return
    watcher = asyncio.PidfdChildWatcher()
    watcher.attach_loop(asyncio.get_running_loop())
    asyncio.set_child_watcher(watcher)
    try:
        yield
    finally:
        # Bound to this loop, it would refuse to start processes on any other.
        asyncio.set_child_watcher(asyncio.ThreadedChildWatcher())


@contextlib.contextmanager
def _state_folder(chosen: Path | None) -> Iterator[Path]:
    """The folder that was chosen, or a fresh one that is removed at the end."""
    if chosen is not None:
        yield _made(chosen)
        return
    with tempfile.TemporaryDirectory(prefix="tat-sandbox-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _made(folder: Path) -> Path:
    """A folder that can be written to; raises ConsoleError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise ConsoleError(
            f"The state cannot be kept in {folder}.",
            f"{error.strerror}.",
            "Give another folder with --state.",
        ) from error
    return folder.resolve()


def _log_to(path: Path) -> None:
    logging.basicConfig(
        filename=path,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


if __name__ == "__main__":
    sys.exit(main())

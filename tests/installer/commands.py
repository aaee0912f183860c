"""Commands that have to end well."""

from __future__ import annotations

import subprocess


def run(*command: object, **options: object) -> str:
    """What a command says on stdout; fails with everything it said where it does not end well."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)

"""The Secret Service of the tests is a real one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import keyring
import keyring.errors
import pytest


def test_keys_reach_the_service_and_its_files_only(secret_service: str, home: Path) -> None:
    keyring.set_password("tat-console", "profile", "a very secret key")

    command = [sys.executable, "-m", "keyring", "get", "tat-console", "profile"]
    child = subprocess.run(command, capture_output=True, text=True, check=True)

    assert child.stdout.strip() == "a very secret key"
    written = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in written)
    assert not [path for path in written if b"a very secret key" in path.read_bytes()]

    keyring.delete_password("tat-console", "profile")
    assert keyring.get_password("tat-console", "profile") is None


def test_without_it_there_is_no_keyring() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.set_password("tat-console", "profile", "a very secret key")

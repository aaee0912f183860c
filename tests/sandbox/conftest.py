"""A sandbox that many tests of one module use, where they do not get in each other's way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fixtures.sandbox import Sandbox, StartSandbox, running_sandbox


@pytest.fixture
def sandbox(start_sandbox: StartSandbox) -> Sandbox:
    """A sandbox of the test's own; tests look again and again, so requests are not limited."""
    return start_sandbox("--rate", "0")


@pytest.fixture(scope="module")
def shared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One sandbox for all tests of a module, without a limit of requests."""
    state = tmp_path_factory.mktemp("shared") / "sandbox"
    with running_sandbox("--rate", "0", state=state) as running:
        yield running

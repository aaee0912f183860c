"""One sandbox for all contract tests of a module that neither break nor fill it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fixtures.sandbox import Sandbox, running_sandbox


@pytest.fixture(scope="module")
def shared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that many tests talk to; they find in it what the others left."""
    with running_sandbox(state=tmp_path_factory.mktemp("shared") / "sandbox") as sandbox:
        yield sandbox

"""Gathers the fixtures of tests/fixtures and makes generated tests repeatable."""

from __future__ import annotations

import hypothesis

pytest_plugins = [
    "tests.fixtures.leftovers",
    "tests.fixtures.hermetic",
    "tests.fixtures.logs",
    "tests.fixtures.system",
    "tests.fixtures.qt",
    "tests.fixtures.sandbox",
    "tests.fixtures.held",
    "tests.fixtures.secret_service",
]

# The same examples on every machine, and no verdict by the clock.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("repeatable")

"""Two windows on one home: neither takes anything from the other."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tests.journeys.conftest import OpenConsole, Person

Run = Callable[[Coroutine[Any, Any, Any]], Any]


async def kept(person: Person, content: str) -> None:
    """Wait until a text is kept."""
    await person.hand.until(
        lambda: content in [one.content for one in person.services.drafts], "it is kept"
    )


def contents(person: Person) -> list[str]:
    return [one.content for one in person.services.drafts]


def test_texts_of_both_are_there_at_the_next_start(
    run: Run, open_console: OpenConsole, home: Path
) -> None:
    async def work() -> None:
        async with open_console() as first, open_console() as second:
            await first.machines_are_there()
            await second.machines_are_there()
            await first.write("one", "echo 1")
            await second.write("two", "echo 2")
            await kept(first, "echo 1")
            await kept(second, "echo 2")
            folders = {one.name for one in (home / "console/data").glob("sandbox*")}
            assert folders == {"sandbox", "sandbox-2"}
        async with open_console() as again:
            assert {"echo 1", "echo 2"} <= set(contents(again))
            assert len(contents(again)) == len(set(contents(again)))
        async with open_console() as later:
            assert contents(later).count("echo 2") == 1

    run(work())


def test_what_each_has_set_stays(run: Run, open_console: OpenConsole) -> None:
    async def work() -> None:
        async with open_console() as first, open_console() as second:
            first.services.settings.set("tray_icon", True)
            second.services.settings.set("notify_on_end", False)
        async with open_console() as again:
            assert again.services.settings.get("tray_icon") is True
            assert again.services.settings.get("notify_on_end") is False

    run(work())

"""The window for people who use it by keys, who listen to it, and who read it in Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.clipped import clipped
from tests.journeys.conftest import Journey, Person
from tests.journeys.findings import nameless, unmarked, unreachable
from tests.journeys.painted import painted_texts
from tests.journeys.rooms import DIALOGS, dialogs, furnish, known_dialogs, pages

Look = Callable[[QWidget], Iterator[str]]
DESIGN: Final = (1280, 800)
SMALL: Final = (960, 600)


def test_every_dialog_of_the_program_is_looked_at() -> None:
    assert set(known_dialogs()) == set(DIALOGS)


def test_everything_has_a_name_is_reached_by_tab_and_shows_the_focus(journey: Journey) -> None:
    async def work(person: Person) -> None:
        QApplication.setCursorFlashTime(0)
        await furnish(person)
        assert await _findings(person, _for_keys_and_ears) == []

    journey(work)


def test_text_fits_at_design_size_and_in_the_smallest_window(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await furnish(person)
        assert await _cut_at_both_sizes(person) == []

    journey(work)


def test_chinese_text_fits(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await furnish(person)
        english = person.console.window
        english.use_chinese()
        await person.hand.until(lambda: person.console.window is not english, "another window")
        person.hand.window = person.console.window
        assert await _cut_at_both_sizes(person) == []

    journey(work)


async def _cut_at_both_sizes(person: Person) -> list[str]:
    with painted_texts() as painted:

        def look(widget: QWidget) -> Iterator[str]:
            yield from clipped(widget)
            yield from painted.cut_in(widget)

        window = person.console.window
        window.resize(*DESIGN)
        found = await _findings(person, look)
        window.resize(*SMALL)
        return found + [f"small, {one}" for one in await _findings(person, look)]


def _for_keys_and_ears(widget: QWidget) -> Iterator[str]:
    yield from nameless(widget)
    yield from unreachable(widget)
    yield from unmarked(widget)


async def _findings(person: Person, look: Look) -> list[str]:
    """What is wrong on the pages and in the dialogs, each thing once."""
    on_pages = [one async for one in _on_pages(person, look)]
    in_dialogs = [
        f"{name}: {one}" async for name, dialog in dialogs(person) for one in look(dialog)
    ]
    return on_pages + in_dialogs


async def _on_pages(person: Person, look: Look) -> AsyncIterator[str]:
    seen: set[str] = set()
    async for name, _page in pages(person):
        person.hand.window.activateWindow()
        await person.hand.settle()
        for one in look(person.hand.window):
            if one not in seen:
                seen.add(one)
                yield f"{name}: {one}"

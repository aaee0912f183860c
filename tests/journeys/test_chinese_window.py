"""No English word is left in the Chinese window but names and code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec
import pytest
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QApplication, QWidget

from installer.translations import po_path
from tat_console.tour.hand import Hand
from tat_console.ui.kit.language import Language, apply_language
from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, Person
from tests.journeys.rooms import SCRIPT, dialogs, furnish, pages
from tests.journeys.visible_words import latin_words, texts_in, words_of_data

DESIGN_SIZE: Final = (1280, 800)
GIVEN: Final = {
    "CompareTexts": {"Here", "There", "Compare", "Both", "were", "changed", "Keep", "here"},
    "ConfirmLoss": {"Remove", "it", "It", "is", "gone"},
    "EditSchedule": {"New", "schedule"},
    "MfaCode": {"device"},
    "ProtectedTargets": {"Databases"},
    "RunGuards": {"wave"},
    "ValuesPerMachine": {"machine", "word", "hello"},
}
"""The words that the test itself puts into a dialog."""
CODE: Final = {"UTC", "AAAA", "Esc", "Del", "Ins", "PgUp", "PgDown"}
"""A name of a time zone, how a public key begins, and what stands on keys."""

ERROR: Final = "command not found"
"""What bash says; the help names it as it is."""


@pytest.fixture
def english_afterwards(qapp: QApplication) -> Iterator[None]:
    """Leave the application to the next test as it was."""
    yield
    apply_language(qapp, Language.ENGLISH)


def test_no_english_word_is_left_on_the_pages(journey: Journey, english_afterwards: None) -> None:
    async def work(person: Person) -> None:
        await _speak_chinese(person)
        await furnish(person)
        names, found = await _names(person), set()
        async for name, page in pages(person):
            found |= {f"{name}: {words}" for words in english_in(page, names)}
        assert found | set(english_in(person.console.window, names)) == set()

    journey(work)


def test_no_english_word_is_left_in_the_dialogs(journey: Journey, english_afterwards: None) -> None:
    async def work(person: Person) -> None:
        await _speak_chinese(person)
        await furnish(person)
        names, found = await _names(person), set()
        async for name, dialog in dialogs(person):
            allowed = names | GIVEN.get(name, set())
            found |= {f"{name}: {words}" for words in english_in(dialog, allowed)}
        assert found == set()

    journey(work)


def english_in(part: QWidget, names: set[str]) -> Iterator[str]:
    """What is shown in English, with the words that are no names."""
    for place, text in texts_in(part):
        said = text.replace(ERROR, "")
        if left := [word for word in latin_words(said) if word not in names]:
            yield f"{place}: {text!r} ({', '.join(left)})"


async def _names(person: Person) -> set[str]:
    """What stays as it is: words that the translations keep, and the names of things."""
    services = person.services
    gallery = services.scripts.gallery
    await person.hand.click(f"rail_{PageKey.GALLERY}")
    await person.hand.until(lambda: gallery.items, "public commands are there")
    chinese = [
        (item.name("zh_CN"), item.description("zh_CN"), item.definitions("zh_CN"))
        for item in gallery.items
    ]
    data = [services.directory.machines, [*services.profiles], [*services.drafts], chinese]
    named = words_of_data(
        SCRIPT, "greeting = good day, other", msgspec.to_builtins(data, enc_hook=str)
    )
    return {*CODE, *_kept_words(), *named}


@cache
def _kept_words() -> frozenset[str]:
    """The Latin words in the Chinese translations."""
    with po_path("zh_CN").open("rb") as file:
        messages = list(read_po(file, locale="zh_CN"))
    strings = [message.string for message in messages if message.id]
    return frozenset(words_of_data(strings))


async def _speak_chinese(person: Person) -> None:
    await person.machines_are_there()
    english = person.console.window
    person.services.settings.set("language", Language.CHINESE.value)
    await person.hand.until(lambda: person.console.window is not english, "another window")
    person.console.window.resize(*DESIGN_SIZE)
    person.hand = Hand(person.console.window)
    await person.machines_are_there()

"""The colours change while the program runs, and look as if they had always been so."""

from __future__ import annotations

from PySide6.QtGui import QImage

from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, Person


async def picture(person: Person, key: PageKey) -> QImage:
    """A page without what moves by itself: the line at the foot."""
    await person.hand.click(f"rail_{key}")
    await person.hand.settle()
    return person.console.window.page_widget(key).grab().toImage()


def test_other_colours_look_like_a_window_made_in_them(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        english_size = person.console.window.size()
        pages = (PageKey.INSTANCES, PageKey.GALLERY, PageKey.SETTINGS)
        light = {key: await picture(person, key) for key in pages}
        person.console.window.use_dark()
        dark = {key: await picture(person, key) for key in pages}
        assert all(light[key] != dark[key] for key in pages)
        person.console.window.use_light()
        assert {key: await picture(person, key) for key in pages} == light
        person.console.window.use_dark()
        english = person.console.window
        english.use_chinese()
        await person.hand.until(lambda: person.console.window is not english, "another window")
        chinese = person.console.window
        chinese.use_english()
        await person.hand.until(lambda: person.console.window is not chinese, "made in dark")
        person.hand.window = person.console.window
        person.console.window.resize(english_size)
        await person.machines_are_there()
        assert await picture(person, PageKey.GALLERY) == dark[PageKey.GALLERY]
        person.console.window.use_light()

    journey(work)

"""The page of scripts with services that keep for real and are connected to nothing."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tat_console.composition import Surroundings, open_household
from tat_console.services.services import Services
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.support.paths import AppPaths
from tat_console.tour.hand import Hand
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.ui.pages.conftest import Route


@asynccontextmanager
async def unconnected(folder: Path) -> AsyncIterator[Services]:
    """Services that keep everything below a folder and reach nobody."""
    around = Surroundings(keys=KeysElsewhere(folder, {}), examples=None)
    household = await open_household(AppPaths.below(folder), around)
    try:
        yield household.services
    finally:
        await household.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that has the page on the loop from its first line to its last.

    The page has timers that begin background work, as in the program: none may go off where no
    loop runs, between two steps of a test or after it.
    """
    page = pyfuncitem.funcargs.get("page")
    if not isinstance(page, ScriptsPage):
        return None
    arguments = pyfuncitem._fixtureinfo.argnames
    given = {name: pyfuncitem.funcargs[name] for name in arguments}

    async def test() -> None:
        try:
            result = pyfuncitem.obj(**given)
            if inspect.isawaitable(result):
                await result
        finally:
            await page.scope.stop()

    run: Callable[[Coroutine[Any, Any, None]], None] = pyfuncitem._request.getfixturevalue("run")
    run(test())
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the services keep their documents."""
    return tmp_path / "kept"


@pytest.fixture
def services(run, folder: Path) -> Iterator[Services]:
    """Services that are connected to nothing."""
    context = unconnected(folder)
    yield run(context.__aenter__())
    run(context.__aexit__(None, None, None))


@pytest.fixture
def route() -> Route:
    """Where the page led to."""
    return Route()


@pytest.fixture
def page(qtbot, services: Services, route: Route) -> ScriptsPage:
    """The page on show with one empty script."""
    made = ScriptsPage(services, route)
    made.resize(1208, 731)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def scripts(folder: Path) -> Path:
    """The folder of the library, with two scripts."""
    made = folder / "data" / "scripts"
    (made / "disk").mkdir(parents=True)
    (made / "disk" / "report.sh").write_text("df -h {{path}}\n")
    (made / "disk" / "report.toml").write_text('tags = ["daily", "disk"]\n')
    (made / "hello.sh").write_text("echo hello\n")
    return made


async def come_to_the_front(page: ScriptsPage) -> Hand:
    """What happens when the page is shown: the library is read."""
    page.shelf.refresh()
    hand = Hand(page)
    await hand.until(lambda: not page.scope.is_busy("refresh"), "the library is read")
    return hand


def titles(page: ScriptsPage) -> list[str]:
    """What the banners of the page say first."""
    return [banner.error.title for banner in page.banners.banners()]

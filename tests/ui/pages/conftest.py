"""A page on show with real services, and a hand that uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tat_console.services.services import Services
from tat_console.tour.hand import Hand
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Errand, Navigator, PageKey
from tests.fixtures.sandbox import Sandbox
from tests.unit.services.conftest import opened_services


@dataclass
class Route:
    """Remembers where a page led to; fulfils `ui.navigation.Navigator`."""

    went: list[tuple[PageKey, Errand]] = field(default_factory=list)

    def go(self, page: PageKey, errand: Errand = None) -> None:
        """Take note."""
        self.went.append((page, errand))


@dataclass
class Stage:
    """What a test of a page works with."""

    services: Services
    route: Route
    pages: list[Page] = field(default_factory=list)

    def show(self, factory: Callable[[Services, Navigator], Page], errand: Errand = None) -> Hand:
        """Make a page of the design size, bring it to the front, and give a hand for it."""
        page = factory(self.services, self.route)
        self.pages.append(page)
        page.resize(1208, 731)
        page.show()
        page.arrive(errand)  # type: ignore[attr-defined]
        page.activateWindow()
        return Hand(page)


OnStage = Callable[[Callable[[Stage], Awaitable[None]]], None]


@pytest.fixture
def on_stage(run, home: Path, sandbox: Sandbox) -> OnStage:
    """`on_stage(work)`: runs a coroutine function with services connected to a real sandbox."""

    async def inside(work: Callable[[Stage], Awaitable[None]]) -> None:
        async with opened_services(home / "services", sandbox) as services:
            stage = Stage(services, Route())
            try:
                async with asyncio.timeout(60):
                    await work(stage)
            finally:
                for page in stage.pages:
                    page.scope.cancel()
                    page.close()
                    page.deleteLater()
                await asyncio.sleep(0)

    return lambda work: run(inside(work))

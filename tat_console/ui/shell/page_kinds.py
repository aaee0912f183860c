"""What the window asks of pages: to read again, to be led to, to tell what is open on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from tat_console.services.services import Services
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import Errand, Navigator, OpenRun, PageKey


@runtime_checkable
class ReadingPage(Protocol):
    """A page that shows what was read from the service."""

    def refresh(self) -> None:
        """Read it again."""
        ...


class RoutedPage(Protocol):
    """A page that can be led to."""

    def arrive(self, errand: Errand) -> None:
        """Come to the front, with something to do."""
        ...


@runtime_checkable
class PageWithErrands(Protocol):
    """A page on which something was opened."""

    def errands(self) -> Sequence[Errand]:
        """What opens the same again."""
        ...


PageFactory = Callable[[Services, Navigator], Page]


def is_apart(errand: Errand) -> bool:
    """Whether an errand opens a window of its own, and leaves the page in front."""
    return isinstance(errand, OpenRun) and errand.apart


def errands_of(pages: Mapping[PageKey, Page], front: PageKey) -> list[tuple[PageKey, Errand]]:
    """What opens again what is open on the page in front, and apart from any page."""
    return [
        (key, errand)
        for key, page in pages.items()
        if isinstance(page, PageWithErrands)
        for errand in page.errands()
        if key is front or is_apart(errand)
    ]

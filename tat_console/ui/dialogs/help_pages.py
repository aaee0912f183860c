"""The pages of the help in the language of the user, read from plain files, and searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tat_console.support.i18n import language
from tat_console.support.resources import resource_path
from tat_console.tat.help_topics import Topic


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One topic: its title and its text in Markdown without the title."""

    topic: Topic
    title: str
    text: str

    def matches(self, asked: Sequence[str]) -> bool:
        """Whether every asked word is somewhere on the page; the words in small letters."""
        hay = f"{self.title}\n{self.text}".casefold()
        return all(word in hay for word in asked)

    def rank(self, asked: Sequence[str]) -> int:
        """The lower the better: pages with the words in their title come first."""
        return sum(word not in self.title.casefold() for word in asked)


def help_pages() -> tuple[HelpPage, ...]:
    """All pages in the language that is spoken now, in the order of the topics."""
    return _pages(language())


def search(asked: str) -> list[HelpPage]:
    """The pages that hold every word, those with it in the title first; all for no words."""
    words = asked.casefold().split()
    found = [page for page in help_pages() if page.matches(words)]
    return sorted(found, key=lambda page: page.rank(words))


@cache
def _pages(spoken: str) -> tuple[HelpPage, ...]:
    return tuple(_read(topic, spoken) for topic in Topic)


def _read(topic: Topic, spoken: str) -> HelpPage:
    path = resource_path("help", spoken, f"{topic.value}.md")
    title, _line, text = path.read_text(encoding="utf-8").partition("\n")
    return HelpPage(topic, title.removeprefix("# ").strip(), text.strip())

"""What a search in the list of scripts says: words, and tags that begin with #."""

from __future__ import annotations


def parts_of(search: str) -> tuple[str, list[str]]:
    """The text that is searched for, and the tags: words that begin with #."""
    words = search.split()
    tags = [word[1:] for word in words if word.startswith("#") and word != "#"]
    return " ".join(word for word in words if not word.startswith("#")), tags


def with_tag(search: str, tag: str) -> str:
    """A search with a tag put to it, or taken from it where it has it."""
    words = search.split()
    mark = f"#{tag}"
    kept = [word for word in words if word != mark]
    return " ".join(kept if len(kept) < len(words) else [*words, mark])

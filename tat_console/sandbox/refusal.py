"""A refusal of the service: a code, and its message in the caller's language."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import msgspec

from tat_console.support.resources import resource_path


class Refused(Exception):
    """The service does not do what was asked; `values` fill the code's message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def message(self, language: str) -> str:
        """The text for X-TC-Language: Chinese unless it is en-US (facts §6.2)."""
        english, chinese = messages().get(self.code, ("{detail}", "{detail}"))
        template = english if language.lower() == "en-us" else chinese
        return template.format_map(defaultdict(str, self.values)).strip()


@cache
def messages() -> dict[str, tuple[str, str]]:
    """Every code the sandbox can answer, with its message in English and Chinese."""
    text = resource_path("sandbox", "messages.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, tuple[str, str]])

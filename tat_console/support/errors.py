"""The one kind of exception whose text was written for the user."""

from __future__ import annotations


class ConsoleError(Exception):
    """Something went wrong in a way the program understands and can explain.

    `title` says what in a few words, `what` explains, `next_step` says what to do;
    `request_id` is the service's, where there is one. A kind of error that the help explains names
    the topic in `help_topic`; see `tat.help_topics`.
    """

    help_topic = ""

    def __init__(
        self, title: str, what: str = "", next_step: str = "", request_id: str = ""
    ) -> None:
        super().__init__(title, what, next_step, request_id)
        self.title = title
        self.what = what
        self.next_step = next_step
        self.request_id = request_id

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.what, self.next_step) if part)

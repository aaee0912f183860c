"""Keeps the collector of cyclic garbage from holding the loop up."""

from __future__ import annotations

import gc


def leave_alone() -> None:
    """Never look again at what is there now: modules and classes stay as long as the program.

    They are nine of ten objects; looking at them takes 100 ms, at all that comes later a few.
    What there are thousands of is kept away from the collector by `gc=False`.
    """
    if not gc.get_freeze_count():
        gc.freeze()

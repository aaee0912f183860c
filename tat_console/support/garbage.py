"""Keeps the collector of cyclic garbage from holding the loop up at the wrong moment."""

from __future__ import annotations

import gc


def leave_alone(is_busy: bool) -> None:
    """Pass over everything that is there now while a run is on its way, and look at it after.

    With ten thousand machines and tasks in memory one full collection takes 150 ms.
    """
    if is_busy:
        gc.freeze()
    else:
        gc.unfreeze()

"""Who carries a run out, where several processes share one archive."""

from __future__ import annotations

from typing import Protocol


class Claims(Protocol):
    """The runs that this process, and no other, may send for; a process that dies lets them go."""

    def take(self, run_id: str) -> bool:
        """Claim a run; False where it is claimed, here or elsewhere. Raises ConsoleError."""
        ...

    def release(self, run_id: str) -> None:
        """Let a run go; one that is not claimed here is passed over."""
        ...

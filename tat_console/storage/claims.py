"""Claims as locked files, one a run: the system lets go of them when the process dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _


class LockedFiles:
    """The claims of this process, below a folder that is made when the first is taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, FileLock] = {}

    def take(self, run_id: str) -> bool:
        """Claim a run; False where it is claimed, here or elsewhere. Raises ConsoleError."""
        if run_id in self._held:
            return False
        # Without real locks nothing is claimed: a file that only exists would outlive its process.
        lock = FileLock(
            self._path(run_id), blocking=False, thread_local=False, fallback_to_soft=False
        )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise ConsoleError(
                _("It cannot be made sure that nobody else carries out this run."),
                _("{path} cannot be locked: {reason}.").format(
                    path=self._path(run_id), reason=error.strerror or error
                ),
                _("Nothing was sent. Make room there or change its rights, then try again."),
            ) from error
        self._held[run_id] = lock
        return True

    def release(self, run_id: str) -> None:
        """Let a run go and remove its file; one that is not claimed here is passed over."""
        if lock := self._held.pop(run_id, None):
            # Before the lock is let go: whoever waits for the removed file sees that and opens anew.
            self._path(run_id).unlink(missing_ok=True)
            lock.release()

    def _path(self, run_id: str) -> Path:
        return self._folder / f"{run_id}.lock"

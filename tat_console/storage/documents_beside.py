"""Documents written beside the loop, where the disk takes longer than a frame."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from tat_console.storage.documents import JsonDocuments, content_of

PATIENCE_S: Final = 0.01
"""A file is replaced in 0.1 ms; while the disk is busy with the archive it takes up to 100 ms."""


class DocumentsBeside:
    """Keeps what `tat_console.ports.documents.Documents` asks for, and never holds the loop long.

    A write is waited for a moment, so that nearly every failure is raised to who wrote. One that
    takes longer is finished in order; its failure goes to the loop's exception handler.
    """

    def __init__(self, documents: JsonDocuments) -> None:
        self._documents = documents
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")
        self._last: dict[str, Future[None]] = {}

    @property
    def damaged(self) -> list[Path]:
        """The files that were set aside since the start."""
        return self._documents.damaged

    def read(self, name: str) -> dict[str, Any]:
        """What was written last; raises what `JsonDocuments.read` does."""
        if name in self._last:
            self._last[name].exception()
        return self._documents.read(name)

    def write(self, name: str, value: dict[str, Any]) -> None:
        """Replace the document, a moment later where the disk is busy; raises ConsoleError."""
        job = self._writer.submit(self._documents.put, name, content_of(value))
        self._last[name] = job
        try:
            job.result(PATIENCE_S)
        except TimeoutError:
            loop = asyncio.get_running_loop()
            job.add_done_callback(lambda done: loop.call_soon_threadsafe(done.result))

    async def close(self) -> None:
        """Wait until all is written."""
        await asyncio.to_thread(self._writer.shutdown)

"""What happened in this session that the user may have missed: the list behind the bell."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final

import msgspec

from tat_console.runs.progress import RunProgress
from tat_console.services.administration import Administration
from tat_console.services.hosting import Hosting
from tat_console.services.mirroring import Mirroring, SyncState
from tat_console.services.quotas import Quotas
from tat_console.services.runs import Runs
from tat_console.support.clock import Clock
from tat_console.support.event import Event
from tat_console.support.i18n import _, ngettext
from tat_console.tat.statuses import TaskStatus

KEPT: Final = 100


class NoticeKind(Enum):
    """What a notice is about."""

    RUN = "run"
    SYNC = "sync"
    QUOTA = "quota"
    CODE = "code"
    UPDATE = "update"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened; `about` names the run or the code it is about."""

    kind: NoticeKind
    title: str
    text: str
    at: datetime
    about: str = ""
    is_good: bool = False


class Notices:
    """The newest first; `unread` counts those that came since somebody looked.

    What was said before and is said again in the same words is no news.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all: list[Notice] = []
        self.unread = 0
        self.changed: Event[None] = Event()

    @property
    def all(self) -> tuple[Notice, ...]:
        """The notices of this session, the newest first."""
        return tuple(self._all)

    def add(
        self, kind: NoticeKind, title: str, text: str, about: str = "", *, is_good: bool = False
    ) -> None:
        """Take in a notice, unless the same was said before."""
        said = {(one.kind, one.title, one.text, one.about) for one in self._all}
        if (kind, title, text, about) in said:
            return
        at = self._clock.now()
        notice = Notice(kind=kind, title=title, text=text, at=at, about=about, is_good=is_good)
        self._all = [notice, *self._all][:KEPT]
        self.unread += 1
        self.changed.emit(None)

    def mark_read(self) -> None:
        """Somebody has looked at them."""
        if self.unread:
            self.unread = 0
            self.changed.emit(None)

    def watch(self, runs: Runs, sync: Mirroring, administration: Administration) -> None:
        """Take in what these tell from now on."""
        quotas, hosting = administration.quotas, administration.hosting
        runs.ended.subscribe(self._run_ended)
        sync.changed.subscribe(self._sync_said)
        quotas.changed.subscribe(lambda _none: self._warn_of_quotas(quotas))
        hosting.changed.subscribe(lambda _none: self._warn_of_codes(hosting))

    def _run_ended(self, progress: RunProgress) -> None:
        name = progress.run.script.name or _("Untitled script")
        count, good = len(progress.tasks), progress.counts[TaskStatus.SUCCESS]
        words = ngettext(
            "{good} of {count} machine succeeded.", "{good} of {count} machines succeeded.", count
        )
        self.add(
            NoticeKind.RUN,
            _("“{name}” has ended").format(name=name),
            words.format(good=f"{good:,}", count=f"{count:,}"),
            progress.run_id,
            is_good=good == count,
        )

    def _sync_said(self, state: SyncState) -> None:
        if state.now is not None:
            return
        for problem in state.problems:
            text = _("{region}: {error}").format(region=problem.region, error=problem.error)
            self.add(NoticeKind.SYNC, _("Runs of others could not be read"), text)

    def _warn_of_quotas(self, quotas: Quotas) -> None:
        for sentence in quotas.notices():
            self.add(NoticeKind.QUOTA, _("Quota"), sentence)

    def _warn_of_codes(self, hosting: Hosting) -> None:
        for code_id, sentence in hosting.warnings().items():
            self.add(NoticeKind.CODE, _("Register code"), sentence, code_id)

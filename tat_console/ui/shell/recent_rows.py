"""What was used last, as rows of the palette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tat_console.services.recent import RecentItem, RecentKind, recent_items
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.navigation import FindRuns, Navigator, OpenDraft, OpenRun, PageKey
from tat_console.ui.shell.palette import Find


def recent_rows(services: Services, navigator: Navigator) -> Iterator[Find]:
    """Scripts, runs and searches, the latest first; scripts that are gone are left out."""
    for item in recent_items(services.settings):
        match item.kind:
            case RecentKind.RUN:
                errand = OpenRun(item.key)
                go = partial(navigator.go, PageKey.RUNS, errand)
                yield Find(item.title, "ph.play-circle", go, hint=_("recent run"))
            case RecentKind.SEARCH:
                go = partial(navigator.go, PageKey.HISTORY, FindRuns(item.key))
                yield Find(item.title, "ph.magnifying-glass", go, hint=_("recent search"))
            case RecentKind.SCRIPT if title := _title(services, item):
                go = partial(navigator.go, PageKey.SCRIPTS, OpenDraft(item.key))
                yield Find(title, "ph.terminal-window", go, hint=_("recent script"))


def _title(services: Services, item: RecentItem) -> str:
    """How a script is called now; "" where there is none any more."""
    draft = services.drafts.get(item.key)
    if draft is not None:
        return draft.path or draft.name or item.title
    return item.key if services.scripts.library.get(item.key) else ""

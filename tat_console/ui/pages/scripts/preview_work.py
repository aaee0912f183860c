"""The service's own preview of a saved command beside ours, with any difference said."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer

from tat_console.ports.library import CloudLink
from tat_console.services.preview import compare
from tat_console.services.script_sync import LinkState
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.ui.kit.page import Page
from tat_console.ui.pages.scripts.desk import ScriptDesk
from tat_console.ui.pages.scripts.form import script_of

PAUSE_MS: Final = 500
_NOT_ASKED: Final = (LinkState.UNLINKED, LinkState.DELETED, LinkState.ELSEWHERE)


class PreviewWork:
    """Asks the service a moment after the preview of a linked script came up or changed."""

    def __init__(self, page: Page, services: Services, desk: ScriptDesk) -> None:
        self._page = page
        self._services = services
        self._desk = desk
        self._asked: object = None
        self._timer = QTimer(page)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._begin)
        desk.bottom.preview_shown.connect(self._look)

    def _look(self) -> None:
        draft = self._desk.draft()
        link = self._link(draft.path)
        wanted = (link, draft.content, draft.parameters, draft.draft_id)
        if wanted == self._asked:
            return
        self._asked = wanted
        self._page.scope.cancel("preview")
        self._desk.bottom.say_of_preview("")
        if link is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _begin(self) -> None:
        if not self._page.scope.is_stopped:
            self._page.start(self._compare(), key="preview")

    async def _compare(self) -> None:
        draft = self._desk.draft()
        link = self._link(draft.path)
        if link is None:
            return
        script = script_of(draft)
        saved = self._services.scripts.commands.get(link.command_id)
        is_same = saved is not None and saved.command.content == script.content
        values = {**script.parameters, **dict.fromkeys(self._desk.hidden_values(), MASK)}
        found = await compare(
            self._services.session.require().cloud,
            link.region,
            script.content,
            values,
            command_id=link.command_id if is_same else "",
        )
        if found.theirs is None:
            words = ""
        elif found.difference:
            words = _("The service fills it in otherwise. {difference}").format(
                difference=found.difference
            )
        else:
            words = _("The service fills it in the same way")
        self._desk.bottom.say_of_preview(words, is_warning=bool(found.difference))

    def _link(self, path: str) -> CloudLink | None:
        script = self._services.scripts.library.get(path) if path else None
        if script is None or self._services.session.connection is None:
            return None
        if self._services.scripts.sync.state(script) in _NOT_ASKED:
            return None
        return script.settings.link

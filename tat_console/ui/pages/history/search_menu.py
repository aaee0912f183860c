"""The button of saved searches: keep the one in the field, go back to one, forget one."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from tat_console.services.saved_searches import SavedSearches
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import ask_text
from tat_console.ui.kit.controls import button
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.undo import offer_undo
from tat_console.ui.widgets.query_field import QueryField


class SearchMenu:
    """`button` stands beside the field; `save` is what Ctrl+S does too."""

    def __init__(self, page: Page, searches: SavedSearches, field: QueryField) -> None:
        self._page = page
        self._searches = searches
        self._field = field
        self.button = button(_("Save search"), "ph.bookmark-simple", opens_menu=True)
        self.button.setObjectName("save_search")
        self.button.setToolTip(_("Saved searches, and saving this one (Ctrl+S)"))
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        self._fill()

    def save(self) -> None:
        """Ask for a name and keep what is in the field."""
        if self._field.text().strip():
            self._page.start(self._save(), key="save search")

    def remove(self, name: str) -> None:
        """Forget a search, and offer it back."""
        text = dict(self._searches)[name]
        self._searches.remove(name)
        said = _("The search “{name}” was deleted.").format(name=name)
        offer_undo(self._page.banners, said, lambda: self._searches.save(name, text))

    # -- inside

    async def _save(self) -> None:
        text = self._field.text().strip()
        name = await ask_text(self._page, _("Save this search"), _("Name"), _("Save"), text)
        if name:
            self._searches.save(name, text)

    def _fill(self) -> None:
        self._menu.clear()
        save = self._menu.addAction(_("Save this search…"))
        save.setObjectName("save_this_search")
        save.setEnabled(bool(self._field.text().strip()))
        save.triggered.connect(self.save)
        kept = list(self._searches)
        if not kept:
            return
        self._menu.addSeparator()
        for name, text in kept:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setToolTip(text)
            action.triggered.connect(lambda _on=False, text=text: self._field.set_text(text))
        self._menu.addSeparator()
        forget = self._menu.addMenu(_("Delete"))
        for name, _text in kept:
            action = forget.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, name=name: self.remove(name))

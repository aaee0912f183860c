"""The keys that lie on this computer, to tick those that become profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tat_console.ports.profiles import FoundKey, Profile
from tat_console.services.imports import profile_of
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.dialogs.found_key_card import FoundKeyCard
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, scrolled
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.states import EmptyState, LoadingState

WIDTH: Final = 720
HEIGHT: Final = 560
TYPE_INSTEAD: Final = 2


class ImportKeys(Dialog):
    """Looks for keys, shows each with what is known of it, and makes profiles of the ticked ones.

    Keys are read where they lie and never copied. `imported` tells the ids of the new profiles;
    the result `TYPE_INSTEAD` says that the user wants to type a key.
    """

    imported = Signal(list)

    def __init__(self, page: Page, services: Services) -> None:
        super().__init__(page, _("Keys on this computer"), WIDTH)
        self.setObjectName("import_keys")
        self.resize(WIDTH, min(HEIGHT, round(page.window().height() * 0.9)))
        self._services = services
        self._scope = TaskScope(self, page.errors.report)
        self.cards: list[FoundKeyCard] = []
        text = _(
            "Ticked keys become profiles that read them where they lie: nothing is copied, and a "
            "key that is changed there is used from then on."
        )
        self.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
        self._errors = BannerStrip()
        self.body.addWidget(self._errors)
        self._shown = column(gap=GRID, margins=(0, 0, GRID, 0))
        self.body.addWidget(scrolled(self._shown), 1)
        self._fill_foot()
        self.finished.connect(lambda _code: self._scope.cancel())
        self.finished.connect(self.deleteLater)

    def look(self) -> None:
        """Look for keys, again where that was done before; ticks and names are lost by it."""
        self._errors.clear()
        self._show([LoadingState(_("Looking for keys …"))])
        self._show_count()
        self._scope.start(self._look(), key="look")

    async def _look(self) -> None:
        found = await self._services.administration.keys_around.found()
        cards = _cards(found, tuple(self._services.profiles))
        for card in cards:
            card.changed.connect(self._show_count)
        self._show(cards or [_nothing()])
        self.cards = cards
        self._show_count()
        if cards:
            cards[0].box.setFocus()

    def _start_import(self) -> None:
        if self._check():
            self._scope.start(self._import(), key="import")

    async def _import(self) -> None:
        made = [card.profile() for card in self.cards if card.is_ticked]
        try:
            for profile in made:
                await self._services.profiles.save(profile, None)
        except ConsoleError as error:
            self._errors.show_error(error)
            return
        self.imported.emit([profile.profile_id for profile in made])
        self.accept()

    def _check(self) -> bool:
        """Say beside each name what is wrong with it, and go to the first."""
        taken = {profile.name.casefold() for profile in self._services.profiles}
        is_good = True
        for card in self.cards:
            is_fine = not card.is_ticked or card.check(taken)
            if is_good and not is_fine:
                card.name.setFocus()
            is_good = is_good and is_fine
            if card.is_ticked:
                taken.add(card.name.text().strip().casefold())
        return is_good

    def _show_count(self) -> None:
        count = sum(card.is_ticked for card in self.cards)
        text = ngettext("Import {count} profile", "Import {count} profiles", count)
        self._import_button.setText(text.format(count=count) if count else _("Import"))
        self._import_button.setEnabled(count > 0)

    # -- building

    def _show(self, parts: Sequence[QWidget]) -> None:
        self.cards = []
        while item := self._shown.takeAt(0):
            if earlier := item.widget():
                earlier.setParent(None)
                earlier.deleteLater()
        for part in parts:
            self._shown.addWidget(part)
        self._shown.addStretch(1)

    def _fill_foot(self) -> None:
        again = button(_("Look again"), "ph.arrow-clockwise")
        again.setObjectName("look_again")
        again.setAutoDefault(False)
        again.clicked.connect(self.look)
        self.foot.insertWidget(0, again)
        instead = button(_("Type a key instead…"), "ph.keyboard", ButtonKind.FLAT)
        instead.setObjectName("type_instead")
        instead.setAutoDefault(False)
        instead.clicked.connect(lambda _checked: self.done(TYPE_INSTEAD))
        self.foot.insertWidget(1, instead)
        self.add_cancel(_("Cancel")).setDefault(False)
        self._import_button = button(_("Import"), "ph.download-simple", ButtonKind.PRIMARY)
        self._import_button.setObjectName("import_button")
        self._import_button.setDefault(True)
        self._import_button.clicked.connect(self._start_import)
        self.foot.addWidget(self._import_button)


def _cards(found: Sequence[FoundKey], profiles: Sequence[Profile]) -> list[FoundKeyCard]:
    taken = [profile.name for profile in profiles]
    cards = []
    for key in found:
        profile = profile_of(key, taken)
        taken.append(profile.name)
        owner = next((one.name for one in profiles if one.source == key.source), "")
        cards.append(FoundKeyCard(key, profile, owner))
    return cards


def _nothing() -> QWidget:
    return EmptyState(
        "ph.key",
        _("There are no keys on this computer"),
        _(
            "Looked for: variables TENCENTCLOUD_…, profiles of tccli in ~/.tccli, the SDK's file "
            "~/.tencentcloud/credentials, and the role of a CVM machine."
        ),
    )

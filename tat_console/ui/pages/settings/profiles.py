"""The profiles: a list with the colours of their environments, and the chosen one beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.ports.profiles import Environment, Profile
from tat_console.services.profiles import new_profile_id
from tat_console.services.services import Services
from tat_console.support.i18n import _, listed
from tat_console.ui.dialogs.import_keys import TYPE_INSTEAD, ImportKeys
from tat_console.ui.kit.controls import button
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, panel, row
from tat_console.ui.kit.page import Page
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.settings.profile_editor import ProfileEditor
from tat_console.ui.pages.settings.provided_profile import ProvidedProfile

_LIST_WIDTH: Final = 240


class ProfilesSection(QWidget):
    """Each profile has an editor of its own, so what is typed in one is there on coming back."""

    def __init__(self, page: Page, services: Services) -> None:
        super().__init__()
        self._page = page
        self._services = services
        self._editors: dict[str, QWidget] = {}
        self._drafts: dict[str, Profile] = {}
        self.model: TableModel[Profile] = TableModel(
            [Column("name", _("Profile"), _LIST_WIDTH, self._cell, stretch=True)],
            key_of=lambda profile: profile.profile_id,
        )
        self.list = TableView(self.model, _("Profiles"), ROW_HEIGHT_TWO_LINES, single=True)
        self.list.setObjectName("profiles")
        self.list.current_changed.connect(self._show_current)
        self._shown = QStackedWidget()
        self.setLayout(row(self._left_part(), self._shown, gap=0))
        page.listen(services.profiles.changed, lambda _none: self._refresh())
        page.listen(services.session.changed, lambda _none: self._refresh())
        self._refresh()

    def open_new(self) -> None:
        """Open the form of a new profile; one that is being filled in is shown again."""
        if not self._drafts:
            draft = Profile(profile_id=new_profile_id(), name="")
            self._drafts[draft.profile_id] = draft
            self._refresh()
        key = next(iter(self._drafts))
        self.list.go_to(key)
        editor = self._editors.get(key)
        if isinstance(editor, ProfileEditor):
            editor.form.name.setFocus()

    def open_import(self) -> None:
        """Look for keys on this computer, to make profiles of them."""
        dialog = ImportKeys(self._page, self._services)
        dialog.imported.connect(lambda made: self.list.go_to(made[0]))
        dialog.finished.connect(
            lambda code: self.open_new() if code == TYPE_INSTEAD else self.list.setFocus()
        )
        dialog.open()
        dialog.look()

    def _left_part(self) -> QWidget:
        self.list.horizontalHeader().hide()
        add = button(_("New profile"), "ph.plus")
        add.setObjectName("new_profile")
        add.clicked.connect(self.open_new)
        find = button(_("Import…"), "ph.download-simple")
        find.setObjectName("import_profiles")
        find.setToolTip(_("Look for keys of tccli, the SDK and the environment on this computer"))
        find.clicked.connect(self.open_import)
        foot = panel(row(add, find, None, margins=(GRID, GRID, GRID, GRID)), "surface", edge="top")
        left = panel(
            column(self.list, foot, gap=0, margins=(0, GRID, 1, 0)), "surface", edge="right"
        )
        left.setFixedWidth(_LIST_WIDTH)
        return left

    def _cell(self, profile: Profile) -> Cell:
        look = ENVIRONMENT_LOOKS[profile.environment]
        active = self._services.session.profile
        in_use = active is not None and active.profile_id == profile.profile_id
        words = [look.word, _("in use")] if in_use else [look.word]
        editor = self._editors.get(profile.profile_id)
        if isinstance(editor, ProfileEditor) and editor.form.is_dirty:
            words.append(_("not saved"))
        return Cell(
            profile.name or _("New profile"),
            listed(words),
            type=Type.NAME,
            icon=look.icon,
            ink=f"env_{profile.environment}_text",
        )

    def _refresh(self) -> None:
        kept = {profile.profile_id: profile for profile in self._services.profiles}
        self._drafts = {key: one for key, one in self._drafts.items() if key not in kept}
        self.model.set_rows([*kept.values(), *self._drafts.values()])
        for key in self._editors.keys() - kept.keys() - self._drafts.keys():
            gone = self._editors.pop(key)
            self._shown.removeWidget(gone)
            gone.deleteLater()
        if self.list.current_row() is None and self.model.rowCount():
            self.list.selectRow(0)
        for profile in kept.values():
            editor = self._editors.get(profile.profile_id)
            if isinstance(editor, ProfileEditor | ProvidedProfile):
                editor.take(profile)
        self._show_current()

    def _show_current(self) -> None:
        profile = self.list.current_row()
        if profile is None:
            return
        if profile.profile_id not in self._editors:
            self._editors[profile.profile_id] = self._make_editor(profile)
            self._shown.addWidget(self._editors[profile.profile_id])
        self._shown.setCurrentWidget(self._editors[profile.profile_id])

    def _make_editor(self, profile: Profile) -> QWidget:
        if profile.environment is Environment.SANDBOX:
            return ProvidedProfile(self._page, self._services, profile)
        is_new = profile.profile_id in self._drafts
        editor = ProfileEditor(self._page, self._services, profile, is_new=is_new)
        editor.form.edited.connect(self.list.viewport().update)
        editor.discarded.connect(self._discard)
        return editor

    def _discard(self, profile_id: str) -> None:
        self._drafts.pop(profile_id, None)
        self._refresh()

"""What the buttons around the parameters do: definitions, presets, secrets, contents of files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from tat_console.ports.profiles import Environment
from tat_console.services.presets import Preset
from tat_console.services.script_file import read_value
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret
from tat_console.ui.dialogs.edit_parameter import EditParameter
from tat_console.ui.kit.ask import ACCEPTED, ask, ask_text, pick_file
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.files import on_disk
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.undo import offer_undo
from tat_console.ui.pages.scripts.desk import ScriptDesk
from tat_console.ui.pages.scripts.sheet import EDIT, FILE, KEYRING


class ParameterWork:
    """Carries out what is asked at the form of the script in front."""

    def __init__(self, page: Page, services: Services, desk: ScriptDesk) -> None:
        self._page = page
        self._services = services
        self._desk = desk
        bar = desk.side.presets
        bar.picked.connect(self.apply_preset)
        bar.save_asked.connect(lambda: page.start(self.save_preset(), key="preset"))
        bar.remove_asked.connect(self.remove_preset)
        desk.form_action.connect(self._act)
        page.listen(services.scripts.presets.changed, lambda _key: self.show_presets())
        page.listen(services.session.changed, lambda _none: self.show_presets())

    # -- presets

    def show_presets(self, current: str = "") -> None:
        """Offer the presets of the script in front for the environment of the profile."""
        names = self._services.scripts.presets.names(self._key, self._environment)
        word = ENVIRONMENT_LOOKS[self._environment].word
        bar = self._desk.side.presets
        bar.show_names(names, current or bar.name(), word)

    def apply_preset(self, name: str) -> None:
        """Fill in the values of a preset, and the secrets that it names."""
        preset = self._services.scripts.presets.get(self._key, self._environment, name)
        if preset is None:
            return
        self._desk.sheet.fill(preset.values)
        for key, secret_name in preset.secret_names.items():
            self._page.start(self._take_secret(key, secret_name), key=("secret", key))

    async def save_preset(self) -> None:
        """Keep what is filled in under a name; secrets by their name in the keyring only."""
        bar = self._desk.side.presets
        name = await ask_text(
            self._page, _("Keep these values"), _("Name of the preset"), _("Keep"), bar.name()
        )
        if name is None:
            return
        sheet = self._desk.sheet
        preset = Preset(values=sheet.visible_values(), secret_names=dict(sheet.secret_names))
        self._services.scripts.presets.save(
            self._key, self._environment, name, preset, sheet.editor.toPlainText()
        )
        self.show_presets(name)

    def remove_preset(self, name: str) -> None:
        """Forget a preset and offer it back; what is filled in now stays."""
        presets, place = self._services.scripts.presets, (self._key, self._environment)
        preset = presets.get(*place, name)
        if preset is None:
            return
        script = self._desk.editor.toPlainText()
        presets.remove(*place, name)
        said = _("The preset “{name}” was forgotten.").format(name=name)
        offer_undo(self._page.banners, said, lambda: presets.save(*place, name, preset, script))

    @property
    def _key(self) -> str:
        return preset_key(self._desk.draft().path, self._desk.draft().draft_id)

    @property
    def _environment(self) -> Environment:
        profile = self._services.session.profile
        return profile.environment if profile else Environment.SANDBOX

    # -- buttons of a row

    def _act(self, key: str, action: str) -> None:
        if action == EDIT:
            self._page.start(self._edit(key), key="edit")
        elif action == FILE:
            self._page.start(self._take_file(key), key="file")
        elif action == KEYRING:
            self._open_secrets(key)

    async def _edit(self, key: str) -> None:
        sheet = self._desk.sheet
        definition = next(row for row in sheet.definitions() if row.key == key)
        dialog = EditParameter(self._page, definition)
        if await ask(dialog) == ACCEPTED:
            sheet.define(dialog.definition())

    async def _take_file(self, key: str) -> None:
        path = await pick_file(self._page, _("Content of “{key}”").format(key=key))
        if path is not None:
            await self.take_file(key, path)

    async def take_file(self, key: str, path: Path) -> None:
        """Fill in the content of a file; raises ConsoleError where it is no text."""
        value = await on_disk(read_value, path)
        self._desk.sheet.fill({key: value.text})
        if value.note:
            self._page.banners.show_error(ConsoleError(value.note, ""), ToneName.LATE)

    def _open_secrets(self, key: str) -> None:
        menu = QMenu(self._page)
        menu.setObjectName("secret_menu")
        for name in self._services.scripts.secrets.names:
            action = menu.addAction(_("Take “{name}”").format(name=name))
            action.triggered.connect(
                lambda _checked, name=name: self._page.start(self._take_secret(key, name))
            )
        menu.addSeparator()
        keep = menu.addAction(_("Keep the typed value in the keyring…"))
        keep.setEnabled(bool(self._desk.sheet.hidden_values().get(key)))
        keep.triggered.connect(lambda: self._page.start(self.keep_secret(key), key="keep"))
        if taken := self._desk.sheet.secret_names.get(key):
            gone = menu.addAction(_("Remove “{name}” from the keyring").format(name=taken))
            gone.triggered.connect(
                lambda: self._page.start(self._services.scripts.secrets.forget(taken), key="keep")
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    async def _take_secret(self, key: str, name: str) -> None:
        secret = await self._services.scripts.secrets.read(name)
        self._desk.sheet.fill_secret(key, secret, name)

    async def keep_secret(self, key: str) -> None:
        """Keep the typed value in the keyring under a name that is asked for."""
        value: Secret = self._desk.sheet.hidden_values()[key]
        if problem := await self._services.scripts.secrets.problem():
            raise ConsoleError(_("No secret can be kept on this computer."), problem)
        name = await ask_text(
            self._page, _("Keep in the keyring"), _("Name of the secret"), _("Keep"), key
        )
        if name is not None:
            await self._services.scripts.secrets.keep(name, value)
            self._desk.sheet.secret_names[key] = name


def preset_key(path: str, draft_id: str) -> str:
    """What the presets of a script are kept under: its path, or its tab while it has none."""
    return path or f"draft:{draft_id}"

"""Where the key of a profile comes from: typed into the keyring, or read where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from tat_console.ports.profiles import Credential, FoundKey, KeySource, Profile, SourceKind
from tat_console.services.profile_checks import TypedKey
from tat_console.support.i18n import N_, _
from tat_console.support.logs import Secret
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.form_group import combo, pair
from tat_console.ui.dialogs.key_words import found_notice
from tat_console.ui.dialogs.secret_field import secret_field
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.layout import GAP, column
from tat_console.ui.kit.theme import ToneName

_SOURCES: Final = {
    SourceKind.KEYRING: N_("Typed here, kept in the keyring of this computer"),
    SourceKind.ENVIRONMENT: N_("The environment (TENCENTCLOUD_SECRET_ID …)"),
    SourceKind.TCCLI: N_("A profile of tccli (~/.tccli)"),
    SourceKind.SDK_FILE: N_("The file of the SDK (~/.tencentcloud/credentials)"),
    SourceKind.MACHINE_ROLE: N_("The role of this machine (CVM metadata)"),
}


class KeyFields(QWidget):
    """The source of the key, and the fields that it needs.

    The fields of key and token are empty for a profile that has a key: nothing that is kept is
    ever shown, and empty means that it stays. `source_chosen` asks for what lies on this computer.
    """

    edited = Signal()
    source_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._profile = Profile(profile_id="", name="")
        self._found: tuple[FoundKey, ...] | None = None
        self.source = combo((kind, _(words), "", "") for kind, words in _SOURCES.items())
        self.source_name = QLineEdit(placeholderText="default")
        self.secret_id = QLineEdit()
        self.secret_key = secret_field(_("Show the SecretKey"))
        self.token = secret_field(_("Show the token"))
        self.session_only = QCheckBox(_("Keep the key for this session only"))
        self.session_only.setObjectName("profile_session_only")
        self.found = Notice(ToneName.IDLE, "")
        self.found.setObjectName("found_key")
        self.fields = {
            "source": FormField(_("Where the key is"), self.source),
            "source_name": FormField(_("Profile of tccli"), self.source_name),
            "secret_id": FormField("SecretId", self.secret_id),
            "secret_key": FormField("SecretKey", self.secret_key),
            "token": FormField(_("Token (optional)"), self.token, _("Only for temporary keys.")),
        }
        self._build()

    @property
    def kind(self) -> SourceKind:
        """The source that is chosen."""
        return SourceKind(self.source.currentData())

    def show_profile(self, profile: Profile) -> None:
        """Fill the fields from a saved profile and empty those of the key."""
        self._profile = profile
        self.source.setCurrentIndex(self.source.findData(profile.source.kind))
        self.source_name.setText(profile.source.name)
        self.secret_id.setText(profile.secret_id)
        self.secret_key.clear()
        self.token.clear()
        self.session_only.setChecked(profile.session_only)
        self._show_source()

    def put_into(self, profile: Profile) -> Profile:
        """The profile with what these fields hold."""
        kind = self.kind
        if kind is SourceKind.KEYRING:
            return msgspec.structs.replace(
                profile,
                source=KeySource(),
                secret_id=self.secret_id.text().strip(),
                session_only=self.session_only.isChecked(),
            )
        return msgspec.structs.replace(profile, source=self._source(), session_only=False)

    def typed(self) -> TypedKey:
        """What stands in the fields of key and token."""
        return TypedKey(secret_key=self.secret_key.text().strip(), token=self.token.text().strip())

    def credential(self) -> Credential | None:
        """The key that was typed, None where the kept one is to stay or it lies elsewhere."""
        typed = self.typed()
        if self.kind is not SourceKind.KEYRING or not typed.secret_key:
            return None
        return Credential(
            secret_id=self.secret_id.text().strip(),
            secret_key=Secret(typed.secret_key),
            token=Secret(typed.token) if typed.token else None,
        )

    def show_found(self, found: Iterable[FoundKey]) -> None:
        """Say of the chosen source what lies there now."""
        self._found = tuple(found)
        self._show_source()

    # -- building

    def _build(self) -> None:
        for name, field in self.fields.items():
            field.control.setObjectName(f"profile_{name}")
        self._typing = QWidget()
        self._typing.setLayout(
            column(
                pair(self.fields["secret_id"], self.fields["secret_key"]),
                self.fields["token"],
                self.session_only,
                gap=GAP,
            )
        )
        parts = (self.fields["source"], self.fields["source_name"], self._typing, self.found)
        self.setLayout(column(*parts, gap=GAP))
        for each in (self.secret_id, self.secret_key, self.token):
            each.textEdited.connect(self.edited)
        self.source_name.textEdited.connect(self._take_source)
        self.source.activated.connect(self._take_source)
        self.session_only.clicked.connect(self.edited)
        self._show_source()

    def _take_source(self) -> None:
        self._show_source()
        self.edited.emit()
        if self.kind is not SourceKind.KEYRING:
            self.source_chosen.emit()

    def _source(self) -> KeySource:
        kind, kept = self.kind, self._profile.source
        if kind is SourceKind.TCCLI:
            return KeySource(kind=kind, name=self.source_name.text().strip())
        return kept if kept.kind is kind else KeySource(kind=kind)

    def _show_source(self) -> None:
        kind = self.kind
        self._typing.setVisible(kind is SourceKind.KEYRING)
        self.fields["source_name"].setVisible(kind is SourceKind.TCCLI)
        self.found.setVisible(kind is not SourceKind.KEYRING)
        if kind is not SourceKind.KEYRING:
            self.found.set_message(*found_notice(self._source(), self._found))

"""The form of a profile: what the fields hold, and what is wrong beside each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from tat_console.ports.profiles import Credential, Environment, Profile, Site
from tat_console.services.profile_checks import TypedKey, problems
from tat_console.support.i18n import N_, _
from tat_console.support.logs import Secret
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.region_field import RegionField
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, MARGIN, column, row

_ENVIRONMENTS: Final = (Environment.DEVELOPMENT, Environment.STAGING, Environment.PRODUCTION)
_SITES: Final = {
    Site.CHINA: N_("China (cloud.tencent.com)"),
    Site.INTERNATIONAL: N_("International (tencentcloud.com)"),
}


class ProfileForm(QWidget):
    """Fields for one profile; `edited` tells of each change by the user.

    The fields of key and token are empty for a profile that has a key: nothing that is kept is
    ever shown, and empty means that it stays.
    """

    edited = Signal()

    def __init__(self, profile: Profile, *, is_new: bool) -> None:
        super().__init__()
        self._profile = profile
        self._is_new = is_new
        self._is_dirty = False
        self.name = QLineEdit()
        self.environment = _combo(
            (item, ENVIRONMENT_LOOKS[item].word, ENVIRONMENT_LOOKS[item].icon, f"env_{item}_text")
            for item in _ENVIRONMENTS
        )
        self.site = _combo((site, _(words), "", "") for site, words in _SITES.items())
        self.secret_id = QLineEdit()
        self.secret_key = _secret_field(_("Show the SecretKey"))
        self.token = _secret_field(_("Show the token"))
        self.session_only = QCheckBox(_("Keep the key for this session only"))
        self.read_only = QCheckBox(_("Look only: nothing is ever run with this profile"))
        self.regions = RegionField()
        self.proxy = QLineEdit(placeholderText="http://HOST:PORT")
        self.fields = self._make_fields()
        self._arrange()
        self._connect()
        self.show_profile(profile)

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._is_dirty

    def show_profile(self, profile: Profile) -> None:
        """Fill the fields from a saved profile and empty those of the key."""
        self._profile = profile
        self.name.setText(profile.name)
        self.environment.setCurrentIndex(max(0, self.environment.findData(profile.environment)))
        self.site.setCurrentIndex(self.site.findData(profile.site))
        self.secret_id.setText(profile.secret_id)
        self.secret_key.clear()
        self.token.clear()
        self.session_only.setChecked(profile.session_only)
        self.read_only.setChecked(profile.read_only)
        self.regions.set_chosen(profile.regions)
        self.proxy.setText(profile.proxy)
        self._is_dirty = False
        self.show_problems({})

    def saved(self, profile: Profile) -> None:
        """Take note that what the fields hold was saved."""
        self._is_new = False
        self.show_profile(profile)

    def profile(self) -> Profile:
        """The profile as the fields have it."""
        return msgspec.structs.replace(
            self._profile,
            name=self.name.text().strip(),
            environment=Environment(self.environment.currentData()),
            site=Site(self.site.currentData()),
            secret_id=self.secret_id.text().strip(),
            regions=self.regions.chosen(),
            proxy=self.proxy.text().strip(),
            session_only=self.session_only.isChecked(),
            read_only=self.read_only.isChecked(),
        )

    def credential(self) -> Credential | None:
        """The key that was typed, None where the kept one is to stay."""
        if not self.secret_key.text():
            return None
        token = self.token.text().strip()
        return Credential(
            secret_id=self.secret_id.text().strip(),
            secret_key=Secret(self.secret_key.text().strip()),
            token=Secret(token) if token else None,
        )

    def check(self, taken_names: Collection[str]) -> bool:
        """Show what is wrong beside the fields, go to the first; True where all is well."""
        typed = TypedKey(secret_key=self.secret_key.text().strip(), token=self.token.text().strip())
        found = problems(
            self.profile(), typed, needs_key=self._needs_key(), taken_names=taken_names
        )
        self.show_problems(found)
        if first := next(iter(found), None):
            self.fields[first].control.setFocus()
        return not found and self.regions.add_typed()

    def show_problems(self, found: dict[str, str]) -> None:
        """Say what is wrong; fields that are not named are fine."""
        for name, field in self.fields.items():
            field.set_problem(found.get(name, ""))

    def require_session_only(self, required: bool) -> None:
        """Tick and lock the box where no keyring can keep the key."""
        self.session_only.setEnabled(not required)
        if required and not self.session_only.isChecked():
            was_dirty = self._is_dirty
            self.session_only.setChecked(True)
            self._is_dirty = was_dirty

    def _needs_key(self) -> bool:
        """A kept key fits as long as it stays where it is and belongs to the same SecretId."""
        now = self.profile()
        moved = now.session_only != self._profile.session_only
        return (
            self._is_new
            or moved
            or now.secret_id != self._profile.secret_id
            or bool(self.token.text())
        )

    # -- building

    def _make_fields(self) -> dict[str, FormField]:
        fields = {
            "name": FormField(_("Name"), self.name),
            "environment": FormField(
                _("Environment"),
                self.environment,
                _("Gives the window its colour. Production asks before every run."),
            ),
            "site": FormField(_("Site"), self.site, _("Where the account was opened.")),
            "secret_id": FormField("SecretId", self.secret_id),
            "secret_key": FormField("SecretKey", self.secret_key),
            "token": FormField(_("Token (optional)"), self.token, _("Only for temporary keys.")),
            "regions": FormField(
                _("Regions"), self.regions, _("None ticked means all regions of the account.")
            ),
            "proxy": FormField(
                _("Proxy (optional)"), self.proxy, _("Empty uses the proxy of the system.")
            ),
        }
        for name, field in fields.items():
            if name != "regions":
                field.control.setObjectName(f"profile_{name}")
        self.session_only.setObjectName("profile_session_only")
        self.read_only.setObjectName("profile_read_only")
        return fields

    def _arrange(self) -> None:
        fields = self.fields
        self.setLayout(
            column(
                fields["name"],
                _pair(fields["environment"], fields["site"]),
                _pair(fields["secret_id"], fields["secret_key"]),
                self.session_only,
                self.read_only,
                _pair(fields["token"], fields["proxy"]),
                fields["regions"],
                gap=GAP,
            )
        )

    def _connect(self) -> None:
        for field in (self.name, self.secret_id, self.secret_key, self.token, self.proxy):
            field.textEdited.connect(self._take_edit)
        self.environment.activated.connect(self._take_edit)
        self.site.activated.connect(self._take_edit)
        self.session_only.clicked.connect(self._take_edit)
        self.read_only.clicked.connect(self._take_edit)
        self.regions.edited.connect(self._take_edit)

    def _take_edit(self) -> None:
        self._is_dirty = True
        self.edited.emit()


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = row(left, right, gap=MARGIN)
    for part in (left, right):
        # Whatever stands in them, both are equally wide.
        part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
    line.setStretch(0, 1)
    line.setStretch(1, 1)
    return line


def _combo(rows: Iterable[tuple[object, str, str, str]]) -> QComboBox:
    made = QComboBox()
    for value, words, icon_name, ink in rows:
        if icon_name:
            made.addItem(icon(icon_name, ink), words, value)
        else:
            made.addItem(words, value)
    return made


def _secret_field(show_words: str) -> QLineEdit:
    """A field that shows dots until its eye is pressed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    eye = QAction(icon("ph.eye", "text_2"), show_words, field)
    eye.setCheckable(True)

    def reveal(on: bool) -> None:
        field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        eye.setIcon(icon("ph.eye-slash" if on else "ph.eye", "text_2"))

    eye.toggled.connect(reveal)
    field.addAction(eye, QLineEdit.ActionPosition.TrailingPosition)
    return field

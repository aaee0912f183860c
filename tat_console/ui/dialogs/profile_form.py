"""The form of a profile: what the fields hold, and what is wrong beside each of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from tat_console.ports.profiles import Credential, Environment, Profile, Site, SourceKind
from tat_console.services.profile_checks import problems
from tat_console.support.i18n import N_, _
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.form_group import FoldedGroup, FormGroup, combo, pair
from tat_console.ui.dialogs.key_fields import KeyFields
from tat_console.ui.dialogs.network_fields import NetworkFields
from tat_console.ui.dialogs.region_field import RegionField
from tat_console.ui.dialogs.role_fields import RoleFields
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.layout import MARGIN, column

_ASKED: Final = N_(
    "Every run is shown and confirmed first; with protected machines their number is typed."
)
_RULES: Final = {
    Environment.DEVELOPMENT: _ASKED,
    Environment.STAGING: _ASKED,
    Environment.PRODUCTION: N_(
        "Every run is shown first, and the number of its machines has to be typed."
    ),
}
_SITES: Final = {
    Site.CHINA: N_("China (cloud.tencent.com)"),
    Site.INTERNATIONAL: N_("International (tencentcloud.com)"),
}


class ProfileForm(QWidget):
    """Fields for one profile; `edited` tells of each change by the user.

    `browse` is called to choose the CA file. Groups that hold nothing unusual are folded.
    """

    edited = Signal()

    def __init__(self, profile: Profile, *, is_new: bool, browse: Callable[[], object]) -> None:
        super().__init__()
        self._profile = profile
        self._is_new = is_new
        self._is_dirty = False
        self.name = QLineEdit()
        self.environment = combo(
            (item, ENVIRONMENT_LOOKS[item].word, ENVIRONMENT_LOOKS[item].icon, f"env_{item}_text")
            for item in _RULES
        )
        self.site = combo((site, _(words), "", "") for site, words in _SITES.items())
        self.read_only = QCheckBox(_("Look only: nothing is ever run with this profile"))
        self.counts = QCheckBox(_("The number of machines is typed before every run"))
        self.key = KeyFields()
        self.role = RoleFields()
        self.regions = RegionField()
        self.network = NetworkFields(browse)
        self._own = self._own_fields()
        where = {"regions": self._own.pop("regions")}
        parts = (self._own, self.key.fields, self.role.fields, where, self.network.fields)
        self.fields = {name: field for part in parts for name, field in part.items()}
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
        self.read_only.setChecked(profile.read_only)
        self.counts.setChecked(profile.counts_machines)
        self.regions.set_chosen(profile.regions)
        for part in (self.key, self.role, self.network):
            part.show_profile(profile)
        self._role_group.open(profile.role is not None)
        self._network_group.open(self.network.is_used)
        self._is_dirty = False
        self._show_rules()
        self.show_problems({})

    def saved(self, profile: Profile) -> None:
        """Take note that what the fields hold was saved."""
        self._is_new = False
        self.show_profile(profile)

    def profile(self) -> Profile:
        """The profile as the fields have it."""
        profile = msgspec.structs.replace(
            self._profile,
            name=self.name.text().strip(),
            environment=Environment(self.environment.currentData()),
            site=Site(self.site.currentData()),
            regions=self.regions.chosen(),
            read_only=self.read_only.isChecked(),
            counts_machines=self.counts.isChecked(),
        )
        for part in (self.key, self.role, self.network):
            profile = part.put_into(profile)
        return profile

    def credential(self) -> Credential | None:
        """The key that was typed, None where the kept one is to stay."""
        return self.key.credential()

    def check(self, taken_names: Collection[str]) -> bool:
        """Show what is wrong beside the fields, go to the first; True where all is well."""
        found = problems(
            self.profile(), self.key.typed(), needs_key=self._needs_key(), taken_names=taken_names
        )
        self.show_problems(found)
        if first := next((name for name in self.fields if name in found), None):
            self.go_to(first)
        return not found and self.regions.add_typed()

    def show_problems(self, found: dict[str, str]) -> None:
        """Say what is wrong; fields that are not named are fine."""
        for name, field in self.fields.items():
            field.set_problem(found.get(name, ""))

    def go_to(self, name: str) -> None:
        """Put the cursor into a field; a group that is folded is opened."""
        for group, part in ((self._role_group, self.role), (self._network_group, self.network)):
            if name in part.fields:
                group.open()
        self.fields[name].focus.setFocus()

    def require_session_only(self, required: bool) -> None:
        """Tick and lock the box where no keyring can keep the key."""
        box = self.key.session_only
        box.setEnabled(not required)
        if required and not box.isChecked():
            box.setChecked(True)

    def _needs_key(self) -> bool:
        """A kept key fits as long as it stays where it is and belongs to the same SecretId."""
        now, before = self.profile(), self._profile
        if now.source.kind is not SourceKind.KEYRING or now.recording:
            return False
        return (
            self._is_new
            or now.source != before.source
            or now.session_only != before.session_only
            or now.secret_id != before.secret_id
            or bool(self.key.typed().token)
        )

    # -- building

    def _own_fields(self) -> dict[str, FormField]:
        fields = {
            "name": FormField(_("Name"), self.name),
            "environment": FormField(_("Environment"), self.environment),
            "site": FormField(_("Site"), self.site, _("Where the account was opened.")),
            "regions": FormField(
                _("Regions"),
                self.regions,
                _("None ticked means all regions of the account."),
                self.regions.regions,
            ),
        }
        for name in ("name", "environment", "site"):
            fields[name].control.setObjectName(f"profile_{name}")
        self.read_only.setObjectName("profile_read_only")
        self.counts.setObjectName("profile_counts")
        return fields

    def _arrange(self) -> None:
        own = self.fields
        self._key_group = FormGroup(_("Key"), self.key)
        self._role_group = FoldedGroup(_("Role"), "fold_role", self.role)
        regions = FormGroup(_("Where"), own["regions"])
        self._network_group = FoldedGroup(
            _("Address, proxy and certificates"), "fold_network", self.network
        )
        groups = (self._key_group, self._role_group, regions, self._network_group)
        self.setLayout(
            column(
                own["name"],
                pair(own["environment"], own["site"]),
                self.read_only,
                self.counts,
                *groups,
                gap=MARGIN,
            )
        )

    def _connect(self) -> None:
        self.name.textEdited.connect(self._take_edit)
        self.environment.activated.connect(self._take_edit)
        self.site.activated.connect(self._take_edit)
        for box in (self.read_only, self.counts):
            box.clicked.connect(self._take_edit)
        for part in (self.regions, self.key, self.role, self.network):
            part.edited.connect(self._take_edit)

    def _show_rules(self) -> None:
        self._key_group.setVisible(not self._profile.recording)
        environment = Environment(self.environment.currentData())
        self.fields["environment"].set_hint(_(_RULES[environment]))

    def _take_edit(self) -> None:
        self._is_dirty = True
        self._show_rules()
        self.edited.emit()

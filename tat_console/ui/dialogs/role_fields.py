"""The role that a profile takes with its key."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from tat_console.ports.profiles import AssumedRole, Profile
from tat_console.support.i18n import _
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.dialogs.form_group import pair
from tat_console.ui.kit.layout import GAP, column


class RoleFields(QWidget):
    """A box that says whether a role is taken, and the fields of one."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox(_("Take a role with the key: requests are signed with the role's"))
        self.box.setObjectName("profile_takes_role")
        self.role_arn = QLineEdit(placeholderText="qcs::cam::uin/100000000001:roleName/operator")
        self.session = QLineEdit()
        self.duration = QLineEdit()
        self.external_id = QLineEdit()
        self.mfa = QLineEdit(placeholderText="qcs::cam:uin/100000000001::mfa/softToken")
        self.fields = {
            "role_arn": FormField(_("Role"), self.role_arn),
            "role_session": FormField(
                _("Session name"), self.session, _("Stands in the audit log of the account.")
            ),
            "role_duration": FormField(
                _("Duration in seconds"),
                self.duration,
                _("At most 43,200. A new key is taken before the old one ends."),
            ),
            "role_external_id": FormField(
                _("External id (optional)"), self.external_id, _("Where the role asks for one.")
            ),
            "role_mfa": FormField(
                _("MFA device (optional)"),
                self.mfa,
                _("With a device its code is asked for each time that the role is taken."),
            ),
        }
        self._build()

    def show_profile(self, profile: Profile) -> None:
        """Fill the fields from a saved profile."""
        role = profile.role or AssumedRole(role_arn="")
        self.box.setChecked(profile.role is not None)
        self.role_arn.setText(role.role_arn)
        self.session.setText(role.session_name)
        self.duration.setText(str(role.duration_s))
        self.external_id.setText(role.external_id)
        self.mfa.setText(role.mfa_serial)

    def put_into(self, profile: Profile) -> Profile:
        """The profile with the role that these fields hold, or with none."""
        return msgspec.structs.replace(profile, role=self._role() if self.box.isChecked() else None)

    def _role(self) -> AssumedRole:
        duration = self.duration.text().strip().replace(",", "")
        return AssumedRole(
            role_arn=self.role_arn.text().strip(),
            session_name=self.session.text().strip(),
            duration_s=int(duration) if duration.isascii() and duration.isdigit() else 0,
            external_id=self.external_id.text().strip(),
            mfa_serial=self.mfa.text().strip(),
        )

    def _build(self) -> None:
        fields = self.fields
        for name, field in fields.items():
            field.control.setObjectName(f"profile_{name}")
        self._inside = QWidget()
        self._inside.setLayout(
            column(
                fields["role_arn"],
                pair(fields["role_session"], fields["role_duration"]),
                pair(fields["role_external_id"], fields["role_mfa"]),
                gap=GAP,
            )
        )
        self.setLayout(column(self.box, self._inside, gap=GAP))
        self._inside.setVisible(False)
        self.box.toggled.connect(self._inside.setVisible)
        self.box.clicked.connect(self.edited)
        for each in (self.role_arn, self.session, self.duration, self.external_id, self.mfa):
            each.textEdited.connect(self.edited)

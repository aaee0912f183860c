"""The way to the service: its address, a proxy, and whose certificates are trusted."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.ports.profiles import Profile
from tat_console.support.i18n import _
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.controls import button
from tat_console.ui.kit.layout import GAP, column, row


class NetworkFields(QWidget):
    """Fields that most accounts leave empty; `browse` is called to choose the CA file."""

    edited = Signal()

    def __init__(self, browse: Callable[[], object]) -> None:
        super().__init__()
        self.endpoint = QLineEdit(placeholderText="https://HOST")
        self.proxy = QLineEdit(placeholderText="http://HOST:PORT")
        self.ca_file = QLineEdit()
        self.fields = {
            "endpoint": FormField(
                _("Service address (optional)"),
                self.endpoint,
                _("Takes the place of the addresses of all services; empty uses the site's."),
            ),
            "proxy": FormField(
                _("Proxy (optional)"), self.proxy, _("Empty uses the proxy of the system.")
            ),
            "ca_file": FormField(
                _("CA file (optional)"),
                self._with_browse(browse),
                _("Certificates in PEM form that are trusted instead of the system's."),
                self.ca_file,
            ),
        }
        for name, field in self.fields.items():
            field.focus.setObjectName(f"profile_{name}")
        self.setLayout(column(*self.fields.values(), gap=GAP))
        for each in (self.endpoint, self.proxy, self.ca_file):
            each.textEdited.connect(self.edited)

    @property
    def is_used(self) -> bool:
        """Whether anything stands in the fields."""
        return any(each.text().strip() for each in (self.endpoint, self.proxy, self.ca_file))

    def show_profile(self, profile: Profile) -> None:
        """Fill the fields from a saved profile."""
        self.endpoint.setText(profile.endpoint)
        self.proxy.setText(profile.proxy)
        self.ca_file.setText(profile.ca_file)

    def put_into(self, profile: Profile) -> Profile:
        """The profile with what these fields hold."""
        return msgspec.structs.replace(
            profile,
            endpoint=self.endpoint.text().strip().rstrip("/"),
            proxy=self.proxy.text().strip(),
            ca_file=self.ca_file.text().strip(),
        )

    def use_ca_file(self, path: str) -> None:
        """Take over a file that was picked."""
        self.ca_file.setText(path)
        self.edited.emit()

    def _with_browse(self, browse: Callable[[], object]) -> QWidget:
        choose = button(_("Browse…"), "ph.folder-open")
        choose.setObjectName("browse_ca_file")
        choose.clicked.connect(lambda _checked: browse())
        line = row(self.ca_file, choose)
        line.setStretch(0, 1)
        made = QWidget()
        made.setLayout(line)
        return made

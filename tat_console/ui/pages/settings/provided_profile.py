"""A profile that the program provides itself: shown, explained, not to be edited."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from tat_console.ports.profiles import Profile
from tat_console.services.services import Services
from tat_console.support.i18n import _, listed
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ElidedLabel, button
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, MARGIN, column, row
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
from tat_console.ui.widgets.key_value import Fact, KeyValueList


class ProvidedProfile(QFrame):
    """The sandbox: its address, its key's id, and what happens to scripts there."""

    def __init__(self, page: Page, services: Services, profile: Profile) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._page = page
        self._services = services
        self._profile = profile
        self._name = ElidedLabel("", Type.HEADING)
        self._facts = KeyValueList()
        notice = Notice(
            ToneName.IDLE,
            _("Scripts run on this computer"),
            _(
                "This profile comes with the program. It speaks to a local copy of the service, "
                "with signed requests like the real one, and needs no account. Its machines are "
                "pretended; what a script prints is real. Address and key are new at each start, "
                "so there is nothing to edit."
            ),
            "ph.flask-fill",
        )
        self._use = button(_("Use this profile"), "ph.sign-in")
        self._use.setObjectName("use_profile")
        self._use.clicked.connect(self._activate)
        self.setLayout(
            column(
                self._name,
                notice,
                self._facts,
                row(self._use, None),
                None,
                gap=GAP,
                margins=(MARGIN, MARGIN, MARGIN, MARGIN),
            )
        )
        page.listen(services.session.changed, lambda _none: self.take(self._profile))
        self.take(profile)

    def take(self, profile: Profile) -> None:
        """Show the profile as it is now."""
        self._profile = profile
        session = self._services.session
        active = session.profile is not None and session.profile.profile_id == profile.profile_id
        regions = session.chosen_regions if active else profile.regions
        self._name.setText(profile.name)
        self._facts.set_facts(
            [
                Fact(_("Environment"), ENVIRONMENT_LOOKS[profile.environment].word),
                Fact(_("Address"), profile.endpoint, code=True),
                Fact(_("SecretId"), profile.secret_id, code=True),
                Fact(_("Regions"), listed(map(region_word, regions)) or _("all")),
            ]
        )
        self._use.setEnabled(not active)
        self._use.setText(_("In use") if active else _("Use this profile"))

    def _activate(self) -> None:
        self._page.start(self._services.session.activate(self._profile.profile_id), key="use")

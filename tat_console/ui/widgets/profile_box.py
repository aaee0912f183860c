"""Which of the connected profiles something is done with; that in front, until one is picked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from tat_console.ports.cloud import Connection
from tat_console.services.session import Session
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.lifetime import listen


class ProfileBox(QComboBox):
    """A list of the connected profiles, that in front first; hidden while there is no choice.

    `turned` tells that another profile counts from now on, whoever chose it.
    """

    turned = Signal()

    def __init__(self, session: Session, purpose: str) -> None:
        super().__init__()
        self._session = session
        self._is_asked = True
        self._picked = ""
        self._told = ""
        self.setAccessibleName(purpose)
        self.setToolTip(purpose)
        self.setMinimumContentsLength(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda _place: self.pick(self.currentData()))
        listen(self, session.changed, lambda _none: self._offer())
        self._offer()

    @property
    def connection(self) -> Connection | None:
        """The connection of the profile; None where nothing is connected."""
        found = (one for one in self._session.connections if one.profile.profile_id == self._picked)
        return next(found, self._session.connection)

    @property
    def profile_id(self) -> str:
        """The profile that counts; "" where nothing is connected."""
        connection = self.connection
        return connection.profile.profile_id if connection else ""

    def pick(self, profile_id: str) -> None:
        """Use a profile as long as it is connected, whichever is in front."""
        front = self._session.connection
        is_front = front is not None and front.profile.profile_id == profile_id
        self._picked = "" if is_front else profile_id
        self._offer()

    def offer_choice(self, is_asked: bool) -> None:
        """Show the list where there is a choice, or not at all."""
        self._is_asked = is_asked
        self._offer()

    def _offer(self) -> None:
        connections = self._session.connections
        self.blockSignals(True)
        self.clear()
        for one in connections:
            look = ENVIRONMENT_LOOKS[one.profile.environment]
            ink = f"env_{one.profile.environment}_text"
            self.addItem(icon(look.icon, ink), one.profile.name, one.profile.profile_id)
        self.setCurrentIndex(max(0, self.findData(self.profile_id)))
        self.blockSignals(False)
        has_choice = self._is_asked and len(connections) > 1
        if self.parentWidget() is not None or not has_choice:
            self.setVisible(has_choice)
        if self.profile_id != self._told:
            self._told = self.profile_id
            self.turned.emit()

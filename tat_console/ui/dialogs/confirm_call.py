"""The question before a call that changes something: what, where, with which request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tat_console.ports.profiles import Environment, Profile
from tat_console.runs.rules import refusal_of
from tat_console.services.explorer import changes_something, readable_request
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.actions import Action, Safety
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.words import region_word

WIDTH: Final = 560
BODY_HEIGHT: Final = 180


@dataclass(frozen=True)
class Wanted:
    """A call that somebody wants to make."""

    action: Action
    values: Mapping[str, Any]
    region: str


async def may_call(parent: QWidget, services: Services, profile: Profile, wanted: Wanted) -> bool:
    """Whether a call may be made with a profile: reads always, changes after the user agreed.

    The sandbox does not ask. Raises ConsoleError where the profile may only look, where runs are
    frozen, and where a machine of a protected set is among the targets.
    """
    if not changes_something(wanted.action):
        return True
    runs = wanted.action.safety is Safety.RUN
    if refusal := refusal_of(profile, is_frozen=runs and services.settings.get("frozen")):
        raise refusal
    if runs:
        _spare_protected(services, wanted)
    if profile.environment is Environment.SANDBOX:
        return True
    return await ask(ConfirmCall(parent, profile, wanted)) == ACCEPTED


def _spare_protected(services: Services, wanted: Wanted) -> None:
    asked = set(wanted.values.get("InstanceIds") or ())
    if protected := sorted(asked & set(services.target_sets.protected_ids())):
        raise ConsoleError(
            _("Protected machines are among the targets."),
            _("A set of targets keeps them out of runs: {ids}.").format(ids=", ".join(protected)),
            _("Take them out of InstanceIds, or run the script from the Scripts page."),
        )


class ConfirmCall(Dialog):
    """Shows action, place and request; in production the action's name has to be typed first."""

    def __init__(self, parent: QWidget, profile: Profile, wanted: Wanted) -> None:
        title = _("Call {action} in {region}?").format(
            action=wanted.action.name, region=region_word(wanted.region)
        )
        super().__init__(parent, title, WIDTH)
        self.setObjectName("confirm_call")
        self._name = wanted.action.name
        look = ENVIRONMENT_LOOKS[profile.environment]
        self.add_band(profile.environment, look.icon, look.word, profile.name)
        self.body.addWidget(Label(_consequence(wanted.action), Type.BASE, "text_2", wrap=True))
        self.body.addWidget(self._request(wanted))
        cancel = self.add_cancel(_("Cancel"))
        is_guarded = profile.environment is Environment.PRODUCTION
        kind = ButtonKind.DANGER if is_guarded else ButtonKind.PRIMARY
        self.call_button = self.add_button(_("Call"), ACCEPTED, kind, "ph.paper-plane-tilt-fill")
        self.call_button.setObjectName("confirm_call_button")
        cancel.setFocus()
        if is_guarded:
            cancel.setDefault(False)  # Enter in the field would press it
            self._ask_for_name().setFocus()

    def _request(self, wanted: Wanted) -> QPlainTextEdit:
        text = QPlainTextEdit(readable_request(wanted.action, wanted.values))
        text.setReadOnly(True)
        text.setProperty("kind", "field")
        text.setFont(font(Type.CODE_SMALL))
        text.setFixedHeight(BODY_HEIGHT)
        text.setTabChangesFocus(True)
        text.setAccessibleName(_("Request"))
        return text

    def _ask_for_name(self) -> QLineEdit:
        text = _("Type {action} to call it:").format(action=self._name)
        field = QLineEdit()
        field.setObjectName("typed_action")
        field.setAccessibleName(text)
        tick = field.addAction(
            icon("ph.check-circle-fill", "good_text"), QLineEdit.ActionPosition.TrailingPosition
        )

        def compare(typed: str) -> None:
            fits = typed.strip().casefold() == self._name.casefold()
            tick.setVisible(fits)
            self.call_button.setEnabled(fits)

        field.textChanged.connect(compare)
        field.returnPressed.connect(self.call_button.click)
        compare("")
        label = Label(text)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.foot.insertWidget(0, label)
        self.foot.insertWidget(1, field)
        return field


def _consequence(action: Action) -> str:
    match action.safety:
        case Safety.RUN:
            return _("It runs a script on machines at once. It is not kept in the history here.")
        case Safety.DELETE:
            return _("It deletes something for good.")
        case Safety.CREATE:
            return _("It creates something in this account.")
        case _:
            return _("It changes something in this account.")

"""Asks for the code of an MFA device, which a role may want."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.ports.profiles import AssumedRole, Profile
from tat_console.services.role_keys import CODE_DIGITS, code_problem
from tat_console.support.i18n import _
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.widgets.key_value import Fact, KeyValueList


class MfaCode(Dialog):
    """Says which role wants a code of which device; accepted only with six digits."""

    def __init__(self, parent: QWidget, profile: Profile, role: AssumedRole) -> None:
        super().__init__(parent, _("Type the code of your MFA device"), 480)
        self.setObjectName("mfa_dialog")
        look = ENVIRONMENT_LOOKS[profile.environment]
        self.add_band(profile.environment, look.icon, look.word, profile.name)
        text = _("The role of this profile is taken only with a code. Nothing is sent before.")
        self.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
        facts = [
            Fact(_("Role"), role.role_arn, code=True),
            Fact(_("Device"), role.mfa_serial, code=True),
        ]
        self.body.addWidget(KeyValueList(facts))
        self.code = QLineEdit()
        self.code.setObjectName("mfa_code")
        self.code.setMaxLength(CODE_DIGITS + 2)  # spaces that were pasted with it
        self.code.setFixedWidth(128)
        self._field = FormField(_("Code, {count} digits").format(count=CODE_DIGITS), self.code)
        self.body.addWidget(self._field)
        self.add_button(_("Not now"), MfaCode.DialogCode.Rejected.value)
        self._accept = self.add_button(_("Take the role"), ACCEPTED, ButtonKind.PRIMARY)
        self._accept.setObjectName("give_code")
        self._accept.setDefault(True)
        self._accept.setEnabled(False)
        self.code.textChanged.connect(self._look)
        self.code.setFocus()

    def _look(self, typed: str) -> None:
        problem = code_problem(typed)
        self._accept.setEnabled(not problem)
        is_odd = bool(typed.strip()) and not typed.strip().isdigit()
        self._field.set_problem(problem if is_odd else "")


async def ask_mfa_code(parent: QWidget, profile: Profile, role: AssumedRole) -> str:
    """Ask for the code; "" where the user does not give one."""
    dialog = MfaCode(parent, profile, role)
    code = await ask(dialog)
    return dialog.code.text().strip() if code == ACCEPTED else ""

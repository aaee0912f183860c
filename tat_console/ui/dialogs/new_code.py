"""The form of a new register code; what is wrong stands beside its field, and nothing is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from tat_console.services.code_draft import CodeDraft
from tat_console.services.hosting import NewCode
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.help_topics import Topic
from tat_console.tat.hosting import CreateRegisterCode
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.banner import BannerStrip, Notice
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, HALF, MARGIN, column, row
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
from tat_console.ui.widgets.help_mark import HelpMark

WIDTH: Final = 560
Create = Callable[[str, CreateRegisterCode], Awaitable[NewCode]]


class NewCodeForm(Dialog):
    """Makes the code itself and stays open where that fails; `made` is the code then.

    `notice_of` tells of a region whether its quota is nearly reached, "" where there is room.
    """

    def __init__(
        self,
        parent: QWidget,
        regions: Sequence[str],
        create: Create,
        notice_of: Callable[[str], str],
    ) -> None:
        super().__init__(parent, _("New register code"), WIDTH)
        self.setObjectName("new_code_form")
        self._create = create
        self._notice_of = notice_of
        self.made: NewCode | None = None
        self._region = QComboBox()
        for region in regions:
            self._region.addItem(f"{region_word(region)}  ({region})", region)
        self._never = QCheckBox(_("Never expires"))
        start = CodeDraft()
        self._machines, self._hours = QLineEdit(start.machines), QLineEdit(start.hours)
        self._description, self._prefix, self._range = QLineEdit(), QLineEdit(), QLineEdit()
        self._range.setPlaceholderText(_("Any address"))
        self._description.setPlaceholderText(_("What it is for, such as “Office printers”"))
        self._name_parts()
        self._fields = self._make_fields()
        self._quota = Notice(ToneName.LATE, "")
        self._banners = BannerStrip()
        self._scope = TaskScope(self, ErrorDesk(self._banners).report)
        self._accept = button(_("Make the code"), kind=ButtonKind.PRIMARY)
        self._fill()
        self._connect()
        self._description.setFocus()

    def draft(self) -> CodeDraft:
        """What the fields hold."""
        return CodeDraft(
            description=self._description.text(),
            name_prefix=self._prefix.text(),
            machines=self._machines.text(),
            hours=self._hours.text(),
            never_expires=self._never.isChecked(),
            ip_range=self._range.text(),
        )

    # -- building

    def _name_parts(self) -> None:
        parts = {
            "code_region": self._region,
            "code_description": self._description,
            "code_machines": self._machines,
            "code_hours": self._hours,
            "code_never": self._never,
            "code_prefix": self._prefix,
            "code_range": self._range,
        }
        for name, part in parts.items():
            part.setObjectName(name)

    def _make_fields(self) -> dict[str, FormField]:
        hints = {
            "RegisterLimit": _("From 1 to 10,000; each machine that joins uses one up."),
            "EffectiveTime": _("From now on. Machines that have joined stay for good."),
            "Prefix": _("Machines are called by it and their host name."),
            "Range": _("One IPv4 address or a range such as 10.1.0.0/16; others are refused."),
        }
        return {
            "Description": FormField(_("Description"), self._description),
            "RegisterLimit": FormField(
                _("How many machines"),
                self._machines,
                hints["RegisterLimit"],
                mark=HelpMark(Topic.REGISTER_CODES, limits.REGISTER_LIMIT),
            ),
            "EffectiveTime": FormField(
                _("Good for how many hours"),
                self._hours,
                hints["EffectiveTime"],
                mark=HelpMark(Topic.REGISTER_CODES, limits.EFFECTIVE_TIME_H),
            ),
            "InstanceNamePrefix": FormField(
                _("Prefix of instance names"),
                self._prefix,
                hints["Prefix"],
                mark=HelpMark(Topic.REGISTER_CODES, limits.INSTANCE_NAME_PREFIX),
            ),
            "IpAddressRange": FormField(
                _("Only from these addresses"), self._range, hints["Range"]
            ),
        }

    def _fill(self) -> None:
        fields = self._fields
        self._accept.setObjectName("make_code")
        where = FormField(
            _("Region"), self._region, _("Machines belong to it and cannot be moved later.")
        )
        hours = column(fields["EffectiveTime"], row(self._never, None), gap=HALF)
        pairs = (
            (column(where), column(fields["Description"])),
            (column(fields["RegisterLimit"]), hours),
            (column(fields["InstanceNamePrefix"]), column(fields["IpAddressRange"])),
        )
        intro = _("A machine outside the cloud joins with a code. Its value is shown only once.")
        self.body.addWidget(Label(intro, Type.BASE, "text_2", wrap=True))
        self.body.addWidget(self._banners)
        self.body.addWidget(self._quota)
        for left, right in pairs:
            for side in (left, right):
                side.addStretch(1)
            line = row(left, right, gap=MARGIN)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            self.body.addLayout(line)
        self.body.setSpacing(GAP)
        self.add_cancel(_("Cancel")).setDefault(False)
        self._accept.setDefault(True)
        self.foot.addWidget(self._accept)

    def _connect(self) -> None:
        self._accept.clicked.connect(self._try)
        self._never.toggled.connect(lambda on: self._hours.setEnabled(not on))
        self._never.toggled.connect(lambda _on: self._say_again())
        self._region.currentIndexChanged.connect(lambda _place: self._show_quota())
        for field in self._fields.values():
            if isinstance(field.control, QLineEdit):
                field.control.textEdited.connect(lambda _text: self._say_again())
        self._show_quota()

    # -- what the user does

    def _try(self) -> None:
        if not self._show_problems():
            self._banners.clear()
            self._accept.setEnabled(False)
            self._scope.start(self._make(), key="make")

    async def _make(self) -> None:
        try:
            self.made = await self._create(self._region.currentData(), self.draft().request())
        except ConsoleError as error:
            self._banners.show_error(error)
        finally:
            self._accept.setEnabled(True)
        if self.made is not None:
            self.done(ACCEPTED)

    def _show_problems(self) -> bool:
        """Say what is wrong beside the fields and go to the first; False where all is well."""
        found = self.draft().problems()
        for key, field in self._fields.items():
            field.set_problem(found.get(key, ""))
        wrong = [field for key, field in self._fields.items() if key in found]
        if wrong:
            wrong[0].control.setFocus()
        return bool(wrong)

    def _say_again(self) -> None:
        """Take back what is mended; new problems wait until the user has finished typing."""
        found = self.draft().problems()
        for key, field in self._fields.items():
            if key not in found:
                field.set_problem("")

    def _show_quota(self) -> None:
        notice = self._notice_of(self._region.currentData() or "")
        self._quota.set_message(ToneName.LATE, notice)
        self._quota.setVisible(bool(notice))

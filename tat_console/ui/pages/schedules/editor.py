"""The dialog in which a schedule is made or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.services.commands import SavedCommand
from tat_console.services.schedule_drafts import ScheduleDraft, parts_sentence, problems
from tat_console.services.schedule_warnings import Doubt, warnings_of
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic
from tat_console.tat.invokers import Invoker
from tat_console.tat.limits import INVOKER_INSTANCES, USERNAME
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.layout import MARGIN, column, row, rule, scrolled
from tat_console.ui.kit.words import region_word
from tat_console.ui.pages.schedules.command_field import CommandField
from tat_console.ui.pages.schedules.machines_field import MachinesField
from tat_console.ui.pages.schedules.when_field import WhenField
from tat_console.ui.widgets.help_mark import HelpMark

WIDTH: Final = 840
HEIGHT: Final = 620
_LEFT: Final = 420


class EditSchedule(Dialog):
    """Stays open until the schedule is saved, so that nothing typed is lost.

    `save_asked` fires when everything can be sent; `machines_asked` wants machines chosen.
    """

    save_asked = Signal()
    machines_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        services: Services,
        title: str,
        draft: ScheduleDraft,
        *,
        invoker: Invoker | None = None,
    ) -> None:
        super().__init__(parent, title, WIDTH)
        self.setObjectName("edit_schedule_dialog")
        self._services = services
        self._draft = draft
        self._invoker = invoker
        self._was_checked = False
        self.banners = BannerStrip()
        self.errors = ErrorDesk(self.banners)
        self.name = QLineEdit(draft.name)
        self.name.setObjectName("schedule_name")
        self.name_field = FormField(_("Name"), self.name)
        self.command = CommandField()
        self.user = QLineEdit(draft.username)
        self.user.setObjectName("schedule_user")
        self.user.setPlaceholderText(_("As the command says"))
        mark = HelpMark(Topic.USERS_AND_FOLDERS, USERNAME)
        self.user_field = FormField(_("User"), self.user, mark=mark)
        self.machines = MachinesField()
        self.when = WhenField(services.clock.now)
        self._fill()
        self._fill_foot()
        self.command.set_values(draft.parameters)
        self.when.set_settings(draft.settings)
        self.show_machines(draft.instance_ids)
        self._connect()
        limit = round(parent.window().height() * 0.94)
        self.resize(WIDTH, min(HEIGHT, limit))
        self.name.setFocus()

    @property
    def region(self) -> str:
        """The region of the chosen command, which is that of the schedule."""
        chosen = self.command.chosen
        return chosen.region if chosen else ""

    def offer(self, saved: Sequence[SavedCommand]) -> None:
        """Offer these commands."""
        self.command.offer(saved, self._draft.command_id)

    def draft(self) -> ScheduleDraft:
        """The schedule as it stands in the fields."""
        chosen = self.command.chosen
        return msgspec.structs.replace(
            self._draft,
            name=self.name.text(),
            command_id=chosen.command.command_id if chosen else "",
            instance_ids=self.machines.ids,
            settings=self.when.settings(),
            username=self.user.text().strip(),
            parameters=self.command.values(),
        )

    def show_machines(self, instance_ids: Sequence[str]) -> None:
        """Take these machines."""
        known = self._services.directory.find(instance_ids)
        self.machines.show_machines(instance_ids, known, self._machine_note(instance_ids))
        self._check_again()

    def ask_to_save(self) -> None:
        """Check everything; say beside the fields what is wrong, else ask for saving."""
        self._was_checked = True
        faults = self._check()
        if faults:
            faults[0]()
        else:
            self.save_asked.emit()

    # -- checking

    def _check_again(self) -> None:
        if self._was_checked:
            self._check()

    def _check(self) -> list[Callable[[], object]]:
        """Say what is wrong everywhere; returns what leads to each field with a mistake."""
        chosen, draft = self.command.chosen, self.draft()
        found = problems(
            draft,
            self._services.clock.now(),
            chosen.command if chosen else None,
            is_new=self._invoker is None,
        )
        values = self.command.problems()
        if when := self.when.problem():
            found["settings"] = when
        if wrong_place := self._region_problem():
            found.setdefault("instance_ids", wrong_place)
        self.name_field.set_problem(found.get("name", ""))
        wrong_command = found.get("command_id", "") or found.get("parameters", "")
        self.command.field.set_problem(wrong_command)
        self.user_field.set_problem(found.get("username", ""))
        self.machines.set_problem(found.get("instance_ids", ""))
        self.command.show_problems(values)
        leads: tuple[tuple[bool, Callable[[], object]], ...] = (
            ("name" in found, self.name.setFocus),
            (bool(wrong_command), self.command.box.setFocus),
            (bool(values), lambda: self.command.form.focus_field(next(iter(values)))),
            ("instance_ids" in found, self.machines.choose.setFocus),
            ("username" in found, self.user.setFocus),
            ("settings" in found, self.when.show_problem),
        )
        return [lead for is_wrong, lead in leads if is_wrong]

    def _region_problem(self) -> str:
        known = self._services.directory.find(self.machines.ids)
        away = [one.name for one in known if self.region and one.region != self.region]
        if not away:
            return ""
        text = _("The command is kept in {region}, these machines are elsewhere: {names}.")
        return text.format(region=region_word(self.region), names=", ".join(away[:5]))

    def _machine_note(self, instance_ids: Sequence[str]) -> str:
        """What happens beyond 100, and which machines could not take a run now."""
        ids = tuple(instance_ids)
        if not ids:
            return ""
        known = {machine.instance_id: machine for machine in self._services.directory.in_front}
        chosen = self.command.chosen
        doubts = warnings_of(
            Invoker(instance_ids=ids), chosen.command if chosen else None, known or None
        )
        about_machines = (Doubt.MACHINE_GONE, Doubt.MACHINE_NOT_READY)
        said = [each.sentence for each in doubts if each.doubt in about_machines]
        if self._invoker is None:
            parts = parts_sentence(msgspec.structs.replace(self._draft, instance_ids=ids))
            said.insert(0, parts)
        return "\n".join(filter(None, said))

    # -- building

    def _fill(self) -> None:
        self.body.setContentsMargins(18, MARGIN, 0, 0)
        fields = column(
            self.name_field, self.command, self.machines, self.user_field, None, gap=MARGIN
        )
        fields.setContentsMargins(0, 0, MARGIN, MARGIN)
        left = scrolled(fields)
        left.setFixedWidth(_LEFT)
        right = scrolled(column(self.when, margins=(MARGIN, 0, 18, MARGIN)))
        sides = row(left, rule("down"), right, gap=0)
        sides.setStretch(2, 1)
        self.body.addWidget(self.banners)
        self.body.addLayout(sides, 1)
        most = INVOKER_INSTANCES.most
        self.machines.choose.setToolTip(
            _("One schedule takes up to {most} machines").format(most=most)
        )

    def _fill_foot(self) -> None:
        self.add_cancel(_("Cancel")).setDefault(False)
        words = _("Create the schedule") if self._invoker is None else _("Save")
        self.save = button(words, kind=ButtonKind.PRIMARY)
        self.save.setObjectName("save_schedule")
        self.save.setToolTip(_("Ctrl+Enter"))
        self.save.setDefault(True)
        self.save.clicked.connect(self.ask_to_save)
        self.foot.addWidget(self.save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.ask_to_save)

    def _connect(self) -> None:
        self.machines.choose_asked.connect(self.machines_asked)
        self.command.changed.connect(lambda: self.show_machines(self.machines.ids))
        for changed in (self.command.edited, self.when.changed):
            changed.connect(self._check_again)
        for field in (self.name, self.user):
            field.textChanged.connect(lambda _text: self._check_again())

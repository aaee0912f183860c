"""Any action of the service: picked, filled in, called, and written as code."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from tat_console.ports.cloud import CallRecord
from tat_console.services.explorer import changes_something
from tat_console.services.services import Services
from tat_console.services.session import HOME_REGION
from tat_console.support.i18n import _
from tat_console.tat.actions import ACTIONS, Action
from tat_console.ui.dialogs.confirm_call import Wanted, may_call
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, panel, row
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.kit.words import region_word
from tat_console.ui.pages.api.action_list import ActionList
from tat_console.ui.pages.api.reply_pane import ReplyPane
from tat_console.ui.pages.api.request_form import RequestForm
from tat_console.ui.pages.api.samples import Sample, code_of
from tat_console.ui.pages.api.words import SAFETY, full_name
from tat_console.ui.widgets.profile_box import ProfileBox

FIRST: Final = "tat.DescribeAutomationAgentStatus"
NARROW: Final = 1_000
_CODE_MS: Final = 150

Start = Callable[[Coroutine[Any, Any, object]], object]
"""Runs a coroutine of the page; what it raises is shown there."""


class ExplorerView(QWidget):
    """The list of actions, the form of one of them, and what comes of it."""

    def __init__(self, services: Services, start: Start) -> None:
        super().__init__()
        self._services = services
        self._start = start
        self.action = ACTIONS[FIRST]
        self.action_list = ActionList()
        self.form = RequestForm()
        self.reply = ReplyPane(self._code)
        self._code_soon = QTimer(self, interval=_CODE_MS, singleShot=True)
        self._build()
        self._connect()
        self._offer_regions()
        self.action_list.show_action(self.action)
        self._pick(self.action)

    def open_request(self, action: Action, values: Mapping[str, Any], record: CallRecord) -> None:
        """Fill the form with the request of a call; the reply of an earlier one goes."""
        self.profiles.pick(record.profile_id)
        self._pick(action)
        self.action_list.show_action(action)
        self.form.set_values(values)
        self._choose_region(record.region)
        self.reply.show_reply(None)
        self.form.focus_first()

    def call(self) -> None:
        """Call the action if the form is right and the user agrees."""
        if self.call_button.isEnabled() and self.form.check():
            self._start(self._call())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the list of actions is slimmer."""
        super().resizeEvent(event)
        self.action_list.set_narrow(self.width() < NARROW)

    async def _call(self) -> None:
        wanted = Wanted(self.action, self.form.values(), self.region())
        session = self._services.session
        connection = await session.connection_of(self.profiles.profile_id) or session.require()
        if not await may_call(self.window(), self._services, connection.profile, wanted):
            return
        was_pressed = self.call_button.hasFocus()
        self.call_button.setEnabled(False)
        self.reply.show_busy()
        explored = None
        try:
            explorer = self._services.administration.explorer
            explored = await explorer.call(wanted.action, wanted.values, wanted.region, connection)
        finally:
            self.reply.show_reply(explored)
            self.call_button.setEnabled(True)
            if was_pressed:  # the focus went on meanwhile, though nobody moved it
                self.call_button.setFocus()

    def region(self) -> str:
        """Where the action is called."""
        return str(self.regions.currentData() or HOME_REGION)

    # -- building

    def _build(self) -> None:
        self._name = ElidedLabel("", Type.HEADING)
        self._name.setObjectName("action_name")
        self._safety = Label("", Type.SMALL, "text_2", wrap=True)
        self._safety.setObjectName("action_safety")
        self.profiles = ProfileBox(self._services.session, _("Profile that calls"))
        self.profiles.setObjectName("explorer_profile")
        self.regions = QComboBox()
        self.regions.setObjectName("explorer_region")
        self.regions.setAccessibleName(_("Region"))
        self.regions.setMinimumContentsLength(12)
        self.regions.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.call_button = button(_("Call"), "ph.paper-plane-tilt-fill", ButtonKind.PRIMARY)
        self.call_button.setObjectName("call_button")
        self.call_button.setToolTip(_("Call this action (Ctrl+Enter)"))
        splitter = Splitter(Qt.Orientation.Horizontal, "api_request")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._middle())
        splitter.addWidget(self.reply)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 6)
        splitter.share([420, 530])
        box = row(self.action_list, splitter, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def _middle(self) -> QFrame:
        self.clear = button(_("Clear"), kind=ButtonKind.FLAT, strip=True)
        self.clear.setObjectName("clear_form")
        self.clear.setToolTip(_("Empty all fields of this action"))
        first = row(self._name, self.clear)
        first.setStretch(0, 1)
        second = row(self.profiles, self.regions, self.call_button)
        second.setStretch(0, 1)
        second.setStretch(1, 1)
        head = column(first, self._safety, second, gap=GRID, margins=(MARGIN, GRID, GAP, GAP))
        box = column(panel(head, "surface", edge="bottom"), self.form, gap=0)
        box.setStretch(1, 1)
        made = panel(box, "surface", edge="right")
        made.setMinimumWidth(300)
        return made

    def _connect(self) -> None:
        self.action_list.picked.connect(self._pick)
        self.form.changed.connect(self._code_soon.start)
        self.regions.currentIndexChanged.connect(lambda _place: self._code_soon.start())
        self._code_soon.timeout.connect(self._renew_code)
        self.call_button.clicked.connect(self.call)
        self.clear.clicked.connect(lambda: self.form.set_values({}))
        self.profiles.turned.connect(self._turn)
        listen(self, self._services.session.changed, lambda _none: self._offer_regions())
        for keys, work in (("Ctrl+Return", self.call), ("Ctrl+Shift+C", self.reply.copy)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(work)

    # -- inside

    def _pick(self, action: Action) -> None:
        is_other = action is not self.action
        self.action = action
        self._name.setText(full_name(action))
        safety = SAFETY[action.safety]
        self._safety.setText(_(safety.sentence))
        self._safety.set_ink(f"{safety.tone}_text" if changes_something(action) else "text_2")
        self.form.show_action(action)
        if is_other:
            self.reply.show_reply(None)

    def _turn(self) -> None:
        """Another profile counts; one that runs were only sent with has regions yet to be read."""
        session, profile_id = self._services.session, self.profiles.profile_id
        self._offer_regions()
        if profile_id and not session.regions_of(profile_id) and not session.is_loading:
            self._start(session.load_account_of(profile_id))

    def _offer_regions(self) -> None:
        """The regions of the profile; the one that was chosen stays where it can."""
        before = self.region() if self.regions.count() else ""
        known = self._services.session.regions_of(self.profiles.profile_id) or (HOME_REGION,)
        self.regions.blockSignals(True)
        self.regions.clear()
        for region in known:
            self.regions.addItem(f"{region_word(region)}  ({region})", region)
        self.regions.blockSignals(False)
        if before in known:
            self._choose_region(before)
        self._code_soon.start()

    def _choose_region(self, region: str) -> None:
        place = self.regions.findData(region)
        if place < 0:
            self.regions.addItem(f"{region_word(region)}  ({region})", region)
            place = self.regions.count() - 1
        self.regions.setCurrentIndex(place)

    def _renew_code(self) -> None:
        """Write the code anew where it is looked at."""
        if self.reply.parts.choice() in [sample.value for sample in Sample]:
            self.reply.refresh()

    def _code(self, sample: Sample) -> str:
        explorer = self._services.administration.explorer
        values, connection = self.form.values(), self.profiles.connection
        return code_of(explorer, sample, self.action, values, self.region(), connection)

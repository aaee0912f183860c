"""The page of machines outside the cloud, their codes, all agents, and the quotas."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from tat_console.services.hosting import HostedInstance, RegisterCode
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, HALF, MARGIN, column, panel, row
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import clock_word
from tat_console.ui.navigation import Errand, Navigator, OpenCode, OpenQuotas
from tat_console.ui.pages.hosted.quota_list import QuotaList
from tat_console.ui.pages.hosted.tabs import AgentsTab, CodesTab, HostsTab, Tab
from tat_console.ui.pages.hosted.work import HostedWork
from tat_console.ui.widgets.detail_pane import DetailPane
from tat_console.ui.widgets.no_profile import no_profile

NARROW_BELOW: Final = 1000
PANE_WIDTH: Final = 340
LOOK_AGAIN_MS: Final = 20_000
HOSTS, CODES, AGENTS, QUOTAS = range(4)
_TABS_HEIGHT: Final = 40


class HostedPage(Page):
    """Four parts under tabs, with what can be said of the current row beside them."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Hosted"))
        self._services = services
        self._navigator = navigator
        self._hosting = services.administration.hosting
        self._quota_service = services.administration.quotas
        self._shown_errors: tuple[ConsoleError, ...] = ()
        self._closed: set[int] = set()
        self._work = HostedWork(self, services, navigator)
        self._hosts = HostsTab(self, services, self.new_code)
        self._codes = CodesTab(self, services, self.new_code)
        self._agents = AgentsTab(self, services)
        self._quotas = QuotaList()
        self._tables: tuple[Tab, ...] = (self._hosts, self._codes, self._agents)
        self._panes: tuple[DetailPane, ...] = tuple(each.pane for each in self._tables)
        self._add_head_actions()
        self.set_content(self._make_content())
        self._pane_pile = QStackedWidget()
        for pane in self._panes:
            self._pane_pile.addWidget(pane)
        self._pane_pile.setObjectName("hosted_details")
        self._sides = self.put_beside(self._pane_pile, width=PANE_WIDTH)
        self._connect()
        self._ticking = QTimer(self, interval=LOOK_AGAIN_MS)
        self._ticking.timeout.connect(self._pass_time)
        self._ticking.start()
        self._show_all()

    def arrive(self, errand: Errand) -> None:
        """Come to the front and read anew; quotas or one code may be asked for."""
        if isinstance(errand, OpenQuotas):
            self._tabs.setCurrentIndex(QUOTAS)
        elif isinstance(errand, OpenCode):
            self._show_code(errand.code_id)
        self._focus_part()
        if self._services.session.connection is not None:
            self._read()

    def refresh(self) -> None:
        """Read codes, hosted machines, quotas and all agents again."""
        self.start(self._work.read_all(), key="refresh")

    def new_code(self) -> None:
        """Ask for a new code and show it."""
        self._tabs.setCurrentIndex(CODES)
        self.start(self._work.new_code(), key="new code")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what can be folded where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._sides.set_narrow(narrow)
        for each in self._tables:
            each.browser.set_narrow(narrow)

    # -- building

    def _add_head_actions(self) -> None:
        self._refresh = button("", "ph.arrows-clockwise", ButtonKind.FLAT)
        self._refresh.setObjectName("refresh_hosted")
        self._refresh.setToolTip(_("Read codes, machines, agents and quotas again (F5)"))
        self._refresh.clicked.connect(self.refresh)
        self._new = button(_("New code…"), "ph.plus", ButtonKind.PRIMARY)
        self._new.setObjectName("new_code")
        self._new.setToolTip(_("Make a code with which machines outside the cloud join"))
        self._new.clicked.connect(self.new_code)
        self.head_actions.addWidget(self._refresh)
        self.head_actions.addWidget(self._new)

    def _make_content(self) -> QWidget:
        self._tabs = QTabBar()
        self._tabs.setObjectName("hosted_tabs")
        self._tabs.setAccessibleName(_("Machines, codes, agents and quotas"))
        self._tabs.setFont(font(Type.BASE))
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._pile = QStackedWidget()
        for part in (*(each.browser for each in self._tables), self._quotas):
            self._tabs.addTab("")
            self._pile.addWidget(part)
        self._notice = Notice(ToneName.LATE, "")
        self._notice.setObjectName("hosted_notice")
        self._notice_room = QWidget()
        self._notice_room.setLayout(column(self._notice, margins=(MARGIN, 0, GAP, HALF)))
        strip = panel(row(self._tabs, None, margins=(HALF, 0, GAP, 0)), "surface", edge="bottom")
        strip.setFixedHeight(_TABS_HEIGHT)
        content = QWidget()
        box = column(self._notice_room, strip, self._pile, gap=0)
        box.setStretch(2, 1)
        content.setLayout(box)
        return content

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._turn)
        for place, each in enumerate(self._tables):
            table = each.browser.table
            table.current_changed.connect(self._follow)
            table.chosen_changed.connect(self._follow)
            table.row_activated.connect(lambda _row, place=place: self._open(place))
            each.pane.close_asked.connect(self._close)
        self._hosts.asked.connect(self._do_with_hosts)
        self._codes.asked.connect(self._do_with_codes)
        for event in (self._hosting.changed, self._quota_service.changed):
            self.listen(event, lambda _none: self._show_all())
        self.listen(self._services.directory.changed, lambda _none: self._show_all())
        self.listen(self._services.session.changed, lambda _none: self._follow_session())

    # -- what the user does

    def _do_with_hosts(self, name: str, instances: list[HostedInstance]) -> None:
        work = self._work
        acts = {"run": work.run, "rename": work.rename, "remove": work.remove}
        self.start(acts[name](instances), key="change")

    def _do_with_codes(self, name: str, codes: list[RegisterCode]) -> None:
        acts = {"disable": self._work.disable, "delete": self._work.delete}
        if name in acts:
            self.start(acts[name](codes), key="change")
        else:
            self._show_hosts_of(codes[0])

    def _show_hosts_of(self, code: RegisterCode) -> None:
        self._tabs.setCurrentIndex(HOSTS)
        self._hosts.browser.bar.clear()
        self._hosts.browser.bar.choose("code", [code.name])

    def _show_code(self, code_id: str) -> None:
        """Stand on a code, whatever the filter says, and open what can be told of it."""
        self._tabs.setCurrentIndex(CODES)
        browser = self._codes.browser
        if not browser.table.go_to(code_id):
            browser.bar.clear()
            browser.table.go_to(code_id)
        self._open(CODES)

    # -- panes

    def _turn(self, place: int) -> None:
        self._pile.setCurrentIndex(place)
        self._follow()
        self._focus_part()

    def _focus_part(self) -> None:
        place = self._tabs.currentIndex()
        part = self._quotas if place == QUOTAS else self._tables[place].browser.table
        part.setFocus()

    def _follow(self) -> None:
        """Show the current row beside the table, unless that was closed or covers it."""
        place = self._tabs.currentIndex()
        if place == QUOTAS or not self._tables[place].fill_pane():
            self._sides.close_pane()
            return
        self._pane_pile.setCurrentIndex(place)
        if not self._sides.is_narrow and place not in self._closed:
            self._sides.open_pane()

    def _open(self, place: int) -> None:
        self._closed.discard(place)
        self._follow()
        self._sides.open_pane()
        if self._sides.is_narrow:
            self._panes[place].setFocus()

    def _close(self) -> None:
        self._closed.add(self._tabs.currentIndex())
        self._sides.close_pane()
        self._focus_part()

    # -- what was read

    def _read(self) -> None:
        """Read what only this page shows; the agents are those of the machines that are known."""
        self.start(self._work.refresh(), key="refresh")

    def _follow_session(self) -> None:
        session = self._services.session
        is_new = self._hosting.updated_at is None and not self._hosting.is_loading
        if self.isVisible() and is_new and session.connection is not None and session.regions:
            self._read()
        self._show_all()

    def _pass_time(self) -> None:
        """Codes expire while they are looked at."""
        if self.isVisible():
            self._codes.browser.table.viewport().update()
            self._show_notices()
            self._follow()

    def _show_all(self) -> None:
        for each in self._tables:
            each.show()
        self._quotas.show_quotas(self._quota_service.all)
        self._show_words()
        self._show_notices()
        self._show_errors()
        self._show_state()
        self._follow()

    def _show_words(self) -> None:
        hosts, codes, needing = (each.count() for each in self._tables)
        self._tabs.setTabText(HOSTS, _("Machines ({count})").format(count=f"{hosts:,}"))
        self._tabs.setTabText(CODES, _("Register codes ({count})").format(count=f"{codes:,}"))
        agents = _("Agent care ({count})").format(count=f"{needing:,}")
        self._tabs.setTabText(AGENTS, agents if needing else _("Agent care"))
        self._tabs.setTabText(QUOTAS, _("Quotas"))
        text = ngettext(
            "{count} machine outside the cloud", "{count} machines outside the cloud", hosts
        )
        self.subtitle.setText(text.format(count=f"{hosts:,}") if hosts else "")
        loading = self._hosting.is_loading
        updated = _("Updated {time}").format(time=clock_word(self._hosting.updated_at))
        self._refresh.setText(_("Reading…") if loading else updated)
        self._refresh.setEnabled(not loading)

    def _show_notices(self) -> None:
        """Say before it happens what runs out: codes and quotas."""
        sentences = [*self._hosting.warnings().values(), *self._quota_service.notices()]
        title, *rest = sentences or [""]
        self._notice.set_message(ToneName.LATE, title, "\n".join(rest))
        self._notice_room.setVisible(bool(sentences))

    def _show_errors(self) -> None:
        errors = (*self._hosting.errors, *self._quota_service.errors)
        if self._hosting.is_loading or errors == self._shown_errors:
            return
        self._shown_errors = errors
        self.banners.clear()
        for error in errors:
            self.banners.show_error(error)

    def _show_state(self) -> None:
        session = self._services.session
        is_connected = session.connection is not None
        self._refresh.setVisible(is_connected)
        self._new.setEnabled(is_connected and bool(session.chosen_regions))
        if not is_connected:
            self.show_empty(no_profile(self._navigator))
        elif self._hosting.updated_at is None and (self._hosting.is_loading or session.is_loading):
            self.show_loading(_("Reading codes and hosted machines of all regions…"))
        else:
            self.show_content()

"""The status line: live runs, requests, connection, clock, and whether this is the sandbox."""

from __future__ import annotations

from collections import Counter
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame

from tat_console import __version__
from tat_console.ports.cloud import CallRecord, Connection
from tat_console.ports.profiles import Environment
from tat_console.runs.rules import strictest
from tat_console.services.diagnosis import clock_sentence
from tat_console.services.services import Services
from tat_console.support.event import Subscription
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.controls import IconLabel, Label
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, row, rule
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.theme import current
from tat_console.ui.shell.key_end import KeyEnd
from tat_console.ui.shell.mirror_cell import MirrorCell
from tat_console.ui.shell.request_meter import RequestMeter

HEIGHT: Final = 26
REFRESH_MS: Final = 1000


class Cell(QFrame):
    """An icon and a text of the status line."""

    def __init__(self, icon_name: str, text: str) -> None:
        super().__init__()
        self.icon = IconLabel(icon_name, "text_2", 14)
        self.text = Label(text, Type.SMALL, "text_2")
        self.setLayout(row(self.icon, self.text, gap=6, margins=(GRID, 0, GRID, 0)))

    def say(self, icon_name: str, role: str, text: str) -> None:
        """Show something else."""
        self.icon.set_icon(icon_name, role)
        self.text.setText(text)
        self.setAccessibleName(text)


class StatusLine(QFrame):
    """One line at the foot of the window that always tells the truth about the connection."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._calls: Subscription | None = None
        self._connection: Connection | None = None
        self._last: CallRecord | None = None
        self._is_narrow = False
        self.setProperty("ground", "chrome")
        self.setProperty("edge", "top")
        self.setFixedHeight(HEIGHT)
        self.live = Cell("ph.circle", _("No live runs"))
        self.requests = RequestMeter()
        self.connected = Cell("ph.circle", "")
        self.clock = Cell("ph.clock", "")
        self.clock.setObjectName("clock_offset")
        self.key_end = KeyEnd(services)
        self.mirror = MirrorCell(services)
        self.recording = Cell("ph.record-fill", "")
        self.recording.setObjectName("recording_sign")
        self.recording.hide()
        self.notice = EnvironmentNotice()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._refresh)
        self._timer.start(REFRESH_MS)
        listen(self, services.session.changed, lambda _none: self._attach())
        listen(self, services.runs.changed, lambda _run: self._refresh())
        recorder = services.administration.recorder
        listen(self, recorder.changed, lambda _none: self._show_recording())
        self.destroyed.connect(self._detach_on_destroy())
        self._attach()
        self._show_recording()

    def set_narrow(self, is_narrow: bool) -> None:
        """Keep only what matters most when the window is small."""
        self._is_narrow = is_narrow
        for part in (self.connected, self.version):
            part.setVisible(not is_narrow)
        self._show_connection()

    def _lay_out(self) -> None:
        self.version = Label(f"tat-console {__version__}", Type.SMALL, "text_3")
        first = (self.live, rule("down"), self.requests)
        parts = (*first, rule("down"), self.connected, rule("down"))
        right = row(self.notice, self.version, gap=GAP)
        self.setLayout(
            row(
                *parts,
                self.clock,
                self.key_end,
                self.mirror,
                self.recording,
                None,
                right,
                gap=0,
                margins=(4, 0, GAP, 0),
            )
        )

    def _detach_on_destroy(self) -> object:
        holder = self.__dict__

        def detach() -> None:
            subscription = holder.get("_calls")
            if isinstance(subscription, Subscription):
                subscription.cancel()

        return detach

    def _attach(self) -> None:
        connection = self._services.session.connection
        if connection is not self._connection:
            if self._calls:
                self._calls.cancel()
            self._connection, self._last = connection, None
            self._calls = connection.cloud.calls.subscribe(self._heard) if connection else None
        self._show_notice()
        self._refresh()

    def _show_notice(self) -> None:
        profiles = self._services.session.profiles_in_use
        if len(profiles) > 1:
            names = listed(one.name for one in profiles)
            text = _("Several profiles: {names}").format(names=names)
            self.notice.say(strictest(one.environment for one in profiles), text)
        elif profiles:
            environment = profiles[0].environment
            self.notice.say(environment, _("Sandbox: scripts run on this computer"))
        in_sandbox = any(one.environment is Environment.SANDBOX for one in profiles)
        self.notice.setVisible(len(profiles) > 1 or in_sandbox)

    def _heard(self, record: CallRecord) -> None:
        self._last = record

    def _refresh(self) -> None:
        self._show_live()
        self._show_connection()

    def _show_recording(self) -> None:
        """Whoever left the page of the API is reminded that traffic is kept."""
        recorder = self._services.administration.recorder
        self.recording.say("ph.record-fill", "bad_text", _("Traffic is recorded"))
        self.recording.setVisible(recorder.is_running)

    def _show_live(self) -> None:
        live = self._services.runs.live
        if not live:
            self.live.say("ph.circle", "text_2", _("No live runs"))
            return
        tasks = sum(len(run.tasks) for run in live)
        counts = sum((run.counts for run in live), Counter[TaskStatus]())
        done = sum(count for status, count in counts.items() if status.is_final)
        text = ngettext("{count} live run", "{count} live runs", len(live)).format(count=len(live))
        done_text = _("{done} of {all} done").format(done=f"{done:,}", all=f"{tasks:,}")
        self.live.say("ph.circle-half-fill", "busy_text", f"{text}, {done_text}")

    def _show_connection(self) -> None:
        connection = self._connection
        self.requests.show_usage(self._at_work())
        if connection is None:
            self.connected.say("ph.cloud-slash", "text_3", _("Not connected"))
            self.clock.say("ph.clock", "text_3", _("Clock unknown"))
            self.clock.setVisible(not self._is_narrow)
            return
        self._say_clock(connection.cloud.clock_offset_s)
        self._say_connected(connection)

    def _say_clock(self, offset_s: float) -> None:
        """How far the service's clock is ahead; where that matters, the smallest window says it."""
        wrong = clock_sentence(offset_s)
        role = "late_text" if abs(offset_s) > 60 else "text_2"
        self.clock.text.set_ink("late_text" if wrong else "text_2")
        self.clock.say("ph.clock", role, _clock_words(offset_s, is_wrong=bool(wrong)))
        text = _("{what} The program corrects it; other programs do not.").format(what=wrong)
        usual = _("The service's clock beside the one of this computer")
        self.clock.setToolTip(text if wrong else usual)
        self.clock.setVisible(bool(wrong) or not self._is_narrow)

    def _at_work(self) -> list[Connection]:
        """The connections that are looked at, and those that runs of other profiles use."""
        session = self._services.session
        return [
            one
            for one in session.connections
            if session.is_in_use(one.profile.profile_id) or one.cloud.usage().used
        ]

    def _say_connected(self, connection: Connection) -> None:
        host = urlsplit(connection.profile.endpoint).hostname
        if self._last is None:
            self.connected.say("ph.circle-dashed", "text_2", _("Connecting…"))
        elif self._last.outcome in ("not sent", "reply lost"):
            self.connected.say("ph.wifi-slash", "bad_text", _("No connection"))
        elif host:
            text = _("Connected to {host}").format(host=host)
            self.connected.say("ph.check-circle-fill", "good_text", text)
        else:
            self.connected.say("ph.check-circle-fill", "good_text", _("Connected"))


def _clock_words(offset_s: float, *, is_wrong: bool) -> str:
    if is_wrong:
        return _("Clock off by {minutes} min").format(minutes=round(abs(offset_s) / 60))
    # A Date header has whole seconds: less than two may be no difference at all.
    shown = f"{offset_s:+.1f}" if abs(offset_s) >= 2 else "0.0"
    return _("Clock {offset} s").format(offset=shown)


class EnvironmentNotice(QFrame):
    """Says something on the colour of an environment."""

    def __init__(self) -> None:
        super().__init__()
        self._environment = Environment.SANDBOX
        self._icon = IconLabel(ENVIRONMENT_LOOKS[self._environment].icon, "accent_on", 14)
        self._text = Label("", Type.SMALL_NAME, "accent_on")
        self.setObjectName("environment_notice")
        self.setFixedHeight(HEIGHT - 1)
        self.setLayout(row(self._icon, self._text, gap=6, margins=(GRID, 0, GRID, 0)))

    def say(self, environment: Environment, text: str) -> None:
        """Say something of this environment."""
        self._environment = environment
        self._icon.set_icon(ENVIRONMENT_LOOKS[environment].icon, "accent_on")
        self._text.setText(text)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(self.rect(), current().environment(self._environment).fill)

"""The help, the sheet of keys, the guide, and the marks that lead to a topic."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tat_console.support.errors import ConsoleError
from tat_console.tat import limits
from tat_console.tat.error_texts import service_error
from tat_console.tat.errors import InvalidRequest, NotSent, ReplyLost
from tat_console.tat.help_topics import Topic, topic_of
from tat_console.ui.dialogs.guide import Guide
from tat_console.ui.dialogs.guide_steps import STEPS
from tat_console.ui.dialogs.help_window import HelpWindow
from tat_console.ui.dialogs.shortcut_rows import GROUPS
from tat_console.ui.dialogs.shortcuts import ShortcutSheet, keys_in_words
from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.banner import Banner
from tat_console.ui.kit.states import ErrorState
from tat_console.ui.kit.theme import current
from tat_console.ui.navigation import Errand, PageKey
from tat_console.ui.widgets.help_mark import HelpMark, limit_in_words

OFFLINE = service_error("ResourceUnavailable.AgentStatusNotOnline", "ins-1 is not online.")


class Helper(QWidget):
    """A window that notes which topics are asked for, and where it was led."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.went: list[PageKey] = []

    def open_help(self, topic: str = "", asker: QWidget | None = None) -> None:
        self.asked.append(topic)

    def go(self, page: PageKey, errand: Errand = None) -> None:
        self.went.append(page)


@pytest.fixture
def helper(qtbot) -> Helper:
    made = Helper()
    made.resize(960, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def manual(qtbot, host: QWidget) -> HelpWindow:
    made = HelpWindow(host)
    qtbot.addWidget(made)
    made.show()
    return made


def listed(manual: HelpWindow) -> list[str]:
    return [manual.topics.item(row).text() for row in range(manual.topics.count())]


# -- the help


def test_all_topics_are_listed_and_the_asked_one_is_shown(manual: HelpWindow) -> None:
    assert len(listed(manual)) == len(Topic)
    manual.show_topic("cron")
    assert "Beijing" in manual.text.toPlainText()
    assert manual.topics.currentItem().text() == "Times of schedules"


def test_typing_leaves_topics_with_all_words_the_title_first(manual: HelpWindow) -> None:
    QTest.keyClicks(manual.search, "agent offline")
    assert listed(manual)[0] == "Why is the agent offline, or missing?"
    assert len(listed(manual)) < len(Topic)
    marks = manual.text.extraSelections()
    assert {mark.cursor.selectedText().casefold() for mark in marks} == {"agent", "offline"}
    QTest.keyClick(manual.search, Qt.Key.Key_Down)
    assert manual.topics.currentRow() == 1
    manual.search.setText("no such word anywhere")
    assert listed(manual) == []
    assert manual.nothing.isVisible()


def test_links_lead_to_topics_and_back(manual: HelpWindow) -> None:
    manual.show_topic("agent-offline")
    manual.text.anchorClicked.emit(QUrl("topic:agent-files"))
    assert "tat_agent.log" in manual.text.toPlainText()
    manual.back.click()
    assert manual.topics.currentItem().text().startswith("Why is the agent offline")


def test_the_text_has_the_colours_of_the_theme(qapp: QApplication, manual: HelpWindow) -> None:
    def link_colour() -> QColor:
        cursor = manual.text.document().find("files of the agent")
        return cursor.charFormat().foreground().color()

    manual.show_topic("agent-offline")
    assert link_colour() == current().accent
    light = link_colour()
    apply_theme(qapp, Mode.DARK)
    assert current().accent != light
    assert link_colour() == current().accent


# -- the ways to it


@pytest.mark.parametrize(
    ("error", "topic"),
    [
        (OFFLINE, Topic.AGENT_OFFLINE),
        (service_error("AuthFailure.SignatureExpire", "late"), Topic.KEYS),
        (service_error("AuthFailure.UnauthorizedOperation", "no"), Topic.PERMISSIONS),
        (service_error("RequestLimitExceeded.UinLimitExceeded", "slow"), Topic.RATE_LIMITS),
        (service_error("Never.Heard.Of", "?"), None),
        (NotSent("no network"), Topic.NETWORK),
        (ReplyLost("no reply"), Topic.AT_MOST_ONCE),
        (InvalidRequest("Timeout", "too long"), Topic.TIMEOUTS),
        (InvalidRequest("Limit", "too many"), None),
        (ConsoleError("anything else"), None),
    ],
)
def test_errors_have_a_topic(error: ConsoleError, topic: Topic | None) -> None:
    assert topic_of(error) is topic


@pytest.mark.parametrize("make", [Banner, ErrorState])
def test_what_shows_an_error_leads_to_its_topic(helper: Helper, make) -> None:
    shown = make(OFFLINE)
    shown.setParent(helper)
    shown.show()
    shown.findChild(QPushButton, "error_help").click()
    assert helper.asked == ["agent-offline"]
    assert make(ConsoleError("anything else")).findChild(QPushButton, "error_help") is None


def test_a_mark_tells_the_limits_and_leads_to_the_topic(helper: Helper) -> None:
    mark = HelpMark(Topic.PARAMETERS, limits.PARAMETERS, limits.PARAMETER_NAME)
    mark.setParent(helper)
    assert "at most 20 items" in mark.toolTip()
    assert "“_” and “-”" in mark.accessibleDescription()
    assert mark.accessibleName()
    mark.show()
    mark.setFocus()
    QTest.keyClick(mark, Qt.Key.Key_Space)
    assert helper.asked == ["parameters"]


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        (limits.TIMEOUT_S, "The timeout in seconds: from 1 to 86,400."),
        (limits.EFFECTIVE_TIME_H, "The validity in hours: 1 or more."),
        (limits.CONTENT, "The script: at most 65,536 bytes after Base64 encoding."),
    ],
)
def test_limits_are_sentences(limit: limits.Limit, sentence: str) -> None:
    assert limit_in_words(limit) == sentence


# -- the sheet


def test_the_sheet_finds_by_words_and_by_keys(host: QWidget) -> None:
    sheet = ShortcutSheet(host, GROUPS)
    sheet.open()

    def shown() -> list[str]:
        lines = (line for group in sheet.groups for line in group.lines)
        return [line.what for line in lines if line.isVisible()]

    assert "Test in the sandbox" in shown()
    sheet.search.setText("ctrl+t")
    assert shown() == ["Test in the sandbox"]
    sheet.search.setText("history note")
    assert shown() == ["Write a note"]
    sheet.search.setText("nothing of the kind")
    assert shown() == []
    assert sheet.nothing.isVisible()
    sheet.close()


def test_keys_are_written_once() -> None:
    assert keys_in_words(("Ctrl+Return", "Ctrl+Enter")) == "Ctrl+Enter"
    assert keys_in_words(("Left", "Right")) == "Left · Right"


# -- the guide


def stand_ins(window: Helper) -> dict[str, QWidget]:
    made: dict[str, QWidget] = {}
    for place, step in enumerate(STEPS):
        control = QLabel(step.control, window)
        control.setObjectName(step.control)
        control.setGeometry(40 + 130 * place, 20 + 90 * place, 100, 24)
        control.show()
        made[step.control] = control
    return made


def test_the_guide_points_at_each_control_and_leaves_nothing(qtbot, helper: Helper) -> None:
    controls = stand_ins(helper)
    guide = Guide(helper, helper)
    ended: list[bool] = []
    guide.destroyed.connect(lambda: ended.append(True))
    guide.start()
    for number, step in enumerate(STEPS, start=1):
        spot = controls[step.control].geometry()
        qtbot.waitUntil(
            lambda spot=spot: guide.isVisible() and not guide.geometry().intersects(spot)
        )
        assert helper.rect().contains(guide.geometry())
        assert guide.on.hasFocus()
        assert f"Step {number} of {len(STEPS)}" in guide.accessibleName()
        guide.on.click()
    qtbot.waitUntil(lambda: bool(ended))
    assert helper.went == [step.page for step in STEPS]


def test_escape_ends_the_guide(qtbot, helper: Helper) -> None:
    stand_ins(helper)
    guide = Guide(helper, helper)
    guide.start()
    qtbot.waitUntil(guide.isVisible)
    assert not guide.back.isEnabled()
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_where_a_control_is_folded_away_the_card_stands_in_the_middle(
    qtbot, helper: Helper
) -> None:
    guide = Guide(helper, helper)
    guide.start()
    qtbot.waitUntil(guide.isVisible)
    away = guide.geometry().center() - helper.rect().center()
    assert away.manhattanLength() <= 2
    guide.end()

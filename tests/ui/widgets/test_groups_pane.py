"""Cards of equal answers: order, letters, keys, links, and nothing that jumps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication

from tat_console.outputs.normalise import ALL_MASKS, Normalising
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.widgets.group_card_painting import GroupCard, card_boxes
from tat_console.ui.widgets.groups_pane import GroupsPane
from tat_console.ui.widgets.masked_text import masked_line

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


def card(
    key: str, count: int, status: TaskStatus = TaskStatus.SUCCESS, text: str = ""
) -> GroupCard:
    names = tuple(f"web-{key}-{number}" for number in range(count))
    exit_code = 0 if status is TaskStatus.SUCCESS else 1
    return GroupCard.of(key, status, exit_code, names, text or f"one {key}\ntwo\n")


@pytest.fixture
def pane(qtbot) -> GroupsPane:
    made = GroupsPane()
    made.resize(366, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def keys_shown(pane: GroupsPane) -> list[object]:
    return [one.key for one in pane.cards.cards.shown_rows()]


def click(qtbot, pane: GroupsPane, key: str, part: str) -> None:
    index = pane.cards.cards.index_of(key)
    row = pane.cards.cards.row_at(index)
    assert row is not None
    box = getattr(card_boxes(row, pane.cards.card_state, pane.cards.visualRect(index)), part)
    qtbot.mouseClick(pane.cards.viewport(), LEFT, pos=box.center())


def top_of(pane: GroupsPane, key: object) -> int:
    return pane.cards.visualRect(pane.cards.cards.index_of(key)).top()


def test_the_largest_group_is_first_and_the_headline_counts(pane):
    pane.set_groups([card("a", 2), card("b", 5), card("c", 3)], waiting_count=362)
    assert keys_shown(pane) == ["b", "c", "a"]
    assert pane.count.text() == "3 different answers"
    assert pane.tasks.full_text() == "from 10 tasks"
    assert pane.waiting.text() == "362 tasks have no final output yet"
    pane.set_groups([card("a", 1)])
    assert pane.count.text() == "1 answer"
    assert not pane.waiting.isVisible()


def test_without_answers_it_says_so_and_nothing_can_be_pressed(pane):
    assert not pane.cards.isVisible()
    assert not pane.compare.isEnabled()
    assert not pane.export.isEnabled()


def test_the_reference_is_a_and_the_largest_other_is_b_until_the_user_chooses(pane, qtbot):
    pane.set_groups([card("a", 9), card("b", 5), card("c", 3)], reference="b")
    assert pane.cards.letters() == {"A": "b", "B": "a"}
    pane.set_groups([card("a", 9), card("b", 5), card("c", 30)], reference="b")
    assert pane.cards.letters() == {"A": "b", "B": "c"}
    click(qtbot, pane, "a", "letter")
    assert pane.cards.letters() == {"A": "b", "B": "a"}
    pane.set_groups([card("a", 9), card("b", 5), card("c", 99)], reference="c")
    assert pane.cards.letters() == {"A": "b", "B": "a"}


def test_a_click_on_a_letter_takes_it_away_and_compare_needs_both(pane, qtbot):
    pane.set_groups([card("a", 9), card("b", 5)])
    assert pane.compare.isEnabled()
    click(qtbot, pane, "b", "letter")
    assert pane.cards.letters() == {"A": "a"}
    assert not pane.compare.isEnabled()
    click(qtbot, pane, "b", "letter")
    with qtbot.waitSignal(pane.compare_wanted) as told:
        qtbot.mouseClick(pane.compare, LEFT)
    assert told.args == ["a", "b"]


def test_a_letter_falls_off_when_its_group_is_gone(pane):
    pane.set_groups([card("a", 9), card("b", 5), card("c", 1)])
    pane.cards.set_letter("B", "c")
    pane.set_groups([card("a", 9), card("b", 6)])
    assert pane.cards.letters() == {"A": "a"}


def test_keys_move_choose_fold_open_and_copy(pane, qtbot):
    failed = card("c", 2, TaskStatus.FAILED)
    pane.set_groups([card("a", 9), card("b", 5), failed])
    cards = pane.cards
    cards.setFocus()
    assert cards.card_state.current == "a"
    qtbot.keyClick(cards, KEY.Key_Down)
    qtbot.keyClick(cards, KEY.Key_Down)
    assert cards.card_state.current == "c"
    qtbot.keyClick(cards, KEY.Key_A)
    assert cards.letters() == {"A": "c", "B": "b"}
    qtbot.keyClick(cards, KEY.Key_A)
    assert cards.letters() == {"B": "b"}
    height = cards.visualRect(cards.currentIndex()).height()
    qtbot.keyClick(cards, KEY.Key_Space)
    assert cards.visualRect(cards.currentIndex()).height() < height
    with qtbot.waitSignal(pane.opened) as told:
        qtbot.keyClick(cards, KEY.Key_Return)
    assert told.args == ["c"]
    with qtbot.waitSignal(pane.retry_wanted) as told:
        qtbot.keyClick(cards, KEY.Key_R)
    assert told.args == ["c"]
    qtbot.keyClick(cards, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "web-c-0\nweb-c-1"


def test_links_are_on_the_current_card_and_retry_only_where_it_failed(pane, qtbot):
    pane.set_groups([card("a", 9), card("b", 5, TaskStatus.FAILED)])
    pane.cards.go_to("a")
    good = pane.cards.current_card()
    assert card_boxes(good, pane.cards.card_state, pane.cards.rect()).retry.isNull()
    pane.cards.go_to("b")
    click(qtbot, pane, "b", "copy")
    assert QGuiApplication.clipboard().text().splitlines()[0] == "web-b-0"
    with qtbot.waitSignal(pane.retry_wanted) as told:
        click(qtbot, pane, "b", "retry")
    assert told.args == ["b"]


def test_a_double_click_opens_but_not_on_the_letter(pane, qtbot):
    pane.set_groups([card("a", 9), card("b", 5)])
    opened: list[object] = []
    pane.opened.connect(opened.append)
    for part in ("letter", "body"):
        index = pane.cards.cards.index_of("b")
        row = pane.cards.cards.row_at(index)
        box = getattr(card_boxes(row, pane.cards.card_state, pane.cards.visualRect(index)), part)
        qtbot.mouseClick(pane.cards.viewport(), LEFT, pos=box.center())
        qtbot.mouseDClick(pane.cards.viewport(), LEFT, pos=box.center())
    assert opened == ["b"]


def test_the_current_card_stays_where_it_is_while_answers_come_in(pane):
    many = [card(f"k{number}", 100 - number) for number in range(60)]
    pane.set_groups(many)
    pane.cards.go_to("k30")
    top = top_of(pane, "k30")
    pane.set_groups([*many, card("new", 500), card("new2", 400)])
    assert pane.cards.card_state.current == "k30"
    assert top_of(pane, "k30") == top
    grown = [card(f"k{number}", 300) if number == 55 else one for number, one in enumerate(many)]
    pane.set_groups(grown)
    assert top_of(pane, "k30") == top


def test_without_a_current_card_the_first_in_view_stays_and_the_top_stays_the_top(pane):
    many = [card(f"k{number}", 100 - number) for number in range(60)]
    pane.set_groups(many)
    pane.set_groups([*many, card("new", 500)])
    assert pane.cards.verticalScrollBar().value() == 0
    pane.cards.verticalScrollBar().setValue(700)
    first = pane.cards.cards.row_at(pane.cards.indexAt(QPoint(150, 1)))
    top = top_of(pane, first.key)
    pane.set_groups([*many, card("new", 500), card("new2", 600)])
    assert top_of(pane, first.key) == top


def test_a_thousand_groups_are_measured_but_only_those_in_view_are_painted(
    pane, qtbot, monkeypatch
):
    painted: list[object] = []
    delegate = pane.cards.itemDelegate()
    paint = delegate.paint

    def count(painter, option, index):
        painted.append(index.row())
        paint(painter, option, index)

    monkeypatch.setattr(delegate, "paint", count)
    pane.set_groups([card(str(number), 1 + number % 9) for number in range(1000)])
    pane.cards.viewport().repaint()
    assert pane.cards.verticalScrollBar().maximum() > 50_000
    assert 0 < len(set(painted)) < 20


def test_a_screen_reader_hears_a_card():
    spoken = card("a", 2, TaskStatus.FAILED).spoken
    assert spoken == "2 machines, Failed, exit 1, one a, two"


def test_long_answers_say_how_much_is_not_shown():
    made = GroupCard.of("a", TaskStatus.SUCCESS, 0, ("x",), "\n".join("123456") + "\n")
    assert made.lines == ("1", "2", "3", "4")
    assert made.more_lines == 2


def test_marks_lose_their_brackets_and_other_brackets_stay():
    assert masked_line("pid ‹n›, at ‹time›") == ("pid n, at time", ((4, 5), (10, 14)))
    assert masked_line("‹what›") == ("‹what›", ())


def test_the_box_turns_the_rules_on_and_off_and_remembers_them(pane, qtbot):
    told: list[Normalising] = []
    pane.rules_changed.connect(told.append)
    pane.rules.box.click()
    assert told == [ALL_MASKS]
    hexes = next(action for action in pane.rules.menu.actions() if "Hexa" in action.text())
    hexes.trigger()
    assert told[-1].masks == ("times", "addresses", "ids", "numbers")
    assert pane.rules.box.text() == "Ignore what 5 rules match"
    pane.rules.box.click()
    assert not told[-1].is_on
    pane.rules.box.click()
    assert told[-1] == told[1]


def test_own_patterns_are_checked_as_they_are_typed(pane, qtbot):
    told: list[Normalising] = []
    pane.rules_changed.connect(told.append)
    pane.rules.set_rules(ALL_MASKS)
    dialog = pane.rules.edit_patterns()
    qtbot.keyClicks(dialog.field, "job (")
    assert "no regular expression" in dialog.problem.text()
    assert not dialog.accept_button.isEnabled()
    dialog.field.setPlainText("job \\w+\n\nrun=.+")
    assert dialog.problem.text() == ""
    qtbot.mouseClick(dialog.accept_button, LEFT)
    assert told[-1].patterns == ("job \\w+", "run=.+")
    assert told[-1].masks == ALL_MASKS.masks


def test_a_low_pane_leaves_its_height_to_the_answers(qtbot, pane):
    pane.set_groups([card(key, 9, text="one\ntwo\nthree\n") for key in "abc"], waiting_count=2)
    high = pane.cards.visualRect(pane.cards.cards.index_of("a")).height()
    pane.resize(900, 200)

    def boxes() -> list[QRect]:
        return [pane.cards.visualRect(pane.cards.cards.index_of(key)) for key in "abc"]

    qtbot.waitUntil(lambda: boxes()[2].bottom() < pane.cards.viewport().height())
    assert boxes()[0].height() < high
    pane.cards.go_to("b")
    assert boxes()[1].height() > high
    controls = (pane.count, pane.rules, pane.compare, pane.changes, pane.export, pane.waiting)
    qtbot.waitUntil(lambda: all(part.isVisible() for part in controls))
    assert len({part.parentWidget() for part in controls}) == 1
    pane.resize(366, 600)
    assert boxes()[0].height() == high
    qtbot.waitUntil(lambda: all(part.isVisible() for part in controls))
    assert pane.export.mapTo(pane, QPoint(0, 0)).y() > pane.cards.mapTo(pane, QPoint(0, 0)).y()

"""What a test of a script came to: how it ended, its output, and what was not as expected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from tat_console.services.script_tests import TestResult
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, column, row
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import duration_word, size_word
from tat_console.ui.widgets.output_view import OutputView
from tat_console.ui.widgets.status_badge import StatusBadge

ROW_HEIGHT = 25
MOST_OUTPUT = "24 KB"
_KEY = Qt.ItemDataRole.UserRole


class TestFacts(QWidget):
    """How the last test ended, in one line for the head of the pane."""

    __test__ = False  # a widget, not a class of tests
    expect_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._badge = StatusBadge()
        self.words = Label("", Type.BASE, "text_2")
        self.words.setObjectName("test_facts")
        self.expect = button(_("Expect…"), kind=ButtonKind.LINK)
        self.expect.setObjectName("expect_button")
        self.expect.setToolTip(_("Say what a test of this script must show"))
        self.expect.clicked.connect(self.expect_asked)
        self.setLayout(row(self._badge, self.words, self.expect, gap=GAP))

    def show_result(self, result: TestResult | None) -> None:
        """Tell status, exit code, time and size; None where there is no result."""
        task = result.task if result else None
        self._badge.set_look(look_of(task.status) if task else None)
        if result is None or task is None:
            self.words.setText("")
            return
        words = (
            _("exit code {code}").format(code=task.exit_code),
            duration_word(round(result.duration_s, 1)),
            _("{size} of {most}").format(size=size_word(len(result.output)), most=MOST_OUTPUT),
        )
        self.words.setText("   ".join(words))


class TestPane(QFrame):
    """The result of one test, or the list of all; `picked` tells the path of a listed one."""

    __test__ = False  # a widget, not a class of tests
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.facts = TestFacts()
        self.verdict = Notice(ToneName.BAD, "")
        self.verdict.hide()
        self.output = OutputView()
        self.output.setObjectName("test_output")
        self.list = QListWidget()
        self.list.setObjectName("test_results")
        self.list.setAccessibleName(_("Results of all tests"))
        self.list.setFont(font(Type.BASE))
        self.list.setIconSize(QSize(14, 14))
        self.list.itemActivated.connect(lambda item: self.picked.emit(item.data(_KEY)))
        self.list.itemClicked.connect(lambda item: self.picked.emit(item.data(_KEY)))
        one = QWidget()
        one.setLayout(column(self.verdict, self.output, gap=0))
        self._one = one
        self._stack = QStackedWidget()
        self._stack.addWidget(one)
        self._stack.addWidget(self.list)
        self.setLayout(column(self._stack, gap=0))
        self.show_message(_("Press Ctrl+T to run the script on a machine of the sandbox."))

    def show_message(self, text: str) -> None:
        """Say why there is no result (yet)."""
        self._stack.setCurrentWidget(self._one)
        self.facts.show_result(None)
        self.verdict.hide()
        self.output.show_message(text)
        self.output.set_foot("")

    def show_result(self, result: TestResult, *, has_expectation: bool) -> None:
        """Show one result in full."""
        self._stack.setCurrentWidget(self._one)
        self.facts.show_result(result)
        self.verdict.setVisible(bool(result.findings) or has_expectation)
        if result.findings:
            title = ngettext(
                "{count} thing is not as expected", "{count} things are not as expected",
                len(result.findings),
            )  # fmt: skip
            if result.task is None:
                title = _("The script could not be run")
            sentence = "\n".join(result.findings)
            words = title.format(count=len(result.findings))
            self.verdict.set_message(ToneName.BAD, words, sentence)
        else:
            self.verdict.set_message(ToneName.GOOD, _("Everything is as expected"))
        task = result.task
        self.output.show_message("")
        self.output.show_output(result.output, task.dropped_bytes if task else 0)
        self.output.set_foot(self._foot(result))

    def _foot(self, result: TestResult) -> str:
        if result.task is None:
            return ""
        text = _("Ran in the sandbox on this computer as simulated machine {name}. Task {task}.")
        return text.format(name=result.task.instance_name, task=result.task.invocation_task_id)

    def begin_all(self, count: int) -> None:
        """Begin the list of results."""
        self.list.clear()
        self.facts.show_result(None)
        text = ngettext("Testing {count} script…", "Testing {count} scripts…", count)
        self.facts.words.setText(text.format(count=count))
        self._stack.setCurrentWidget(self.list)

    def add_result(self, result: TestResult) -> None:
        """Add one result to the list."""
        look = ("ph.check-circle-fill", "good_text")
        if not result.passed:
            look = ("ph.x-circle-fill", "bad_text")
        words = result.findings[0] if result.findings else _("As expected")
        item = QListWidgetItem(icon(*look), f"{result.path}   {words}")
        item.setData(_KEY, result.path)
        item.setSizeHint(QSize(100, ROW_HEIGHT))
        item.setToolTip("\n".join(result.findings))
        self.list.addItem(item)

    def end_all(self, results: Sequence[TestResult]) -> None:
        """Say how many passed."""
        passed = sum(result.passed for result in results)
        text = _("{passed} of {count} as expected").format(passed=passed, count=len(results))
        if not results:
            text = _("No script has an expectation yet.")
        self.facts.words.setText(text)

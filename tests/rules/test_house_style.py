"""What is not said in this project, and what is said instead.

Only what no linter knows: ruff already refuses print, naive datetimes, relative imports, blind
excepts, bare noqa and type: ignore, and notes to be fixed later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatch

import pytest

from tests.rules.source import ROOT, Source, sources, texts

PROGRAM = "tat_console/*"
TESTS = "tests/*"


@dataclass(frozen=True)
class Rule:
    """A pattern, the sentence to say instead, where it holds, where it does not, and an example.

    `in_words` looks into strings and comments too, and into files that are no code.
    """

    name: str
    pattern: str
    instead: str
    example: str
    where: str = PROGRAM
    allowed: tuple[str, ...] = ()
    in_words: bool = False

    def covers(self, path: str) -> bool:
        """Whether the rule holds in this file."""
        return fnmatch(path, self.where) and not any(fnmatch(path, glob) for glob in self.allowed)

    def broken_lines(self, source: Source) -> list[int]:
        """The numbers of the lines that break it."""
        text = source.text if self.in_words else source.code
        return [
            number
            for number, line in enumerate(text.splitlines(), 1)
            if re.search(self.pattern, line)
        ]


RULES = [
    Rule(
        "exec",
        r"\.exec_?\(",
        "await ask(dialog), or menu.popup(): exec() freezes every other coroutine",
        "answer = dialog.exec()",
    ),
    Rule(
        "static dialog",
        r"QMessageBox\.(question|information|warning|critical|about)\("
        r"|Q(File|Input|Color|Font)Dialog\.get\w+\(",
        "a dialog and await ask(dialog): a static one freezes every other coroutine",
        "QMessageBox.question(self, title, text)",
    ),
    Rule(
        "slot without owner",
        r"\basync(Slot|Close)\b",
        "TaskScope.start(): it reports errors and ends with its widget",
        "@asyncSlot()",
    ),
    Rule(
        "Qt thread",
        r"\bQ(Thread|ThreadPool|Runnable)\b",
        "a coroutine; blocking calls have their pool in cloud/transport.py",
        "class Worker(QThread):",
    ),
    Rule(
        "thread",
        r"\bThread\(|\bThreadPoolExecutor\(|\brun_in_executor\(",
        "a coroutine: the requests pool and the writers of storage are the only threads",
        "threading.Thread(target=work).start()",
        allowed=(
            "tat_console/cloud/transport.py",
            "tat_console/storage/database.py",
            "tat_console/storage/documents_beside.py",
            "tat_console/sandbox/__main__.py",  # a program of its own, which watches its input
        ),
    ),
    Rule(
        "to_thread",
        r"\bto_thread\(",
        "on_disk() for a file the user picked, aside() for long work on texts",
        "await asyncio.to_thread(work)",
        allowed=(
            "tat_console/storage/*",
            "tat_console/support/aside.py",
            "tat_console/ui/kit/files.py",
        ),
    ),
    Rule(
        "blocking sleep",
        r"\btime\.sleep\b",
        "await clock.sleep()",
        "time.sleep(1)",
    ),
    Rule(
        "spinning",
        r"\bprocessEvents\(",
        "await something: events are the loop's business",
        "app.processEvents()",
    ),
    Rule(
        "process",
        r"\bcreate_subprocess_\w+|\bPopen\b|\bQProcess\b"
        r"|\bos\.(system|popen|fork|forkpty|exec\w+|spawn\w+|posix_spawnp?)\b",
        "a call of sandbox or lint: nothing else starts processes",
        "await asyncio.create_subprocess_exec(program)",
        allowed=("tat_console/sandbox/*", "tat_console/lint/*"),
    ),
    Rule(
        "another HTTP client",
        r"\burllib\.request\b|\bhttp\.client\b|\bQNetwork\w+",
        "the client in cloud, which signs, paces and repeats",
        "import urllib.request",
    ),
    Rule(
        "bare task",
        r"\bcreate_task\(|\bensure_future\(",
        "TaskScope.start(): a bare task loses its errors and outlives its widget",
        "asyncio.create_task(work())",
        where="tat_console/ui/*",
        allowed=("tat_console/ui/kit/lifetime.py",),
    ),
    Rule(
        "columns measured row by row",
        r"\bResizeToContents\b",
        "fixed widths: measuring 5,000 rows takes 300 ms",
        "header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)",
    ),
    Rule(
        "hex colour",
        r"#[0-9A-Fa-f]{6}\b|[\"']#[0-9A-Fa-f]{3,4}[\"']",
        "a token of ui/kit/theme.py: it has a light and a dark side",
        'color = "#1f6feb"',
        allowed=("tat_console/ui/kit/theme.py",),
        in_words=True,
    ),
    Rule(
        "text painted by hand",
        r"\.(drawText|drawStaticText|elidedText)\(",
        "write() of ui/kit/writing.py: it tells the tests what it had to cut",
        "painter.drawText(box, text)",
        allowed=(
            "tat_console/ui/kit/writing.py",
            "tat_console/ui/kit/icons.py",  # letters of an icon font
            "tat_console/ui/kit/controls.py",  # a label that puts what it cuts into its tip
            "tat_console/ui/widgets/query_field.py",  # earlier searches in a menu
            # lines of code and output, which are scrolled or end at the edge
            "tat_console/ui/widgets/code_text.py",
            "tat_console/ui/widgets/line_view.py",
            "tat_console/ui/widgets/masked_text.py",
        ),
    ),
    Rule(
        "sleeping test",
        r"\btime\.sleep\b|\basyncio\.sleep\((?!0[,)])|\bqtbot\.wait\(|\bqWait\(",
        "wait for the thing itself: a signal, an event, a line of output",
        "await asyncio.sleep(0.1)",
        where=TESTS,
        allowed=("tests/contracts/*",),  # a client of the service can only ask again
    ),
    Rule(
        "skipping by hand",
        r"\bpytest\.skip\(|\bimportorskip\(|\bskipif\(.*\bwhich\(",
        "the needs_system mark or skip_without(): with CI=true they fail instead",
        'pytest.skip("no dbus here")',
        where=TESTS,
        allowed=("tests/fixtures/system.py",),
    ),
    Rule(
        "mock",
        r"\bMagicMock\b|\bAsyncMock\b|\bunittest\.mock\b|\bimport mock\b",
        "the real thing; where there is none, a small class that fulfils the port",
        "from unittest.mock import MagicMock",
        where=TESTS,
    ),
    Rule(
        "machine path",
        r"/wor[k]/\w|/root/\.\w|(?<!C)/Users/\w|/home/(?!lighthouse\b|ubuntu\b)\w",
        "a path that every machine has, or one the caller gives",
        'path = "/Users/me/scripts"',
        where="*",
        in_words=True,
    ),
    Rule(
        "registry",
        r"\b[\w-]*(pypi|pythonhosted|debian|npmjs|mirror)[\w-]*\.(org|com|net|io|example)\b"
        r"|--(extra-)?index-url\b|\bPIP_(EXTRA_)?INDEX_URL\b|--find-links\b",
        "a package's name: where packages come from is the machine's business",
        'INDEX = "https://mirror.example/simple"',
        where="*",
        in_words=True,
    ),
]

CATALOGUE = "tests/rules/test_house_style.py"  # the patterns and examples themselves


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nobody_breaks(rule: Rule) -> None:
    broken = [
        f"{source.path}:{line}"
        for source in (texts() if rule.in_words else sources())
        if source.path != CATALOGUE and rule.covers(source.path)
        for line in rule.broken_lines(source)
    ]
    assert not broken, f"Say instead: {rule.instead}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_catches_its_example(rule: Rule) -> None:
    assert rule.broken_lines(Source("example.py", f"\n{rule.example}\n")) == [2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_permission_is_for_a_place_that_may_exist(rule: Rule) -> None:
    for glob in rule.allowed:
        folder = glob.removesuffix("/*").rsplit("/", 1)[0]
        assert (ROOT / folder).is_dir()

"""What the README points at is there, and every command that it shows is run."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tat_console.cli.arguments import EXIT_CODES
from tat_console.cli.ends import End
from tests.rules.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "resources/docs").glob("*.md")}
LINKS = re.findall(r"\]\(([^)]+)\)", README)
PATHS = re.findall(r"`((?:tat_console|tests|resources|installer)/[\w/.]*)`", README)
BESIDE_THE_CODE = re.findall(r"`((?:tat|ui|support)/[\w/.]+)`", README)
NOT_RUN = README.partition("## What has not been run")[2]
CONSOLE = "tat-console run --profile sandbox --script resources/examples/first-look.sh --targets "
VALUES = "--param greeting=Hello --param seconds=1"


@dataclass(frozen=True)
class Elsewhere:
    """Another test does the same; `words` are in its file as a sign that it does."""

    test: str
    words: str


@dataclass(frozen=True)
class ByHand:
    """Nobody can run it in a test; the README says so where `words` stand."""

    words: str


def find_hello(out: str) -> None:
    """The run before it is found."""
    (run,) = json.loads(out)
    assert run["script"] == "first-look"


def answers_of_two(out: str) -> None:
    """Two machines have answered."""
    tasks = json.loads(out)["tasks"]
    assert [task["output"].splitlines()[0] for task in tasks] == [
        "Hello from web-gz-011",
        "Hello from web-sh-011",
    ]


def lines_of_two(out: str) -> None:
    """Each line tells its machine."""
    assert "web-gz-011: Hello from web-gz-011" in out.splitlines()
    assert "web-sh-011: Hello from web-sh-011" in out.splitlines()


def anything(out: str) -> None:
    """Something is said."""
    assert out.strip()


def nothing(out: str) -> None:
    """What there is to say goes into a file."""
    assert not out.strip()


@dataclass(frozen=True)
class Here:
    """Run here as it stands, in the order of this table, in one folder; `holds` reads its output."""

    holds: Callable[[str], None]


@dataclass(frozen=True)
class Serves:
    """Run here until it has said that it is ready, in one line of JSON."""


PACKAGE = "tests/installer/test_package.py"
WHEEL = "tests/installer/test_wheel.py"
COMMANDS: dict[str, Elsewhere | ByHand | Here | Serves] = {
    # The shortest way of `make run`, without a display, is the tour of the packaged program.
    "make run": Elsewhere(PACKAGE, '"tour", "--until", "run-done"'),
    "make test": Elsewhere(".ci/run", "make test"),
    "make package": Elsewhere(PACKAGE, 'ROOT / "installer" / "deb.py"'),
    "sudo apt install ./build/tat-console_0.1.0_amd64.deb": ByHand("`sudo apt install`"),
    "pipx install .": Elsewhere(WHEEL, '"install", "--quiet", "--no-index", "--no-deps", wheel'),
    "py -m venv .venv": ByHand("**Windows and macOS**"),
    r".venv\Scripts\pip install .": ByHand("**Windows and macOS**"),
    r".venv\Scripts\tat-console": ByHand("**Windows and macOS**"),
    "python3 -m venv .venv": Elsewhere("Makefile", "$(PYTHON) -m venv .venv"),
    ".venv/bin/pip install .": Elsewhere("Makefile", "-m pip install"),
    ".venv/bin/tat-console": Elsewhere("tests/journeys/conftest.py", "Console.open"),
    "make bench": Elsewhere("tests/bench/conftest.py", "pytest_sessionfinish"),
    "make bench BENCH=history": Elsewhere("Makefile", "$(if $(BENCH),-k '$(BENCH)')"),
    f"{CONSOLE}all {VALUES} --canary 1 --wave 50% --dry-run": Here(anything),
    f"{CONSOLE}web-gz-011,web-sh-011 {VALUES} --json": Here(answers_of_two),
    "tat-console show last --lines": Here(lines_of_two),
    "tat-console machines --profile sandbox --region ap-guangzhou": Here(anything),
    "echo web-gz-011 db-gz-001 | tat-console run --profile sandbox --command uptime --targets -": (
        Here(anything)
    ),
    "tat-console profiles": Here(nothing),
    "tat-console history --search 'Hello status:success' --json": Here(find_hello),
    "tat-console export last --out answers.csv": Here(nothing),
    "tat-console export --search Hello --format html --out answers.html": Here(nothing),
    "tat-console sandbox --state sandbox-state": Serves(),
    "tat-console sandbox --decisions": Here(anything),
    "tat-console sandbox-register --help": Here(anything),
}


def shown_commands() -> Iterator[str]:
    """Every line of every block of code, without what is said beside it."""
    for block in re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            command = re.sub(r"\s+#.*", "", line).strip()
            if command:
                yield command


@pytest.mark.parametrize("path", [*LINKS, *PATHS])
def test_a_named_place_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", BESIDE_THE_CODE)
def test_a_named_table_exists(path: str) -> None:
    assert (ROOT / "tat_console" / path).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page: Path) -> None:
    text = PAGES[page]
    links = [page.parent / link for link in re.findall(r"\]\(([^)]+)\)", text)]
    own = "" if page.name == "service-facts.md" else text  # that one names what others have
    named = re.findall(r"`((?!build/)(?:[a-z_]+/)+[\w.]*)`", own)  # what is built need not be
    places = [ROOT, ROOT / "tat_console"]
    assert not [link for link in links if not link.exists()]
    assert not [name for name in named if not any((top / name).exists() for top in places)]


def test_every_shown_command_has_its_row() -> None:
    assert sorted(set(shown_commands())) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_run_here_is_run_elsewhere_or_said_not_to_be(command: str) -> None:
    how = COMMANDS[command]
    if isinstance(how, Elsewhere):
        assert how.words in (ROOT / how.test).read_text(encoding="utf-8")
    elif isinstance(how, ByHand):
        assert how.words in NOT_RUN


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.startswith("make ")])
def test_make_knows_the_target(command: str) -> None:
    said = subprocess.run(
        [*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


@pytest.fixture
def visit(tmp_path: Path) -> dict[str, object]:
    """A folder with the resources of a checkout, a home, and the program on the path."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "resources").symlink_to(ROOT / "resources")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = str(tmp_path / "console")
    return {"cwd": folder, "env": {**os.environ, "PATH": path, "TAT_CONSOLE_HOME": home}}


@pytest.mark.timeout(300)
def test_the_commands_do_what_they_are_shown_for(visit: dict[str, object]) -> None:
    for command, how in COMMANDS.items():
        if isinstance(how, Here):
            done = subprocess.run(  # type: ignore[call-overload]
                command, shell=True, check=False, text=True, capture_output=True, **visit
            )
            assert done.returncode == 0, f"{command}\n{done.stderr}"
            how.holds(done.stdout)
    folder = Path(str(visit["cwd"]))
    assert "load average" in (folder / "answers.csv").read_text()
    assert "Hello from web-sh-011" in (folder / "answers.html").read_text()


def test_the_sandbox_says_where_it_is(visit: dict[str, object]) -> None:
    (command,) = [one for one, how in COMMANDS.items() if isinstance(how, Serves)]
    with subprocess.Popen(  # type: ignore[call-overload]
        command.split(), stdout=subprocess.PIPE, text=True, **visit
    ) as serving:
        said = json.loads(serving.stdout.readline())
        serving.terminate()
    assert said["endpoint"].startswith("http://127.0.0.1:")
    assert said["secret_id"]


def bounded_figures() -> Iterator[str]:
    """The figures of the benches that have an upper bound."""
    for path in (ROOT / "tests/bench").glob("bench_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "figure":
                name, _value, _unit, limit = (ast.unparse(each) for each in node.args)
                if limit != "None":
                    yield ast.literal_eval(name)


def test_the_bounds_of_the_benches_are_those_that_are_shown() -> None:
    shown = re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)
    assert sorted(shown) == sorted(bounded_figures())


def told_exit_codes() -> dict[str, str]:
    """What `--help` says of the exit codes."""
    return dict(re.findall(r"^  (\d+) +(\S.*)$", EXIT_CODES, re.MULTILINE))


def test_readme_and_manual_tell_the_exit_codes_as_help_does() -> None:
    manual = (ROOT / "installer/linux/tat-console.1").read_text(encoding="utf-8")
    said = manual.partition(".SH EXIT STATUS")[2].partition(".SH ")[0].replace("\\-", "-")
    in_manual = dict(re.findall(r"^\.B (\d+)\n(.+)\.$", said, re.MULTILINE))
    in_readme = dict(re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE))
    told = told_exit_codes()
    assert set(told) == {str(end.value) for end in End}
    assert in_readme == told
    assert {code: f"{words[0].lower()}{words[1:]}" for code, words in in_manual.items()} == {
        code: f"{words[0].lower()}{words[1:]}" for code, words in told.items()
    }

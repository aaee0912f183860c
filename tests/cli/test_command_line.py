"""The command line does the main job on the sandbox, and no Qt can be imported while it does."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tat_console.composition import Surroundings, open_household
from tat_console.ports.profiles import Environment, KeySource, Profile, SourceKind
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.support.paths import AppPaths
from tests.fixtures.sandbox import Sandbox, StartSandbox

WITHOUT_QT = """
import sys
from importlib.abc import MetaPathFinder

class NoQt(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "qasync", "qtawesome", "pyqtgraph"):
            raise ImportError(f"{name} cannot be imported here")

sys.meta_path.insert(0, NoQt())
from tat_console.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
GREETING = 'echo "{{word}} from $TAT_SANDBOX_INSTANCE_NAME"\n'
SOME_ARE_SLOW = """\
case "$TAT_SANDBOX_INSTANCE_NAME" in web-*) echo quick ;; *) sleep 60 ;; esac
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    told: str


@dataclass(frozen=True)
class Terminal:
    """Someone at a terminal, with a home that has profiles of one sandbox."""

    home: Path
    sandbox: Sandbox

    @property
    def environment(self) -> dict[str, str]:
        """The home, and the sandbox's keys where a profile looks for them."""
        return {
            **os.environ,
            "TAT_CONSOLE_HOME": str(self.home),
            "TENCENTCLOUD_SECRET_ID": self.sandbox.secret_id,
            "TENCENTCLOUD_SECRET_KEY": self.sandbox.secret_key,
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a command; it reads what is given to its standard input, usually nothing."""
        return subprocess.Popen(
            [sys.executable, "-c", WITHOUT_QT, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    def do(self, *arguments: str, typed: str = "") -> Done:
        """Wait for a command."""
        process = self.start(*arguments)
        out, told = process.communicate(typed, timeout=100)
        return Done(process.returncode, out, told)

    def run(self, script: Path, *arguments: str, profile: str = "tests") -> Done:
        """Run a script on machines."""
        return self.do("run", "--profile", profile, "--script", str(script), *arguments)


@pytest.fixture
def terminal(home: Path, start_sandbox: StartSandbox) -> Terminal:
    """Profiles called tests, production and looking, of one sandbox."""
    made = Terminal(home / "console", start_sandbox("--instances", "12"))
    asyncio.run(_add_profiles(made))
    return made


async def _add_profiles(terminal: Terminal) -> None:
    paths = AppPaths.below(terminal.home)
    around = Surroundings(keys=KeysElsewhere(terminal.home, {}), examples=None)
    household = await open_household(paths, around)
    for name, environment in (
        ("tests", Environment.DEVELOPMENT),
        ("production", Environment.PRODUCTION),
        ("looking", Environment.STAGING),
        ("counting", Environment.STAGING),
    ):
        profile = Profile(
            profile_id=name,
            name=name,
            environment=environment,
            secret_id=terminal.sandbox.secret_id,
            endpoint=terminal.sandbox.endpoint,
            source=KeySource(kind=SourceKind.ENVIRONMENT),
            read_only=name == "looking",
            counts_machines=name == "counting",
        )
        await household.services.profiles.save(profile, None)
    await household.close()


@pytest.fixture
def greeting(tmp_path: Path) -> Path:
    path = tmp_path / "greeting.sh"
    path.write_text(GREETING)
    return path


def test_a_script_runs_and_is_found_and_exported(
    terminal: Terminal, greeting: Path, tmp_path: Path
) -> None:
    done = terminal.run(greeting, "--targets", "all", "--param", "word=good morning", "--json")
    assert done.code == 0, done.told
    answer = json.loads(done.out)
    assert answer["counts"] == {"SUCCESS": len(answer["tasks"])}
    assert {task["output"] for task in answer["tasks"]} == {
        f"good morning from {task['instance_name']}\n" for task in answer["tasks"]
    }
    assert "SUCCESS" in done.told
    found = terminal.do("history", "--search", '"good morning"', "--json")
    assert [row["run_id"] for row in json.loads(found.out)] == [answer["run_id"]]
    out = tmp_path / "answers.zip"
    written = terminal.do("export", "last", "--out", str(out), "--json")
    assert json.loads(written.out)["tasks"] == len(answer["tasks"])
    with zipfile.ZipFile(out) as kept:
        texts = {kept.read(name).decode() for name in kept.namelist()}
    assert texts == {task["output"] for task in answer["tasks"]}


def test_equal_answers_are_given_once(terminal: Terminal, tmp_path: Path) -> None:
    script = tmp_path / "parity.sh"
    script.write_text('case "$TAT_SANDBOX_INSTANCE_NAME" in web-*) echo web ;; *) exit 3 ;; esac\n')
    done = terminal.run(script, "--targets", "all")
    assert done.code == 1
    heads = [line for line in done.out.splitlines() if line.startswith("== ")]
    assert len(heads) == 2
    (web,) = [line for line in heads if line.endswith("(SUCCESS, exit 0)")]
    assert all(name.startswith("web-") for name in web[3:].partition(" (")[0].split(", "))
    assert "\nweb\n" in done.out
    assert "(FAILED, exit 3)" in done.out


@pytest.mark.parametrize(
    ("failures", "statuses"), [("FAILED", {"FAILED", "NOT_SENT"}), ("timeout", {"FAILED"})]
)
def test_only_the_statuses_that_count_stop_the_run(
    terminal: Terminal, tmp_path: Path, failures: str, statuses: set[str]
) -> None:
    script = tmp_path / "fails.sh"
    script.write_text("exit 1\n")
    care = ("--wave", "2", "--stop-at", "1", "--failures", failures)
    done = terminal.run(script, "--targets", "all", *care, "--json")
    assert set(json.loads(done.out)["counts"]) == statuses


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--targets", "web-9999", "--param", "word=x"), 2, "no machine “web-9999”"),
        (("--targets", "set:none", "--param", "word=x"), 2, "no saved set “none”"),
        (("--targets", "all"), 2, "“word” has no value"),
        (("--targets", "all", "--param", "word=x", "--timeout", "0"), 2, "between 1 and"),
        (("--targets", "all", "--param", "wrod=x"), 2, "no parameter “wrod”. It has word."),
        (("--targets", "@/none", "--param", "word=x"), 2, "No such file or directory. Check"),
        (("--targets", "all", "--param", "word"), 2, "KEY=VALUE"),
        (("--targets", "all", "--param", "word=x", "--canary", "many"), 2, "--canary"),
        (("--targets", "all", "--param", "word=x", "--hours", "at night"), 2, "--hours"),
        (("--targets", "all", "--param", "word=x", "--closes-at", "2001-01-01 10:00"), 2, "over"),
        (("--targets", "all", "--param", "word=x", "--failures", "LATE"), 2, "“LATE”"),
        (("--targets", "all", "--param", "word=x", "--confirm", "999"), 3, "not on 999"),
    ],
)
def test_what_cannot_be_done_is_said(
    terminal: Terminal, greeting: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = terminal.run(greeting, *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.told


def test_an_unknown_profile_names_the_known_ones(terminal: Terminal, greeting: Path) -> None:
    done = terminal.run(greeting, "--targets", "all", profile="nobody")
    assert done.code == 2
    assert "looking, production, tests" in done.told


def test_production_wants_the_number_and_a_looking_profile_refuses(
    terminal: Terminal, greeting: Path
) -> None:
    order = ("--targets", "all", "--param", "word=x")
    foreseen = terminal.run(greeting, *order, "--dry-run", "--json", profile="production")
    count = str(len(json.loads(foreseen.out)["machines"]))
    asked = terminal.run(greeting, *order, profile="production")
    assert (asked.code, asked.out) == (3, "")
    assert f"--confirm {count}" in asked.told
    told = terminal.run(greeting, *order, "--confirm", count, profile="production")
    assert told.code == 0, told.told
    counting = terminal.run(greeting, *order, profile="counting")
    assert counting.code == 3
    assert "wants the number of machines" in counting.told
    refused = terminal.run(greeting, *order, profile="looking")
    assert refused.code == 3
    assert "may only look" in refused.told


def test_a_dangerous_script_wants_the_number(terminal: Terminal, tmp_path: Path) -> None:
    script = tmp_path / "end.sh"
    script.write_text("shutdown -h now\n")
    done = terminal.run(script, "--targets", "all")
    assert done.code == 3
    assert "--confirm" in done.told


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_gives_what_is_there(
    terminal: Terminal, tmp_path: Path, sent: signal.Signals
) -> None:
    script = tmp_path / "slow.sh"
    script.write_text(SOME_ARE_SLOW)
    process = terminal.start(
        *("run", "--profile", "tests", "--script", str(script), "--targets", "all", "--json")
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "SUCCESS" in line:
            break
    process.send_signal(sent)
    out, told = process.communicate(timeout=100)
    assert process.returncode == 130, told
    answer = json.loads(out)
    assert "quick\n" in {task["output"] for task in answer["tasks"]}
    assert "Nothing more is sent" in told


def test_a_command_runs_on_machines_named_on_stdin_and_is_shown_again(terminal: Terminal) -> None:
    order = ("run", "--profile", "tests", "--command", GREETING, "--param", "word=hi", "--lines")
    done = terminal.do(*order, "--targets", "-", typed="web-gz-011\ndb-gz-001 ")
    assert done.code == 0, done.told
    told = ["web-gz-011: hi from web-gz-011", "db-gz-001: hi from db-gz-001"]
    assert sorted(done.out.splitlines()) == sorted(told)
    assert "on 2 machines" in done.told
    again = terminal.do("show", "last", "--lines")
    assert (again.code, again.out) == (0, done.out)
    document = json.loads(terminal.do("show", "last", "--json").out)
    assert document["script"] == "Command"
    assert document["counts"] == {"SUCCESS": 2}
    assert terminal.do("show", "none").code == 2


def test_lines_tell_how_a_machine_failed(terminal: Terminal) -> None:
    order = ("run", "--profile", "tests", "--command", "echo why; exit 3", "--lines")
    done = terminal.do(*order, "--targets", "web-gz-011")
    assert done.code == 1
    assert done.out == "web-gz-011: why\nweb-gz-011: (FAILED, exit 3)\n"
    assert "on 1 machine\n" in done.told


def test_machines_and_profiles_are_listed(terminal: Terminal) -> None:
    found = json.loads(terminal.do("machines", "--profile", "tests", "--json").out)
    assert len(found) == 12
    assert {one["can_run"] for one in found} == {True, False}
    silent = next(one["instance_name"] for one in found if one["agent"] != "Online")
    some = terminal.do("machines", "--profile", "tests", "--targets", f"web-gz-011,{silent}")
    first, second = some.out.splitlines()
    assert "web-gz-011" in first
    assert first.endswith("ready")
    assert silent in second
    assert not second.endswith("ready")
    listed = json.loads(terminal.do("profiles", "--json").out)
    assert {one["name"]: one["read_only"] for one in listed} == {
        **dict.fromkeys(("tests", "production", "counting"), False),
        "looking": True,
    }


def test_what_is_not_there_is_said_before_anybody_is_asked(terminal: Terminal) -> None:
    done = terminal.run(Path("/none.sh"), "--targets", "all", profile="nobody")
    assert (done.code, done.out) == (2, "")
    assert "“none.sh” cannot be read. No such file or directory." in done.told
    assert terminal.do("history").told == "No run is found.\n"
    assert terminal.do("history", "--limit", "-3").code == 2
    assert terminal.do("--version").out.startswith("tat-console ")


def test_nobody_has_to_read_to_the_end(terminal: Terminal) -> None:
    with terminal.start("history", "--json") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == "No run is found.\n"
    assert process.returncode == 0


def test_the_command_line_speaks_the_language_of_the_terminal(terminal: Terminal) -> None:
    command = [sys.executable, "-c", WITHOUT_QT, "history", "--search", "foo:bar"]
    chinese = {**terminal.environment, "LANG": "zh_CN.UTF-8", "LC_ALL": "", "LANGUAGE": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=chinese)
    assert done.returncode == 2
    assert "foo" in done.stderr
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr)

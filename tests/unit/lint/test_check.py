"""The real ShellCheck, alone and together with our own checks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tat_console.lint.check import check
from tat_console.lint.shellcheck import NOT_CHECKED, find_program, shellcheck
from tat_console.tat.findings import Finding, Level, Span, apply_fix
from tat_console.tat.statuses import CommandType
from tests.fixtures.leftovers import child_processes

Run = Callable[[Any], Any]


def checked(script: str, command_type: CommandType = CommandType.SHELL) -> tuple[Finding, ...]:
    return asyncio.run(check(script, command_type))


def codes(script: str) -> list[str]:
    return [finding.code for finding in checked(script)]


def program(folder: Path, script: str) -> Path:
    """A program that stands where ShellCheck should be."""
    path = folder / "shellcheck"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_fix_of_a_variable_without_quotes() -> None:
    script = "service='{{service}}'\nsystemctl restart $service\n"
    (finding,) = checked(script)
    assert (finding.code, finding.level) == ("SC2086", Level.INFO)
    assert finding.span == Span(2, 19, 2, 27)
    assert finding.explanation.endswith("/SC2086")
    assert (
        apply_fix(script, finding.fix) == "service='{{service}}'\nsystemctl restart \"$service\"\n"
    )


def test_positions_hold_behind_placeholders_and_other_alphabets() -> None:
    (finding,) = checked('send "{{a}} 目录 {{tat-hidden:b}}" $HOME\n')
    assert finding.span == Span(1, 34, 1, 39)


@pytest.mark.parametrize(
    "script",
    [
        "[ \"{{a}}\" = yes ] && echo '{{b}}'\n",
        "case '{{a}}' in x) echo ;; esac\n",
        "n='{{n}}'\nif [ \"$n\" -gt 3 ] || (( {{n}} > 3 )); then echo; fi\n",
        "for i in '{{a}}' '{{b}}'; do echo \"$i\"; done\n",
        "cat <<END\n{{a}} it's\nEND\n",
        "[[ -n '{{a}}' && '{{b}}' == \"{{c}}\"* ]] && seq 1 '{{n}}'\n",
    ],
)
def test_quoted_placeholders_confuse_nothing(script: str) -> None:
    assert codes(script) == []


def test_a_bare_placeholder_is_our_own_finding_alone() -> None:
    assert codes("rm -r {{folder}}\n") == ["TAT008"]


def test_one_finding_for_a_cd() -> None:
    assert codes("cd /opt\n") == ["SC2164"]


def test_findings_come_in_order_of_place() -> None:
    findings = checked("vi x\necho $x\nsudo ls\n")
    assert [finding.code for finding in findings] == ["TAT002", "SC2086", "SC2154", "TAT010"]


def test_a_script_for_another_interpreter_gets_one_finding() -> None:
    assert codes("#!/usr/bin/python3\nimport os\nprint(os.name)\n") == ["TAT001"]


def test_windows_line_ends_and_the_mark_are_said_once() -> None:
    assert codes("\ufeffecho a\r\nif true; then\r\n  echo b\r\nfi\r\n") == ["TAT015", "TAT014"]


def test_windows_scripts_are_none_of_shellchecks_business() -> None:
    assert checked("$x = Get-Date\nif ($x) {\n", CommandType.POWERSHELL) == ()


def test_the_program_is_found_without_a_search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_program()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 4", "code 4"),
        ("echo '{}'", "cannot be read"),
        ("echo nonsense", "cannot be read"),
    ],
)
def test_a_broken_program_is_one_finding(tmp_path: Path, script: str, words: str) -> None:
    stand_in = program(tmp_path, f"cat >/dev/null; {script}")
    (finding,) = asyncio.run(shellcheck("echo", program=stand_in))
    assert (finding.code, finding.level) == (NOT_CHECKED, Level.INFO)
    assert words in finding.message


def test_a_missing_program_is_one_finding(tmp_path: Path) -> None:
    (finding,) = asyncio.run(shellcheck("echo", program=tmp_path / "none"))
    assert (finding.code, finding.span) == (NOT_CHECKED, Span(1, 1, 1, 1))
    assert "cannot be started" in finding.message


def test_a_slow_program_is_ended(tmp_path: Path) -> None:
    slow = program(tmp_path, "exec sleep 60")
    (finding,) = asyncio.run(shellcheck("echo", program=slow, timeout_s=0.2))
    assert "0.2 seconds" in finding.message
    assert not child_processes()


def test_cancelling_ends_the_program(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "started")
    slow = program(tmp_path, f"echo > '{tmp_path}/started'; exec sleep 60")

    async def cancel_when_started() -> None:
        task = asyncio.create_task(shellcheck("echo", program=slow))
        await asyncio.to_thread((tmp_path / "started").read_text)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    before = child_processes()
    asyncio.run(cancel_when_started())
    assert child_processes() == before


def test_it_works_on_the_loop_of_the_window(run: Run) -> None:
    (finding,) = run(check("echo $HOME\n", CommandType.SHELL))
    assert finding.code == "SC2086"


def test_a_full_script_is_no_problem() -> None:
    line = "for i in 1 2 3; do echo \"$i\" '{{a}}'; done\n"
    findings = checked(line * (49_152 // len(line)))
    assert [finding.code for finding in findings] == ["TAT017"]

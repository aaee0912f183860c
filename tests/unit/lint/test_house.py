"""Our own checks: what each finds, what it leaves alone, and that its fix puts it right."""

from __future__ import annotations

import asyncio
import time

import pytest

from tat_console.lint.house import CHECKS, house_findings
from tat_console.tat import limits
from tat_console.tat.findings import Finding, Level, Span, apply_fix
from tat_console.tat.statuses import CommandType

SHELL = CommandType.SHELL
FULL = limits.CONTENT.most // 4 * 3

FOUND = [
    ("TAT001", "#!/usr/bin/env python3\nprint(1)\n"),
    ("TAT001", "#! /usr/bin/perl -w\n"),
    ("TAT002", "vi /etc/hosts\n"),
    ("TAT002", "cat x | less\n"),
    ("TAT002", "if true; then top; fi\n"),
    ("TAT002", "x=$(crontab -e)\n"),
    ("TAT002", "passwd ubuntu\n"),
    ("TAT003", "tail -n 5 -f /var/log/messages\n"),
    ("TAT003", "journalctl -fu nginx\n"),
    ("TAT003", "ping 10.0.0.1\n"),
    ("TAT003", "watch df\n"),
    ("TAT004", "read -r -p 'Sure? ' answer\n"),
    ("TAT005", "ssh root@10.0.0.1 uptime\n"),
    ("TAT005", "LANG=C scp a b:/c\n"),
    ("TAT006", "apt-get install nginx\n"),
    ("TAT006", "DEBIAN_FRONTEND=noninteractive apt-get -q upgrade\n"),
    ("TAT006", "yum update\n"),
    ("TAT006", "zypper install x\n"),
    ("TAT007", "cd /opt/app\nrm -rf cache\n"),
    ("TAT008", "rm -rf {{folder}}/cache\n"),
    ("TAT008", "x={{value}}\n"),
    ("TAT008", 'echo "$(stat {{file}})"\n'),
    ("TAT009", "echo '{{tat-hidden:token}}'\n"),
    ("TAT009", "set -eux\nlogin --password '{{tat-hidden:token}}'\n"),
    ("TAT010", "sudo systemctl restart nginx\n"),
    ("TAT011", "sleep 100 &\necho started\n"),
    ("TAT012", "exec >&- 2>&-\n"),
    ("TAT012", "exec 1>&-\n"),
    ("TAT013", "apt-get -y upgrade && reboot\n"),
    ("TAT013", "shutdown -r now\n"),
    ("TAT013", "systemctl reboot\n"),
    ("TAT014", "echo a\r\necho b\r\n"),
    ("TAT015", "\ufeff#!/bin/bash\n"),
    ("TAT016", "#" * (FULL + 1)),
    ("TAT017", "#" * FULL),
    ("TAT018", "echo '{{ name }}'\n"),
    ("TAT018", "\n".join(f"echo '{{{{p{number}}}}}'" for number in range(21))),
]
LEFT_ALONE = [
    ("TAT001", "#!/bin/sh\n"),
    ("TAT001", "#!/usr/bin/env -S bash -e\n"),
    ("TAT002", "echo vi; # top\ncat <<'END'\nless is more\nEND\n"),
    ("TAT002", "if ((top > 0)); then case x in top) ;; esac; fi\ncase x in\n  vi) ;;\nesac\n"),
    ("TAT002", "top -b -n 1\nmanage less_is_more --top\n"),
    ("TAT003", "tail -n 5 x; ping -c 3 h; timeout 5 tail -f x; journalctl -u f\n"),
    ("TAT004", "while IFS= read -r x; do echo; done < f\nread -r a < f\necho 1 | { read -r b; }\n"),
    ("TAT005", "ssh -o BatchMode=yes root@h uptime\nssh-keygen -lf x\nssh -V\n"),
    (
        "TAT006",
        "apt-get -y install a\nyum install -y a\napt-get update\napt-get -s upgrade\ndnf list installed\n",
    ),
    ("TAT007", "cd /opt || exit 1\ncd /x && ls\nif cd /y; then ls; fi\n"),
    ("TAT007", "set -euo pipefail\ncd /opt\n"),
    ("TAT008", "a='{{x}}' b=\"{{x}}\" # {{x}}\ncat <<END\n{{x}}\nEND\n(( {{n}} > 3 ))\n"),
    ("TAT008", 'echo "$(stat "{{file}}") it\'s"\n'),
    ("TAT009", "printf %s '{{tat-hidden:token}}' | login\necho '{{name}}'\n"),
    ("TAT010", "sudo -n true\n# sudo rm\n"),
    ("TAT011", "a & b & wait\n"),
    ("TAT011", "x 2>&1 && y >& z; a &> b; (( a & 1 )); echo 'a & b'; <&3\n"),
    ("TAT012", "exec >log 2>&1\nexec 3>&-\n"),
    ("TAT013", "shutdown -r +1\nshutdown -c\necho reboot\nls /reboot\n"),
    ("TAT017", "#" * (FULL // 2)),
    ("TAT018", "docker ps --format '{{.Names}}'\n"),
]


def found_in(script: str, command_type: CommandType) -> tuple[Finding, ...]:
    return asyncio.run(house_findings(script, command_type))


def codes(script: str, command_type: CommandType = SHELL) -> set[str]:
    return {finding.code for finding in found_in(script, command_type)}


def only(code: str, script: str) -> Finding:
    (finding,) = (each for each in found_in(script, SHELL) if each.code == code)
    return finding


@pytest.mark.parametrize(("code", "script"), FOUND)
def test_finds(code: str, script: str) -> None:
    assert code in codes(script)


@pytest.mark.parametrize(("code", "script"), LEFT_ALONE)
def test_leaves_alone(code: str, script: str) -> None:
    assert code not in codes(script)


def test_every_row_is_tried_and_told_apart() -> None:
    shell = {check.code for check in CHECKS if SHELL in check.types}
    assert shell == {code for code, _script in FOUND}
    assert len({check.code for check in CHECKS}) == len(CHECKS)


def test_a_finding_tells_its_place_its_words_and_its_fix() -> None:
    finding = only("TAT008", "set -e\nrm -r {{folder}}/cache\n")
    assert finding.span == Span(2, 7, 2, 17)
    assert finding.level is Level.WARNING
    assert finding.message == "{{folder}} stands outside quotes"
    fixed = apply_fix("set -e\nrm -r {{folder}}/cache\n", finding.fix)
    assert fixed == "set -e\nrm -r '{{folder}}'/cache\n"


@pytest.mark.parametrize(
    ("code", "script", "fixed"),
    [
        ("TAT014", "echo a\r\necho b\r\n", "echo a\necho b\n"),
        ("TAT015", "\ufeffecho\n", "echo\n"),
        ("TAT007", "cd /opt/app  # there\nls\n", "cd /opt/app || exit  # there\nls\n"),
    ],
)
def test_fixes_put_it_right(code: str, script: str, fixed: str) -> None:
    assert apply_fix(script, only(code, script).fix) == fixed
    assert code not in codes(fixed)


def test_windows_line_ends_are_one_finding() -> None:
    assert only("TAT014", "a\r\nb\r\nc\n").message.endswith("2 lines")


@pytest.mark.parametrize(
    ("code", "command_type", "script"),
    [
        ("TAT019", CommandType.POWERSHELL, '$name = Read-Host "Name"\n'),
        ("TAT020", CommandType.BAT, "@echo off\r\npause\r\n"),
        ("TAT020", CommandType.BAT, "set /p name=Name:\r\n"),
        ("TAT021", CommandType.POWERSHELL, "Restart-Computer -Force\n"),
        ("TAT021", CommandType.BAT, "shutdown /r\r\n"),
        ("TAT016", CommandType.BAT, "#" * (FULL + 1)),
    ],
)
def test_windows_scripts_have_checks_of_their_own(
    code: str, command_type: CommandType, script: str
) -> None:
    assert codes(script, command_type) == {code}


def test_windows_scripts_are_spared_the_shell_checks() -> None:
    script = "cd C:\\x\r\nshutdown /r /t 60\r\n$x = '{{a}}' & sudo\r\n"
    assert codes(script, CommandType.POWERSHELL) == set()


def test_a_full_script_is_checked_between_two_frames() -> None:
    """Far from any limit of a slow computer, and far from what backtracking would take."""
    line = 'cd "$(dirname "{{file}}")" && echo "a $(stat -c %s "$x") b" | grep -v "&" # c\n'
    script = line * (FULL // len(line))
    start = time.process_time()
    findings = found_in(script, SHELL)
    assert time.process_time() - start < 2
    assert {finding.code for finding in findings} == {"TAT017"}


@pytest.mark.parametrize("script", ["(" * 49_000, '"$(' * 16_000, " " * 49_000, "a=b " * 12_000])
def test_odd_scripts_do_not_take_long(script: str) -> None:
    start = time.process_time()
    found_in(script, SHELL)
    assert time.process_time() - start < 2

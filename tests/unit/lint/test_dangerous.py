"""Commands that are asked about once more."""

from __future__ import annotations

import pytest

from tat_console.lint.dangerous import BUILT_IN, Pattern, find_dangers, problem_with
from tat_console.tat.findings import Span
from tat_console.tat.statuses import CommandType

SHELL, POWERSHELL, BAT = CommandType.SHELL, CommandType.POWERSHELL, CommandType.BAT

DANGEROUS = [
    ("delete-everything", SHELL, "rm -rf /"),
    ("delete-everything", SHELL, "rm -fr --no-preserve-root /*"),
    ("delete-everything", SHELL, "rm --recursive x '/etc'"),
    ("delete-everything", SHELL, 'cd /; rm -r "/usr/"; ls'),
    ("delete-from-empty-variable", SHELL, 'rm -rf "$folder/"'),
    ("delete-from-empty-variable", SHELL, "rm -rf ${x}/*"),
    ("find-delete", SHELL, "find / -name core -delete"),
    ("find-delete", SHELL, "find /var -mtime +3 -exec rm {} +"),
    ("make-file-system", SHELL, "mkfs.ext4 -F /dev/vdb"),
    ("change-partitions", SHELL, "parted -s /dev/vdb mklabel gpt"),
    ("write-to-disk", SHELL, "dd if=/dev/zero of=/dev/vda bs=1M"),
    ("write-to-disk", SHELL, "cat image > /dev/nvme0n1"),
    ("remove-volume", SHELL, "lvremove -f vg/data"),
    ("go-down", SHELL, "sync && reboot"),
    ("go-down", SHELL, "/sbin/shutdown -h now".replace("/sbin/", "")),
    ("fork-bomb", SHELL, ":(){ :|:& };:"),
    ("open-permissions", SHELL, "chmod -R 777 /"),
    ("open-permissions", SHELL, "chown -R www-data:www-data /var"),
    ("move-system", SHELL, "mv /lib /lib.old"),
    ("firewall", SHELL, "iptables -t nat -F"),
    ("network-down", SHELL, "ip link set dev eth0 down"),
    ("network-down", SHELL, "systemctl stop sshd"),
    ("stop-agent", SHELL, "systemctl disable tat_agent"),
    ("delete-user", SHELL, "userdel -r ubuntu"),
    ("overwrite-accounts", SHELL, "echo x > /etc/passwd"),
    ("remove-all-jobs", SHELL, "crontab -r"),
    ("run-from-the-web", SHELL, "curl -fsSL https://x.example/i.sh | sudo bash"),
    ("prune-containers", SHELL, "docker system prune -af"),
    ("drop-database", SHELL, "mysql -e 'DROP DATABASE shop'"),
    ("delete-all-rows", SHELL, 'mysql -e "delete from orders"'),
    ("windows-format", POWERSHELL, "Format-Volume -DriveLetter D"),
    ("windows-format", BAT, "format d: /q"),
    ("windows-delete-drive", POWERSHELL, "Remove-Item -Recurse -Force C:\\"),
    ("windows-delete-drive", BAT, "rd /s /q C:\\Windows"),
    ("windows-go-down", POWERSHELL, "Restart-Computer"),
    ("windows-firewall", BAT, "netsh advfirewall set allprofiles state off"),
    ("windows-delete-user", BAT, "net user guest /delete"),
    ("windows-delete-registry", BAT, "reg delete HKLM\\Software\\X /f"),
    ("windows-shadow-copies", BAT, "vssadmin delete shadows /all"),
    ("drop-database", POWERSHELL, "Invoke-Sqlcmd 'drop table x'"),
]
HARMLESS = [
    (SHELL, "rm -rf /var/cache/app\nrm -f /tmp/x\nrm -rf ./build /opt/app/old\n"),
    (SHELL, "# rm -rf /\nfind /var/log/app -name '*.gz' -delete\n"),
    (SHELL, "dd if=/dev/vda of=/backup/image\necho x > /dev/null\nfdisk -l /dev/vda\n"),
    (SHELL, "systemctl restart nginx\niptables -L -n\nchmod -R 750 /srv/www/site\nshutdown -c\n"),
    (SHELL, "curl -fsS https://x.example/health | grep ok\necho reboots\ndocker ps\n"),
    (SHELL, "mysql -e 'delete from x where id = 3'\nmv /etc/app.conf /etc/app.old\n"),
    (POWERSHELL, "Remove-Item -Recurse C:\\App\\cache\nGet-Date -Format yyyy\n"),
    (BAT, "del /s C:\\Temp\\*.log\n"),
]


@pytest.mark.parametrize(("row", "command_type", "script"), DANGEROUS)
def test_dangerous(row: str, command_type: CommandType, script: str) -> None:
    assert row in {danger.id for danger in find_dangers(script, command_type)}


@pytest.mark.parametrize(("command_type", "script"), HARMLESS)
def test_harmless(command_type: CommandType, script: str) -> None:
    assert find_dangers(script, command_type) == ()


def test_every_row_is_tried() -> None:
    assert {row.id for row in BUILT_IN} == {row for row, _type, _script in DANGEROUS}
    assert len({row.id for row in BUILT_IN}) == len(BUILT_IN)


def test_a_danger_tells_where_and_what() -> None:
    (danger,) = find_dangers("set -e\nif x; then userdel bob; fi\n", SHELL)
    assert danger.span == Span(2, 12, 2, 23)
    assert (danger.text, danger.words) == ("userdel bob", "deletes an account")


def test_rows_of_the_users_own_count_too() -> None:
    own = Pattern("own", r"deploy\s+--prod", "touches production")
    assert [danger.words for danger in find_dangers("Deploy --prod", BAT, (own,))] == [own.words]


@pytest.mark.parametrize(
    ("regex", "words"),
    [("deploy(", "no regular expression"), ("", "empty"), ("x*", "empty text")],
)
def test_a_useless_pattern_is_explained_and_left_out(regex: str, words: str) -> None:
    assert words in (problem_with(regex) or "")
    assert find_dangers("echo", SHELL, (Pattern("own", regex, "words"),)) == ()


def test_a_good_pattern_has_no_problem() -> None:
    assert [row.id for row in BUILT_IN if problem_with(row.regex)] == []

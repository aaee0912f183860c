"""Commands that may destroy a machine: a run that has one is asked about once more.

Look at the script as it will run, with its values filled in: a harmless `rm -rf "{{folder}}"`
becomes another thing with `/` in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import msgspec

from tat_console.lint.views import Script
from tat_console.support.i18n import N_, _
from tat_console.tat.findings import Span
from tat_console.tat.statuses import CommandType, OperatingSystem


class Pattern(msgspec.Struct, frozen=True):
    """One row: what to look for (a regular expression, without regard to case) and what it does.

    `system` limits it to scripts of one operating system; None means both.
    """

    id: str
    regex: str
    words: str
    system: OperatingSystem | None = None


class Danger(msgspec.Struct, frozen=True):
    """One dangerous piece of a script, which row found it, and what it does."""

    span: Span
    id: str
    text: str
    words: str


_LINUX: Final = OperatingSystem.LINUX
_WINDOWS: Final = OperatingSystem.WINDOWS
_BEFORE: Final = r"(?<![\w./-])"
_TOP: Final = (
    r"[\"']?/(?:\.?\*|(?:bin|boot|dev|etc|home|lib|lib64|opt|proc|root|run|sbin|srv|sys|usr|var)"
    r"(?:/\*?)?)?[\"']?(?=\s|$|[;&|)])"
)
"""The root of the file system, or a folder right under it."""
_DISK: Final = r"/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|md|dm-|mapper/)\w*"

BUILT_IN: Final = (
    Pattern(
        "delete-everything",
        _BEFORE + r"rm\b(?=[^\n;|&]*[ \t](?:-\w*r|--recursive))(?:[ \t]+[^\s;|&]+)*?[ \t]+" + _TOP,
        N_("deletes the whole system or one of its top folders"),
        _LINUX,
    ),
    Pattern(
        "delete-from-empty-variable",
        _BEFORE
        + r"rm\b(?=[^\n;|&]*[ \t](?:-\w*r|--recursive))[^\n;|&]*[ \t]\"?\$\{?\w+\}?\"?/\*?\"?(?=\s|$)",
        N_("deletes the whole system where the variable is empty"),
        _LINUX,
    ),
    Pattern(
        "find-delete",
        _BEFORE + r"find[ \t]+" + _TOP + r"[^\n;|]*[ \t](?:-delete\b|-exec(?:dir)?[ \t]+rm\b)",
        N_("deletes files in the whole system or one of its top folders"),
        _LINUX,
    ),
    Pattern(
        "make-file-system",
        _BEFORE + r"(?:mkfs(?:\.\w+)?|mkswap|wipefs|blkdiscard)[ \t]+[^\n;|&]+",
        N_("erases a disk or partition"),
        _LINUX,
    ),
    Pattern(
        "change-partitions",
        _BEFORE
        + r"(?:fdisk|sfdisk|gdisk|sgdisk|parted)[ \t](?![^\n;|&]*(?:-l\b|--list|--dump|print))"
        r"[^\n;|&]*/dev/\w+",
        N_("changes the partitions of a disk"),
        _LINUX,
    ),
    Pattern(
        "write-to-disk",
        rf"(?:\bof=|>[ \t]*|\btee[ \t]+){_DISK}",
        N_("writes over a disk"),
        _LINUX,
    ),
    Pattern(
        "remove-volume",
        _BEFORE + r"(?:lvremove|vgremove|pvremove|zpool[ \t]+destroy|zfs[ \t]+destroy)\b",
        N_("removes a volume with its data"),
        _LINUX,
    ),
    Pattern(
        "go-down",
        _BEFORE + r"(?:reboot|poweroff|halt|shutdown(?![^\n;|&]*[ \t]-c\b)|(?:tel)?init[ \t]+[06]"
        r"|systemctl[ \t]+(?:reboot|poweroff|halt|kexec|rescue|emergency))(?=\s|$|[;&|)])",
        N_("restarts or stops the machine"),
        _LINUX,
    ),
    Pattern(
        "fork-bomb",
        r"(?P<name>[\w:.]+)[ \t]*\(\)[ \t]*\{[ \t\n]*(?P=name)[ \t]*\|[ \t]*(?P=name)[ \t]*&",
        N_("starts copies of itself until the machine stands still"),
        _LINUX,
    ),
    Pattern(
        "open-permissions",
        _BEFORE + r"(?:chmod|chown|chgrp)\b(?=[^\n;|&]*[ \t](?:-\w*R|--recursive))"
        r"[^\n;|&]*[ \t]" + _TOP,
        N_("changes owner or permissions of the whole system or one of its top folders"),
        _LINUX,
    ),
    Pattern(
        "move-system",
        _BEFORE + r"mv[ \t]+(?:-\w+[ \t]+)*" + _TOP,
        N_("moves the whole system or one of its top folders away"),
        _LINUX,
    ),
    Pattern(
        "firewall",
        _BEFORE + r"(?:ip6?tables[ \t][^\n;|&]*(?:-F|--flush|-P[ \t]+INPUT[ \t]+DROP)\b"
        r"|nft[ \t]+flush[ \t]+ruleset|ufw[ \t]+(?:--force[ \t]+)?(?:reset|enable))",
        N_("changes the firewall, perhaps so that nobody can reach the machine any more"),
        _LINUX,
    ),
    Pattern(
        "network-down",
        _BEFORE
        + r"(?:ip[ \t]+link[ \t]+set[ \t]+[^\n;|&]*\bdown|ifdown|ifconfig[ \t]+\w+[ \t]+down"
        r"|nmcli[ \t]+networking[ \t]+off"
        r"|systemctl[ \t]+(?:stop|disable|mask)[ \t]+[^\n;|&]*(?:sshd?|network\w*|systemd-networkd))\b",
        N_("cuts the machine off the network"),
        _LINUX,
    ),
    Pattern(
        "stop-agent",
        _BEFORE + r"(?:systemctl[ \t]+(?:stop|disable|mask)[ \t]+[^\n;|&]*tat_agent"
        r"|(?:pkill|killall)[ \t][^\n;|&]*tat_agent)\b",
        N_("stops the agent: no run reaches the machine any more"),
        _LINUX,
    ),
    Pattern(
        "delete-user",
        _BEFORE + r"(?:userdel|deluser|groupdel|delgroup)[ \t]+[^\n;|&]+",
        N_("deletes an account"),
        _LINUX,
    ),
    Pattern(
        "overwrite-accounts",
        r"(?<!>)>[ \t]*/etc/(?:passwd|shadow|group|sudoers|fstab)\b",
        N_("writes over a file the system cannot live without"),
        _LINUX,
    ),
    Pattern(
        "remove-all-jobs",
        _BEFORE + r"crontab[ \t]+(?:-u[ \t]+\S+[ \t]+)?-r\b",
        N_("removes every scheduled job of a user"),
        _LINUX,
    ),
    Pattern(
        "run-from-the-web",
        _BEFORE + r"(?:curl|wget)\b[^\n;&]*\|[ \t]*(?:sudo[ \t]+)?(?:ba|da|z)?sh\b",
        N_("runs a script from the network without a look at it"),
        _LINUX,
    ),
    Pattern(
        "prune-containers",
        _BEFORE
        + r"docker[ \t]+(?:system|volume)[ \t]+prune\b|"
        + _BEFORE
        + r"kubectl[ \t]+delete[ \t]+[^\n;|&]*(?:--all\b|\bnamespaces?\b|\bns\b)",
        N_("deletes containers, volumes or whole namespaces"),
    ),
    Pattern(
        "drop-database",
        r"\bdrop[ \t]+(?:database|schema|table)\b|\btruncate[ \t]+table\b|\bflushall\b"
        r"|\bdropDatabase[ \t]*\(",
        N_("deletes a database or a table"),
    ),
    Pattern(
        "delete-all-rows",
        r"\bdelete[ \t]+from[ \t]+[\w.`\"]+[ \t]*(?:;|[\"']|$)",
        N_("deletes every row of a table"),
    ),
    Pattern(
        "windows-format",
        r"\b(?:Format-Volume|Clear-Disk|Initialize-Disk|Remove-Partition|diskpart)\b"
        r"|^[ \t@]*format(?:\.com)?[ \t]+[a-z]:",
        N_("erases a disk or partition"),
        _WINDOWS,
    ),
    Pattern(
        "windows-delete-drive",
        r"\b(?:Remove-Item|ri|rm|del|erase|rd|rmdir)\b(?=[^\n;|]*[ \t](?:-Recurse|-r\b|/s\b))"
        r"[^\n;|]*[ \t\"'](?:[a-z]:|\$env:SystemDrive|%SystemDrive%)"
        r"\\?(?:(?:Windows|Users|Program Files)\\?)?\*?[\"']?(?=\s|$)",
        N_("deletes a whole drive or one of its system folders"),
        _WINDOWS,
    ),
    Pattern(
        "windows-go-down",
        r"\b(?:Restart-Computer|Stop-Computer)\b|\bshutdown(?:\.exe)?[ \t]+[^\n]*/[rsp]\b",
        N_("restarts or stops the machine"),
        _WINDOWS,
    ),
    Pattern(
        "windows-firewall",
        r"\bSet-NetFirewallProfile\b[^\n;|]*-Enabled[ \t]+(?:\$?false|0)"
        r"|\badvfirewall[ \t]+(?:reset|set[ \t]+\w+[ \t]+state[ \t]+off)\b|\bDisable-NetAdapter\b",
        N_("opens the firewall or cuts the machine off the network"),
        _WINDOWS,
    ),
    Pattern(
        "windows-delete-user",
        r"\b(?:Remove-LocalUser|Remove-ADUser)\b|\bnet[ \t]+user[ \t]+\S+[ \t]+/delete\b",
        N_("deletes an account"),
        _WINDOWS,
    ),
    Pattern(
        "windows-delete-registry",
        r"\breg(?:\.exe)?[ \t]+delete[ \t]+\"?HK(?:LM|EY_LOCAL_MACHINE)"
        r"|\bRemove-Item\b[^\n;|]*HKLM:",
        N_("deletes settings of the whole machine"),
        _WINDOWS,
    ),
    Pattern(
        "windows-shadow-copies",
        r"\bvssadmin(?:\.exe)?[ \t]+delete[ \t]+shadows\b|\bbcdedit(?:\.exe)?[ \t]+/(?:delete|set)\b",
        N_("removes restore points or changes how the machine starts"),
        _WINDOWS,
    ),
)


def own_pattern(regex: str) -> Pattern:
    """A row for a pattern of the user's own."""
    return Pattern("own", regex, N_("is on your own list of dangerous commands"))


def problem_with(regex: str) -> str | None:
    """What is wrong with a pattern of the user's own, in a sentence, or None."""
    if not regex.strip():
        return _("The pattern is empty; it would find every script dangerous.")
    try:
        compiled = _compiled(regex)
    except re.error as error:
        text = _("“{pattern}” is no regular expression: {cause} at character {place}.")
        place = (error.pos or 0) + 1
        return text.format(pattern=regex, cause=error.msg, place=place)
    if compiled.search(""):
        return _(
            "“{pattern}” matches an empty text, so it would find every script dangerous."
        ).format(pattern=regex)
    return None


def find_dangers(
    script: str, command_type: CommandType, own: Iterable[Pattern] = ()
) -> tuple[Danger, ...]:
    """The dangerous pieces of a filled script, by the built-in rows and the user's `own`.

    Comments of shell scripts do not count. Own rows that `problem_with` has something to say
    about are left out.
    """
    usable = [row for row in own if problem_with(row.regex) is None]
    view = Script(script)
    text = view.spoken if command_type is CommandType.SHELL else view.text
    found = [
        Danger(view.span(start, end), row.id, script[start:end].strip(), _(row.words))
        for row in (*BUILT_IN, *usable)
        if row.system in (None, command_type.system)
        for start, end in _places(row, text)
    ]
    return tuple(sorted(found, key=lambda danger: (danger.span, danger.id)))


def _places(row: Pattern, text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _compiled(row.regex).finditer(text) if match[0])


@lru_cache(maxsize=256)
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE | re.MULTILINE)

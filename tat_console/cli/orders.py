"""From arguments to an order: the script, its values, its machines, how carefully it is sent."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tat_console.cli.ends import Misused, say
from tat_console.ports.archive import Script
from tat_console.ports.waves import COUNTED_AS_FAILURE, Guards
from tat_console.runs.target_names import find_targets, names_in
from tat_console.services.drafts import Draft
from tat_console.services.guard_texts import FAILURE_KINDS, Between, GuardFields
from tat_console.services.orders import Order
from tat_console.services.script_file import read_script
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _, listed
from tat_console.support.logs import Secret
from tat_console.tat import templating
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import CommandType, TaskStatus

EVERYTHING: Final = "all"
STDIN: Final = "-"
_FILES: Final = N_("Check the path of the file.")
_OPTIONS: Final = {
    "canary": "--canary",
    "wave": "--wave",
    "pause_s": "--pause",
    "at_once": "--at-once",
    "stop_at": "--stop-at",
    "matches": "--expect",
    "exit_codes": "--expect-exit",
    "opens": "--opens-at",
    "closes": "--closes-at",
    "hours": "--hours",
    "failures": "--failures",
}


def order_of(given: argparse.Namespace, script: Script, services: Services) -> Order:
    """The order of a script that the arguments give; raises Misused."""
    known = known_in(given.region, services)
    return Order(
        script=script,
        machines=machines_of(given.targets, known, services, script.command_type),
        hidden_values=dict(_secrets(given.secret)),
        guards=guards_of(given),
    )


def script_of(given: argparse.Namespace) -> Script:
    """The script with its visible values; raises Misused."""
    draft = _draft(given)
    values = dict(_pairs(given.param, "--param"))
    hidden = tuple(key for key, _name in _pairs(given.secret, "--secret"))
    _check_keys(draft.content, {*values, *hidden})
    return Script(
        name=given.name or draft.name,
        content=draft.content.encode(),
        command_type=CommandType(given.type) if given.type else draft.command_type,
        working_directory=given.folder,
        username=given.user,
        timeout_s=given.timeout,
        parameters=values,
        hidden=hidden,
    )


def _draft(given: argparse.Namespace) -> Draft:
    if given.command_text is not None:
        return Draft(draft_id="", name=_("Command"), content=given.command_text)
    if given.script == STDIN:
        return Draft(draft_id="", name="", content=_read_stdin())
    try:
        opened = read_script(Path(given.script))
    except ConsoleError as error:
        raise Misused(error.title, error.what, error.next_step or _(_FILES)) from error
    for note in opened.notes:
        say(note)
    return opened.draft


def _check_keys(content: str, keys: set[str]) -> None:
    """The service ignores values of other names without a word."""
    asked = [each.key for each in templating.parameters(content)]
    for key in sorted(keys - {*asked}):
        raise Misused(
            _("The script has no parameter “{key}”.").format(key=key),
            _("It has {names}.").format(names=listed(asked) or _("none")),
        )


def known_in(regions: Sequence[str], services: Services) -> list[Machine]:
    """The machines of some regions, without any named of all."""
    return [one for one in services.directory.machines if not regions or one.region in regions]


def machines_of(
    lists: Sequence[str],
    known: Sequence[Machine],
    services: Services,
    command_type: CommandType | None = None,
) -> list[Machine]:
    """The machines that the targets name, each once; raises Misused where one is not known."""
    found: dict[str, Machine] = {}
    for text in _targets(lists):
        for machine in _named(text, known, services, command_type):
            found[machine.instance_id] = machine
    return list(found.values())


def guards_of(given: argparse.Namespace) -> Guards:
    """How carefully the run is sent; raises Misused."""
    fields = GuardFields(
        canary=given.canary,
        wave=given.wave,
        between=Between.PAUSE if given.pause else Between.NOTHING,
        pause_s=given.pause,
        at_once=given.at_once,
        stop_at=given.stop_at,
        matches=given.expect,
        exit_codes=given.expect_exit,
        opens=given.opens_at,
        closes=given.closes_at,
        hours=given.hours,
        failures=failures_of(given.failures),
    )
    for name, sentence in fields.problems().items():
        raise Misused(_("{option} cannot be used.").format(option=_OPTIONS[name]), sentence)
    return fields.guards()


def failures_of(text: str) -> tuple[TaskStatus, ...]:
    """The statuses that count as failures; raises Misused where one is none that may count."""
    if not text:
        return COUNTED_AS_FAILURE
    known = {status.value: status for status in FAILURE_KINDS}
    names = [name.strip().upper() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise Misused(
                _("{option} cannot be used.").format(option=_OPTIONS["failures"]),
                _("“{name}” is not one of {names}.").format(name=name, names=", ".join(known)),
            )
    return tuple(known[name] for name in names)


def _targets(lists: Sequence[str]) -> Iterator[str]:
    for text in lists:
        if text == STDIN:
            yield from names_in(_read_stdin())
        elif text.startswith("@"):
            yield from names_in(_read_list(Path(text[1:])))
        elif ":" in text and text.split(":", 1)[0] in ("set", "tag"):
            yield text  # names of sets may hold blanks and commas
        else:
            yield from names_in(text)


def _read_list(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misused(
            _("The list of targets {path} cannot be read.").format(path=path),
            f"{error.strerror}.",
            _(_FILES),
        ) from error
    except UnicodeDecodeError as error:
        raise Misused(
            _("The list of targets {path} is not UTF-8 text.").format(path=path),
            "",
            _("Save it as UTF-8."),
        ) from error


def _read_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misused(_("The standard input is not UTF-8 text.")) from error


def _named(
    text: str, known: Sequence[Machine], services: Services, command_type: CommandType | None
) -> Sequence[Machine]:
    if text == EVERYTHING:
        return [one for one in known if one.refusal(command_type) is None]
    kind, _colon, rest = text.partition(":")
    if kind == "set":
        return _members(rest, known, services)
    if kind == "tag":
        return _tagged(rest, known)
    found = find_targets([text], known)
    for name, several in found.ambiguous:
        ids = ", ".join(one.instance_id for one in several)
        raise Misused(
            _("Several machines are called “{name}”.").format(name=name),
            _("Give one of their ids: {ids}.").format(ids=ids),
        )
    if found.unknown:
        raise Misused(
            _("There is no machine “{name}”.").format(name=text),
            _("{count:,} machines are known in these regions.").format(count=len(known)),
            _("tat-console machines lists them."),
        )
    return found.machines


def _members(name: str, known: Sequence[Machine], services: Services) -> Sequence[Machine]:
    for kept in services.target_sets:
        if name in (kept.name, kept.set_id):
            ids = {one.instance_id for one in services.target_sets.members(kept).machines}
            return [one for one in known if one.instance_id in ids]
    names = listed(kept.name for kept in services.target_sets) or _("none")
    raise Misused(
        _("There is no saved set “{name}”.").format(name=name),
        _("Known are: {names}.").format(names=names),
    )


def _tagged(text: str, known: Sequence[Machine]) -> Sequence[Machine]:
    key, equals, value = text.partition("=")
    found = [
        one
        for one in known
        if any(tag.key == key and (not equals or tag.value == value) for tag in one.tags)
    ]
    if not found:
        raise Misused(
            _("No machine has the tag “{tag}”.").format(tag=text),
            "",
            _("tat-console machines --json tells the tags."),
        )
    return found


def _secrets(given: Sequence[str]) -> Iterator[tuple[str, Secret]]:
    for key, variable in _pairs(given, "--secret"):
        if variable not in os.environ:
            raise Misused(_("The environment has no variable {name}.").format(name=variable))
        yield key, Secret(os.environ[variable])


def _pairs(given: Sequence[str], option: str) -> Iterator[tuple[str, str]]:
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise Misused(
                _("{option} {text} cannot be used.").format(option=option, text=text),
                _("Write it as KEY=VALUE."),
            )
        yield key, value

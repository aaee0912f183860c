"""The public commands: complete, within the limits, clean, and really run."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import tree_sitter_pwsh
from tree_sitter import Language, Parser

from tat_console.lint.check import check
from tat_console.lint.dangerous import find_dangers
from tat_console.sandbox.gallery import read_commands, read_scenes
from tat_console.sandbox.public_commands import public_commands, public_scenes, stable_id
from tat_console.services.parameters import fill_form
from tat_console.tat import formatted_description, limits, parameter_types, templating
from tat_console.tat.statuses import CommandType

GALLERY = {command.name: command for command in read_commands()}
COMMANDS = {command.command_name: command for command in public_commands().values()}
SHELL = sorted(name for name, each in GALLERY.items() if each.type is CommandType.SHELL)
POWERSHELL = sorted(set(GALLERY) - set(SHELL))
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIIlS7nm2M6cZ0mT0PZWhb1d4ks0u2zZS8c7jYCxBZ0s test"
# What a person has to fill in.
GIVEN = {
    "upload-a-small-file": {"content_base64": "aGVsbG8K"},
    "add-an-ssh-key": {"public_key": KEY},
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")

every = pytest.mark.parametrize("name", sorted(GALLERY))
every_shell = pytest.mark.parametrize("name", SHELL)


def values(name: str) -> dict[str, str]:
    """The values a run has: those given, else the defaults."""
    return parameter_types.defaults(GALLERY[name].row.parameters) | GIVEN.get(name, {})


def test_there_is_enough_of_everything() -> None:
    used = {key for each in GALLERY.values() for key in each.row.scenes}
    assert len(SHELL) >= 32
    assert len(POWERSHELL) >= 8
    assert used == {row.key for row in read_scenes()}
    assert len(used) >= 7


def test_names_and_titles_are_unique() -> None:
    assert len({each.row.title for each in GALLERY.values()}) == len(GALLERY)
    assert len({each.row.title_zh for each in GALLERY.values()}) == len(GALLERY)
    assert len(public_commands()) == len(GALLERY)


def test_every_file_belongs_to_a_command() -> None:
    folder = Path(__file__).resolve().parents[2] / "resources/gallery"
    stems = {path.stem for path in folder.iterdir() if path.name != "scenes.toml"}
    assert stems == set(GALLERY)


def test_ids_depend_on_the_name_alone() -> None:
    assert stable_id("cmd", "find-large-files") == "cmd-f5tnb2fe"
    for command in public_commands().values():
        assert re.fullmatch(limits.ID_PATTERNS["CommandId"], command.command_id)
    for scene in public_scenes():
        assert re.fullmatch(limits.ID_PATTERNS["SceneId"], scene.scene_id)


@every
def test_limits_hold(name: str) -> None:
    command = COMMANDS[name]
    for limit, value in (
        (limits.COMMAND_NAME, command.command_name),
        (limits.DESCRIPTION, command.description),
        (limits.CONTENT, command.content),
        (limits.TIMEOUT_S, command.timeout),
        (limits.PARAMETERS, command.default_parameter_confs),
        (limits.WORKING_DIRECTORY, command.working_directory),
    ):
        assert limit.problem(value) is None
    assert len(GALLERY[name].row.description_zh) <= limits.DESCRIPTION.most
    assert len(GALLERY[name].row.parameters) <= limits.PARAMETERS.most


@every
def test_both_languages_are_complete(name: str) -> None:
    row = GALLERY[name].row
    pairs = [
        (row.title, row.title_zh),
        (row.description, row.description_zh),
        *([(row.changes, row.changes_zh)] if row.changes or row.changes_zh else []),
        *((each.description, each.description_zh) for each in row.parameters),
        *((each.meaning, each.meaning_zh) for each in row.exit_codes),
    ]
    for english, chinese in pairs:
        assert english
        assert not CHINESE.search(english)
        assert CHINESE.search(chinese)


@every
def test_the_script_and_its_parameters_fit(name: str) -> None:
    each = GALLERY[name]
    asked = {parameter.key for parameter in templating.parameters(each.content)}
    assert asked == {row.key for row in each.row.parameters}
    for row in each.row.parameters:
        assert list(row.problems()) == []
        assert row.check(values(name)[row.key]) is None


@every
def test_what_changes_the_machine_is_off_by_default(name: str) -> None:
    each = GALLERY[name]
    applying = [row for row in each.row.parameters if row.key == "apply"]
    assert all(row.default == "false" for row in applying)
    assert not applying or each.row.changes


@every
def test_the_description_tells_everything_in_both_languages(name: str) -> None:
    command, row = COMMANDS[name], GALLERY[name].row
    told = formatted_description.read(command.formatted_description)
    assert told.name.in_language("en") == row.title
    assert told.name.in_language("zh_CN") == row.title_zh
    assert told.description.in_language("en").startswith(row.description)
    assert told.description.in_language("zh_CN").startswith(row.description_zh)
    assert tuple(scene.id for scene in told.scenes) == command.scenes
    assert [each.key for each in told.parameter_definitions] == [
        each.key for each in row.parameters
    ]
    for each in row.parameters:
        assert told.parameter_words(each.key).in_language("zh_CN") == each.description_zh
    known = parameter_types.from_command(command, told.parameter_definitions)
    assert {each.key: each.kind for each in known} == {
        each.key: each.kind for each in row.parameters
    }


SIGNS = ("it's", "/it's", "/var/it's/x", "C:\\it's", 'a "word"', "$(id)", "`id`", "a\\", "EOF")


@every
def test_no_value_that_may_be_given_ends_what_it_stands_in(name: str) -> None:
    each = GALLERY[name]
    for row in each.row.parameters:
        for value in (*SIGNS, "\n".join(SIGNS)):
            if row.check(value) is None:
                entered = values(name) | {row.key: value}
                form = fill_form(each.content, each.type, each.row.parameters, entered)
                (field,) = [one for one in form if one.definition.key == row.key]
                assert field.warnings == (), f"{row.key}: {value}"


def parses(script: bytes) -> bool:
    """Whether the grammar of PowerShell finds no mistake in a script."""
    parser = Parser(Language(tree_sitter_pwsh.language()))
    return not parser.parse(script).root_node.has_error


@pytest.mark.parametrize("name", POWERSHELL)
def test_powershell_scripts_are_powershell(name: str) -> None:
    each = GALLERY[name]
    assert parses(each.content)
    assert parses(templating.fill(each.content, values(name)).text.encode())


@pytest.mark.parametrize("mistake", ["if ($a { 1 }", "@{ a = 1", "a | ", "$x[1", "$a = 'b", "1 +"])
def test_a_mistake_in_powershell_is_noticed(mistake: str) -> None:
    assert not parses(GALLERY[POWERSHELL[0]].content + mistake.encode())


@every_shell
def test_no_check_finds_anything(name: str) -> None:
    script = GALLERY[name].content.decode()
    assert asyncio.run(check(script, CommandType.SHELL)) == ()


@pytest.mark.parametrize("name", POWERSHELL)
def test_no_check_finds_anything_on_windows(name: str) -> None:
    script = GALLERY[name].content.decode()
    assert asyncio.run(check(script, CommandType.POWERSHELL)) == ()


@every
def test_nothing_is_dangerous_with_its_defaults(name: str) -> None:
    each = GALLERY[name]
    assert find_dangers(templating.fill(each.content, values(name)).text, each.type) == ()

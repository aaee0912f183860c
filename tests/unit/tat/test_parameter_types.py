"""What a parameter may hold, what is sent for it, and what the service can keep of it."""

from __future__ import annotations

import msgspec
import pytest

from tat_console.tat import parameter_types, templating
from tat_console.tat.commands import Command, DefaultParameterConf
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind


def definition(kind: ParameterKind = ParameterKind.TEXT, **more: object) -> ParameterDefinition:
    return msgspec.convert({"key": "port", "kind": kind, **more}, ParameterDefinition)


@pytest.mark.parametrize(
    ("row", "good", "bad", "word"),
    [
        (definition(), "any text", "", "needs a value"),
        (definition(required=False), "", "two\nlines", "one line"),
        (definition(), "x", "a\0b", "NUL"),
        (definition(pattern="[a-z]+"), "abc", "abc1", "does not fit"),
        (definition(ParameterKind.NUMBER), "-7", "seven", "no number"),
        (definition(ParameterKind.NUMBER), "7.0", "7.5", "whole number"),
        (definition(ParameterKind.NUMBER), "7", "７", "no number"),
        (definition(ParameterKind.NUMBER), "7", "1e3", "no number"),
        (definition(ParameterKind.NUMBER, decimals=True, least=0.1), "0.1", "0.09", "at least 0.1"),
        (definition(ParameterKind.NUMBER, most=65535), "65535", "65536", "at most 65535"),
        (definition(ParameterKind.CHOICE, choices=["a", "b"]), "b", "c", "a, b"),
        (definition(ParameterKind.SWITCH, on="yes", off="no"), "no", "true", "neither"),
        (definition(ParameterKind.LINES), "a\nb", "", "needs a value"),
        (definition(ParameterKind.SECRET, pattern=r"\w{8}"), "abcdefgh", "tooshort?", "******"),
    ],
)
def test_a_value_is_checked(row: ParameterDefinition, good: str, bad: str, word: str) -> None:
    assert row.check(good) is None
    sentence = row.check(bad)
    assert sentence is not None
    assert word in sentence


def test_what_is_entered_becomes_what_is_sent() -> None:
    assert definition(ParameterKind.SWITCH, on="-v", off="").sent(True) == "-v"
    assert definition(ParameterKind.SWITCH).sent(False) == "false"
    assert definition(ParameterKind.NUMBER).sent(" 80 ") == "80"
    assert definition(ParameterKind.LINES).sent("a\r\nb\n") == "a\nb\n"
    assert definition().sent(" a ") == " a "


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (definition(pattern="["), "no regular expression"),
        (definition(ParameterKind.NUMBER, least=2, most=1), "above the largest"),
        (definition(ParameterKind.CHOICE), "no choices"),
        (definition(ParameterKind.SWITCH, on="x", off="x"), "the same"),
        (definition(ParameterKind.SECRET, default="abc"), "no default"),
        (definition(ParameterKind.NUMBER, default="x"), "default of “port” does not pass"),
    ],
)
def test_a_definition_that_cannot_work_is_said(row: ParameterDefinition, word: str) -> None:
    (sentence,) = row.problems()
    assert word in sentence
    assert not list(definition(ParameterKind.NUMBER, default="1", least=1).problems())


def test_a_broken_pattern_does_not_keep_a_value_from_being_sent() -> None:
    assert definition(pattern="(").check("x") is None


def test_definitions_follow_the_placeholders() -> None:
    kept = [
        ParameterDefinition(key="gone"),
        ParameterDefinition(key="port", kind=ParameterKind.NUMBER),
        ParameterDefinition(key="password", default="kept by mistake"),
        ParameterDefinition(key="shown", kind=ParameterKind.SECRET),
    ]
    script = "{{new}} {{port}} {{tat-hidden:password}} {{shown}}"
    rows = parameter_types.definitions_for(script, kept)
    assert [(row.key, row.kind) for row in rows] == [
        ("new", ParameterKind.TEXT),
        ("port", ParameterKind.NUMBER),
        ("password", ParameterKind.SECRET),
        ("shown", ParameterKind.TEXT),
    ]
    assert rows[2].default == ""


ROWS = (
    ParameterDefinition(key="port", kind=ParameterKind.NUMBER, default="80", description="Port"),
    ParameterDefinition(key="name"),
    ParameterDefinition(key="note", required=False),
    ParameterDefinition(key="dry", kind=ParameterKind.SWITCH, on="1", off="0"),
    ParameterDefinition(key="password", kind=ParameterKind.SECRET),
)


def test_what_has_no_default_does_not_get_an_empty_one_in_the_cloud() -> None:
    assert parameter_types.defaults(ROWS) == {"port": "80", "note": "", "dry": "0"}
    confs = parameter_types.to_confs(ROWS)
    assert confs[0] == DefaultParameterConf(
        parameter_name="port", parameter_value="80", parameter_description="Port"
    )
    assert [conf.parameter_name for conf in confs] == ["port", "note", "dry"]


def test_a_command_tells_definitions_and_what_is_kept_fills_the_rest() -> None:
    script = "{{port}} {{name}} {{note}} {{dry}} {{tat-hidden:password}}"
    command = Command(
        content=script.encode(), default_parameter_confs=parameter_types.to_confs(ROWS)
    )
    assert parameter_types.from_command(command, ROWS) == (
        *ROWS[:3],
        msgspec.structs.replace(ROWS[3], default="0"),
        ROWS[4],
    )
    bare = {row.key: row for row in parameter_types.from_command(command)}
    assert (bare["port"].kind, bare["port"].default) == (ParameterKind.TEXT, "80")
    assert bare["port"].description == "Port"
    assert (bare["name"].required, bare["note"].required) == (True, False)


def test_defaults_as_json_count_too_and_nonsense_does_not_hurt() -> None:
    command = Command(
        content=b"{{a}}", default_parameters=templating.write_parameters({"a": "1", "b": "2"})
    )
    assert [row.default for row in parameter_types.from_command(command)] == ["1"]
    broken = Command(content=b"{{a}}", default_parameters="[")
    assert parameter_types.from_command(broken) == (ParameterDefinition(key="a"),)

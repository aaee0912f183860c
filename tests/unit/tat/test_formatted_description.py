"""What public commands say about themselves, whatever shape it comes in."""

from __future__ import annotations

import pytest

from tat_console.tat.formatted_description import (
    CommandWords,
    ExitCode,
    FormattedDescription,
    SceneWords,
    Words,
    read,
    write,
)
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind

FULL = FormattedDescription(
    cmd_name="Find large files",
    cmd_desc="The biggest files",
    scenes=(SceneWords("Files", "文件", "sc-12345678"),),
    cmd_description=CommandWords("The biggest files.", "最大的文件。", "Find", "查找"),
    parameter_description={"folder": Words("Where", "目录")},
    parameter_definitions=(ParameterDefinition(key="top", kind=ParameterKind.NUMBER, least=1),),
    exit_codes=(ExitCode(1, Words("None", "无")),),
)


def test_what_is_written_is_read() -> None:
    assert read(write(FULL)) == FULL


def test_the_documented_names_are_on_the_wire() -> None:
    text = write(FULL)
    for name in ("cmdName", "cmdDesc", "name-en", "name-zh-cn", "zh-cn", "cmd_description"):
        assert f'"{name}"' in text


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "null", '"text"', "{"])
def test_what_cannot_be_read_says_nothing(text: str) -> None:
    assert read(text) == FormattedDescription()


def test_an_unexpected_shape_costs_its_own_field_only() -> None:
    found = read('{"cmdName": "Find", "scenes": "sc-1", "exit_codes": [7], "new": {"a": 1}}')
    assert found == FormattedDescription(cmd_name="Find")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Where"), ("zh_CN", "目录"), ("fr", "Where")]
)
def test_words_in_a_language(language: str, text: str) -> None:
    assert Words("Where", "目录").in_language(language) == text


@pytest.mark.parametrize("words", [Words("Where"), Words(zh_cn="Where")])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_missing_language_falls_back_to_the_other(words: Words, language: str) -> None:
    assert words.in_language(language) == "Where"


def test_parameters_may_be_described_in_one_language_or_not_at_all() -> None:
    found = read('{"parameter_description": {"folder": "Where"}}')
    assert found.parameter_words("folder").in_language("zh_CN") == "Where"
    assert found.parameter_words("other") == Words()


def test_the_short_fields_stand_in_for_missing_words() -> None:
    found = read('{"cmdName": "Find", "cmdDesc": "The biggest files"}')
    assert found.name.in_language("zh_CN") == "Find"
    assert found.description.in_language("en") == "The biggest files"

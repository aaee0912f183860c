"""Outputs become rows and columns; what does not fit says why."""

from __future__ import annotations

from typing import Any

import pytest

from tat_console.outputs.extract import Extractor, Rule, Shape, guess
from tat_console.outputs.values import numbers, sort_key, summarise, value_of
from tat_console.support.errors import ConsoleError

DF = """Filesystem      Size  Used Avail Use% Mounted on
/dev/vda1        50G   12G   36G  25% /
tmpfs           1.9G     0  1.9G   0% /dev/shm
"""
PS = "PID USER CMD\n1 root /sbin/init splash\n22 www nginx: worker process\n"


def read(shape: Shape, expression: str, text: str, *columns: str) -> list[dict[str, Any]]:
    return Extractor(Rule(shape=shape, expression=expression, columns=columns)).records(text)


@pytest.mark.parametrize(
    ("expression", "text", "wanted"),
    [
        ("", '{"a": {"b": 1}, "c": [1, "中"]}', [{"a.b": 1, "c": '[1, "中"]'}]),
        (
            "items[?size > `10`].{name: name}",
            '{"items": [{"name": "x", "size": 11}]}',
            [{"name": "x"}],
        ),
        ("length(@)", "[1, 2]", [{"value": 2}]),
        ("", '{"a": 1}\n{"a": null}\n', [{"a": 1}, {"a": None}]),
        ("a", 'warning: slow\n{"a": true}\ndone\n', [{"value": True}]),
    ],
)
def test_json_is_read_with_jmespath(expression: str, text: str, wanted: object) -> None:
    assert read(Shape.JSON, expression, text) == wanted


def test_pairs_are_read_with_their_separator() -> None:
    text = "# host\nname = 'web 1'\ncpu=4\nfree=12.5\nempty=\n"
    assert read(Shape.KEY_VALUE, "=", text) == [
        {"name": "web 1", "cpu": 4, "free": 12.5, "empty": None}
    ]
    assert read(Shape.KEY_VALUE, ":", "MemFree:   3 kB\n") == [{"MemFree": "3 kB"}]


def test_columns_are_read_by_delimiter_or_by_blanks() -> None:
    assert read(Shape.COLUMNS, ",", 'a,b\n1,"x, y"\n') == [{"a": 1, "b": "x, y"}]
    assert read(Shape.COLUMNS, " ", DF)[1]["Mounted on"] == "/dev/shm"
    assert read(Shape.COLUMNS, " ", PS)[1] == {
        "PID": 22,
        "USER": "www",
        "CMD": "nginx: worker process",
    }


def test_patterns_give_a_row_for_each_match() -> None:
    found = read(Shape.PATTERN, r"(?P<disk>/dev/\w+)\s+(?P<size>\S+)", DF)
    assert found == [{"disk": "/dev/vda1", "size": "50G"}]
    assert [row["n"] for row in read(Shape.PATTERN, r"^(?P<n>\d+)$", "7\n007\n")] == [7, "007"]


@pytest.mark.parametrize(
    ("rule", "text", "reason"),
    [
        (Rule(shape=Shape.JSON), "", "no output"),
        (Rule(shape=Shape.JSON), "{1", "no JSON from line 1, character 2"),
        (Rule(shape=Shape.JSON, expression="a.b"), '{"a": 1}', "finds nothing"),
        (Rule(shape=Shape.JSON, expression="length(a)"), '{"a": 1}', "length"),
        (Rule(shape=Shape.KEY_VALUE, expression="="), "nothing", "No line has a name"),
        (Rule(shape=Shape.COLUMNS, expression=","), "a,b\n1,2\n1\n", "Line 3 has 1 fields"),
        (Rule(shape=Shape.COLUMNS, expression=","), "a\n1\n", "names of columns"),
        (Rule(shape=Shape.PATTERN, expression="(?P<x>y)"), "z", "matches nothing"),
        (Rule(shape=Shape.JSON, columns=("x",)), '{"a": 1}', "None of the columns"),
    ],
)
def test_what_does_not_fit_says_why(rule: Rule, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Extractor(rule).records(text)


@pytest.mark.parametrize(
    ("shape", "expression", "told"),
    [
        (Shape.JSON, "a[", "no JMESPath expression"),
        (Shape.PATTERN, "(?P<a>", "no regular expression"),
        (Shape.PATTERN, "a+", "names no column"),
        (Shape.COLUMNS, "ab", "one character"),
    ],
)
def test_a_rule_that_is_none_is_explained(shape: Shape, expression: str, told: str) -> None:
    with pytest.raises(ConsoleError, match=told):
        Extractor(Rule(shape=shape, expression=expression))


def test_a_table_keeps_the_machines_and_the_misfits() -> None:
    outputs = {"ins-1": '[{"a": 1}, {"b": 2}]', "ins-2": "down", "ins-3": '{"a": 3}'}
    table = Extractor(Rule(shape=Shape.JSON)).table(outputs)
    assert table.columns == ("a", "b")
    assert [row.member for row in table.rows] == ["ins-1", "ins-1", "ins-3"]
    assert [misfit.member for misfit in table.misfits] == ["ins-2"]
    assert "no JSON" in table.misfits[0].reason
    assert [row.record for row in table.rows] == [{"a": 1}, {"b": 2}, {"a": 3}]


@pytest.mark.parametrize(
    ("sample", "wanted"),
    [
        ('{"a": 1}', Rule(shape=Shape.JSON)),
        ("a,b\n1,2\n", Rule(shape=Shape.COLUMNS, expression=",")),
        ("a\tb\n1\t2\n", Rule(shape=Shape.COLUMNS, expression="\t")),
        ("a=1\nb=2\n", Rule(shape=Shape.KEY_VALUE, expression="=")),
        ("MemTotal: 16 kB\nMemFree: 3 kB\n", Rule(shape=Shape.KEY_VALUE, expression=":")),
        (DF, Rule(shape=Shape.COLUMNS, expression=" ")),
        (PS, Rule(shape=Shape.COLUMNS, expression=" ")),
        ("nginx 1.24.0\nactive (running)\nconfiguration: ok\n", None),
        ("done\n", None),
        ("", None),
    ],
)
def test_the_rule_is_guessed_from_samples(sample: str, wanted: Rule | None) -> None:
    assert guess([sample, sample, ""]) == wanted


def test_samples_with_other_shapes_give_no_guess() -> None:
    assert guess(['{"a": 1}', "down"]) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("12", 12), ("-3.5", -3.5), ("1e3", 1000.0), ("007", "007"), ("True", True), (" ", None)],
)
def test_values_are_typed(text: str, wanted: object) -> None:
    found = value_of(text)
    assert found == wanted
    assert type(found) is type(wanted)


def test_columns_are_summarised_with_their_unit() -> None:
    summary = summarise(["4%", "12 %", None, 0, "5%"])
    assert (summary.filled, summary.missing, summary.unit) == (4, 1, "%")
    assert (summary.least, summary.median, summary.most, summary.total) == (0, 4.5, 12, 21)
    words = summarise(["a", "b", "a"])
    assert (words.distinct, words.commonest, words.median) == (2, "a", None)
    assert summarise([None]).filled == 0


def test_mixed_units_are_text_and_sorting_takes_numbers_first() -> None:
    assert numbers(["1G", "2M"]) is None
    assert numbers([True]) is None
    assert numbers(["1G", None, 2.0]) is None
    assert numbers([1, None, "2"]) == ([1, None, 2.0], "")
    assert sorted(["b", None, 10, "9", "A"], key=sort_key) == ["9", 10, "A", "b", None]

"""Placeholders: found, checked and filled as facts §3 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.tat import templating
from tat_console.tat.templating import Parameter, ParameterError, ProblemKind


def kinds(script: str, values: dict[str, object]) -> list[ProblemKind]:
    return [problem.kind for problem in templating.check(script, values)]


def test_the_services_own_example() -> None:
    script = "ls {{a}}\necho {{b}} {{c}}"
    assert templating.fill(script, {"a": "123"}).text == "ls 123\necho {{b}} {{c}}"


def test_parameters_come_in_order_of_first_use() -> None:
    script = "{{b}} {{a}} {{b}} {{tat-hidden:c}}"
    assert templating.parameters(script) == (
        Parameter("b", False),
        Parameter("a", False),
        Parameter("c", True),
    )


def test_positions_point_at_the_placeholder() -> None:
    script = "中文 {{name}} x {{tat-hidden:pw}}"
    found = templating.find(script)
    assert [script[place.start : place.end] for place in found] == [
        "{{name}}",
        "{{tat-hidden:pw}}",
    ]
    assert [(place.key, place.hidden) for place in found] == [("name", False), ("pw", True)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ a }}",
        "{{my name}}",
        "{a}",
        "{{}}",
        "{{" + "x" * 65 + "}}",
        "{{名}}",
        "{{TAT-HIDDEN:a}}",
        "{{tat-hidden: a}}",
        "{{a.b}}",
        "{{a\n}}",
    ],
)
def test_what_is_no_placeholder_stays(text: str) -> None:
    assert templating.find(text) == ()
    assert templating.fill(text, {"a": "1", "b": "2"}).text == text


def test_the_longest_name_is_a_placeholder() -> None:
    key = "x" * 64
    assert templating.fill("{{" + key + "}}", {key: "v"}).text == "v"


def test_names_are_compared_with_case() -> None:
    assert templating.fill("{{A}}{{a}}", {"a": "1"}).text == "{{A}}1"


def test_triple_braces_keep_the_outer_ones() -> None:
    assert templating.fill("{{{a}}}", {"a": "1"}).text == "{1}"


def test_values_are_not_expanded_again() -> None:
    filled = templating.fill("{{a}} {{b}}", {"a": "{{b}}", "b": "2"})
    assert filled.text == "{{b}} 2"


def test_values_are_put_in_as_they_are() -> None:
    value = r"$(rm -rf /) \1 'quoted' & 中"
    assert templating.fill("echo {{a}}", {"a": value}).text == "echo " + value


def test_a_given_value_wins_over_the_default_and_may_be_empty() -> None:
    values = templating.overlay({"a": "1", "b": "2"}, {"b": ""})
    assert templating.fill("[{{a}}][{{b}}]", values).text == "[1][]"
    assert kinds("[{{a}}][{{b}}]", dict(values)) == []


def test_hidden_values_are_masked_wherever_their_key_stands() -> None:
    script = "{{tat-hidden:pw}} {{pw}} {{user}}"
    values = {"pw": "s3cret", "user": "root"}
    assert templating.fill(script, values).text == "s3cret s3cret root"
    assert templating.fill(script, values, masked=True).text == "****** ****** root"
    assert templating.mask_values(script, values) == {"pw": "******", "user": "root"}


def test_bytes_in_another_encoding_survive() -> None:
    script = "echo 中文 {{a}}".encode("gbk")
    assert templating.fill(script, {"a": "x"}).content == "echo 中文 x".encode("gbk")


def test_every_problem_has_its_kind() -> None:
    assert kinds("{{a}} {{a}}", {}) == [ProblemKind.MISSING_VALUE]
    assert kinds("", {"my name": "x"}) == [ProblemKind.BAD_NAME]
    assert kinds("", {"": "x"}) == [ProblemKind.BAD_NAME]
    assert kinds("", {"k" * 65: "x"}) == [ProblemKind.NAME_TOO_LONG]
    assert kinds("", {"a": 5}) == [ProblemKind.VALUE_NOT_TEXT]
    assert kinds("", {f"k{n}": "x" for n in range(20)}) == []
    assert kinds("", {f"k{n}": "x" for n in range(21)}) == [ProblemKind.TOO_MANY]
    assert kinds(" ".join(f"{{{{k{n}}}}}" for n in range(21)), {})[0] is ProblemKind.TOO_MANY


def test_a_name_with_a_space_is_pointed_out_where_it_stands() -> None:
    script = "echo {{my name}}"
    (problem,) = templating.check(script, {})
    assert problem.kind is ProblemKind.LIKELY_MISTAKE
    assert script[problem.start : problem.end] == "{{my name}}"
    assert "{{my name}}" in problem.sentence
    assert not problem.blocks


@pytest.mark.parametrize("text", ["{{ a }}", "{{名}}", "{{a.b}}", "{{" + "x" * 65 + "}}"])
def test_near_misses_are_likely_mistakes(text: str) -> None:
    assert kinds(text, {}) == [ProblemKind.LIKELY_MISTAKE]


@pytest.mark.parametrize("text", ["{{.Names}}", "{{json .}}", "{{}}", "${{x}", "{{$x}}", "{{#if}}"])
def test_braces_of_other_tools_are_left_alone(text: str) -> None:
    assert kinds(text, {}) == []


def test_a_value_under_the_hidden_prefix_says_how_to_name_it() -> None:
    (problem,) = templating.check("", {"tat-hidden:pw": "x"})
    assert problem.kind is ProblemKind.BAD_NAME
    assert "without" in problem.sentence


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nonsense", ProblemKind.NOT_AN_OBJECT),
        ("[]", ProblemKind.NOT_AN_OBJECT),
        ('[["a", "b"]]', ProblemKind.NOT_AN_OBJECT),
        ('"a"', ProblemKind.NOT_AN_OBJECT),
        ("[" * 100_000, ProblemKind.NOT_AN_OBJECT),
        ('{"a": "1", "a": "2"}', ProblemKind.NAME_TWICE),
        ('{"a": 1}', ProblemKind.VALUE_NOT_TEXT),
        ('{"a": null}', ProblemKind.VALUE_NOT_TEXT),
        ('{"a": {"b": "c"}}', ProblemKind.VALUE_NOT_TEXT),
        ('{"a b": "1"}', ProblemKind.BAD_NAME),
    ],
)
def test_parameter_texts_the_service_refuses(text: str, kind: ProblemKind) -> None:
    with pytest.raises(ParameterError) as caught:
        templating.read_parameters(text)
    assert caught.value.problem.kind is kind


def test_no_text_holds_no_parameters() -> None:
    assert templating.read_parameters("") == {}
    assert templating.read_parameters("{}") == {}


keys = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(keys, texts, max_size=20))
def test_parameters_survive_writing_and_reading(values: dict[str, str]) -> None:
    assert templating.read_parameters(templating.write_parameters(values)) == values


@given(st.lists(st.tuples(texts, keys), max_size=6), st.dictionaries(keys, texts, max_size=20))
def test_spans_hold_exactly_the_values(
    pieces: list[tuple[str, str]], others: dict[str, str]
) -> None:
    script = "".join(f"{text}{{{{{key}}}}}" for text, key in pieces)
    values = {key: f"<{key}>" for _, key in pieces} | others
    filled = templating.fill(script, values)
    assert [filled.text[span.start : span.end] for span in filled.spans] == [
        values[span.key] for span in filled.spans
    ]
    assert len(filled.spans) == len(templating.find(script)) >= len(pieces)


@given(st.binary(), st.dictionaries(keys, texts, max_size=3))
def test_any_bytes_without_placeholders_come_back(script: bytes, values: dict[str, str]) -> None:
    if templating.find(script) == ():
        assert templating.fill(script, values).content == script

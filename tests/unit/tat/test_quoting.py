"""What a value does to the quotes around it, judged by bash itself where bash is meant."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tat_console.support.logs import MASK
from tat_console.tat import quoting, templating
from tat_console.tat.quote_context import Quote
from tat_console.tat.statuses import CommandType
from tests.fixtures.system import require_commands

SHOW = "show() { printf '%s\\0' \"$@\"; }\n"


@dataclass(frozen=True)
class Shape:
    """A script around one placeholder, and the words it shows for a value that lands whole."""

    quote: Quote
    script: str
    words: Callable[[str], list[str]] = lambda value: [value]


SHAPES = [
    Shape(Quote.NONE, "show {{v}}"),
    Shape(Quote.NONE, "show a{{v}}b # it's", lambda value: [f"a{value}b"]),
    Shape(Quote.NONE, "x={{v}}; show \"$x\" 'don''t'", lambda value: [value, "dont"]),
    Shape(Quote.NONE, "show \"$(printf '%s.' {{v}})\"", lambda value: [value + "."]),
    Shape(Quote.SINGLE, "show '{{v}}'"),
    Shape(Quote.SINGLE, "show \"it's\" '{{v}}'", lambda value: ["it's", value]),
    Shape(Quote.SINGLE, "show \\' '{{v}}'", lambda value: ["'", value]),
    Shape(Quote.SINGLE, "show \"$(printf '%s.' '{{v}}')\"", lambda value: [value + "."]),
    Shape(Quote.SINGLE, "# it's\nshow '{{v}}'"),
    Shape(Quote.SINGLE, "show x#y'{{v}}'", lambda value: ["x#y" + value]),
    Shape(Quote.SINGLE, "x=${#BASH} y=$#; show '{{v}}'"),
    Shape(Quote.DOUBLE, 'show "{{v}}"'),
    Shape(Quote.DOUBLE, 'show "\\"{{v}}"', lambda value: ['"' + value]),
    Shape(Quote.DOUBLE, "show '\\' \"{{v}}\"", lambda value: ["\\", value]),
    Shape(Quote.DOUBLE, "show \"${nothing:-a'b'} {{v}}\"", lambda value: ["a'b' " + value]),
    Shape(Quote.DOUBLE, 'show "$(printf "%s." "{{v}}")"', lambda value: [value + "."]),
    Shape(Quote.DOUBLE, "show \"$((1 << 2)) '{{v}}'\"", lambda value: [f"4 '{value}'"]),
    Shape(
        Quote.DOUBLE,
        'x=$(case a in a) echo 1 ;; esac; echo ")")\nshow "{{v}}"',
    ),
    Shape(Quote.DOUBLE, 'x=$(( (1 + 2) * 3 )); show "${x}{{v}}"', lambda value: ["9" + value]),
    Shape(Quote.DOUBLE, 'cat >/dev/null <<E\nit\'s "\nE\nshow "{{v}}"'),
    Shape(Quote.DOUBLE, 'x=$(cat <<"E" # (\n)\'\nE\n); show "{{v}}"'),
    Shape(Quote.DOUBLE, 'show "$(cat <<<"it\'s")" "{{v}}"', lambda value: ["it's", value]),
    Shape(Quote.DOUBLE, 'show "$(( $(printf 1) ))" "{{v}}"', lambda value: ["1", value]),
    Shape(Quote.ANSI_C, "show $'it\\'s {{v}}'", lambda value: ["it's " + value]),
    Shape(
        Quote.HERE_LITERAL,
        "IFS= read -r -d '' x <<'EOF'\n<{{v}}>\nEOF\nshow \"$x\"",
        lambda value: [f"<{value}>\n"],
    ),
    Shape(
        Quote.HERE_LITERAL,
        "IFS= read -r -d '' x <<-\\EOF\n\tE{{v}}\n\tEOF\nshow \"${x%\\n}\"",
        lambda value: ["\n".join(line.lstrip("\t") for line in f"E{value}".split("\n")) + "\n"],
    ),
    Shape(
        Quote.HERE_EXPANDED,
        'IFS= read -r -d "" x <<EOF\nit\'s "{{v}}"\nEOF\nshow "$x"',
        lambda value: [f'it\'s "{value}"\n'],
    ),
    Shape(
        Quote.DOUBLE,
        'IFS= read -r -d "" x <<EOF\n$(printf %s. "{{v}}")\nEOF\nshow "$x"',
        lambda value: [f"{value}.\n"],
    ),
    Shape(Quote.COMMENT, "show same # {{v}}", lambda _value: ["same"]),
    Shape(Quote.COMMENT, "x=$(echo 1 # {{v}}\n)\nshow $x", lambda _value: ["1"]),
    Shape(Quote.ARITHMETIC, "show $(( 1 + {{v}} ))", lambda value: [str(1 + int(value))]),
    Shape(Quote.ARITHMETIC, "(( x = {{v}} + 1 )); show $x", lambda value: [str(1 + int(value))]),
    Shape(Quote.EXPANSION, 'show "${nothing:-{{v}}}"'),
    Shape(Quote.BACKTICKS, 'show "`printf %s {{v}}`"'),
    Shape(Quote.SINGLE, "show `printf %s '{{v}}'`"),
]

PIECES = [*"aE0-1/. \t\n\r'\"$`\\*?[]{}()<>|&;!#~=,:%+@^", "é", "中", "EOF", "$(", "x"]
NASTY = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
VALUES = NASTY | st.integers(-(10**6), 10**6).map(str) | st.sampled_from(["EOF", "a\nEOF", "OF"])


def danger(script: str, value: str, command_type: CommandType = CommandType.SHELL) -> str:
    (landing,) = quoting.landings(script, command_type, {"v": value})
    return landing.danger


def shown_by_bash(script: str, value: str) -> list[str]:
    filled = SHOW + templating.fill(script, {"v": value}).text
    done = subprocess.run(
        ["bash", "-c", filled], capture_output=True, check=False, timeout=20, cwd="/"
    )
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.script)
def test_the_context_is_found_and_a_plain_value_lands(shape: Shape) -> None:
    require_commands("bash")
    (context,) = quoting.contexts(shape.script, CommandType.SHELL)
    assert context.quote is shape.quote
    assert danger(shape.script, "8080") == ""
    assert shown_by_bash(shape.script, "8080") == shape.words("8080")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.script)
@settings(max_examples=40)
@given(value=VALUES)
def test_bash_sees_exactly_the_value_that_was_judged_safe(shape: Shape, value: str) -> None:
    require_commands("bash")
    if not danger(shape.script, value):
        assert shown_by_bash(shape.script, value) == shape.words(value)


STATEMENTS = [
    "x='it is \"'",
    'x="it\'s \\" $(echo "a \'b" \'"\') `echo \'c"\'`"',
    "x=$'it\\'s \"'",
    '# it\'s a "comment" `with $( everything',
    "x=${y:-'}'}; x=${#x}; x=${x%%\\}*}",
    "x=$(case $x in a|b) echo \"(\" ;; (c) echo ')' ;; esac)",
    "x=$(( (1 << 2) + $(echo 3) )); (( x > 1 )) && x=2",
    "cat >/dev/null <<EOF\nit's $(echo \"')\" # '\n) \"\nEOF",
    "cat >/dev/null <<'E F' | cat >/dev/null 2>&1\n$( ` \" '\nE F",
    "cat >/dev/null <<A; cat >/dev/null <<-\"B\"\nit's\nA\n\t$( it's\n\tB",
    'cat >/dev/null <<< "it\'s"',
    "f() { echo '}' \"$#\" ; }; f a >/dev/null",
    "if [[ $x =~ ^(a|\\(b)$ ]]; then x='('; fi",
    "x=(a 'b)' \"c(\"); x=a#b; x=\\#; x=\\'",
    "diff <(echo \"it's\") <(echo 'a\"') >/dev/null",
    "for ((i = 0; i < 2; i++)); do x='#'; done # '",
    'case a in\n  a) x="\'" ;;\nesac',
    "x=\"$(cat <<'EOF'\nit's (\nEOF\n)\"",
    "echo a\\\n'b' >/dev/null",
    "x=$(echo case)",
]


@settings(max_examples=150)
@given(
    before=st.lists(st.sampled_from(STATEMENTS), max_size=6).map("\n".join),
    probe=st.sampled_from(["show '{{v}}'", 'show "{{v}}"']),
)
def test_quotes_are_right_after_anything_that_bash_can_read(before: str, probe: str) -> None:
    require_commands("bash")
    script = f"{before}\n{probe}"
    (context,) = quoting.contexts(script, CommandType.SHELL)
    assert context.quote is (Quote.SINGLE if "'{{" in probe else Quote.DOUBLE)
    assert context.enclosing == ()
    assert shown_by_bash(script, "two  words") == ["two  words"]


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("show '{{v}}'", 'two words $HOME `x` \\ "q"'),
        ("show '{{v}}'", "two\nlines"),
        ("show '{{v}}'", ""),
        ('show "{{v}}"', "it's; rm * & | <x> !"),
        ("show <<'EOF'\n{{v}}\nEOF", "$HOME it's\nEOF."),
        ("show <<EOF\n{{v}}\nEOF", 'it\'s "q"'),
        ("x={{v}}", ""),
        ('show "$x{{v}}"', "/etc"),
        ("show '$x{{v}}'", "8080"),
        ('show "\\$x{{v}}"', "8080"),
        ("# {{v}}", "$(rm) ' \""),
    ],
)
def test_what_is_harmless_is_not_called_dangerous(script: str, value: str) -> None:
    assert danger(script, value) == ""


@pytest.mark.parametrize(
    ("script", "value", "word"),
    [
        ("show '{{v}}'", "a'b", "“'”"),
        ('show "{{v}}"', 'a"b', '“"”'),
        ('show "{{v}}"', "$HOME", "“$”"),
        ('show "{{v}}"', "`id`", "“`”"),
        ('show "{{v}}"', "a\\", "“\\”"),
        ("show {{v}}", "a b", "several words"),
        ("show {{v}}", "*", "names of files"),
        ("show {{v}}", "a;b", "“;”"),
        ("show {{v}}", "", "no word"),
        ('show "$x{{v}}"', "8080", "“$x” without a break"),
        ("show ${{v}}", "HOME", "“$” without a break"),
        ("show <<'EOF'\n{{v}}\nEOF", "x\nEOF", "ends the here-document"),
        ("show <<'EOF'\nE{{v}}\nEOF", "OF", "ends the here-document"),
        ("show <<-EOF\n{{v}}\nEOF", "x\n\tEOF", "ends the here-document"),
        ("show <<EOF\n$(echo '{{v}}')\nEOF", "x\nEOF\ny", "ends the here-document"),
        ("# {{v}}", "a\nrm x", "line break"),
        ("show $(( {{v}} ))", "a[$(id)]", "whole number"),
        ("show `echo '{{v}}'`", "a b", "a space"),
    ],
)
def test_what_breaks_out_is_said_in_a_sentence(script: str, value: str, word: str) -> None:
    assert word in danger(script, value)


def assert_judged(
    command_type: CommandType, script: str, quote: Quote, safe: str, dangerous: str
) -> None:
    """The placeholder stands where it does, and one value is fine there, the other is not."""
    (context,) = quoting.contexts(script, command_type)
    assert context.quote is quote
    assert danger(script, safe, command_type) == ""
    assert danger(script, dangerous, command_type)


@pytest.mark.parametrize(
    ("script", "quote", "safe", "dangerous"),
    [
        ("Get-Item {{v}}", Quote.NONE, r"C:\x", "a b"),
        ("Get-Item '{{v}}'", Quote.SINGLE, 'a b $x "', "it’s"),
        ('Get-Item "{{v}}"', Quote.DOUBLE, "a b it's", "$x"),
        ('# it\'s\nGet-Item "{{v}}"', Quote.DOUBLE, "x y", "”"),
        ("$x = @'\nit's\n{{v}}\n'@", Quote.HERE_LITERAL, "$x 'q'", "a\n'@"),
        ('$x = @"\n{{v}}\n"@', Quote.HERE_EXPANDED, 'it\'s "q"', "$(id)"),
        ("<# it's\n{{v}} #>", Quote.BLOCK_COMMENT, "'", "#> rm"),
        ("dir # {{v}}", Quote.COMMENT, "'", "a\nb"),
        ("'a''b' + '{{v}}'", Quote.SINGLE, '"', "'"),
    ],
)
def test_powershell_roughly(script: str, quote: Quote, safe: str, dangerous: str) -> None:
    assert_judged(CommandType.POWERSHELL, script, quote, safe, dangerous)


@pytest.mark.parametrize(
    ("script", "quote", "safe", "dangerous"),
    [
        ("dir {{v}}", Quote.NONE, r"C:\x", "a & b"),
        ('dir "{{v}}"', Quote.DOUBLE, "a & b", "%PATH%"),
        ('rem it"s\ndir "{{v}}"', Quote.DOUBLE, "a b", '"'),
        (":: {{v}}", Quote.COMMENT, "a & b", "a\nb"),
    ],
)
def test_batch_roughly(script: str, quote: Quote, safe: str, dangerous: str) -> None:
    assert_judged(CommandType.BAT, script, quote, safe, dangerous)


def test_the_landing_shows_the_line_with_the_value_in_it() -> None:
    script = "#!/bin/bash\necho 'x'; curl \"http://{{host}}/{{tat-hidden:token}}\"\n"
    host, token = quoting.landings(
        script, CommandType.SHELL, {"host": "a\nb", "token": "s3cret\n$x"}
    )
    assert (host.line_no, token.line_no) == (2, 3)
    assert host.text == f"echo 'x'; curl \"http://a\nb/{MASK}\""
    assert host.text[host.start : host.end] == "a\nb"
    assert token.text == f'b/{MASK}"'
    assert token.text[token.start : token.end] == MASK
    assert token.danger
    assert "s3cret" not in token.danger + token.text + host.text


def test_placeholders_without_value_and_unknown_types_are_passed_over() -> None:
    script = "echo {{a}} '{{b}}'"
    (landing,) = quoting.landings(script, CommandType.SHELL, {"b": "it's"})
    assert landing.placeholder.key == "b"
    assert landing.danger
    assert quoting.landings(script, CommandType("PYTHON"), {}) == ()


@given(
    st.lists(
        st.sampled_from(
            ["{{a}}", "{{tat-hidden:b}}", *"'\"`$(){}#\\\n <-&;", "<<E\n", "E\n", "case", " esac"]
        ),
        max_size=30,
    ).map("".join),
    st.sampled_from(list(CommandType)[1:]),
)
def test_no_placeholder_is_lost_in_any_text(script: str, command_type: CommandType) -> None:
    found = quoting.contexts(script, command_type)
    assert tuple(each.placeholder for each in found) == templating.find(script)

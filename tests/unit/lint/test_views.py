"""What of a shell script counts as code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.lint.views import Script


@pytest.mark.parametrize(
    ("script", "commands"),
    [
        ("echo 'a b' c # d", "echo '___' c    "),
        ('echo "a $(cat "b c" d) e" f', 'echo "__$(cat "___" d)__" f'),
        (r'echo "a\"b" c', r'echo "____" c'),
        (r"echo \"a # b", r"echo \"a    "),
        ("x=${#y} $# a#b", "x=${#y} $# a#b"),
        ("cat <<END x\na 'b\nEND\nc", "cat <<END x\n    \nEND\nc"),
        ("cat <<-'END'\n\ta\n\tEND\nc", "cat <<-'END'\n  \n\tEND\nc"),
        ("echo $((1<<n)) 'a'", "echo $((1<<n)) '_'"),
        ("grep x <<< 'a'\nb", "grep x <<< '_'\nb"),
        (r"echo $'it\'s' b", r"echo $'_____' b"),
        ("echo 'never closed", "echo '____________"),
    ],
)
def test_only_code_is_left(script: str, commands: str) -> None:
    assert Script(script).commands == commands


def test_comments_alone_can_be_left_out() -> None:
    assert Script("rm 'a' # b").spoken == "rm 'a'    "


@given(st.text(alphabet="ab '\"\\$()#\n<{}-", max_size=60))
def test_every_view_keeps_the_places(script: str) -> None:
    view = Script(script)
    assert len(view.commands) == len(view.spoken) == len(script)
    assert view.commands.count("\n") == script.count("\n")

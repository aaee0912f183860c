"""What ShellCheck says, in the language of the user."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tat_console.lint.shellcheck import shellcheck
from tat_console.lint.shellcheck_sentences import SENTENCES, TEMPLATES, in_own_language
from tat_console.support.i18n import set_language
from tat_console.support.resources import resource_path

COMMON = """\
#!/usr/bin/env bash
cd /srv/app
for name in $(ls *.log); do
  cat $name | grep error
done
unused=1
rm -rf "$folder/"
[ -n "$(grep one file)" ] && echo `date`
"""
OPEN_ENDED = '#!/usr/bin/env bash\nif true; then\n  echo "one\nfi\n'
BRACE = "#!/bin/bash\nfunction greet() { echo hello }; greet\n"
RARE = """\
#!/bin/bash
grep -v *.log file
files="*.txt"; echo $files[1]
if [ $a == 1 -a ! -z "$b" ]; then exit 300; fi
trap "rm $tmp" 15
case $1 in a) ;; esac
arr=(1,2,3); which ls; sudo echo one > /etc/two
"""


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """The words of the program in Chinese."""
    set_language("zh_CN", resource_path("locale"))
    yield
    set_language("en", resource_path("locale"))


@pytest.mark.parametrize("script", [COMMON, OPEN_ENDED, BRACE, RARE])
def test_common_findings_are_told_in_chinese(in_chinese: None, script: str) -> None:
    findings = asyncio.run(shellcheck(script))
    assert len(findings) >= 3
    assert [one.message for one in findings if one.message.isascii()] == []


def test_names_in_a_sentence_stay(in_chinese: None) -> None:
    told = in_own_language("folder is referenced but not assigned.")
    assert told == "引用了 folder，但没有赋值。"


def test_an_unknown_sentence_is_shown_as_it_came(in_chinese: None) -> None:
    assert in_own_language("A rule of tomorrow.") == "A rule of tomorrow."


def test_in_english_nothing_is_changed() -> None:
    for sentence in (*SENTENCES, *(one.replace("{", "").replace("}", "") for one in TEMPLATES)):
        assert in_own_language(sentence) == sentence


def test_no_sentence_stands_twice() -> None:
    assert len({*SENTENCES, *TEMPLATES}) == len(SENTENCES) + len(TEMPLATES)

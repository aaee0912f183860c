"""The help is complete: a page a topic in each language, and every key is on the sheet."""

from __future__ import annotations

import ast
import re

import pytest

from tat_console.support.resources import resource_path
from tat_console.tat import help_topics
from tat_console.tat.error_texts import TABLE
from tat_console.tat.help_topics import Topic
from tat_console.ui.dialogs.guide_steps import STEPS
from tat_console.ui.dialogs.shortcut_rows import GROUPS
from tat_console.ui.shell.actions import ACTIONS, window_keys
from tests.rules.source import sources

LANGUAGES = ("en", "zh_CN")
SHEET = "tat_console/ui/dialogs/shortcut_rows.py"
KEYS = re.compile(r"((Ctrl|Alt|Shift|Meta)\+)+\S+|F\d{1,2}")
LINK = re.compile(r"\]\(([^)]+)\)")
STANDARD = {"Find": "Ctrl+F", "Save": "Ctrl+S", "Copy": "Ctrl+C", "SelectAll": "Ctrl+A"}
MOVES = {"Home", "End", "Tab", "Backtab", "Backspace", "Shift", "Plus", "Equal", "Minus"}
"""Keys of moving and writing, which every table and editor of every program has."""
NAMES = {
    "Escape": "Esc",
    "Delete": "Del",
    "PageUp": "PgUp",
    "PageDown": "PgDown",
    "Enter": "Return",
    "Slash": "Ctrl+/",
    "Period": "Ctrl+.",
    "0": "Ctrl+0",
}


def page(language: str, topic: str) -> str:
    return resource_path("help", language, f"{topic}.md").read_text(encoding="utf-8")


def shape(text: str) -> list[str]:
    """The headings, lists, tables, code and links of a page, without its words."""
    lines = [re.match(r"(#+|- |\d+\. |\||```)?", line) for line in text.splitlines() if line]
    marks = [line.group() for line in lines if line is not None and line.group()]
    return [*marks, *sorted(LINK.findall(text))]


def on_the_sheet() -> set[str]:
    groups = (window_keys(), *GROUPS)
    return {key for group in groups for row in group.rows for key in row.keys}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_page_and_every_page_a_topic(language: str) -> None:
    files = {path.stem for path in resource_path("help", language).iterdir()}
    assert files == {topic.value for topic in Topic}


@pytest.mark.parametrize("topic", Topic)
def test_a_page_says_the_same_in_both_languages(topic: Topic) -> None:
    english, chinese = page("en", topic), page("zh_CN", topic)
    assert shape(english) == shape(chinese)
    assert re.search(r"[\u4e00-\u9fff]", chinese.splitlines()[0])
    assert not re.search(r"[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_a_page_has_a_title_and_its_links_lead_somewhere(language: str, topic: Topic) -> None:
    text = page(language, topic)
    assert text.startswith("# ")
    assert not [line for line in text.splitlines()[1:] if line.startswith("# ")]
    for link in LINK.findall(text):
        assert link.removeprefix("topic:") in {one.value for one in Topic}


def test_codes_with_a_topic_are_codes_of_the_service() -> None:
    assert set(help_topics._CODES) <= set(TABLE)


def bound_keys() -> dict[str, str]:
    """Every key that the window binds by a text, and a file that does."""
    found = {}
    for source in sources("tat_console/ui"):
        if source.path == SHEET:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KEYS.fullmatch(node.value):
                    found[node.value] = source.path
            elif isinstance(node, ast.Attribute):
                standard = ast.unparse(node).rpartition("StandardKey.")
                if standard[1]:
                    found[STANDARD[standard[2]]] = source.path
    return found


def handled_keys() -> dict[str, str]:
    """Every key that a widget looks for by its name, and a file that does."""
    return {
        NAMES.get(name, name): source.path
        for source in sources("tat_console/ui")
        for name in re.findall(r"Qt\.Key\.Key_(\w+)", source.code)
        if name not in MOVES
    }


def test_every_key_that_is_bound_is_on_the_sheet() -> None:
    found = bound_keys()
    assert {row.shortcut for row in ACTIONS if row.shortcut} <= set(found)
    assert {key: path for key, path in found.items() if key not in on_the_sheet()} == {}


def test_every_key_that_is_looked_for_is_on_the_sheet() -> None:
    shown = {part for key in on_the_sheet() for part in (key, key.rpartition("+")[2])}
    assert {key: path for key, path in handled_keys().items() if key not in shown} == {}


def test_the_sheet_shows_no_key_that_nothing_binds() -> None:
    """Keys with a modifier and function keys: they are written in the code as on the sheet."""
    known = {*bound_keys(), *handled_keys()}
    pages = {f"Ctrl+{number}" for number in (1, 9)}
    zoom = {"Ctrl++", "Ctrl+-"}  # CodeText looks for the bare keys while Ctrl is held
    modified = {
        key.replace("Shift+Return", "Return").replace("Alt+Return", "Return")
        for key in on_the_sheet()
        if KEYS.fullmatch(key)
    }
    assert modified - known - pages - zoom - {"Alt+Down"} == set()


def test_the_guide_points_at_controls_that_have_such_a_name() -> None:
    names = "".join(source.text for source in sources("tat_console/ui"))
    made = {"rail_runs": 'f"rail_{'}
    missing = [
        step.control for step in STEPS if made.get(step.control, f'"{step.control}"') not in names
    ]
    assert not missing

"""Every word of the program is in every language, and is marked so that it can be."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from installer.translations import (
    LANGUAGES,
    as_mo,
    as_po,
    po_path,
    untranslated,
    up_to_date,
    words_of_the_program,
)
from tests.rules.source import Source, sources

NOW = {"_", "ngettext"}
MARKS = {*NOW, "N_"}
OUTSIDE_FUNCTIONS = """
TITLE = _("Runs")
class Page:
    title = _("Runs")
def show(title=_("Runs")): ...
"""
NOT_WORDS = """
def show(name, count):
    _(f"Run {name}")
    _("Run " + name)
    _("Run {name}".format(name=name))
    ngettext(f"{count} run", "{count} runs", count)
"""
SAID_TWICE = "Run {name}, once more"
FINE = """
TITLE = N_("Runs")
ROWS = [lambda: _("Runs")]
def show(title=N_("Runs")):
    return _("Run {name}, "
             "once more").format(name=_(title)) + _(ROWS[0])
"""

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def words() -> Catalog:
    """Every message in the code."""
    return words_of_the_program()


@in_each_language
def test_every_message_has_a_translation(language: str, words: Catalog) -> None:
    assert [message.id for message in untranslated(up_to_date(language, words))] == []


@in_each_language
def test_the_files_say_what_make_translations_would_write(language: str, words: Catalog) -> None:
    wanted, path = up_to_date(language, words), po_path(language)
    assert path.read_bytes() == as_po(wanted)
    assert path.with_suffix(".mo").read_bytes() == as_mo(wanted)


@in_each_language
def test_a_translation_fills_in_what_the_english_fills_in(language: str, words: Catalog) -> None:
    catalogue = up_to_date(language, words)
    wrong = [
        (said, translated)
        for message in catalogue
        if message.id
        for said, translated in _pairs(message)
        if translated and _places(translated) != _places(said)
    ]
    assert wrong == []


@in_each_language
def test_no_english_sentence_was_taken_over(language: str, words: Catalog) -> None:
    same = [
        said
        for message in up_to_date(language, words)
        if message.id
        for said, translated in _pairs(message)
        if translated == said and " " in said.strip() and said[-1:] in ".…?"
    ]
    assert same == []


def test_words_are_translated_when_they_are_shown_not_when_a_module_is_loaded() -> None:
    found = [
        f"{source.path}:{call.lineno}"
        for source in sources("tat_console")
        for call in _calls_at_load(source.tree)
    ]
    assert found == []


def test_only_plain_words_are_given_to_the_translation() -> None:
    found = [
        f"{source.path}:{call.lineno}"
        for source in sources("tat_console")
        for call in _calls_with_made_words(source.tree)
    ]
    assert found == []


def test_every_marked_word_is_collected(words: Catalog) -> None:
    """Words inside an f-string are not: they are to be put into a name first."""
    found = [
        f"{source.path}:{line}: {said}"
        for source in sources("tat_console")
        for line, said in _marked_words(source.tree)
        if said and words.get(said) is None
    ]
    assert found == []


def test_these_rules_find_what_they_look_for() -> None:
    outside, made = Source("a.py", OUTSIDE_FUNCTIONS).tree, Source("b.py", NOT_WORDS).tree
    fine = Source("c.py", FINE).tree
    assert [call.lineno for call in _calls_at_load(outside)] == [2, 4, 5]
    assert [call.lineno for call in _calls_with_made_words(made)] == [3, 4, 5, 6]
    assert [said for _line, said in _marked_words(fine)] == ["Runs", "Runs", "Runs", SAID_TWICE]
    assert [*_calls_at_load(fine), *_calls_with_made_words(fine)] == []


# -- inside


def _pairs(message: Message) -> list[tuple[str, str]]:
    """Each translation with the English that fills in the most: the plural, where there is one."""
    said, translated = message.id, message.string
    english = str(said if isinstance(said, str) else said[-1])
    forms = (translated,) if isinstance(translated, str) else translated or ()
    return [(english, form) for form in forms]


def _places(text: str) -> set[str]:
    """The names that `.format` fills in; a text that is never formatted may hold single braces."""
    try:
        return {field for _text, field, _spec, _kind in string.Formatter().parse(text) if field}
    except ValueError:
        return {text[text.index("{") :]} if "{" in text else set()


def _calls_at_load(tree: ast.AST) -> Iterator[ast.Call]:
    """The translations that happen while a module is loaded."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Call) and _name(child) in NOW:
            yield child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            outer = [*child.args.defaults, *(one for one in child.args.kw_defaults if one)]
            outer += [] if isinstance(child, ast.Lambda) else child.decorator_list
            for part in outer:
                yield from _calls_at_load(ast.Expression(part))
        else:
            yield from _calls_at_load(child)


def _calls_with_made_words(tree: ast.AST) -> Iterator[ast.Call]:
    """The marked words that no catalogue can hold: put together, or filled in, before they are."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call) in MARKS:
            words = call.args[:2] if _name(call) == "ngettext" else call.args[:1]
            if any(
                isinstance(one, ast.JoinedStr | ast.BinOp) or _is_filled_in(one) for one in words
            ):
                yield call


def _marked_words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the words of each literal that is marked for translation."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call) in MARKS and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield call.lineno, first.value


def _is_filled_in(node: ast.expr) -> bool:
    """Whether a text is changed here, as in `"Run {name}".format(name=name)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Constant)
    )


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""

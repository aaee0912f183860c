"""Sizes, names, docstrings, translatable text, and tests that can fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.rules.source import Source, sources

FILE_LINES = 400
WINDOW_LINES = 300
FUNCTION_LINES = 60
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
DOORS = ("tat_console/app.py:", "tat_console/ui/kit/", "tat_console/sandbox/server.py:")
CHECKING_NAMES = ("assert", "check", "expect", "fail", "raises", "warns", "wait", "until")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> Iterator[Function]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def long_functions(source: Source) -> list[str]:
    return [
        f"{source.path}:{node.lineno} {node.name}"
        for node in functions(source)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]


def swallowing_handlers(source: Source) -> list[str]:
    """Handlers of every exception that do not raise it again at their end."""
    return [
        f"{source.path}:{node.lineno}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(_names(node.type)))
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]


def _names(node: ast.expr) -> list[str]:
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]


def untranslatable_calls(source: Source) -> list[str]:
    """Calls of `_` whose text is put together before it is looked up in the catalogue."""
    return [
        f"{source.path}:{node.lineno}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_")
        and any(_is_put_together(argument) for argument in node.args)
    ]


def _is_put_together(node: ast.expr) -> bool:
    is_formatted = (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
    )
    return is_formatted or isinstance(node, ast.JoinedStr | ast.BinOp)


def idle_tests(source: Source) -> list[str]:
    return [
        f"{source.path}:{node.lineno} {node.name}"
        for node in functions(source)
        if node.name.startswith("test_") and not any(_checks(part) for part in ast.walk(node))
    ]


def _checks(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    return name.lstrip("_").startswith(CHECKING_NAMES)


def test_no_file_is_too_long() -> None:
    lengths = {source.path: source.text.count("\n") for source in sources()}
    assert not {path: lines for path, lines in lengths.items() if lines > FILE_LINES}


def test_the_window_stays_small() -> None:
    lengths = {source.path: source.text.count("\n") for source in sources("tat_console/ui/shell")}
    assert not {path: lines for path, lines in lengths.items() if lines > WINDOW_LINES}


def test_no_function_is_too_long() -> None:
    program = sources("tat_console", "installer")
    assert not [line for source in program for line in long_functions(source)]


def test_every_module_says_what_it_is() -> None:
    assert not [source.path for source in sources() if not ast.get_docstring(source.tree)]


def test_no_file_is_named_vaguely() -> None:
    paths = [source.path for source in sources()]
    assert not [path for path in paths if VAGUE_NAMES & set(path.removesuffix(".py").split("/"))]


def test_only_the_doors_catch_what_nobody_expected() -> None:
    """Everywhere else, name the exceptions: what nobody expected belongs in a report."""
    found = [line for source in sources("tat_console") for line in swallowing_handlers(source)]
    assert not [line for line in found if not line.startswith(DOORS)]


def test_translated_text_is_a_literal() -> None:
    """`_("{count} tasks").format(count=count)`: an f-string is no key of any catalogue."""
    assert not [line for source in sources("tat_console") for line in untranslatable_calls(source)]


def test_every_test_can_fail() -> None:
    judged = [source for source in sources("tests") if source.path.rpartition("/")[2] != PLANTED]
    assert not [line for source in judged for line in idle_tests(source)]


PLANTED = "planted_faults.py"  # these tests fail by what they leave behind


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (long_functions, "def f():\n" + "    f()\n" * FUNCTION_LINES),
        (swallowing_handlers, "try:\n    work()\nexcept Exception:\n    report()\n"),
        (swallowing_handlers, "try:\n    work()\nexcept (OSError, BaseException):\n    pass\n"),
        (swallowing_handlers, "try:\n    work()\nexcept:\n    report()\n"),
        (untranslatable_calls, '_(f"{count} tasks")\n'),
        (untranslatable_calls, '_("tasks: " + count)\n'),
        (untranslatable_calls, '_("{} tasks".format(count))\n'),
        (idle_tests, "def test_it():\n    work()\n"),
    ],
)
def test_the_checks_catch_what_is_wrong(check, wrong: str) -> None:
    assert check(Source("example.py", wrong))

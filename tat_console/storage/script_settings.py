"""The settings file beside a script: TOML that people edit by hand, so their comments stay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError

from tat_console.ports.library import ScriptSettings
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.tat.parameter_types import ParameterKind


def read_settings(text: bytes) -> tuple[ScriptSettings, tuple[str, ...]]:
    """The settings in a text, and a sentence for each that could not be understood.

    What is not understood counts as not set; keys that nobody knows are passed over.
    """
    try:
        found = tomllib.loads(text.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        sentence = _("Its settings file cannot be read, so the usual settings count: {reason}.")
        return ScriptSettings(), (sentence.format(reason=error),)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, kind in _kinds().items():
        if key in found:
            try:
                values[key] = msgspec.convert(found[key], kind)
            except msgspec.ValidationError as error:
                words = _("“{key}” in its settings file is passed over: {reason}.")
                problems.append(words.format(key=key, reason=error))
    settings = ScriptSettings(**values)
    problems += [sentence for row in settings.parameters for sentence in row.problems()]
    return settings, tuple(problems)


def write_settings(settings: ScriptSettings, earlier: bytes = b"") -> bytes:
    """The text for settings; what did not change stays as it stands in the earlier text.

    An earlier text that is no TOML is replaced as a whole.
    """
    before, _problems = read_settings(earlier)
    document = _document(earlier)
    wanted = _builtins(settings)
    for key in ScriptSettings.__struct_fields__:
        if getattr(before, key) == getattr(settings, key):
            continue
        if key in wanted:
            document[key] = wanted[key]
        else:
            document.pop(key, None)
    return tomlkit.dumps(document).encode("utf-8", "surrogatepass")


@cache
def _kinds() -> Mapping[str, Any]:
    hints = get_type_hints(ScriptSettings, include_extras=True)
    return {key: hints[key] for key in ScriptSettings.__struct_fields__}


def without_secrets(settings: ScriptSettings, content: bytes) -> ScriptSettings:
    """The settings without any value for a parameter that they, or the script, call secret."""
    secret = {row.key for row in settings.parameters if row.kind is ParameterKind.SECRET}
    secret |= {asked.key for asked in templating.parameters(content) if asked.hidden}
    rows = tuple(
        msgspec.structs.replace(row, default="") if row.key in secret else row
        for row in settings.parameters
    )
    expectation = settings.expectation
    if expectation is not None and secret & expectation.values.keys():
        values = {key: value for key, value in expectation.values.items() if key not in secret}
        expectation = msgspec.structs.replace(expectation, values=values)
    return msgspec.structs.replace(settings, parameters=rows, expectation=expectation)


def _document(earlier: bytes) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(earlier.decode("utf-8-sig"))
    except (UnicodeDecodeError, TOMLKitError, RecursionError):
        return tomlkit.document()


def _builtins(settings: ScriptSettings) -> dict[str, Any]:
    """The settings that differ from the usual ones, as TOML knows them: lists, no nulls."""
    found: dict[str, Any] = _listed(msgspec.to_builtins(settings, builtin_types=(datetime,)))
    return found


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_listed(item) for item in value]
    return value

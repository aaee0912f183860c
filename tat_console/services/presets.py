"""Named sets of values for a script, for each environment; secrets are in them by name only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from tat_console.ports.documents import Documents
from tat_console.ports.profiles import Environment
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat import templating

DOCUMENT: Final = "presets"

_Kept = dict[str, dict[str, dict[str, Any]]]
"""Script → environment → name → preset."""


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """Values by parameter, and for secret parameters the names of secrets in the keyring."""

    values: dict[str, str] = {}
    secret_names: dict[str, str] = {}


class Presets:
    """The presets of all scripts; a script is named by its path or its command's id."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._kept: _Kept = _readable(documents.read(DOCUMENT))
        self.changed: Event[str] = Event()

    def names(self, script_key: str, environment: Environment) -> tuple[str, ...]:
        """The names of a script's presets for an environment, in alphabetical order."""
        return tuple(sorted(self._of(script_key, environment), key=str.casefold))

    def get(self, script_key: str, environment: Environment, name: str) -> Preset | None:
        """A preset, or None where there is none or it cannot be read."""
        try:
            return msgspec.convert(self._of(script_key, environment).get(name), Preset)
        except msgspec.ValidationError:
            return None

    def save(
        self,
        script_key: str,
        environment: Environment,
        name: str,
        preset: Preset,
        script: str | bytes,
    ) -> None:
        """Keep a preset; values of parameters that the script hides are left out.

        Raises ConsoleError where the name is empty or the disk refuses.
        """
        if not name.strip():
            raise ConsoleError(_("The preset has no name."), "", _("Type a name for it."))
        hidden = {each.key for each in templating.parameters(script) if each.hidden}
        kept = msgspec.structs.replace(preset, values=_without(preset.values, hidden))
        self.read_again()
        presets = self._kept.setdefault(script_key, {}).setdefault(environment.value, {})
        presets[name.strip()] = msgspec.to_builtins(kept)
        self._write(script_key)

    def remove(self, script_key: str, environment: Environment, name: str) -> None:
        """Forget a preset."""
        self.read_again()
        if self._of(script_key, environment).pop(name, None) is not None:
            self._write(script_key)

    def move(self, script_key: str, new_key: str) -> None:
        """Let the presets of a script follow it to its new name."""
        self.read_again()
        if presets := self._kept.pop(script_key, None):
            self._kept[new_key] = presets
            self._write(new_key)

    def read_again(self) -> None:
        """Take in what another start of the program saved or removed."""
        before, self._kept = self._kept, _readable(self._documents.read(DOCUMENT))
        for script_key in before.keys() | self._kept.keys():
            if before.get(script_key) != self._kept.get(script_key):
                self.changed.emit(script_key)

    def _of(self, script_key: str, environment: Environment) -> dict[str, Any]:
        return self._kept.get(script_key, {}).get(environment.value, {})

    def _write(self, script_key: str) -> None:
        self._documents.write(DOCUMENT, {"presets": self._kept})
        self.changed.emit(script_key)


def _readable(document: dict[str, Any]) -> _Kept:
    try:
        return msgspec.convert(document.get("presets", {}), _Kept)
    except msgspec.ValidationError:
        return {}


def _without(values: Mapping[str, str], hidden: set[str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if key not in hidden}

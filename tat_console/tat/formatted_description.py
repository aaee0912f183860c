"""The JSON text that public commands carry in FormattedDescription (facts §1.1).

Documented are scenes, cmd_description with its two languages, parameter_description, cmdName and
cmdDesc, but not their shapes, so everything is read tolerantly and nothing is needed. The sandbox
adds parameter_definitions and exit_codes, which the service does not know.
"""

from __future__ import annotations

import msgspec

from tat_console.tat.parameter_types import ParameterDefinition

CHINESE = "zh"
"""How the names of Chinese languages begin."""


class Words(msgspec.Struct, frozen=True, rename={"zh_cn": "zh-cn"}):
    """A text in both languages of the service; either may be missing."""

    en: str = ""
    zh_cn: str = ""

    def in_language(self, language: str) -> str:
        """The text for a language such as "en" or "zh_CN", or the other one where it is missing."""
        first, second = self.en, self.zh_cn
        if language.startswith(CHINESE):
            first, second = second, first
        return first or second


class SceneWords(Words, frozen=True, rename={"zh_cn": "zh-cn"}):
    """The name of a scene; its id may be missing."""

    id: str = ""


class CommandWords(
    msgspec.Struct,
    frozen=True,
    rename={"zh_cn": "zh-cn", "name_en": "name-en", "name_zh_cn": "name-zh-cn"},
):
    """Name and description of a command in both languages."""

    en: str = ""
    zh_cn: str = ""
    name_en: str = ""
    name_zh_cn: str = ""


class ExitCode(msgspec.Struct, frozen=True):
    """What an exit code other than 0 means."""

    code: int
    meaning: Words = Words()


class FormattedDescription(
    msgspec.Struct, frozen=True, rename={"cmd_name": "cmdName", "cmd_desc": "cmdDesc"}
):
    """Everything a public command says about itself."""

    cmd_name: str = ""
    cmd_desc: str = ""
    scenes: tuple[SceneWords, ...] = ()
    cmd_description: CommandWords = CommandWords()
    parameter_description: dict[str, Words | str] = {}
    parameter_definitions: tuple[ParameterDefinition, ...] = ()
    exit_codes: tuple[ExitCode, ...] = ()

    @property
    def name(self) -> Words:
        """The name, for people."""
        words = self.cmd_description
        return Words(words.name_en or self.cmd_name, words.name_zh_cn)

    @property
    def description(self) -> Words:
        """What the command does."""
        return Words(self.cmd_description.en or self.cmd_desc, self.cmd_description.zh_cn)

    def parameter_words(self, key: str) -> Words:
        """What is said about a parameter."""
        words = self.parameter_description.get(key, "")
        return Words(words) if isinstance(words, str) else words


def read(text: str) -> FormattedDescription:
    """Read the JSON text field by field; what has an unexpected shape is left out."""
    try:
        fields = msgspec.json.decode(text, type=dict[str, msgspec.Raw]) if text else {}
    except msgspec.DecodeError:
        return FormattedDescription()
    found = FormattedDescription()
    for field in fields:
        found = _with_field(found, field, fields[field])
    return found


def _with_field(
    found: FormattedDescription, field: str, value: msgspec.Raw
) -> FormattedDescription:
    one = msgspec.json.encode({field: value})
    try:
        alone = msgspec.json.decode(one, type=FormattedDescription)
    except msgspec.DecodeError:
        return found
    changed = {
        name: getattr(alone, name)
        for name, wire in zip(
            FormattedDescription.__struct_fields__,
            FormattedDescription.__struct_encode_fields__,
            strict=True,
        )
        if wire == field
    }
    return msgspec.structs.replace(found, **changed)


def write(description: FormattedDescription) -> str:
    """The JSON text of a description."""
    return msgspec.json.encode(description).decode()

"""How scenes, systems and parameters of public commands are said."""

from __future__ import annotations

from typing import Final

from tat_console.services.gallery import GalleryItem, GalleryScene
from tat_console.support.i18n import N_, _, listed, ngettext
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType, OperatingSystem

_SYSTEMS: Final = {
    OperatingSystem.LINUX: (N_("Linux"), "ph.terminal-window"),
    OperatingSystem.WINDOWS: (N_("Windows"), "ph.windows-logo"),
}
# The service gives its scenes names and no pictures, so a picture follows a word in the name.
_SCENE_ICONS: Final = (
    ("health", "ph.heartbeat"),
    ("performance", "ph.gauge"),
    ("disk", "ph.hard-drive"),
    ("file", "ph.hard-drive"),
    ("network", "ph.globe"),
    ("security", "ph.shield-check"),
    ("user", "ph.users"),
    ("software", "ph.package"),
    ("time", "ph.clock"),
    ("agent", "ph.broadcast"),
    ("windows", "ph.windows-logo"),
)
OTHER_ICON: Final = "ph.folder-simple"


def scene_icon(scene: GalleryScene) -> str:
    """The picture of a scene."""
    name = scene.words.en.casefold()
    return next((icon for word, icon in _SCENE_ICONS if word in name), OTHER_ICON)


def system_word(command_type: CommandType) -> str:
    """The system that a command is for."""
    return _(_SYSTEMS[command_type.system][0])


def system_icon(command_type: CommandType) -> str:
    """The picture of that system."""
    return _SYSTEMS[command_type.system][1]


def count_word(parameters: int) -> str:
    """How many parameters a command has."""
    if not parameters:
        return _("no parameters")
    return ngettext("{count} parameter", "{count} parameters", parameters).format(count=parameters)


def summary(item: GalleryItem, language: str) -> str:
    """The first sentence of what a command says about itself, without its full stop."""
    text = item.description(language)
    for stop in ("。", ". "):
        text = text.partition(stop)[0]
    return text.rstrip(".")


def type_words(definition: ParameterDefinition) -> str:
    """What a parameter takes: "whole number, 1 to 200", "text, required"."""
    words = [_kind(definition), _bounds(definition)]
    if definition.required and not definition.default:
        words.append(_("required"))
    return listed(filter(None, words))


def _kind(definition: ParameterDefinition) -> str:
    match definition.kind:
        case ParameterKind.NUMBER if not definition.decimals:
            return _("whole number")
        case ParameterKind.CHOICE:
            return _("one of {choices}").format(choices=listed(definition.choices))
        case ParameterKind.SWITCH:
            return _("{on} or {off}").format(on=definition.on, off=definition.off)
    return definition.kind.words


def _bounds(definition: ParameterDefinition) -> str:
    least, most = definition.least, definition.most
    if least is not None and most is not None:
        return _("{least} to {most}").format(least=_large(least), most=_large(most))
    if least is not None:
        return _("at least {least}").format(least=_large(least))
    return _("at most {most}").format(most=_large(most)) if most is not None else ""


def _large(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"

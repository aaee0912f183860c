"""Definitions of parameters in words: what stands beside and under each field."""

from __future__ import annotations

from tat_console.runs.per_target import BUILT_INS
from tat_console.support.i18n import _
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.ui.widgets.parameter_form import ParameterField, RowAction


def kind_words(definition: ParameterDefinition) -> str:
    """The kind of a parameter and whether it must be given: "choice, required"."""
    words = definition.kind.words
    if definition.kind is ParameterKind.NUMBER and not definition.decimals:
        words = _("whole number")
    if definition.required and definition.kind is not ParameterKind.SWITCH:
        return _("{kind}, required").format(kind=words)
    return words


def hint(definition: ParameterDefinition) -> str:
    """The range of a number, then the description."""
    bounds = _bounds(definition) if definition.kind is ParameterKind.NUMBER else ""
    secret = ""
    if definition.kind is ParameterKind.SECRET:
        secret = _("Recorded as ******, never on disk")
    return ". ".join(filter(None, (bounds, definition.description, secret)))


def _bounds(definition: ParameterDefinition) -> str:
    match definition.least, definition.most:
        case None, None:
            return ""
        case least, None:
            return _("At least {least}").format(least=f"{least:g}")
        case None, most:
            return _("At most {most}").format(most=f"{most:g}")
        case least, most:
            return _("{least} to {most}").format(least=f"{least:g}", most=f"{most:g}")
    return ""


def field_of(
    definition: ParameterDefinition, actions: tuple[RowAction, ...] = ()
) -> ParameterField:
    """The field that a parameter is filled in with; a built-in has none."""
    if built_in := BUILT_INS.get(definition.key):
        return ParameterField(
            key=definition.key,
            hint=built_in.words,
            kind=_("built in"),
            fixed=_("Filled in from each machine"),
        )
    is_choice = definition.kind is ParameterKind.CHOICE
    is_switch = definition.kind is ParameterKind.SWITCH
    return ParameterField(
        key=definition.key,
        hidden=definition.kind is ParameterKind.SECRET,
        hint=hint(definition),
        default=definition.default,
        kind=kind_words(definition),
        choices=definition.choices if is_choice else (),
        lines=definition.kind in (ParameterKind.LINES, ParameterKind.FILE),
        switch=(definition.on, definition.off) if is_switch else None,
        actions=actions,
    )

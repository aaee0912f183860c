"""The columns and facets of register codes."""

from __future__ import annotations

from tat_console.services.hosting import RegisterCode
from tat_console.support.clock import Clock
from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.words import DASH, region_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.pages.hosted.words import code_look, expiry_word, minute_word
from tat_console.ui.widgets.row_filter import RowFacet


def code_columns(clock: Clock) -> list[Column[RegisterCode]]:
    """The columns from left to right."""
    return [
        Column("name", _("Name and ID"), 220, _name, stretch=True),
        Column("state", _("State"), 116, lambda code: _state(code, clock)),
        Column("used", _("Used"), 72, _used, lambda code: code.info.registered_count),
        Column("expires", _("Expires"), 126, lambda code: _expires(code, clock), _expires_order),
        Column("region", _("Region"), 92, lambda code: region_word(code.region)),
        Column("range", _("Only from"), 112, _range),
        Column("prefix", _("Name prefix"), 88, _prefix),
    ]


def code_facets(clock: Clock) -> list[RowFacet[RegisterCode]]:
    """What codes are filtered by."""
    return [
        RowFacet("state", _("State"), lambda code: (code.state(clock.now()).words,)),
        RowFacet("region", _("Region"), lambda code: (code.region,), region_word),
    ]


def code_text(code: RegisterCode) -> str:
    """Everything of a code that words are looked for in."""
    info = code.info
    parts = (info.description, info.register_code_id, info.instance_name_prefix)
    return " ".join((*parts, info.ip_address_range, code.region))


def _range(code: RegisterCode) -> Cell:
    text = code.info.ip_address_range
    return Cell(text) if text else Cell(_("anywhere"), ink="text_3")


def _prefix(code: RegisterCode) -> Cell:
    prefix = code.info.instance_name_prefix
    return Cell(prefix) if prefix else Cell(DASH, ink="text_3")


def _name(code: RegisterCode) -> Cell:
    name, its_id = code.info.description, code.info.register_code_id
    return Cell(name or _("No description"), its_id, type=Type.NAME, second_type=Type.ID)


def _state(code: RegisterCode, clock: Clock) -> Cell:
    look = code_look(code.state(clock.now()))
    return Cell(look.word, look=look)


def _used(code: RegisterCode) -> Cell:
    used = _("{used} of {limit}").format(
        used=f"{code.info.registered_count:,}", limit=f"{code.info.register_limit:,}"
    )
    return Cell(used, _("{left} left").format(left=f"{code.left:,}"))


def _expires(code: RegisterCode, clock: Clock) -> Cell:
    if code.info.expired_time is None:
        return Cell(_("never"), ink="text_3")
    return Cell(minute_word(code.info.expired_time), expiry_word(code, clock.now()))


def _expires_order(code: RegisterCode) -> float:
    """Order by moment: the codes that never expire last."""
    expires = code.info.expired_time
    return expires.timestamp() if expires else float("inf")

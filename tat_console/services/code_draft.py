"""A register code that is still being filled in: texts as they were typed, and what is wrong."""

from __future__ import annotations

import ipaddress

import msgspec

from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.hosting import CreateRegisterCode


class CodeDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What the fields hold; the defaults are the service's own (facts §1.4)."""

    description: str = ""
    name_prefix: str = ""
    machines: str = "10"
    hours: str = "4"
    never_expires: bool = False
    ip_range: str = ""

    def request(self) -> CreateRegisterCode:
        """The call; to be sent once there are no problems."""
        forever = limits.NEVER_EXPIRES_ABOVE_H + 1
        return CreateRegisterCode(
            description=self.description.strip() or None,
            instance_name_prefix=self.name_prefix.strip() or None,
            register_limit=_number(self.machines),
            effective_time=forever if self.never_expires else _number(self.hours),
            ip_address_range=self.ip_range.strip() or None,
        )

    def problems(self) -> dict[str, str]:
        """A sentence for each field that cannot stay, by the wire name of the field."""
        typed = {"RegisterLimit": self.machines}
        if not self.never_expires:
            typed["EffectiveTime"] = self.hours
        found = code_problems(self.request())
        for field, text in typed.items():
            if _number(text) is None:
                found[field] = _no_number(text.strip())
        hours = None if self.never_expires else _number(self.hours)
        if hours is not None and hours > limits.NEVER_EXPIRES_ABOVE_H:
            words = _("At most {most} hours; tick “Never expires” for a code that is to stay.")
            found["EffectiveTime"] = words.format(most=f"{limits.NEVER_EXPIRES_ABOVE_H:,}")
        return found


def code_problems(request: CreateRegisterCode) -> dict[str, str]:
    """A sentence for each field of a new code that cannot stay, by the field's wire name."""
    found = {each.field: each.sentence for each in limits.violations(request)}
    text = (request.ip_address_range or "").strip()
    try:
        ipaddress.IPv4Network(text or "0.0.0.0/0", strict=False)
    except ValueError:
        words = _("“{text}” is no IPv4 address and no range such as 10.0.0.0/8.")
        found["IpAddressRange"] = words.format(text=text)
    return found


def _no_number(text: str) -> str:
    if not text:
        return _("Type a number.")
    return _("“{value}” is not a whole number. Write digits only.").format(value=text)


def _number(text: str) -> int | None:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 19 else None

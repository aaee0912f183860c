"""How a key that lies on this computer is told of: where, until when, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tat_console.ports.profiles import FoundKey, KeySource, SourceKind
from tat_console.support.i18n import _
from tat_console.ui.kit.theme import ToneName


def end_word(ends: datetime) -> str:
    """When a temporary key ends, in the time of this computer."""
    return f"{ends.astimezone():%Y-%m-%d %H:%M:%S}"


def key_lines(found: FoundKey) -> Iterator[str]:
    """What is good to know of a key, a sentence each; its problem and warnings are not in it."""
    if found.secret_id:
        yield _("SecretId {secret_id}.").format(secret_id=found.secret_id)
    if found.expires:
        yield _("A temporary key; it ends at {time}.").format(time=end_word(found.expires))
    if found.role:
        yield _("It takes the role {arn}.").format(arn=found.role.role_arn)
    if found.source.kind is SourceKind.MACHINE_ROLE:
        yield _("The machine gives a new key before this one ends.")


def found_notice(source: KeySource, found: Sequence[FoundKey] | None) -> tuple[ToneName, str, str]:
    """Tone, title and text on the key of a source; `found` is None before anybody looked."""
    if found is None:
        text = _("Nothing is copied: the key is read each time that the profile is connected.")
        return ToneName.IDLE, _("The key stays where it is"), text
    fitting = [one for one in found if _fits(one.source, source)]
    if not fitting:
        text = _(
            "Put a key there, or choose another source; the profile can be saved all the same."
        )
        return ToneName.LATE, _("There is no such key on this computer now"), text
    key = fitting[0]
    if key.problem:
        title = _("The key in {place} cannot be used now").format(place=key.place)
        return ToneName.BAD, title, key.problem
    text = " ".join((*key_lines(key), *key.warnings))
    title = _("Read from {place}").format(place=key.place)
    return (ToneName.LATE if key.warnings else ToneName.GOOD), title, text


def _fits(found: KeySource, wanted: KeySource) -> bool:
    return found.kind is wanted.kind and wanted.name in ("", found.name)

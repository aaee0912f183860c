"""The filled script, as this program and as the service make it, and any difference."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.tat.commands import PreviewReplacedCommandContent
from tat_console.tat.templating import Filled


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides; hidden values are six asterisks in both.

    `theirs` is None where there was nothing to ask: no value to fill in. `difference` is a
    sentence, "" where both are the same.
    """

    ours: Filled
    theirs: str | None = None
    difference: str = ""


def own_preview(script: bytes, values: Mapping[str, str]) -> Filled:
    """The filled script as this program makes it, hidden values masked."""
    return templating.fill(script, values, masked=True)


async def compare(
    cloud: Cloud, region: str, script: bytes, values: Mapping[str, str], *, command_id: str = ""
) -> Preview:
    """Fill a script here and by the service; `script` is the text of the command where one is named.

    Hidden values stay here: the service is asked with asterisks in their place. Raises what a call
    raises, for instance where the command does not take parameters.
    """
    ours = own_preview(script, values)
    asked = {parameter.key for parameter in templating.parameters(script)}
    sent = {
        key: value for key, value in templating.mask_values(script, values).items() if key in asked
    }
    if not sent:
        return Preview(ours=ours)
    request = PreviewReplacedCommandContent(
        parameters=templating.write_parameters(sent),
        command_id=command_id or None,
        content=None if command_id else script,
    )
    reply = await cloud.call(request, region=region)
    theirs = templating.as_text(reply.replaced_content)
    return Preview(ours=ours, theirs=theirs, difference=difference(ours.text, theirs))


def difference(ours: str, theirs: str) -> str:
    """Where two texts part, as a sentence; "" where they are the same."""
    if ours == theirs:
        return ""
    pairs = itertools.zip_longest(ours.split("\n"), theirs.split("\n"), fillvalue=None)
    for number, (here, there) in enumerate(pairs, 1):
        if here != there:
            text = _("Line {number} differs: here {here}, at the service {there}.")
            return text.format(number=number, here=_quoted(here), there=_quoted(there))
    return ""


def _quoted(line: str | None) -> str:
    return _("nothing more") if line is None else f"“{line}”"

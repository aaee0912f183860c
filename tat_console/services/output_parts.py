"""Complete outputs without object storage: a script writes into a file, and runs print its parts.

The service keeps 24 KB of each output (facts §4), so every part is a run of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from tat_console.ports.archive import Archive, Relation, Script, TaskRecord
from tat_console.ports.profiles import Profile
from tat_console.runs.plan import Origin, make_plan
from tat_console.runs.progress import RunProgress
from tat_console.services.runs import Runs
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.limits import OUTPUT_BYTES
from tat_console.tat.machines import Machine

_MARK: Final = "TAT_CONSOLE_END_OF_SCRIPT"
_FIRST: Final = """\
#!/bin/sh
# Runs the script below, keeps its output in a file, and prints it; the service cuts it.
out="${{TMPDIR:-/tmp}}/tat-console-{token}"
umask 077
cat > "$out.script" <<'{mark}'
{content}
{mark}
chmod 700 "$out.script"
"$out.script" > "$out" 2>&1
code=$?
rm -f "$out.script"
cat "$out"
[ "$(wc -c < "$out")" -gt {size} ] || rm -f "$out"
exit $code
"""
_NEXT: Final = """\
#!/bin/sh
# Prints part {number} of the output that an earlier run kept, and removes it after the last one.
out="${{TMPDIR:-/tmp}}/tat-console-{token}"
tail -c +{start} "$out" | head -c {size}
[ "$(wc -c < "$out")" -ge {end} ] || rm -f "$out"
"""
# The service takes names of 60 bytes, without spaces (facts §4).
_NAME_BYTES: Final = 48
_DEFAULT_SHELL: Final = "#!/bin/bash\n"

Told = Callable[[int, int], object]


def parts_of(tasks: Iterable[TaskRecord]) -> int:
    """In how many parts the longest of these outputs is printed: each is a run."""
    sizes = (task.output_bytes + task.dropped_bytes for task in tasks)
    return math.ceil(max(sizes, default=0) / OUTPUT_BYTES)


def first_part(script: Script, token: str) -> Script:
    """The script with its output kept in a file on the machine; the service tells how much it cut."""
    content = script.content.decode("utf-8", "surrogateescape")
    if not content.startswith("#!"):
        content = _DEFAULT_SHELL + content
    made = _FIRST.format(token=token, content=content.rstrip("\n"), size=OUTPUT_BYTES, mark=_MARK)
    return msgspec.structs.replace(script, content=made.encode("utf-8", "surrogateescape"))


def next_part(script: Script, token: str, number: int) -> Script:
    """A script that prints the part of this number, the first one being 1; its name says so."""
    start = (number - 1) * OUTPUT_BYTES
    made = _NEXT.format(
        token=token,
        number=number,
        start=start + 1,
        size=OUTPUT_BYTES,
        end=start + OUTPUT_BYTES + 1,
    )
    kept = script.name.encode()[:_NAME_BYTES].decode(errors="ignore")
    name = f"{kept}-part-{number}".lstrip("-")
    return msgspec.structs.replace(
        script, name=name, content=made.encode(), parameters={}, hidden=()
    )


class OutputParts:
    """Reads outputs part by part and puts them together."""

    def __init__(self, runs: Runs, archive: Archive, clock: Clock) -> None:
        self._runs = runs
        self._archive = archive
        self._clock = clock

    async def collect(
        self,
        first: RunProgress,
        token: str,
        profile: Profile,
        machines: Sequence[Machine],
        told: Told = lambda _number, _total: None,
    ) -> None:
        """Wait for the run of the first part, run the others, and keep the whole outputs with it.

        `told` gets the number of each part that is asked for, and how many there are. Raises
        ConsoleError where a part cannot be had; what was read until then is not kept. Cancelled,
        it asks for no further part.
        """
        await self._ended(first)
        sizes = {
            task.instance_id: len(await self._runs.output(first, task.instance_id))
            + task.dropped_bytes
            for task in first.tasks.values()
            if task.dropped_bytes
        }
        outputs = {one: bytearray(await self._runs.output(first, one)) for one in sizes}
        number = 2
        total = max(1, parts_of(first.tasks[one] for one in sizes))
        while missing := [one for one in sizes if len(outputs[one]) < sizes[one]]:
            told(number, total)
            chosen = [machine for machine in machines if machine.instance_id in missing]
            part = await self._part(
                first, next_part(first.run.script, token, number), profile, chosen
            )
            for one in missing:
                outputs[one] += await self._piece(part, one, number)
            number += 1
        await self._keep(first, {one: bytes(output) for one, output in outputs.items()})

    # -- inside

    async def _piece(self, part: RunProgress, instance_id: str, number: int) -> bytes:
        piece = await self._runs.output(part, instance_id) if instance_id in part.tasks else b""
        if not piece:
            raise ConsoleError(
                _("Part {number} of an output could not be read.").format(number=number),
                part.tasks[instance_id].error_info if instance_id in part.tasks else "",
                _("Run the script again."),
            )
        return piece

    async def _part(
        self, first: RunProgress, script: Script, profile: Profile, machines: Sequence[Machine]
    ) -> RunProgress:
        origin = Origin(run_id=first.run_id, relation=Relation.RETRY)
        plan = make_plan(script, machines, profile, now=self._clock.now(), origin=origin)
        progress = await self._runs.start(plan)
        await self._ended(progress)
        return progress

    async def _ended(self, progress: RunProgress) -> None:
        over = asyncio.Event()
        subscription = self._runs.ended.subscribe(
            lambda one: over.set() if one is progress else None
        )
        try:
            if progress.is_live:
                await over.wait()
        finally:
            subscription.cancel()

    async def _keep(self, first: RunProgress, outputs: dict[str, bytes]) -> None:
        digests = {one: hashlib.sha256(output).hexdigest() for one, output in outputs.items()}
        kept = [
            msgspec.structs.replace(
                first.tasks[one],
                output_sha256=digests[one],
                output_bytes=len(output),
                dropped_bytes=0,
            )
            for one, output in outputs.items()
        ]
        await self._archive.save_tasks(
            kept, {digests[one]: output for one, output in outputs.items()}
        )
        first.set_batches((), kept)

"""What a line of the history says of a run."""

from __future__ import annotations

from tat_console.ports.archive import RunRecord
from tat_console.support.i18n import _


def run_name(run: RunRecord) -> str:
    """The name of a run: that of its script."""
    return run.script.name or _("Script without a name")

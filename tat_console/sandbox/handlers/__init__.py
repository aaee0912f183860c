"""One function for each action of the service, gathered into one table."""

from __future__ import annotations

from typing import Final

from tat_console.sandbox.call import Handlers
from tat_console.sandbox.handlers import (
    account,
    commands,
    hosting,
    instances,
    invocations,
    invokers,
)

HANDLERS: Final[Handlers] = {
    **account.HANDLERS,
    **commands.HANDLERS,
    **hosting.HANDLERS,
    **instances.HANDLERS,
    **invocations.HANDLERS,
    **invokers.HANDLERS,
}
"""Every action's handler by the key of its row in `tat.actions.ACTIONS`."""

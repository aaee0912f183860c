"""Everything the service knows, in one place for the handlers: tables, machines, deliveries."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tat_console.sandbox.agent import Agent
from tat_console.sandbox.cos import Buckets
from tat_console.sandbox.delivery import Deliveries
from tat_console.sandbox.executor import ProcessAgent
from tat_console.sandbox.faults import Faults
from tat_console.sandbox.ground_truth import GroundTruth
from tat_console.sandbox.keys import KeyRing
from tat_console.sandbox.public_commands import public_commands, public_scenes
from tat_console.sandbox.records import (
    CommandRecord,
    FiringRecord,
    InvocationRecord,
    InvokerRecord,
    RegisterCodeRecord,
    TaskRecord,
)
from tat_console.sandbox.store import Store, Table
from tat_console.sandbox.synthetic import SyntheticAgent
from tat_console.sandbox.world import World

_ID_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


class State:
    """The whole state of one sandbox; made once per start."""

    def __init__(
        self,
        folder: Path,
        *,
        instances: int,
        regions: Sequence[str],
        keys: KeyRing,
        synthetic: bool,
        faults: Faults,
    ) -> None:
        self.store = Store(folder / "sandbox.sqlite3")
        self.synthetic = synthetic
        self.keys = keys
        self.faults = faults
        self.world = World(self.store, instances, regions, faults)
        self.commands = Table(CommandRecord, self.store)
        self.invocations = Table(InvocationRecord, self.store)
        self.tasks = Table(TaskRecord, self.store)
        self.invokers = Table(InvokerRecord, self.store)
        self.firings = Table(FiringRecord, self.store)
        self.register_codes = Table(RegisterCodeRecord, self.store)
        self.public_commands = public_commands()
        self.scenes = public_scenes()
        self.buckets = Buckets(folder / "cos", keys)
        self._ground_truth = GroundTruth(folder / "executions.jsonl")
        agent: Agent = SyntheticAgent() if synthetic else ProcessAgent(folder / "instances")
        self.deliveries = Deliveries(
            invocations=self.invocations,
            tasks=self.tasks,
            agent=agent,
            ground_truth=self._ground_truth,
            faults=faults,
            before_start=(lambda: None) if synthetic else self.store.flush,
        )

    async def close(self) -> None:
        """End what runs, and write everything."""
        await self.deliveries.stop()
        self._ground_truth.close()
        self.store.close()


def new_id(prefix: str, length: int) -> str:
    """A fresh id in the service's form (facts §4)."""
    return f"{prefix}-{''.join(secrets.choice(_ID_ALPHABET) for _ in range(length))}"

"""Fires invokers when their time has come, and makes up for what a restart kept from firing."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

import msgspec

from tat_console.sandbox import parameters
from tat_console.sandbox.handlers.commands import find_command
from tat_console.sandbox.records import FiringRecord, InvokerRecord
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.running import start_run
from tat_console.sandbox.schedule import due_firings, next_firing
from tat_console.sandbox.state import State
from tat_console.support.clock import Clock
from tat_console.tat.statuses import InvocationSource

_log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 0.5
STARTED: Final = "start an invocation at scheduled time."
"""The Reason of a firing that ran, as the service's own example has it."""


class Scheduler:
    """Looks at all invokers again and again; each planned moment fires once."""

    def __init__(self, state: State, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def run(self) -> None:
        """Fire what is due, for as long as the sandbox runs."""
        while True:
            self.fire_due()
            await self._clock.sleep(LOOK_EVERY_S)

    def fire_due(self) -> None:
        """Fire every invoker whose time has come."""
        moment = self._clock.now()
        for record in list(self._state.invokers):
            if record.next_time is not None and record.next_time <= moment:
                self._fire(record, record.next_time, moment)

    def _fire(self, record: InvokerRecord, first: datetime, until: datetime) -> None:
        settings = record.invoker.schedule_settings
        if settings is None:
            return
        for moment in due_firings(settings, first, until):
            self._state.firings.put(self._start(record, moment))
        after = next_firing(settings, until)
        self._state.invokers.put(msgspec.structs.replace(record, next_time=after))
        self._state.store.flush()

    def _start(self, record: InvokerRecord, moment: datetime) -> FiringRecord:
        reason, invocation_id = STARTED, ""
        try:
            invocation_id = self._run(record)
        except Refused as refused:
            reason = f"{refused.code}: {refused.message('en-US')}"
            _log.info("Invoker %s could not run: %s", record.key, reason)
        return FiringRecord(record.region, record.key, moment, reason, invocation_id)

    def _run(self, record: InvokerRecord) -> str:
        invoker = record.invoker
        command = find_command(self._state, record.region, invoker.command_id)
        if invoker.username:
            command = msgspec.structs.replace(command, username=invoker.username)
        given = parameters.read(invoker.parameters)
        source = InvocationSource.INVOKER
        return start_run(
            self._state, record.region, command, invoker.instance_ids, given, source
        ).invocation_id

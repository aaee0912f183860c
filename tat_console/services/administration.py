"""The use cases beside running scripts: keys, schedules, hosted machines, the API itself."""

from __future__ import annotations

from dataclasses import dataclass

from tat_console.ports.profiles import KeyReader
from tat_console.ports.recordings import RecordingFiles
from tat_console.services.api_calls import CallLog
from tat_console.services.directory import Directory
from tat_console.services.explorer import AddressOf, Explorer
from tat_console.services.hosting import Hosting
from tat_console.services.quotas import Quotas
from tat_console.services.recordings import Recorder
from tat_console.services.schedules import Schedules
from tat_console.services.session import Session
from tat_console.support.clock import Clock


@dataclass(frozen=True, slots=True)
class Administration:
    """What the pages for administration may ask for."""

    keys_around: KeyReader
    schedules: Schedules
    hosting: Hosting
    quotas: Quotas
    calls: CallLog
    recorder: Recorder
    recording_files: RecordingFiles
    explorer: Explorer

    @classmethod
    def around(
        cls,
        session: Session,
        directory: Directory,
        clock: Clock,
        *,
        keys_around: KeyReader,
        calls: CallLog,
        address_of: AddressOf,
        recording_files: RecordingFiles,
    ) -> Administration:
        """All of them for one session; `calls` must watch its connections (`watched`)."""
        return cls(
            keys_around=keys_around,
            schedules=Schedules(session, directory, clock),
            hosting=Hosting(session, clock),
            quotas=Quotas(session, clock),
            calls=calls,
            recorder=Recorder(calls),
            recording_files=recording_files,
            explorer=Explorer(session, clock, address_of),
        )

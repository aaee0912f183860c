"""Recording, saving and replaying, with the questions in between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from tat_console.ports.profiles import Profile
from tat_console.ports.recordings import Recording
from tat_console.services.recordings import SUFFIX, profile_of, write
from tat_console.services.replay_reading import read_for_replay
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.ask import confirm, pick_file, pick_new_file
from tat_console.ui.kit.page import Page


class RecordingWork:
    """What the buttons of the recording bar do; coroutines of a page."""

    def __init__(self, page: Page, services: Services) -> None:
        self._page = page
        self._services = services
        self._recorder = services.administration.recorder

    async def record(self, profile_id: str) -> None:
        """Begin with a profile; account, regions, machines and public commands are read once more.

        A replay asks for them first, so a recording without them could not even be opened.
        """
        session = self._services.session
        session.require()
        self._recorder.start(profile_id)
        await read_for_replay(session, profile_id)

    async def stop_and_save(self) -> None:
        """Record no more and ask where to put it."""
        self._recorder.stop()
        await self.save()

    async def save(self) -> None:
        """Write what was recorded; it stays at hand until that has succeeded."""
        calls = self._recorder.calls
        if not calls:
            return
        profile = self._services.profiles.get(self._recorder.profile_id)
        name = profile.name if profile else self._recorder.profile_id
        begun_at = calls[0].at
        suggested = f"{name}-{begun_at.astimezone():%Y%m%d-%H%M}{SUFFIX}".replace(" ", "-")
        path = await pick_new_file(
            self._page.window(), _("Save the recording"), suggested, _filters()
        )
        if path is None:
            return
        await self._services.administration.recording_files.write(
            path, write(name, begun_at, calls)
        )
        self._recorder.discard()
        text = ngettext(
            "{count:,} call was written to {path}, secrets taken out. Add it as a profile, and "
            "everything that was asked is answered again without any network.",
            "{count:,} calls were written to {path}, secrets taken out. Add it as a profile, and "
            "everything that was asked is answered again without any network.",
            len(calls),
        ).format(count=len(calls), path=path)
        window = self._page.window()
        if await confirm(window, _("The recording was saved"), text, _("Add as a profile")):
            await self._add(path)

    async def replay(self) -> None:
        """Ask for a recording and add it as a profile."""
        path = await pick_file(self._page.window(), _("Open a recording"), _filters())
        if path is not None:
            await self._add(path)

    async def add_all(self, paths: Sequence[Path]) -> None:
        """Add recordings as profiles, one after the other."""
        for path in paths:
            await self._add(path)

    async def discard(self) -> None:
        """Forget what was recorded if the user agrees."""
        text = _("What was recorded is in no file yet.")
        title = _("Discard the recording?")
        if await confirm(self._page.window(), title, text, _("Discard"), danger=True):
            self._recorder.discard()

    async def _add(self, path: Path) -> None:
        recording = await self._services.administration.recording_files.read(str(path))
        if not recording.calls:
            raise ConsoleError(
                _("This recording is empty."),
                _("There is no call in {path}.").format(path=path),
                _("Record a session first, then replay its file."),
            )
        profile = self._profile(recording, str(path))
        await self._services.profiles.save(profile, None)
        count = len(recording.calls)
        text = ngettext(
            "It answers {count:,} call as it was answered then, and refuses everything else. "
            "Nothing can be changed with it.",
            "It answers {count:,} calls as they were answered then, and refuses everything else. "
            "Nothing can be changed with it.",
            count,
        ).format(count=count)
        title = _("“{name}” is a profile now").format(name=profile.name)
        if await confirm(self._page.window(), title, text, _("Work with it now")):
            await self._services.session.activate(profile.profile_id)

    def _profile(self, recording: Recording, path: str) -> Profile:
        """A profile for the file: the one it has already, or a new one with a name of its own."""
        made = profile_of(recording, path)
        profiles = list(self._services.profiles)
        if earlier := next((one for one in profiles if one.recording == path), None):
            return msgspec.structs.replace(made, profile_id=earlier.profile_id, name=earlier.name)
        names = {one.name for one in profiles}
        name, number = made.name, 2
        while name in names:
            name, number = f"{made.name} ({number})", number + 1
        return msgspec.structs.replace(made, name=name)


def _filters() -> str:
    words = _("Recordings")
    all_files = _("All files")
    return f"{words} (*{SUFFIX});;{all_files} (*)"

"""The sign that traffic is recorded, and the buttons around it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.widgets.profile_box import ProfileBox


class RecordingBar(QWidget):
    """Idle: Record and Replay. Recording: a red sign and Stop. Then: Save and Discard."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._recorder = services.administration.recorder
        self.profiles = ProfileBox(services.session, _("Profile whose traffic is recorded"))
        self.profiles.setObjectName("record_profile")
        self.sign = IconLabel("ph.record-fill", "bad_text", 16)
        self.words = Label("", Type.NAME, "bad_text")
        self.words.setObjectName("recording_words")
        self.record = button(_("Record"), "ph.record")
        self.record.setObjectName("record")
        self.record.setToolTip(
            _("Keep the traffic of this profile, secrets taken out, to save it in a file")
        )
        self.replay = button(_("Replay…"), "ph.folder-open")
        self.replay.setObjectName("replay")
        self.replay.setToolTip(_("Add a recording as a profile that needs no network"))
        self.stop = button(_("Stop and save…"), "ph.stop-fill")
        self.stop.setObjectName("stop_recording")
        self.save = button(_("Save recording…"), "ph.floppy-disk")
        self.save.setObjectName("save_recording")
        self.discard = button(_("Discard"), kind=ButtonKind.FLAT)
        self.discard.setObjectName("discard_recording")
        parts = (
            self.sign,
            self.words,
            self.profiles,
            self.record,
            self.replay,
            self.stop,
            self.save,
        )
        self.setLayout(row(*parts, self.discard, gap=GRID))
        listen(self, self._recorder.changed, lambda _none: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what is going on."""
        runs, count = self._recorder.is_running, self._recorder.count
        waits = not runs and count > 0
        self.profiles.offer_choice(not runs and not waits)
        self.sign.setVisible(runs)
        self.words.setVisible(runs or waits)
        self.words.setText(self._text(runs, count))
        self.words.set_ink("bad_text" if runs else "text_2")
        for part, is_shown in (
            (self.record, not runs and not waits),
            (self.replay, not runs and not waits),
            (self.stop, runs),
            (self.save, waits),
            (self.discard, waits),
        ):
            part.setVisible(is_shown)

    def _text(self, runs: bool, count: int) -> str:
        if runs:
            text = ngettext("Recording, {count:,} call", "Recording, {count:,} calls", count)
        elif self._recorder.is_full:
            text = ngettext(
                "Full: {count:,} call, not saved", "Full: {count:,} calls, not saved", count
            )
        else:
            text = ngettext("{count:,} call, not saved", "{count:,} calls, not saved", count)
        return text.format(count=count)

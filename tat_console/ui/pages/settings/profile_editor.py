"""One profile: its form, a test of its key, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tat_console.ports.profiles import Credential, Profile, SourceKind
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.dialogs.connection_test import ConnectionTest
from tat_console.ui.dialogs.key_words import end_word
from tat_console.ui.dialogs.profile_form import ProfileForm
from tat_console.ui.kit.ask import confirm, pick_file
from tat_console.ui.kit.banner import Banner, Notice
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, panel, row
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.theme import ToneName

_FORM_WIDTH: Final = 640


class ProfileEditor(QFrame):
    """Edits, tests, saves, uses and removes one profile; `discarded` gives up a new one."""

    discarded = Signal(str)

    def __init__(self, page: Page, services: Services, profile: Profile, *, is_new: bool) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._page = page
        self._services = services
        self._profile = profile
        self._is_new = is_new
        self._heading = ElidedLabel("", Type.HEADING)
        self._ends = Label("", Type.BASE, "text_2", wrap=True)
        self._ends.setObjectName("key_ends")
        self.form = ProfileForm(profile, is_new=is_new, browse=self._start_browse)
        self._keyring = Notice(ToneName.LATE, "")
        self._keyring.hide()
        self._keyring_problem = ""
        self._result: QWidget | None = None
        self._results = column(gap=GRID)
        self._busy = ElidedLabel("", Type.BASE, "text_2")
        self._busy.setObjectName("profile_state")
        self._build()
        self.form.edited.connect(self._show_state)
        self.form.key.source_chosen.connect(self._start_look)
        page.listen(services.session.changed, lambda _none: self._show_session())
        page.listen(services.session.keys.changed, lambda _id: self._show_session())
        self._show_session()
        self._page.start(self._look_at_keyring())
        self._page.start(self._look_for_key())
        if profile.source.kind is not SourceKind.KEYRING:
            self._start_look()

    def take(self, profile: Profile) -> None:
        """Take over the profile as it is kept, unless something else is being typed."""
        self._is_new = False
        if profile != self._profile and not self.form.is_dirty:
            self.form.show_profile(profile)
        self._profile = profile
        self._show_session()

    # -- building

    def _build(self) -> None:
        self._test = button(_("Test connection"), "ph.wifi-high")
        self._save = button(_("Save"), "", ButtonKind.PRIMARY)
        self._use = button(_("Use this profile"), "ph.sign-in")
        self._remove = button(_("Remove…"), "ph.trash", ButtonKind.FLAT)
        for part, name, act in (
            (self._test, "test_profile", self._start_test),
            (self._save, "save_profile", self._start_save),
            (self._use, "use_profile", self._start_use),
            (self._remove, "remove_profile", self._start_remove),
        ):
            part.setObjectName(name)
            part.clicked.connect(act)
        inside = QWidget()
        inside.setMaximumWidth(_FORM_WIDTH)
        inside.setLayout(
            column(self._heading, self._ends, self._keyring, self.form, None, gap=GAP,
                   margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        )  # fmt: skip
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        buttons = row(self._save, self._test, self._use, self._busy, self._remove)
        buttons.setStretchFactor(self._busy, 1)
        foot = column(self._results, buttons, gap=GRID, margins=(MARGIN, GRID, GAP, GRID))
        box = column(scroll, panel(foot, edge="top"), gap=0)
        box.setStretch(0, 1)
        self.setLayout(box)

    # -- what is known

    def _show_session(self) -> None:
        session = self._services.session
        self.form.regions.offer(region.region for region in session.regions)
        self._show_state()

    def _show_state(self) -> None:
        active = self._services.session.profile
        in_use = active is not None and active.profile_id == self._profile.profile_id
        self._heading.setText(self.form.profile().name or _("New profile"))
        self._use.setText(_("In use") if in_use else _("Use this profile"))
        self._use.setEnabled(not in_use and not self._is_new)
        self._remove.setText(_("Discard…") if self._is_new else _("Remove…"))
        self._busy.setText(_("Not saved yet") if self.form.is_dirty else "")
        ends = self._services.session.keys.ends_at(self._profile.profile_id)
        text = _("The temporary key in use ends at {time}; a new one is asked for before.")
        self._ends.setText(text.format(time=end_word(ends)) if ends else "")
        self._ends.setVisible(ends is not None)
        is_typed = self.form.key.kind is SourceKind.KEYRING and not self._profile.recording
        self._keyring.setVisible(bool(self._keyring_problem) and is_typed)

    async def _look_at_keyring(self) -> None:
        problem = await self._services.profiles.keyring_problem()
        self._keyring_problem = problem or ""
        if problem:
            title = _("The key will be kept for this session only")
            self._keyring.set_message(ToneName.LATE, title, problem)
            self.form.require_session_only(True)
        self._show_state()

    async def _look_around(self) -> None:
        self.form.key.show_found(await self._services.administration.keys_around.found())

    async def _look_for_key(self) -> None:
        """Say where the key is; the keyring is not asked, for it may ask for its password."""
        hint = ""
        if self._profile.session_only and not self._is_new:
            try:
                await self._services.profiles.credential(self._profile)
                hint = _("Kept until the program ends. Leave empty to keep it.")
            except ConsoleError:
                hint = _("It was kept for one session only and is gone. Type it again.")
        elif not self._is_new:
            hint = _("In the keyring. Leave empty to keep it.")
        self.form.fields["secret_key"].set_hint(hint)

    def _taken_names(self) -> list[str]:
        own = self._profile.profile_id
        return [one.name for one in self._services.profiles if one.profile_id != own]

    def _check(self) -> bool:
        self._show_result(None)
        return self.form.check(self._taken_names())

    # -- what the user does

    def _start_look(self) -> None:
        self._page.start(self._look_around(), key=(self, "look"))

    def _start_browse(self) -> None:
        self._page.start(self._browse(), key=(self, "browse"))

    async def _browse(self) -> None:
        filters = _("Certificates (*.pem *.crt *.cer);;All files (*)")
        if path := await pick_file(self, _("File of trusted certificates"), filters):
            self.form.network.use_ca_file(str(path))

    def _start_test(self) -> None:
        """Try what stands in the form in a dialog that the form can be corrected from."""
        if not self._check():
            return
        profile, typed = self.form.profile(), self.form.credential()

        async def read_key() -> Credential:
            return typed or await self._services.profiles.credential(profile)

        test = ConnectionTest(self._page, self._services, profile, read_key)
        test.wants_field.connect(self._go_to_field)
        test.open()
        test.begin()

    def _go_to_field(self, name: str) -> None:
        """The field that has to do with a failure; those of a key that lies elsewhere have none."""
        is_elsewhere = self.form.key.kind is not SourceKind.KEYRING
        is_of_key = name in ("secret_id", "secret_key", "token")
        self.form.go_to("source" if is_elsewhere and is_of_key else name)

    def _start_save(self) -> None:
        if self._check():
            self._page.start(self._try(_("Saving…"), self._do_save), key=self)

    def _start_use(self) -> None:
        self._page.start(self._try(_("Connecting…"), self._do_use), key=self)

    def _start_remove(self) -> None:
        self._page.start(self._try("", self._do_remove), key=self)

    async def _try(self, words: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something that may fail; the failure is told here and what was typed stays."""
        self._busy.setText(words)
        self._test.setEnabled(False)
        self._save.setEnabled(False)
        try:
            await work()
        except ConsoleError as error:
            self._show_result(Banner(error))
        finally:
            self._test.setEnabled(True)
            self._save.setEnabled(True)
            self._show_state()

    async def _do_save(self) -> None:
        profile, credential = self.form.profile(), self.form.credential()
        await self._services.profiles.save(profile, credential)
        self._is_new = False
        self._profile = profile
        self.form.saved(profile)
        self._show_result(_saved_notice(profile, credential))
        await self._look_for_key()
        await self._reconnect(profile)

    async def _reconnect(self, profile: Profile) -> None:
        """Let the window work with what was saved, if it works with this profile."""
        session = self._services.session
        is_active = session.profile is not None and (
            session.profile.profile_id == profile.profile_id
        )
        if is_active:
            session.expect()
        await session.forget(profile.profile_id)
        if is_active:
            await session.activate(profile.profile_id)

    async def _do_use(self) -> None:
        await self._services.session.activate(self._profile.profile_id)

    async def _do_remove(self) -> None:
        title = _("Remove “{name}”?").format(name=self.form.profile().name or _("New profile"))
        text = (
            _("What was typed is thrown away.")
            if self._is_new
            else _(
                "The profile and its key are removed from this computer. The account and its "
                "machines stay as they are, and so does the history of runs."
            )
        )
        action = _("Discard") if self._is_new else _("Remove")
        if not await confirm(self, title, text, action, danger=True):
            return
        if self._is_new:
            self.discarded.emit(self._profile.profile_id)
        else:
            await self._services.profiles.remove(self._profile.profile_id)
            await self._services.session.forget(self._profile.profile_id)

    def _show_result(self, result: QWidget | None) -> None:
        if self._result is not None:
            self._result.hide()
            self._result.deleteLater()
        self._result = result
        if result is not None:
            self._results.addWidget(result)


def _saved_notice(profile: Profile, credential: Credential | None) -> Notice:
    if profile.source.kind is not SourceKind.KEYRING:
        text = _("The key stays where it is and is read there each time that it is needed.")
    elif credential is None:
        text = _("The key stays as it was.")
    elif profile.session_only:
        text = _("The key is kept in memory and is gone when the program ends.")
    else:
        text = _("The key is in the keyring of this computer.")
    return Notice(ToneName.GOOD, _("“{name}” is saved").format(name=profile.name), text)

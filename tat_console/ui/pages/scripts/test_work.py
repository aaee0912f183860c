"""Tests of scripts from the editor: one with what is filled in, or all that expect something."""

from __future__ import annotations

from tat_console.ports.library import LibraryScript
from tat_console.ports.profiles import Environment
from tat_console.services.draft_scripts import as_script
from tat_console.services.script_tests import TestResult
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.dialogs.edit_expectation import FORGET, EditExpectation
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.page import Page
from tat_console.ui.pages.scripts.bottom_pane import BottomTab
from tat_console.ui.pages.scripts.desk import ScriptDesk
from tat_console.ui.pages.scripts.form import script_of


class TestWork:
    """Runs tests on a machine of the sandbox and shows what they came to."""

    __test__ = False  # a part of the page, not a class of tests

    def __init__(self, page: Page, services: Services, desk: ScriptDesk) -> None:
        self._page = page
        self._services = services
        self._desk = desk
        self._pane = desk.bottom.test
        desk.test_asked.connect(self.test)
        self._pane.facts.expect_asked.connect(lambda: page.start(self._expect(), key="expect"))

    def test(self) -> None:
        """Run the script in front with what is filled in; a second time, stop that."""
        if self._page.scope.is_busy("test"):
            self._page.scope.cancel("test")
            return
        self._desk.flush()
        if self._desk.point_out_problems(with_targets=False):
            return
        self._desk.bottom.show_tab(BottomTab.TEST)
        self._pane.show_message(_("Running in the sandbox… Ctrl+T stops it."))
        task = self._page.start(self._test(), key="test")
        task.add_done_callback(lambda done: self._stopped() if done.cancelled() else None)

    def test_all(self) -> None:
        """Test every script of the library that has an expectation."""
        self._page.start(self._test_all(), key="test")

    async def _test(self) -> None:
        draft = self._desk.draft()
        script = self._script()
        try:
            result = await self._services.scripts.tests.test(
                script, self._sandbox(), script_of(draft).parameters, self._desk.hidden_values()
            )
        except ConsoleError:
            self._pane.show_message("")
            raise
        if self._desk.draft().draft_id == draft.draft_id:
            self._pane.show_result(result, has_expectation=draft.expectation is not None)

    async def _test_all(self) -> None:
        scripts = self._services.scripts.library.scripts
        expecting = [script for script in scripts if script.settings.expectation]
        self._desk.bottom.show_tab(BottomTab.TEST)
        self._pane.begin_all(len(expecting))
        finished = self._services.scripts.tests.finished
        subscription = finished.subscribe(self._add)
        try:
            profile_id = self._sandbox()
            results = await self._services.scripts.tests.test_all(expecting, profile_id)
        finally:
            subscription.cancel()
        self._pane.end_all(results)

    def _add(self, result: TestResult) -> None:
        self._pane.add_result(result)

    def _stopped(self) -> None:
        self._pane.show_message(_("The test was stopped."))

    async def _expect(self) -> None:
        draft = self._desk.draft()
        dialog = EditExpectation(self._page, draft.expectation, self._desk.sheet.visible_values())
        answer = await ask(dialog)
        if answer == ACCEPTED:
            self._desk.expect(dialog.expectation())
        elif answer == FORGET:
            self._desk.expect(None)

    def _script(self) -> LibraryScript:
        draft = self._desk.draft()
        return as_script(draft, self._services.scripts.library.get(draft.path))

    def _sandbox(self) -> str:
        """The sandbox that tests run in: the profile in use if it is one, else the first."""
        active = self._services.session.profile
        profiles = [*([active] if active else []), *self._services.profiles]
        for profile in profiles:
            if profile.environment is Environment.SANDBOX:
                return profile.profile_id
        raise ConsoleError(
            _("There is no sandbox to test in."), "", _("Start the program again to get one.")
        )

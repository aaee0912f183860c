"""Every page of the window with something on it, and every dialog: what many tests walk through."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Final

import msgspec
from PySide6.QtWidgets import QDialog, QTabBar, QWidget

import tat_console.ui
from tat_console.lint.dangerous import find_dangers
from tat_console.ports.profiles import AssumedRole, Environment
from tat_console.ports.waves import Guards
from tat_console.runs.target_csv import ValueTable
from tat_console.runs.target_sets import TargetSet
from tat_console.runs.targets import select
from tat_console.services.enrolment import enrolments
from tat_console.services.hosting import NewCode
from tat_console.services.schedule_drafts import ScheduleDraft
from tat_console.support.i18n import language
from tat_console.support.logs import Secret
from tat_console.tat.actions import ACTIONS
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType
from tat_console.tat.templating import Parameter
from tat_console.ui.answers.whole_output import PartsDialog, UploadQuestion
from tat_console.ui.dialogs.about import AboutDialog
from tat_console.ui.dialogs.compare_texts import CompareTexts
from tat_console.ui.dialogs.confirm_call import ConfirmCall, Wanted
from tat_console.ui.dialogs.confirm_dangers import ConfirmDangers
from tat_console.ui.dialogs.confirm_loss import ConfirmLoss
from tat_console.ui.dialogs.describe_script import DescribeScript
from tat_console.ui.dialogs.edit_expectation import EditExpectation
from tat_console.ui.dialogs.edit_parameter import EditParameter
from tat_console.ui.dialogs.help_window import HelpWindow
from tat_console.ui.dialogs.import_keys import ImportKeys
from tat_console.ui.dialogs.mfa_code import MfaCode
from tat_console.ui.dialogs.new_code import NewCodeForm
from tat_console.ui.dialogs.protected_targets import ProtectedTargets
from tat_console.ui.dialogs.removed_scripts import RemovedScripts
from tat_console.ui.dialogs.run_guards import RunGuards
from tat_console.ui.dialogs.save_command import SaveCommand
from tat_console.ui.dialogs.save_set import SaveSet
from tat_console.ui.dialogs.shortcut_rows import GROUPS
from tat_console.ui.dialogs.shortcuts import ShortcutSheet
from tat_console.ui.dialogs.show_code import ShowCode
from tat_console.ui.dialogs.stop_run import StopRun
from tat_console.ui.dialogs.targets_from_list import TargetsFromList
from tat_console.ui.dialogs.value_table import ValuesPerMachine
from tat_console.ui.dialogs.welcome import Welcome
from tat_console.ui.kit.errors import ReportDialog
from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.gallery.run_dialog import RunCommandDialog
from tat_console.ui.pages.schedules.editor import EditSchedule
from tat_console.ui.pages.schedules.pick_machines import PickMachines
from tat_console.ui.pages.schedules.work import USUAL
from tat_console.ui.widgets.normalising_bar import PatternsDialog
from tests.journeys import rooms_of_work
from tests.journeys.conftest import Person

SCRIPT: Final = """\
#!/usr/bin/env bash
echo "{{greeting}} and" $HOME
[ "$TAT_SANDBOX_INSTANCE_ID" != "{{other}}" ] || exit 3
"""
REGION: Final = "ap-guangzhou"

Room = tuple[str, QWidget]


async def furnish(person: Person) -> None:
    """Have a run with a failure and a success, and the script it came from in the editor."""
    chosen = await person.tick(3)
    await person.write("greet-everybody", SCRIPT, greeting="good day", other=chosen[0])
    await person.run_it()
    await person.ended()
    await person.hand.click_row("task_table", 0)


async def pages(person: Person) -> AsyncIterator[Room]:
    """Each page of the window, each with all that its tabs show."""
    for key in PageKey:
        await person.hand.click(f"rail_{key}")
        await person.hand.settle()
        page = person.console.window.page_widget(key)
        yield str(key), page
        async for name in _tabs(person, page):
            yield f"{key}, {name}", page


async def _tabs(person: Person, page: QWidget) -> AsyncIterator[str]:
    """Turn every row of tabs on a page over, and the sections of the settings."""
    for bar in [one for one in page.findChildren(QTabBar) if one.isVisible()]:
        if bar.objectName() == "draft_tabs":
            continue
        first = bar.currentIndex()
        for place in range(bar.count()):
            if place != first and bar.isTabEnabled(place) and bar.isTabVisible(place):
                bar.setCurrentIndex(place)
                await person.hand.settle()
                yield bar.tabText(place)
        bar.setCurrentIndex(first)
    if person.hand.shown(QWidget, "settings_sections"):
        for place, row in enumerate(person.hand.rows("settings_sections")):
            await person.hand.click_row("settings_sections", place, 0)
            yield row[0]


Make = Callable[[Person], QDialog | Awaitable[QDialog]]


def _window(person: Person) -> QWidget:
    return person.console.window


def _page(person: Person, key: PageKey) -> Any:
    return person.console.window.page_widget(key)


def _machines(person: Person) -> tuple[Any, ...]:
    return person.services.directory.machines


def _guards(person: Person) -> QDialog:
    return RunGuards(_window(person), Guards(), lambda _guards: "one wave")


def _dangers(person: Person) -> QDialog:
    return ConfirmDangers(_window(person), find_dangers("rm -rf /", CommandType.SHELL), ())


def _protected(person: Person) -> QDialog:
    kept = TargetSet(set_id="one", name="Databases", protected=True)
    return ProtectedTargets(_window(person), [kept], _machines(person)[:3])


def _loss(person: Person) -> QDialog:
    profile = person.services.session.require().profile
    asked = msgspec.structs.replace(profile, environment=Environment.PRODUCTION)
    return ConfirmLoss(_window(person), "Remove it?", ["It is gone."], "Remove", asked)


def _call(person: Person) -> QDialog:
    profile = person.services.session.require().profile
    asked = msgspec.structs.replace(profile, environment=Environment.PRODUCTION)
    wanted = Wanted(
        ACTIONS["tat.RunCommand"],
        {"Content": "ZWNobyBvbmU=", "InstanceIds": ["ins-12345678"]},
        REGION,
    )
    return ConfirmCall(_window(person), asked, wanted)


def _compare(person: Person) -> QDialog:
    sides = (("Here", "echo one\n"), ("There", "echo two\n"))
    return CompareTexts(_window(person), "Compare", "Both were changed.", sides, ["Keep here"])


def _mfa(person: Person) -> QDialog:
    role = AssumedRole(role_arn="qcs::cam::uin/1:roleName/ops", mfa_serial="device")
    return MfaCode(_window(person), person.services.session.require().profile, role)


def _new_code(person: Person) -> QDialog:
    create = person.services.administration.hosting.create_code
    return NewCodeForm(_window(person), [REGION, "ap-shanghai"], create, lambda _region: "")


def _show_code(person: Person) -> QDialog:
    code = NewCode(region=REGION, code_id="code-1", value=Secret("value"))
    ways = enrolments(person.services.session.require().profile, code)
    return ShowCode(_window(person), code, ways, lambda: None)


def _values(person: Person) -> QDialog:
    name = _machines(person)[0].name
    table = ValueTable(
        columns=("machine", "word"),
        rows=({"machine": name, "word": "hello"},),
        target_column="machine",
    )
    known = [Parameter("word", hidden=False)]
    return ValuesPerMachine(_window(person), table, _machines(person), known)


def _parameter(person: Person) -> QDialog:
    return EditParameter(
        _window(person), ParameterDefinition(key="port", kind=ParameterKind.NUMBER)
    )


def _gallery_run(person: Person) -> QDialog:
    item = next(item for item in person.services.scripts.gallery.items if item.definitions("en"))
    dialog = RunCommandDialog(_window(person), item, language(), {})
    dialog.show_selection(select(_machines(person)[:2], CommandType.SHELL))
    return dialog


def _schedule(person: Person) -> QDialog:
    draft = ScheduleDraft(name="", command_id="", instance_ids=(), settings=USUAL)
    return EditSchedule(_window(person), person.services, "New schedule", draft)


def _pick(person: Person) -> QDialog:
    return PickMachines(_window(person), person.services, REGION, None, ())


def _save_command(person: Person) -> QDialog:
    return SaveCommand(
        _window(person),
        "greet",
        [REGION, "ap-shanghai"],
        takes_parameters=True,
        is_taken=lambda _name, _region: False,
    )


def _save_set(person: Person) -> QDialog:
    return SaveSet(_window(person), ("ins-12345678",), None, "")


def _describe(person: Person) -> QDialog:
    return DescribeScript(_window(person), "greet.sh", "Greets.", ["web"], ["web", "db"])


def _about(person: Person) -> QDialog:
    services = person.services
    return AboutDialog(_window(person), services.program, services.scripts.library.folder)


def _help(person: Person) -> QDialog:
    window = HelpWindow(_window(person))
    window.show_topic("")
    return window


DIALOGS: Final[dict[str, Make]] = {
    "Welcome": lambda person: Welcome(_window(person), person.console.window),
    "ReportDialog": lambda person: ReportDialog(_window(person), "Traceback"),
    "RunGuards": _guards,
    "ConfirmDangers": _dangers,
    "ProtectedTargets": _protected,
    "PatternsDialog": lambda person: PatternsDialog(_window(person), ["[0-9]+"]),
    "UploadQuestion": lambda person: UploadQuestion(_window(person), 3),
    "CompareTexts": _compare,
    "ConfirmCall": _call,
    "ConfirmLoss": _loss,
    "DescribeScript": _describe,
    "EditExpectation": lambda person: EditExpectation(_window(person), None, {"word": "hello"}),
    "EditParameter": _parameter,
    "ImportKeys": lambda person: ImportKeys(_page(person, PageKey.SETTINGS), person.services),
    "MfaCode": _mfa,
    "NewCodeForm": _new_code,
    "RemovedScripts": lambda person: RemovedScripts(_window(person), ["old.sh"]),
    "SaveCommand": _save_command,
    "SaveSet": _save_set,
    "ShowCode": _show_code,
    "StopRun": lambda person: StopRun(_window(person), person.run),
    "TargetsFromList": lambda person: TargetsFromList(_window(person), _machines(person)),
    "ValuesPerMachine": _values,
    "RunCommandDialog": _gallery_run,
    "EditSchedule": _schedule,
    "PickMachines": _pick,
    "AboutDialog": _about,
    "HelpWindow": _help,
    "PartsDialog": lambda person: PartsDialog(_window(person)),
    "ShortcutSheet": lambda person: ShortcutSheet(_window(person), GROUPS),
    "ChangesDialog": rooms_of_work.changes,
    "CompareDialog": rooms_of_work.comparison,
    "ConfirmRun": rooms_of_work.confirmation,
    "ConnectionTest": rooms_of_work.trial,
    "FiringOutputs": rooms_of_work.outputs,
    "ScriptVersions": rooms_of_work.versions,
}


async def dialogs(person: Person) -> AsyncIterator[Room]:
    """Each dialog in turn, open over the window."""
    for name, make in DIALOGS.items():
        made = make(person)
        dialog = made if isinstance(made, QDialog) else await made
        dialog.open()
        await person.hand.settle()
        yield name, dialog
        dialog.reject()
        dialog.deleteLater()
        await person.hand.settle()
    gc.collect()


def known_dialogs() -> Iterator[str]:
    """The names of all dialogs of the program."""
    for module in pkgutil.walk_packages(tat_console.ui.__path__, "tat_console.ui."):
        importlib.import_module(module.name)
    yield from (
        one.__name__
        for one in _below(QDialog)
        if one.__module__.startswith("tat_console") and one.__name__ != "Dialog"
    )


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)

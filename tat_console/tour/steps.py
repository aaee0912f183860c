"""What the tour does: the main job, then the answers that are not so good, then the dark theme."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QTabBar, QWidget

from tat_console.app import Console
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _, language
from tat_console.tat.statuses import CommandType, TaskStatus
from tat_console.tour.hand import Hand, NotThere
from tat_console.ui.navigation import PageKey

GREETING: Final = """\
#!/usr/bin/env bash
# Say hello, look around, and count up to a number.
set -euo pipefail

echo "{{greeting}} from" $TAT_SANDBOX_INSTANCE_NAME
uname -sr
for ((i = 1; i <= {{count}}; i++)); do
    sleep 1
    echo "step $i of {{count}}"
done
"""
MIXED: Final = """\
#!/usr/bin/env bash
# Answers of every kind: most succeed, some fail, some are too slow.
case "$TAT_SANDBOX_INSTANCE_NAME" in
    db-*) echo "cp: error writing '/etc/app/edge.pem': No space left on device" >&2; exit 3 ;;
    cache-*) echo "waiting for old workers to exit"; sleep 60 ;;
    *) sleep "0.$((RANDOM % 9))"; echo "nginx: configuration test is successful" ;;
esac
"""
FAVOURITES: Final = (
    ("Health", "Kernel messages"),
    ("Network", "Measure latency"),
    ("Disks and files", "Find large files"),
    ("Disks and files", "Clean up old files"),
)
DISKS: Final = """\
#!/usr/bin/env bash
# How full the disk is, as JSON.
df -P / | awk -v name="$TAT_SANDBOX_INSTANCE_NAME" 'NR == 2 {
    printf "{\\"disk\\": \\"%s\\", \\"free_kb\\": %d, \\"used\\": \\"%s\\", \\"name\\": \\"%s\\"}\\n", $1, $4, $5, name
}'
"""
LARGE: Final = "head -c 61440 /dev/zero | tr '\\0' 'x' | fold -w 79\n"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what its picture is called, what is said, and how it is done."""

    name: str
    words: str
    do: Callable[[Tour], Awaitable[None]]


class Tour:
    """The hand, and the run that was started last."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.hand = Hand(console.window)

    @property
    def run(self) -> RunProgress:
        """The run that was started last."""
        known = self.console.services.runs.known
        if not known:
            raise NotThere("no run was started")
        return known[-1]

    async def go(self, page: PageKey) -> None:
        """Click a page in the rail; an open palette goes away, as it does for a person."""
        self.close_palette()
        await self.hand.click(f"rail_{page.value}")

    def close_palette(self) -> None:
        """What is pressed elsewhere closes it; a press by name does not go through the window."""
        for popup in self.hand.shown(QWidget, "palette"):
            popup.close()

    async def tick(self, wanted: Callable[[str], bool], most: int = 1_000) -> None:
        """Tick the ready machines with such names, at most so many, and no others."""
        hand = self.hand
        await self.go(PageKey.INSTANCES)
        await hand.until(lambda: self.console.services.directory.machines, "machines are listed")
        if hand.shown(QAbstractButton, "clear_ticks"):
            await hand.click("clear_ticks")
        ready = {
            machine.name
            for machine in self.console.services.directory.machines
            if machine.refusal(CommandType.SHELL) is None
        }
        names = [row[1] for row in hand.rows("machines")]
        places = [place for place, name in enumerate(names) if name in ready and wanted(name)]
        for place in places[:most]:
            await hand.click_row("machines", place, 0)

    async def open_run(self, name: str) -> None:
        """Open a run from the history, and its first task."""
        await self.go(PageKey.HISTORY)
        names = [row[0] for row in self.hand.rows("history")]
        await self.hand.click_row("history", names.index(name), 0)
        await self.hand.press(Qt.Key.Key_Return, on=self.hand.find(QWidget, "history"))
        await self.shows_run(name)
        await self.hand.click_row("task_table", 0)

    async def shows_run(self, name: str) -> None:
        """Wait until the page of a run shows the one of this name."""
        hand = self.hand
        await hand.until(
            lambda: hand.shown(QLabel, "run_title") and hand.text("run_title") == name,
            f"the run {name} is shown",
        )

    def turn_to(self, title: str) -> None:
        """Bring a tab beside the tasks of a run to the front."""
        tabs = self.hand.find(QTabBar, "run_tabs")
        titles = [tabs.tabText(place) for place in range(tabs.count())]
        tabs.setCurrentIndex(titles.index(title))

    async def write(self, name: str, script: str) -> None:
        """Write a script in a tab of its own."""
        hand = self.hand
        await self.go(PageKey.SCRIPTS)
        await hand.click("new_script")
        await hand.type_into("name_field", name)
        await hand.paste_into("script_editor", script)

    async def run_it(self) -> None:
        """Ask for the run, agree, and wait until it was kept."""
        before = len(self.console.services.runs.known)
        await self.hand.click("run_button")
        await self.hand.click("confirm_button")
        await self.hand.until(
            lambda: len(self.console.services.runs.known) > before, "the run has started"
        )

    async def all_are(self, *statuses: TaskStatus) -> None:
        """Wait until every task of the last run is in one of these states."""
        await self.hand.until(
            lambda: {task.status for task in self.run.tasks.values()} <= set(statuses),
            f"all tasks are {', '.join(statuses)}",
        )

    async def ended(self) -> None:
        """Wait until the last run has ended."""
        await self.hand.until(lambda: not self.run.is_live, "the run has ended")

    async def count_is(self, status: TaskStatus, count: int) -> None:
        """Fail unless so many tasks of the last run ended this way."""
        if self.run.counts[status] != count:
            found = {status.value: count for status, count in self.run.counts.items() if count}
            raise NotThere(f"{count} tasks ended as {status}; there were {found}")


async def _welcome(tour: Tour) -> None:
    await tour.hand.see(QDialog, "welcome")


async def _machines(tour: Tour) -> None:
    await tour.hand.click("welcome_begin")
    await tour.hand.until(
        lambda: len(tour.console.services.directory.machines) > 20, "machines are listed"
    )


async def _choose(tour: Tour) -> None:
    await tour.tick(lambda name: name.startswith(("web", "api", "shop", "edge")))


async def _write(tour: Tour) -> None:
    await tour.hand.click("run_script")
    await tour.write("say-hello", GREETING)
    await tour.hand.type_into("parameter_greeting", "Good morning")
    await tour.hand.type_into("parameter_count", "3")
    await tour.hand.until(
        lambda: (
            tour.hand.shown(QWidget, "problem_list")
            and any("SC2086" in row[0] for row in tour.hand.rows("problem_list"))
        ),
        "the checks have found the variable outside quotes",
    )
    await tour.hand.click_row("problem_list", 0, 0)


async def _test(tour: Tour) -> None:
    await tour.hand.click("test_button")
    await tour.hand.until(
        lambda: (
            tour.hand.shown(QWidget, "test_facts")
            and _("exit code {code}").format(code=0) in tour.hand.text("test_facts")
        ),
        "the test in the sandbox has ended",
    )


async def _bad_input(tour: Tour) -> None:
    await tour.hand.type_into("parameter_count", "")
    await tour.hand.type_into("timeout_field", "0")
    await tour.hand.click("run_button")
    if tour.hand.shown(QDialog, "confirm_run"):
        raise NotThere("what is wrong is said before anything is asked")


async def _preview(tour: Tour) -> None:
    await tour.hand.type_into("timeout_field", "60")
    await tour.hand.type_into("parameter_count", "3")
    await tour.hand.click("preview_button")


async def _confirm(tour: Tour) -> None:
    await tour.hand.click("run_button")
    await tour.hand.see(QDialog, "confirm_run")


async def _watch(tour: Tour) -> None:
    await tour.hand.click("confirm_button")
    await tour.hand.until(lambda: tour.console.services.runs.known, "the run has started")
    await tour.all_are(TaskStatus.RUNNING, TaskStatus.SUCCESS)
    await tour.hand.click_row("task_table", 1)
    await tour.hand.until(
        lambda: "step 1" in tour.hand.text("output_view"), "output grows while the task runs"
    )


async def _answers(tour: Tour) -> None:
    await tour.ended()
    await tour.count_is(TaskStatus.SUCCESS, len(tour.run.tasks))
    await tour.hand.until(
        lambda: "step 3" in tour.hand.text("output_view"), "the whole output is there"
    )


async def _mixed(tour: Tour) -> None:
    await tour.tick(lambda name: not name.startswith("edge"))
    await tour.write("reload-nginx", MIXED)
    await tour.hand.type_into("timeout_field", "2")
    await tour.run_it()
    await tour.hand.until(
        lambda: tour.run.counts[TaskStatus.FAILED] and tour.run.counts[TaskStatus.SUCCESS],
        "some have failed",
    )


async def _failures(tour: Tour) -> None:
    await tour.ended()
    for status in (TaskStatus.FAILED, TaskStatus.TIMEOUT, TaskStatus.SUCCESS):
        if not tour.run.counts[status]:
            raise NotThere(f"some tasks end as {status}")
    await tour.hand.click_row("task_table", 0)


async def _cancel(tour: Tour) -> None:
    await tour.tick(lambda name: name.startswith(("web", "db")), most=3)
    await tour.write("wait-long", "echo started\nsleep 600\n")
    await tour.run_it()
    await tour.all_are(TaskStatus.RUNNING)
    await tour.hand.click_row("task_table", 0)
    await tour.hand.click_row("task_table", 1, modifier=Qt.KeyboardModifier.ControlModifier)
    await tour.hand.click("cancel_chosen")
    await tour.hand.click("agree")
    await tour.hand.until(
        lambda: tour.run.counts[TaskStatus.TERMINATED] == 2, "two of three were cancelled"
    )


async def _cut(tour: Tour) -> None:
    await tour.hand.click("cancel_all")
    await tour.hand.click("agree")
    await tour.ended()
    await tour.write("large-output", LARGE)
    await tour.run_it()
    await tour.ended()
    await tour.hand.click_row("task_table", 0)
    if not all(task.dropped_bytes for task in tour.run.tasks.values()):
        raise NotThere("the service cut the output")


async def _gallery(tour: Tour) -> None:
    hand, gallery = tour.hand, tour.console.services.scripts.gallery
    await tour.go(PageKey.GALLERY)
    await hand.until(lambda: gallery.items, "commands are listed")
    scenes = {one.words.en: one.words.in_language(language()) for one in gallery.scenes}
    names = _names(tour)
    for scene, name in FAVOURITES:
        await _click_name(hand, "gallery_places", scenes[scene])
        await _click_name(hand, "gallery_cards", names[name])
        await hand.click("gallery_star")
    await hand.click_row("gallery_places", 0, 0)
    await _click_name(hand, "gallery_cards", *names.values())


def _names(tour: Tour) -> dict[str, str]:
    """What the public commands are called in the window, by their English names."""
    items = tour.console.services.scripts.gallery.items
    return {one.about.name.en: one.name(language()) for one in items}


async def _click_name(hand: Hand, view: str, *names: str) -> None:
    """Click the first row of a list that has one of these names."""
    found = [row for row, texts in enumerate(hand.rows(view)) if texts[0] in names]
    if not found:
        raise NotThere(f"{view} has {' or '.join(names)}")
    await hand.click_row(view, found[0], 0)


async def _gallery_run(tour: Tour) -> None:
    await tour.hand.type_into("gallery_search", "find large")
    await _click_name(tour.hand, "gallery_cards", _names(tour)["Find large files"])
    await tour.hand.click("gallery_run")
    await tour.hand.type_into("parameter_folder", "/usr")
    await tour.hand.type_into("parameter_top", "500")
    await tour.hand.click("gallery_run_now")
    if tour.hand.shown(QDialog, "confirm_run"):
        raise NotThere("500 files are more than the command lists, and that is said")


async def _profile(tour: Tour) -> None:
    hand = tour.hand
    await hand.press(Qt.Key.Key_Escape, on=hand.find(QDialog, "gallery_run_dialog"))
    await hand.type_into("gallery_search", "")
    await tour.go(PageKey.SETTINGS)
    await hand.click("new_profile")
    await hand.type_into("profile_name", "harbor-dev")
    await hand.type_into("profile_secret_id", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE")
    await hand.type_into("profile_secret_key", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")


async def _palette(tour: Tour) -> None:
    await tour.go(PageKey.INSTANCES)
    await tour.hand.click("palette_button")
    await tour.hand.type_into("palette_field", "web")


STEPS: Final = (
    Step("welcome", "a newcomer is greeted; the sandbox starts", _welcome),
    Step("instances", "machines of all kinds and regions are listed", _machines),
    Step("chosen", "machines are chosen; those that cannot take a run say why", _choose),
    Step("script", "a script is written, its parameters appear and are filled", _write),
    Step("script-test", "the script is tried on a machine of the sandbox", _test),
    Step("bad-input", "what cannot be sent is said beside the field", _bad_input),
    Step("preview", "the script is shown with its values", _preview),
    Step("confirm", "what will run where is shown before anything does", _confirm),
    Step("run-live", "tasks are watched live, their output grows", _watch),
    Step("run-done", "every machine has answered", _answers),
    Step("run-mixed", "a run with failures is on its way", _mixed),
    Step("run-failed", "failures and timeouts stand first, with their output", _failures),
    Step("run-cancel", "two of three are cancelled", _cancel),
    Step("output-cut", "60 KB of output: what the service cut is said", _cut),
    Step("gallery", "public commands stand by scene, with all they say", _gallery),
    Step("gallery-run", "their parameters are checked before anything is sent", _gallery_run),
    Step("profile", "an account of one's own is added", _profile),
)

PALETTE: Final = (Step("palette", "everything is found by typing", _palette),)
"""Comes last of all: the list lies over the window until something closes it."""

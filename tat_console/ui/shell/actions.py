"""What the window can do, one row each: menus, shortcuts and the palette come from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from tat_console.support.i18n import N_, _, language
from tat_console.tat.statuses import InstanceKind
from tat_console.ui.dialogs.shortcut_rows import ShortcutGroup, ShortcutRow
from tat_console.ui.navigation import (
    OpenDraft,
    OpenProfiles,
    OpenPublicCommand,
    OpenRun,
    PageKey,
)
from tat_console.ui.shell.palette import Find
from tat_console.ui.shell.rail import ROWS as PAGES
from tat_console.ui.shell.recent_rows import recent_rows
from tat_console.ui.shell.table_in_front import copy_table

if TYPE_CHECKING:
    from tat_console.ui.shell.window import Window


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action of the window; `method` is the window's method that does it."""

    title: str
    icon: str
    method: str
    shortcut: str = ""


HELP: Final = (
    ActionRow(N_("Help"), "ph.question", "open_help", "F1"),
    ActionRow(N_("Keyboard shortcuts"), "ph.keyboard", "show_shortcuts", "Shift+F1"),
    ActionRow(N_("First steps: a guide through the window"), "ph.compass", "start_guide"),
    ActionRow(N_("About tat-console"), "ph.info", "show_about"),
    ActionRow(N_("Check for a newer version"), "ph.arrow-circle-up", "check_for_update"),
)
"""The rows of the menu under the "?"."""

ACTIONS: Final = (
    ActionRow(
        N_("Find a machine, script, run or action"),
        "ph.magnifying-glass",
        "open_palette",
        "Ctrl+K",
    ),
    ActionRow(N_("Read again what is shown"), "ph.arrows-clockwise", "read_again", "F5"),
    ActionRow(N_("Light colours"), "ph.sun", "use_light"),
    ActionRow(N_("Dark colours"), "ph.moon", "use_dark"),
    ActionRow(N_("Colours of the system"), "ph.circle-half", "use_system_colours"),
    ActionRow(N_("English words"), "ph.translate", "use_english"),
    ActionRow(N_("Chinese words (简体中文)"), "ph.translate", "use_chinese"),
    ActionRow(N_("Add a profile"), "ph.user-circle-plus", "add_profile"),
    *HELP,
    ActionRow(N_("Quit"), "ph.power", "close", "Ctrl+Q"),
)


def window_keys() -> ShortcutGroup:
    """The keys that work everywhere in the window, for the sheet of shortcuts."""
    pages = tuple(f"Ctrl+{number}" for number in (1, len(PAGES)))
    rows = (ShortcutRow(row.title, (row.shortcut,)) for row in ACTIONS if row.shortcut)
    go_to = ShortcutRow(N_("Go to a page: the first … the last"), pages)
    return ShortcutGroup(N_("Everywhere"), (*rows, go_to))


def finds(window: Window) -> Iterator[Find]:
    """Everything the palette offers now; what was used last comes first."""
    yield from recent_rows(window.services, window)
    for number, page in enumerate(PAGES, start=1):
        yield Find(
            _("Go to {page}").format(page=_(page.title)),
            page.icon,
            partial(window.go, page.key),
            hint=f"Ctrl+{number}",
        )
    for row in ACTIONS:
        if row.method != "open_palette":
            yield Find(_(row.title), row.icon, getattr(window, row.method), hint=row.shortcut)
    yield from _tables(window)
    yield from _profiles(window)
    yield from _runs(window)
    yield from _public_commands(window)
    yield from _machines(window)


def _tables(window: Window) -> Iterator[Find]:
    for form, title in (
        ("text", N_("Copy the table as text")),
        ("csv", N_("Copy the table as CSV")),
        ("markdown", N_("Copy the table as Markdown")),
    ):
        yield Find(_(title), "ph.copy", partial(copy_table, window, form))
    yield Find(
        _("Reopen the script that was closed last"),
        "ph.arrow-counter-clockwise",
        partial(window.go, PageKey.SCRIPTS, OpenDraft()),
        hint="Ctrl+Shift+T",
    )
    reset = window.memory.reset_layout
    yield Find(_("Reset layout"), "ph.layout", reset, hint=_("columns and panes"))


def _profiles(window: Window) -> Iterator[Find]:
    for profile in window.services.profiles:
        yield Find(
            _("Use profile {name}").format(name=profile.name),
            "ph.user-circle",
            partial(window.use_profile, profile.profile_id),
        )
    yield Find(
        _("Manage profiles"),
        "ph.gear-six",
        partial(window.go, PageKey.SETTINGS, OpenProfiles()),
    )


def _runs(window: Window) -> Iterator[Find]:
    for run in window.services.runs.live:
        yield Find(
            _("Show run {name}").format(name=run.run.script.name),
            "ph.play-circle",
            partial(window.go, PageKey.RUNS, OpenRun(run.run_id)),
            hint=_("live"),
        )


def _public_commands(window: Window) -> Iterator[Find]:
    gallery = window.services.scripts.gallery
    for item in gallery.items:
        yield Find(
            item.name(language()),
            "ph.squares-four",
            partial(window.go, PageKey.GALLERY, OpenPublicCommand(item.key)),
            hint=_("public command"),
            words=item.searched_text(),
        )


def _machines(window: Window) -> Iterator[Find]:
    for machine in window.services.directory.machines:
        yield Find(
            machine.name,
            "ph.hard-drives",
            partial(window.choose_machine, machine.instance_id),
            hint=machine.instance_id,
            words=" ".join(
                (
                    *machine.private_ips,
                    *machine.public_ips,
                    *(tag.value for tag in machine.tags),
                    "" if machine.kind is InstanceKind.UNKNOWN else str(machine.kind),
                )
            ),
        )

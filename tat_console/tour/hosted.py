"""The tour of hosted machines: a code, a machine that joins with it, agents, and quotas."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog, QTabBar

from tat_console.sandbox.register import join
from tat_console.support.i18n import _
from tat_console.tour.hand import NotThere
from tat_console.tour.steps import Step, Tour
from tat_console.ui.navigation import PageKey

MACHINES, CODES, AGENTS, QUOTAS = range(4)
CODE: Final = "Branch offices"
JOINING: Final = (
    "mail",
    "files",
    "till-1",
    "till-2",
    "till-3",
    "till-4",
    "door",
    "printer",
    "scan",
)


async def _form(tour: Tour) -> None:
    hand, hosting = tour.hand, tour.console.services.administration.hosting
    await tour.go(PageKey.HOSTED)
    await hand.until(lambda: hosting.updated_at and not hosting.is_loading, "codes were read")
    await hand.click("new_code")
    await hand.type_into("code_description", CODE)
    await hand.type_into("code_machines", "many")
    await hand.type_into("code_prefix", "branch")
    await hand.type_into("code_range", "192.168.0.0/40")
    await hand.click("make_code")
    if hosting.codes:
        raise NotThere("what is wrong is said beside the fields, and no code is made")


async def _code(tour: Tour) -> None:
    hand = tour.hand
    await hand.type_into("code_machines", "10")
    await hand.type_into("code_range", "192.168.0.0/16")
    await hand.click("make_code")
    await hand.see(QDialog, "show_code")
    arguments = hand.text("code_way_lines").partition(" sandbox-register ")[2].split()
    for name in JOINING:
        reply = await join([*arguments, "--host-name", name])
        if "Error" in reply:
            raise NotThere(f"{name} joins with the line of the code: {reply}")
    await hand.until(
        lambda: str(len(JOINING)) in hand.text("joined_so_far"),
        "the dialog says who has joined",
    )


async def _runs_out(tour: Tour) -> None:
    await tour.hand.click("code_done")
    await tour.hand.click_row("register_codes", 0, 0)


async def _machine(tour: Tour) -> None:
    hand = tour.hand
    _turn(tour, MACHINES)
    await hand.settle()
    names = [row[0] for row in hand.rows("hosted_machines")]
    await hand.click_row("hosted_machines", names.index("branch-mail"), 0)


async def _remove(tour: Tour) -> None:
    await tour.hand.click("host_remove")
    await tour.hand.see(QDialog, "confirm_loss")


async def _offline(tour: Tour) -> None:
    hand = tour.hand
    hand.find(QDialog, "confirm_loss").reject()
    _turn(tour, AGENTS)
    await hand.settle()
    states = [row[1] for row in hand.rows("agent_machines")]
    await hand.click_row("agent_machines", states.index(_("Offline")), 0)


async def _quotas(tour: Tour) -> None:
    _turn(tour, QUOTAS)


def _turn(tour: Tour, place: int) -> None:
    tour.hand.find(QTabBar, "hosted_tabs").setCurrentIndex(place)


async def _leave(tour: Tour) -> None:
    """Leave the page as its dark picture is to show it."""
    _turn(tour, CODES)
    await tour.hand.click_row("register_codes", 0, 0)


HOSTED: Final = (
    Step("hosted-code-form", "a code for machines outside the cloud, and what is wrong", _form),
    Step("hosted-code", "the code's lines, shown once; machines join with them", _code),
    Step("hosted-code-runs-out", "a notice before the code runs out", _runs_out),
    Step("hosted-machine", "a hosted machine, its agent and its code", _machine),
    Step("hosted-remove", "what removing a machine means", _remove),
    Step("hosted-offline", "why an agent is offline, with addresses and ports", _offline),
    Step("hosted-quotas", "quotas of every region", _quotas),
    Step("hosted-codes", "the codes", _leave),
)

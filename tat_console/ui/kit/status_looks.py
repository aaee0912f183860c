"""Icon, word, tone and grid cell of every state: one row each, so no state is colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from tat_console.support.i18n import N_, _
from tat_console.tat.statuses import AgentStatus, InvocationStatus, TaskStatus
from tat_console.ui.kit.theme import ToneName


class Cell(Enum):
    """The shape of a task in the grid."""

    EMPTY = auto()
    FULL = auto()
    SMALL = auto()
    CROSS = auto()
    DIAGONAL = auto()
    BAR = auto()
    CLOCK = auto()
    DOT = auto()
    SQUARE = auto()
    EMPTY_SMALL = auto()
    EMPTY_DIAGONAL = auto()
    EMPTY_DOT = auto()


@dataclass(frozen=True)
class StatusLook:
    """How a state is shown; `message` is the English word before translation."""

    icon: str
    message: str
    tone: ToneName
    cell: Cell = Cell.FULL

    @property
    def word(self) -> str:
        """The state in the user's language."""
        return _(self.message)


_Task = TaskStatus
TASK_LOOKS: Final = {
    _Task.PENDING: StatusLook("ph.circle-dashed", N_("Pending"), ToneName.IDLE, Cell.EMPTY),
    _Task.DELIVERING: StatusLook(
        "ph.paper-plane-tilt-fill", N_("Delivering"), ToneName.BUSY, Cell.EMPTY
    ),
    _Task.DELIVER_DELAYED: StatusLook(
        "ph.hourglass-medium-fill", N_("Delivery delayed"), ToneName.LATE, Cell.EMPTY
    ),
    _Task.DELIVER_FAILED: StatusLook(
        "ph.link-break", N_("Not delivered"), ToneName.BAD, Cell.DIAGONAL
    ),
    _Task.START_FAILED: StatusLook(
        "ph.warning-circle-fill", N_("Did not start"), ToneName.BAD, Cell.BAR
    ),
    _Task.RUNNING: StatusLook("ph.circle-half-fill", N_("Running"), ToneName.BUSY, Cell.SMALL),
    _Task.SUCCESS: StatusLook("ph.check-circle-fill", N_("Success"), ToneName.GOOD, Cell.FULL),
    _Task.FAILED: StatusLook("ph.x-circle-fill", N_("Failed"), ToneName.BAD, Cell.CROSS),
    _Task.TIMEOUT: StatusLook("ph.timer-fill", N_("Timeout"), ToneName.LATE, Cell.CLOCK),
    _Task.TASK_TIMEOUT: StatusLook(
        "ph.wifi-slash-fill", N_("Agent silent"), ToneName.LATE, Cell.DOT
    ),
    _Task.CANCELLING: StatusLook(
        "ph.dots-three-circle-fill", N_("Cancelling"), ToneName.HALTED, Cell.SMALL
    ),
    _Task.CANCELLED: StatusLook(
        "ph.skip-forward-circle-fill", N_("Cancelled"), ToneName.HALTED, Cell.EMPTY_DIAGONAL
    ),
    _Task.TERMINATED: StatusLook(
        "ph.stop-circle-fill", N_("Terminated"), ToneName.HALTED, Cell.SQUARE
    ),
    _Task.QUEUED: StatusLook("ph.stack", N_("Queued"), ToneName.IDLE, Cell.EMPTY_SMALL),
    _Task.NOT_SENT: StatusLook(
        "ph.prohibit-inset-fill", N_("Not sent"), ToneName.BAD, Cell.EMPTY_DIAGONAL
    ),
    _Task.UNSETTLED: StatusLook("ph.question-fill", N_("Not known"), ToneName.LATE, Cell.EMPTY_DOT),
}

_Invocation = InvocationStatus
INVOCATION_LOOKS: Final = {
    _Invocation.PENDING: TASK_LOOKS[_Task.PENDING],
    _Invocation.RUNNING: TASK_LOOKS[_Task.RUNNING],
    _Invocation.CANCELLING: TASK_LOOKS[_Task.CANCELLING],
    _Invocation.SUCCESS: TASK_LOOKS[_Task.SUCCESS],
    _Invocation.FAILED: TASK_LOOKS[_Task.FAILED],
    _Invocation.TIMEOUT: TASK_LOOKS[_Task.TIMEOUT],
    _Invocation.CANCELLED: TASK_LOOKS[_Task.CANCELLED],
    _Invocation.PARTIAL_FAILED: StatusLook(
        "ph.warning-circle-fill", N_("Partly failed"), ToneName.BAD
    ),
    _Invocation.PARTIAL_CANCELLED: StatusLook(
        "ph.skip-forward-circle-fill", N_("Partly cancelled"), ToneName.HALTED
    ),
}

AGENT_LOOKS: Final = {
    AgentStatus.ONLINE: StatusLook("ph.check-circle-fill", N_("Online"), ToneName.GOOD),
    AgentStatus.OFFLINE: StatusLook("ph.x-circle-fill", N_("Offline"), ToneName.BAD),
    AgentStatus.UNKNOWN: StatusLook("ph.question", N_("Unknown"), ToneName.IDLE),
}
AGENT_MISSING: Final = StatusLook("ph.minus-circle-fill", N_("Not installed"), ToneName.LATE)


_LOOKS: Final[dict[str, StatusLook]] = {
    str(status): look
    for rows in (TASK_LOOKS, INVOCATION_LOOKS, AGENT_LOOKS)
    for status, look in rows.items()
}


def look_of(status: TaskStatus | InvocationStatus | AgentStatus) -> StatusLook:
    """The look of a state; a word the program does not know is shown as it is."""
    known = _LOOKS.get(str(status))
    return known or StatusLook("ph.question", str(status), ToneName.IDLE, Cell.EMPTY_DOT)

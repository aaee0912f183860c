"""The words the service uses for states (facts §2), open to words it may add."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, Self


class Word(StrEnum):
    """A word of the service; one never heard of becomes UNKNOWN and keeps its own text.

    Words are compared without case: the service's own examples write `user` for `USER`.
    """

    @classmethod
    def _missing_(cls, value: object) -> Any:
        text = str(value)
        for member in cls:
            if member.value.casefold() == text.casefold():
                return member
        return cls._stranger(text)

    @classmethod
    def _stranger(cls, text: str) -> Self:
        stranger = str.__new__(cls, text)
        stranger._name_ = "UNKNOWN"
        stranger._value_ = text
        return stranger

    @property
    def is_known(self) -> bool:
        """Whether this program knows the word."""
        return self._name_ != "UNKNOWN"


class TaskStatus(Word):
    """State of one invocation task.

    The last three words are this program's own and never on the wire: QUEUED is planned and not
    sent yet, NOT_SENT was refused or given up before it could run, UNSETTLED was sent but nobody
    knows whether it arrived (DESIGN §5.1).
    """

    UNKNOWN = "UNKNOWN"
    PENDING = "PENDING"
    DELIVERING = "DELIVERING"
    DELIVER_DELAYED = "DELIVER_DELAYED"
    DELIVER_FAILED = "DELIVER_FAILED"
    START_FAILED = "START_FAILED"
    RUNNING = "RUNNING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    TIMEOUT = "TIMEOUT"
    TASK_TIMEOUT = "TASK_TIMEOUT"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    TERMINATED = "TERMINATED"
    QUEUED = "QUEUED"
    NOT_SENT = "NOT_SENT"
    UNSETTLED = "UNSETTLED"

    @property
    def is_final(self) -> bool:
        """Whether the task will not change any more; unknown words count as still running."""
        return self in FINAL_TASK_STATUSES

    @property
    def is_cancellable(self) -> bool:
        """Whether CancelInvocation can still change the task (facts §1.2 row 9)."""
        return self in CANCELLABLE_TASK_STATUSES

    @property
    def is_failure(self) -> bool:
        """Whether the task ended without success and without being cancelled."""
        return self in FAILED_TASK_STATUSES


FINAL_TASK_STATUSES: Final = frozenset(
    {
        TaskStatus.DELIVER_FAILED,
        TaskStatus.START_FAILED,
        TaskStatus.SUCCESS,
        TaskStatus.FAILED,
        TaskStatus.TIMEOUT,
        TaskStatus.TASK_TIMEOUT,
        TaskStatus.CANCELLED,
        TaskStatus.TERMINATED,
        TaskStatus.NOT_SENT,
    }
)
CANCELLABLE_TASK_STATUSES: Final = frozenset(
    {
        TaskStatus.PENDING,
        TaskStatus.DELIVERING,
        TaskStatus.DELIVER_DELAYED,
        TaskStatus.RUNNING,
    }
)
FAILED_TASK_STATUSES: Final = frozenset(
    {
        TaskStatus.DELIVER_FAILED,
        TaskStatus.START_FAILED,
        TaskStatus.FAILED,
        TaskStatus.TIMEOUT,
        TaskStatus.TASK_TIMEOUT,
    }
)


class InvocationStatus(Word):
    """State of an invocation; how it follows from its tasks is documented nowhere (facts §2.2)."""

    UNKNOWN = "UNKNOWN"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    TIMEOUT = "TIMEOUT"
    CANCELLED = "CANCELLED"
    PARTIAL_FAILED = "PARTIAL_FAILED"
    PARTIAL_CANCELLED = "PARTIAL_CANCELLED"

    @property
    def is_final(self) -> bool:
        """Whether the invocation has ended; unknown words count as still running."""
        return self.is_known and self not in {
            InvocationStatus.PENDING,
            InvocationStatus.RUNNING,
            InvocationStatus.CANCELLING,
        }


class AgentStatus(Word):
    """Whether the agent of a machine is in touch with the service."""

    UNKNOWN = "UNKNOWN"
    ONLINE = "Online"
    OFFLINE = "Offline"


class OperatingSystem(Word):
    """The agent's environment, which decides the command types it takes."""

    UNKNOWN = "UNKNOWN"
    LINUX = "Linux"
    WINDOWS = "Windows"


class CommandType(Word):
    """The language of a script."""

    UNKNOWN = "UNKNOWN"
    SHELL = "SHELL"
    POWERSHELL = "POWERSHELL"
    BAT = "BAT"

    @property
    def system(self) -> OperatingSystem:
        """The operating system whose agents run this type (facts §7.4, §7.5)."""
        return OperatingSystem.LINUX if self is CommandType.SHELL else OperatingSystem.WINDOWS


class InstanceKind(Word):
    """The family of a machine; one call takes machines of one kind (facts §1.2)."""

    UNKNOWN = "UNKNOWN"
    CVM = "CVM"
    LIGHTHOUSE = "LIGHTHOUSE"
    HOSTED = "HOSTED"

    @classmethod
    def of(cls, instance_id: str) -> InstanceKind:
        """The kind that an instance id belongs to, told by its prefix (facts §4)."""
        return _KIND_OF_PREFIX.get(instance_id.partition("-")[0], cls.UNKNOWN)


_KIND_OF_PREFIX: Final = {
    "ins": InstanceKind.CVM,
    "lhins": InstanceKind.LIGHTHOUSE,
    "rins": InstanceKind.HOSTED,
}


class InstanceState(Word):
    """State of a CVM or Lighthouse machine (facts §9.1, §9.2); only RUNNING takes a run."""

    UNKNOWN = "UNKNOWN"
    PENDING = "PENDING"
    LAUNCH_FAILED = "LAUNCH_FAILED"
    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    STARTING = "STARTING"
    STOPPING = "STOPPING"
    REBOOTING = "REBOOTING"
    SHUTDOWN = "SHUTDOWN"
    TERMINATING = "TERMINATING"
    DELETING = "DELETING"
    FREEZING = "FREEZING"
    ENTER_RESCUE_MODE = "ENTER_RESCUE_MODE"
    RESCUE_MODE = "RESCUE_MODE"
    EXIT_RESCUE_MODE = "EXIT_RESCUE_MODE"
    ENTER_SERVICE_LIVE_MIGRATE = "ENTER_SERVICE_LIVE_MIGRATE"
    SERVICE_LIVE_MIGRATE = "SERVICE_LIVE_MIGRATE"
    EXIT_SERVICE_LIVE_MIGRATE = "EXIT_SERVICE_LIVE_MIGRATE"


class CreatedBy(Word):
    """Whose command it is: the service's public one or the account's own."""

    UNKNOWN = "UNKNOWN"
    TAT = "TAT"
    USER = "USER"


class InvocationSource(Word):
    """What started an invocation."""

    UNKNOWN = "UNKNOWN"
    USER = "USER"
    INVOKER = "INVOKER"


class RegionState(Word):
    """Whether a region can be used."""

    UNKNOWN = "UNKNOWN"
    AVAILABLE = "AVAILABLE"
    UNAVAILABLE = "UNAVAILABLE"

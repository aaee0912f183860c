"""The list behind the bell: what goes in, what is no news, and what is unread."""

from __future__ import annotations

from tat_console.services.mirroring import SyncState
from tat_console.services.notices import KEPT, NoticeKind, Notices
from tat_console.services.services import Services
from tat_console.services.sync import SyncProgress
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tests.unit.services.conftest import PROFILE_ID, RunWith


def notices() -> Notices:
    return Notices(SystemClock())


def test_the_newest_stands_first_and_is_unread_until_somebody_looks() -> None:
    made, told = notices(), []
    made.changed.subscribe(lambda _none: told.append(made.unread))
    made.add(NoticeKind.QUOTA, "Quota", "one")
    made.add(NoticeKind.QUOTA, "Quota", "two")
    assert [one.text for one in made.all] == ["two", "one"]
    made.mark_read()
    made.mark_read()
    assert told == [1, 2, 0]


def test_what_was_said_before_is_no_news() -> None:
    made = notices()
    made.add(NoticeKind.CODE, "Register code", "It runs out.")
    made.mark_read()
    made.add(NoticeKind.CODE, "Register code", "It runs out.")
    assert (len(made.all), made.unread) == (1, 0)


def test_the_oldest_go_when_there_are_many() -> None:
    made = notices()
    for number in range(KEPT + 5):
        made.add(NoticeKind.RUN, "run", "ended", about=str(number))
    assert [made.all[0].about, made.all[-1].about] == [str(KEPT + 4), "5"]


def test_a_round_of_reading_that_failed_is_told_when_it_is_over(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        error = ConsoleError("The service cannot be reached.")
        problem = SyncProgress(profile_id=PROFILE_ID, region="ap-shanghai", error=error)
        services.sync.changed.emit(SyncState(now=problem, problems=()))
        assert not services.notices.all
        services.sync.changed.emit(SyncState(problems=(problem,)))
        notice = services.notices.all[-1]
        assert notice.kind is NoticeKind.SYNC
        assert "ap-shanghai" in notice.text
        assert "cannot be reached" in notice.text

    with_services(work)

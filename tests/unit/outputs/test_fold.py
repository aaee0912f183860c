"""Equal answers fall into one group, live, in the order that tells most."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from tat_console.outputs.drift import Drift, drift
from tat_console.outputs.fold import Fold, GroupKey
from tat_console.tat.statuses import TaskStatus

OK, FAILED = TaskStatus.SUCCESS, TaskStatus.FAILED
answers = st.tuples(
    st.sampled_from([f"ins-{number}" for number in range(6)]),
    st.sampled_from([b"", b"a\n", b"a", b"b\n"]),
    st.sampled_from([(OK, 0), (FAILED, 1), (FAILED, 2), (TaskStatus.TIMEOUT, None)]),
)


def fold_of(*rows: tuple[str, bytes, TaskStatus, int | None]) -> Fold:
    fold = Fold()
    for row in rows:
        fold.put(*row)
    return fold


def test_equal_outputs_with_equal_ends_are_one_group() -> None:
    fold = fold_of(
        ("ins-1", b"up\n", OK, 0),
        ("ins-2", b"up\n", OK, 0),
        ("ins-3", b"up\n", FAILED, 1),
        ("ins-4", b"up", OK, 0),
    )
    first, *rest = fold.groups()
    assert (first.count, list(first.members), first.sample) == (2, ["ins-1", "ins-2"], "ins-1")
    assert first.sample_sha256 == sha256(b"up\n").hexdigest()
    assert [group.sample for group in rest] == ["ins-3", "ins-4"]


def test_a_later_answer_moves_the_machine_and_empty_groups_go() -> None:
    fold = fold_of(("ins-1", b"1", OK, 0), ("ins-2", b"1", OK, 0), ("ins-1", b"2", OK, 0))
    assert [list(group.members) for group in fold.groups()] == [["ins-2"], ["ins-1"]]
    fold.put("ins-2", b"2", OK, 0)
    assert [list(group.members) for group in fold.groups()] == [["ins-1", "ins-2"]]
    fold.remove("ins-1")
    fold.remove("ins-1")
    assert fold.group_of("ins-1") is None
    assert [group.count for group in fold.groups()] == [1]


def test_the_reference_has_the_best_exit_code_then_the_most_machines() -> None:
    fold = fold_of(
        ("ins-1", b"t", TaskStatus.TIMEOUT, -1),
        ("ins-2", b"f", FAILED, 2),
        ("ins-3", b"f", FAILED, 2),
        ("ins-4", b"", TaskStatus.DELIVER_FAILED, None),
    )
    assert fold.reference is fold.group_of("ins-1")
    fold.put("ins-5", b"one", OK, 0)
    fold.put("ins-6", b"other", OK, 0)
    assert fold.reference is fold.group_of("ins-5")
    fold.put("ins-7", b"other", OK, 0)
    assert fold.reference is fold.group_of("ins-6")
    assert Fold().reference is None


def test_a_mask_makes_answers_equal_sooner_and_keeps_their_own_outputs() -> None:
    fold = Fold()
    for member, output in (("ins-1", b"pid 7"), ("ins-2", b"pid 12")):
        fold.put(member, output, OK, 0, mask=lambda data: data.rstrip(b"0123456789").decode())
    (group,) = fold.groups()
    assert group.members == {
        "ins-1": sha256(b"pid 7").hexdigest(),
        "ins-2": sha256(b"pid 12").hexdigest(),
    }


@given(st.lists(answers, max_size=40))
def test_folding_live_gives_what_folding_at_the_end_gives(
    steps: list[tuple[str, bytes, tuple[TaskStatus, int | None]]],
) -> None:
    live, last = Fold(), {}
    for member, output, end in steps:
        live.put(member, output, *end)
        last[member] = (output, end)
    found = {frozenset(group.members) for group in live.groups()}
    wanted = {
        frozenset(member for member, answer in last.items() if answer == one)
        for one in last.values()
    }
    assert found == wanted
    assert len(live) == len(wanted)
    sizes = [group.count for group in live.groups()]
    assert sizes == sorted(sizes, reverse=True)


def test_drift_tells_same_changed_new_and_gone_machine_by_machine() -> None:
    up, down = GroupKey(OK, 0, "up"), GroupKey(FAILED, 1, "down")
    rows = drift(
        before={"ins-1": up, "ins-2": up, "ins-3": up},
        now={"ins-1": up, "ins-2": down, "ins-4": up},
    )
    assert [(row.member, row.drift) for row in rows] == [
        ("ins-2", Drift.CHANGED),
        ("ins-4", Drift.NEW),
        ("ins-3", Drift.GONE),
        ("ins-1", Drift.SAME),
    ]
    assert rows[0].before == up
    assert rows[0].now == down

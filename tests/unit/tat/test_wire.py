"""Objects on the wire: names, Base64, times, nulls, and words nobody has heard of."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tat_console.tat import wire
from tat_console.tat.actions import ROWS, Action
from tat_console.tat.commands import DescribeCommandsReply
from tat_console.tat.hosting import DescribeRegisterCodesReply
from tat_console.tat.instances import CvmInstance
from tat_console.tat.invocations import (
    DescribeInvocations,
    DescribeInvocationsReply,
    DescribeInvocationTasksReply,
    InvocationTask,
    RunCommand,
)
from tat_console.tat.invokers import Invoker
from tat_console.tat.listing import Filter
from tat_console.tat.statuses import InvocationSource, InvocationStatus, TaskStatus
from tests.unit.tat.strategies import objects


def test_what_is_not_given_is_not_sent() -> None:
    request = RunCommand(content=b"whoami", instance_ids=("ins-1",))
    assert json.loads(wire.encode(request)) == {"Content": "d2hvYW1p", "InstanceIds": ["ins-1"]}


def test_false_zero_and_empty_are_sent() -> None:
    request = DescribeInvocations(offset=0, filters=(), invocation_ids=())
    assert json.loads(wire.encode(request)) == {"Offset": 0, "Filters": [], "InvocationIds": []}


def test_names_inside_names() -> None:
    request = DescribeInvocations(filters=(Filter(name="command-id", values=("cmd-1",)),))
    assert json.loads(wire.encode(request)) == {
        "Filters": [{"Name": "command-id", "Values": ["cmd-1"]}]
    }


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ("instance_ids", "InstanceIds"),
        ("output_cos_bucket_url", "OutputCOSBucketUrl"),
        ("output_upload_cos_error_info", "OutputUploadCOSErrorInfo"),
        ("cpu", "CPU"),
        ("ipv6_addresses", "IPv6Addresses"),
        ("os_name", "OsName"),
        ("invocation_task_basic_info_set", "InvocationTaskBasicInfoSet"),
    ],
)
def test_names_of_attributes(attribute: str, name: str) -> None:
    assert wire.wire_name(attribute) == name


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T12:00:00Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00:00+00:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T20:00:00+08:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00:00.5Z", datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=0.5)),
        ("", None),
        (None, None),
    ],
)
def test_every_way_the_service_writes_a_time(text: str | None, moment: datetime | None) -> None:
    body = json.dumps({"StartTime": text}).encode()
    task = wire.decode(InvocationTask, body)
    assert task.start_time == moment
    assert task.start_time is None or task.start_time.tzinfo is not None


def test_nulls_and_unknown_fields_do_no_harm() -> None:
    body = json.dumps(
        {
            "TotalCount": 1,
            "InvocationTaskSet": [
                {
                    "InvocationTaskId": "invt-1",
                    "TaskResult": None,
                    "CommandDocument": None,
                    "ErrorInfo": None,
                    "EndTime": None,
                    "FieldOfTomorrow": {"deep": [1, 2, 3]},
                }
            ],
            "RequestId": "r-1",
            "AlsoNew": None,
        }
    ).encode()
    (task,) = wire.decode(DescribeInvocationTasksReply, body).invocation_task_set
    assert task.invocation_task_id == "invt-1"
    assert task.task_result.output == b""
    assert task.error_info == ""


@pytest.mark.parametrize("name", ["InvocationSet", "CommandSet", "RegisterCodeSet"])
def test_a_list_that_is_null_is_empty(name: str) -> None:
    kinds: dict[str, Any] = {
        "InvocationSet": DescribeInvocationsReply,
        "CommandSet": DescribeCommandsReply,
        "RegisterCodeSet": DescribeRegisterCodesReply,
    }
    body = json.dumps({name: None, "TotalCount": 0}).encode()
    reply: Any = wire.decode(kinds[name], body)
    assert getattr(reply, reply.__struct_fields__[-1]) == ()


def test_a_new_word_is_kept_as_it_is() -> None:
    task = wire.decode(InvocationTask, b'{"TaskStatus": "QUEUED_ON_MARS"}')
    assert not task.task_status.is_known
    assert task.task_status == "QUEUED_ON_MARS"
    assert not task.task_status.is_final
    assert wire.encode(task).count(b"QUEUED_ON_MARS") == 1


def test_words_are_read_in_any_case() -> None:
    body = b'{"InvocationSource": "user", "TaskStatus": "success"}'
    task = wire.decode(InvocationTask, body)
    assert task.invocation_source is InvocationSource.USER
    assert task.task_status is TaskStatus.SUCCESS


def test_a_new_final_looking_word_counts_as_running() -> None:
    assert not InvocationStatus("DONE_DIFFERENTLY").is_final


def test_base64_is_bytes_even_where_it_cuts_a_character() -> None:
    half = "中".encode()[:2]
    body = msgspec.json.encode({"TaskResult": {"Output": half}})
    assert wire.decode(InvocationTask, body).task_result.output == half


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[1]", b"\xff", b'{"TotalCount": "x"}'])
def test_what_is_no_reply_raises(body: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        wire.decode(DescribeInvocationsReply, body)


MODELS = [*(row.request for row in ROWS), *(row.reply for row in ROWS)]


@settings(max_examples=400)
@given(st.data())
def test_every_object_survives_the_way_there_and_back(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(MODELS))
    value = data.draw(objects(kind))
    back = wire.decode(kind, wire.encode(value))
    assert wire.encode(back) == wire.encode(value)
    assert back == value


@pytest.mark.parametrize("kind", [CvmInstance, Invoker])
def test_an_empty_object_has_every_default(kind: type[wire.Wire]) -> None:
    assert wire.decode(kind, b"{}") == kind()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_reply_can_be_empty(row: Action) -> None:
    """The client needs a reply for a deletion whose own reply was lost."""
    assert row.reply().request_id == ""

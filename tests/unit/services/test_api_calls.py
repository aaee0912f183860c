"""The log of calls: masked, bounded, searchable; forms and values of the explorer."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tat_console.ports.cloud import CallRecord
from tat_console.services.api_calls import ApiCall, CallLog
from tat_console.services.explorer import decoded_text, encoded_script, problems, request_of
from tat_console.services.masking import masked_reply, masked_request
from tat_console.services.recordings import Recorder
from tat_console.support.logs import MASK, REDACTOR, Secret
from tat_console.tat import wire
from tat_console.tat.actions import ACTIONS
from tat_console.tat.errors import InvalidRequest
from tat_console.tat.forms import TIME_EXAMPLE, FieldKind, form_of


def record(request: bytes = b"{}", reply: bytes = b'{"Response": {}}', **more: Any) -> CallRecord:
    given: dict[str, Any] = {
        "service": "tat",
        "action": "RunCommand",
        "outcome": "ok",
        "request_id": "r-1",
        "profile_id": "p-1",
    }
    return CallRecord(
        at=datetime(2026, 11, 21, tzinfo=UTC),
        region="ap-guangzhou",
        duration_s=0.1,
        request=request,
        reply=reply,
        **(given | more),
    )


def body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def script(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_hidden_parameters_are_masked_and_others_are_not() -> None:
    request = body(
        Content=script("echo {{word}} {{tat-hidden:pin}} {{ tat-hidden:key }}"),
        Parameters=json.dumps({"word": "hello", "pin": "4711", "key": "hush"}),
        DefaultParameterConfs=[
            {"ParameterName": "pin", "ParameterValue": "4711"},
            {"ParameterName": "word", "ParameterValue": "hello"},
        ],
    )
    shown = masked_request(request)
    assert "hello" in shown
    assert "4711" not in shown
    assert "hush" not in shown


def test_without_the_script_every_value_may_be_hidden() -> None:
    shown = masked_request(body(CommandId="cmd-1", Parameters='{"word": "hello"}'))
    assert "hello" not in shown
    assert "word" in shown
    assert "hush" not in masked_request(body(CommandId="cmd-1", Parameters="hush, no JSON"))


@pytest.mark.parametrize(
    "reply",
    [
        {"Credentials": {"Token": "hush", "TmpSecretKey": "hush", "TmpSecretId": "AKID"}},
        {"RegisterCodeId": "an-id", "RegisterCodeValue": "hush"},
    ],
)
def test_secrets_in_replies_are_masked(reply: dict[str, Any]) -> None:
    shown = masked_reply(body(Response=reply))
    assert "hush" not in shown
    assert MASK in shown


def test_a_preview_is_masked_where_it_may_show_hidden_values() -> None:
    reply = body(Response={"ReplacedContent": "aHVzaA=="})
    hidden, plain = body(Content=script("{{tat-hidden:a}}")), body(Content=script("{{a}}"))
    assert "aHVzaA==" not in masked_reply(reply, hidden)
    assert "aHVzaA==" not in masked_reply(reply, body(CommandId="cmd-1"))
    assert "aHVzaA==" in masked_reply(reply, plain)


def test_known_secrets_are_masked_wherever_they_are() -> None:
    REDACTOR.learn(Secret("a-key-nobody-may-find"))
    assert "nobody-may-find" not in masked_request(body(Description="a-key-nobody-may-find"))
    assert "nobody-may-find" not in masked_reply(b"<html>a-key-nobody-may-find</html>")
    assert masked_request(b"\xff no JSON a-key-nobody-may-find") == ""


def test_the_oldest_bodies_are_let_go_before_the_oldest_calls() -> None:
    log = CallLog(most_calls=4, most_body_bytes=250)
    seen: list[ApiCall] = []
    log.added.subscribe(seen.append)
    for number in range(6):
        log.note(record(body(Name="x" * 80), b"", request_id=f"r-{number}"))
    assert [call.number for call in log.calls] == [3, 4, 5, 6]
    assert [bool(call.request) for call in log.calls] == [False, False, True, True]
    assert log.bodies_bytes == sum(call.size_bytes for call in log.calls) <= 250
    assert len(seen) == 6
    log.note(record(b"x" * 1000))
    assert (log.bodies_bytes, log.calls[-1].request) == (0, "")
    log.clear()
    log.note(record())
    assert [call.number for call in log.calls] == [8]
    assert log.bodies_bytes == log.calls[0].size_bytes


def test_calls_are_found_by_any_words_and_show_no_body_by_accident() -> None:
    log = CallLog()
    log.note(record(body(Name="hush"), outcome="InternalError"))
    (call,) = log.calls
    assert call.matches("tat.runcommand guangzhou INTERNAL r-1")
    assert not call.matches("cvm")
    assert not call.is_good
    assert "hush" not in f"{call!r} {call.record!r}"


def test_every_action_has_a_form() -> None:
    for action in ACTIONS.values():
        fields = form_of(action)
        assert [field.is_required for field in fields] == sorted(
            (field.is_required for field in fields), reverse=True
        )
        assert {field.name for field in fields} == set(action.request.__struct_encode_fields__)
        assert all(field.fields for field in fields if field.kind is FieldKind.OBJECT)


def test_the_form_of_a_run() -> None:
    fields = {field.name: field for field in form_of(ACTIONS["tat.RunCommand"])}
    assert fields["Content"].kind is FieldKind.SCRIPT
    assert fields["Content"].is_required
    assert fields["InstanceIds"].is_list
    assert fields["InstanceIds"].limit is not None
    assert fields["InstanceIds"].limit.most == 200
    assert fields["CommandType"].choices == ("SHELL", "POWERSHELL", "BAT")
    assert [field.name for field in fields["Tags"].fields] == ["Key", "Value"]
    filters = {field.name: field for field in form_of(ACTIONS["tat.DescribeCommands"])}["Filters"]
    assert "created-by" in filters.fields[0].choices


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({}, "Content", "Content is needed"),
        ({"Content": script("true"), "InstanceIds": "ins-1"}, "InstanceIds", "takes a list"),
        ({"Content": script("true"), "InstanceIds": [7]}, "InstanceIds.0", "be a text"),
        ({"Content": "no base64!", "InstanceIds": []}, "Content", "Base64"),
        ({"Timeout": "soon"}, "Timeout", "“soon” is not a whole number"),
        ({"Timeout": True}, "Timeout", "not a whole number"),
        ({"SaveCommand": "yes"}, "SaveCommand", "true or false"),
        ({"Tags": [{"Value": "a"}]}, "Tags.0.Key", "Key is needed"),
        ({"Tags": ["a"]}, "Tags.0", "takes an object"),
        ({"Contents": ""}, "Contents", "no field “Contents”"),
        ({"Content": script("true"), "InstanceIds": []}, "InstanceIds", "is empty"),
        ({"Content": script("true"), "InstanceIds": ["i"]}, "InstanceIds", "not a valid"),
    ],
)
def test_values_that_do_not_fit(values: dict[str, Any], field: str, words: str) -> None:
    found = problems(ACTIONS["tat.RunCommand"], values)
    assert words in found[field]


@pytest.mark.parametrize("time", ["tomorrow", "2026-11-22T08:00:00", 7])
def test_a_time_needs_its_zone(time: object) -> None:
    values = {"ScheduleSettings": {"Policy": "ONCE", "InvokeTime": time}}
    found = problems(ACTIONS["tat.CreateInvoker"], values)
    assert "is no time" in found["ScheduleSettings.InvokeTime"]
    good = {"ScheduleSettings": {"Policy": "ONCE", "InvokeTime": TIME_EXAMPLE}}
    assert "ScheduleSettings.InvokeTime" not in problems(ACTIONS["tat.CreateInvoker"], good)


def test_a_recording_that_grows_too_large_ends_by_itself() -> None:
    log = CallLog()
    recorder = Recorder(log, most_bytes=300)
    recorder.start("p-1")
    log.note(record(body(Name="x" * 80)))
    log.note(record(profile_id="p-2"))
    assert (recorder.count, recorder.is_running) == (1, True)
    log.note(record(body(Name="x" * 300)))
    assert (recorder.count, recorder.is_running, recorder.is_full) == (1, False, True)
    log.note(record())
    assert recorder.count == 1
    recorder.discard()
    assert (recorder.count, recorder.calls) == (0, ())
    recorder.start("p-1")
    assert not recorder.is_full


def test_values_become_the_request() -> None:
    values = {"Content": encoded_script("echo 你好"), "InstanceIds": ["ins-12345678"]}
    request = request_of(ACTIONS["tat.RunCommand"], values)
    assert json.loads(wire.encode(request)) == values
    assert "echo 你好" in decoded_text({"Content": "echo 你好".encode()})
    with pytest.raises(InvalidRequest):
        request_of(ACTIONS["tat.RunCommand"], {"Timeout": "soon"})

"""Who may come in: every refusal at the door carries the service's own code."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import ByHand, Official, address

FIVE_MINUTES_S = 300

REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("an Origin", {"changed": {"origin": "http://localhost"}}, "UnauthorizedOperation"),
    ("a foreign Host", {"signed": {"host": "tat.example.com"}}, "NoSuchProduct"),
    ("GET", {"method": "GET"}, "UnsupportedProtocol"),
    ("a form", {"signed": {"content-type": "multipart/form-data"}}, "InvalidRequest"),
    ("no signature", {"changed": {"authorization": None}}, "AuthFailure.InvalidAuthorization"),
    (
        "another scheme",
        {"changed": {"authorization": "Basic eDp5"}},
        "AuthFailure.InvalidAuthorization",
    ),
    ("no action", {"changed": {"x-tc-action": None}}, "MissingParameter"),
    ("no version", {"changed": {"x-tc-version": None}}, "MissingParameter"),
    ("no timestamp", {"changed": {"x-tc-timestamp": None}}, "MissingParameter"),
    ("no region", {"changed": {"x-tc-region": None}}, "MissingParameter"),
    ("an odd timestamp", {"changed": {"x-tc-timestamp": "now"}}, "InvalidParameter"),
    ("an odd SecretId", {"secret_id": "%"}, "AuthFailure.InvalidSecretId"),
    ("an unknown SecretId", {"secret_id": "AKIDnobody"}, "AuthFailure.SecretIdNotFound"),
    ("a wrong key", {"secret_key": "wrong"}, "AuthFailure.SignatureFailure"),
    (
        "a header changed after signing",
        {
            "signed_headers": ("content-type", "host", "x-tc-action"),
            "changed": {"x-tc-action": "DescribeScenes"},
        },
        "AuthFailure.SignatureFailure",
    ),
    (
        "a signed header that was not sent",
        {
            "signed_headers": ("content-type", "host", "x-tc-region"),
            "changed": {"x-tc-region": None},
        },
        "AuthFailure.InvalidAuthorization",
    ),
    ("a token of nobody", {"signed": {"x-tc-token": "token"}}, "AuthFailure.TokenFailure"),
    ("an unknown action", {"action": "DescribeNothing"}, "InvalidAction"),
    ("another version", {"signed": {"x-tc-version": "2019-01-01"}}, "NoSuchVersion"),
    ("another region", {"signed": {"x-tc-region": "eu-moscow"}}, "UnsupportedRegion"),
    ("no JSON", {"body": b"{"}, "InvalidParameter"),
    ("a list", {"body": b"[]"}, "InvalidParameter"),
]


@pytest.mark.parametrize(
    ("request_", "code"),
    [pytest.param(request, code, id=name) for name, request, code in REFUSALS],
)
def test_what_is_wrong_is_refused(
    shared_sandbox: Sandbox, request_: dict[str, Any], code: str
) -> None:
    assert ByHand(shared_sandbox, **request_).code() == code


def test_what_is_right_is_answered_in_the_form_sdks_insist_on(shared_sandbox: Sandbox) -> None:
    answer, response = ByHand(shared_sandbox).send()

    assert answer.status == 200
    assert answer.getheader("Content-Type") == "application/json"
    assert len(response["RequestId"]) == 36
    date = parsedate_to_datetime(answer.getheader("Date") or "")
    assert abs(date.timestamp() - time.time()) < FIVE_MINUTES_S


def test_refusals_are_answered_with_status_200_too(shared_sandbox: Sandbox) -> None:
    answer, response = ByHand(shared_sandbox, secret_key="wrong").send()

    assert answer.status == 200
    assert answer.getheader("Content-Type") == "application/json"
    assert set(response) == {"Error", "RequestId"}


@pytest.mark.parametrize("off_s", [-FIVE_MINUTES_S - 20, FIVE_MINUTES_S + 20])
def test_a_clock_that_is_off_is_refused(shared_sandbox: Sandbox, off_s: int) -> None:
    request = ByHand(shared_sandbox, timestamp_s=int(time.time()) + off_s)
    assert request.code() == "AuthFailure.SignatureExpire"


@pytest.mark.parametrize("off_s", [-FIVE_MINUTES_S + 20, FIVE_MINUTES_S - 20])
def test_a_clock_that_is_a_little_off_is_not(shared_sandbox: Sandbox, off_s: int) -> None:
    assert not ByHand(shared_sandbox, timestamp_s=int(time.time()) + off_s).code()


@pytest.mark.parametrize(
    "names",
    [
        ("content-type", "host", "x-tc-action"),
        ("content-type", "host", "x-tc-action", "x-tc-region", "x-tc-timestamp", "x-tc-version"),
    ],
)
def test_any_headers_may_be_signed(shared_sandbox: Sandbox, names: tuple[str, ...]) -> None:
    assert not ByHand(shared_sandbox, signed_headers=names).code()


def test_the_host_may_come_with_its_scheme_as_tccli_sends_it(shared_sandbox: Sandbox) -> None:
    assert not ByHand(shared_sandbox, signed={"host": shared_sandbox.endpoint}).code()


def test_a_body_over_ten_megabytes_is_refused_before_it_is_read(shared_sandbox: Sandbox) -> None:
    body = b" " * (10 * 1024 * 1024 + 1)
    assert ByHand(shared_sandbox, body=body).code() == "RequestSizeLimitExceeded"


def test_messages_follow_the_language(shared_sandbox: Sandbox) -> None:
    _, english = ByHand(shared_sandbox, action="Nothing").send()
    _, chinese = ByHand(shared_sandbox, action="Nothing", signed={"x-tc-language": "zh-CN"}).send()

    assert english["Error"]["Message"] == "The action `Nothing` does not exist."
    assert chinese["Error"]["Message"] == "接口 `Nothing` 不存在。"


def test_too_many_requests_a_second_are_refused_per_action(start_sandbox: Any) -> None:
    sandbox = start_sandbox("--rate", "1")

    codes = [ByHand(sandbox).code() for _ in range(5)]

    assert codes[0] == ""
    assert "RequestLimitExceeded" in codes
    assert ByHand(sandbox, action="DescribeScenes").code() == ""


def test_it_listens_on_this_computer_only(shared_sandbox: Sandbox) -> None:
    assert address(shared_sandbox).startswith("127.0.0.1:")


def test_keys_and_regions_can_be_chosen(start_sandbox: Any) -> None:
    sandbox = start_sandbox(
        *("--secret-id", "AKIDchosen", "--secret-key", "chosen"),
        *("--region", "ap-guangzhou", "eu-frankfurt", "--region", "ap-seoul"),
        *("--instances", "4"),
    )

    rows = Official(sandbox)("DescribeRegions")["RegionSet"]

    assert (sandbox.secret_id, sandbox.secret_key) == ("AKIDchosen", "chosen")
    assert [row["Region"] for row in rows] == ["ap-guangzhou", "eu-frankfurt", "ap-seoul"]


def test_an_unsigned_request_on_a_kept_connection_leaves_it_usable(
    shared_sandbox: Sandbox,
) -> None:
    connection = HTTPConnection(address(shared_sandbox))
    try:
        for _ in range(3):
            connection.request("POST", "/", b"{}", {"Content-Type": "application/json"})
            answer = connection.getresponse()
            assert answer.status == 200
            assert b"AuthFailure.InvalidAuthorization" in answer.read()
    finally:
        connection.close()

"""Complete outputs in pretend buckets, read with COS's own signature."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from qcloud_cos import CosConfig
from qcloud_cos.cos_auth import CosS3Auth

from tat_console.tat.cos_signing import presigned_url
from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import Official, base64_text, output, ready_instances, run_and_wait

BUCKET = "https://logs-1250000000.cos.ap-guangzhou.myqcloud.com"
SIZE_BYTES = 60_000


@pytest.fixture(scope="module")
def task(shared_sandbox: Sandbox) -> dict[str, Any]:
    """A task that wrote more than the service keeps."""
    official = Official(shared_sandbox)
    (ended,) = run_and_wait(
        official,
        Content=base64_text(f"head -c {SIZE_BYTES} /dev/zero | tr '\\0' x"),
        InstanceIds=ready_instances(official),
        OutputCOSBucketUrl=BUCKET,
        OutputCOSKeyPrefix="runs/today",
    )
    return ended


def presigned(sandbox: Sandbox, url: str, **changes: Any) -> str:
    """The address of an object, signed for the next minute unless told otherwise."""
    now_s = int(time.time())
    settings: dict[str, Any] = {
        "secret_id": sandbox.secret_id,
        "secret_key": sandbox.secret_key,
        "start_s": now_s - 1,
        "end_s": now_s + 60,
    }
    return presigned_url(url, **(settings | changes))


def test_the_address_names_bucket_prefix_invocation_and_task(
    shared_sandbox: Sandbox, task: dict[str, Any]
) -> None:
    result = task["TaskResult"]
    assert result["OutputUrl"] == (
        f"{shared_sandbox.endpoint}/{BUCKET.removeprefix('https://')}/runs/today/"
        f"{task['InvocationId']}/{task['InvocationTaskId']}.log"
    )
    assert result["OutputUploadCOSErrorInfo"] == ""
    assert result["Dropped"] == SIZE_BYTES - len(output(task))


def test_the_official_signature_reads_the_whole_output(
    shared_sandbox: Sandbox, task: dict[str, Any]
) -> None:
    url = task["TaskResult"]["OutputUrl"]
    config = CosConfig(
        Region="ap-guangzhou",
        SecretId=shared_sandbox.secret_id,
        SecretKey=shared_sandbox.secret_key,
    )
    path = url.removeprefix(shared_sandbox.endpoint)

    answer = requests.get(url, auth=CosS3Auth(config, path), timeout=10)

    assert (answer.status_code, answer.text) == (200, "x" * SIZE_BYTES)


def test_a_presigned_address_reads_it_and_its_parts(
    shared_sandbox: Sandbox, task: dict[str, Any]
) -> None:
    url = presigned(shared_sandbox, task["TaskResult"]["OutputUrl"])

    whole = requests.get(url, timeout=10)
    part = requests.get(url, headers={"Range": "bytes=59990-"}, timeout=10)

    assert len(whole.content) == SIZE_BYTES
    assert (part.status_code, part.content) == (206, b"x" * 10)
    assert part.headers["Content-Range"] == "bytes 59990-59999/60000"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"secret_key": "wrong"}, "SignatureDoesNotMatch"),
        ({"secret_id": "AKIDnobody"}, "InvalidAccessKeyId"),
        ({"token": "nobody's"}, "InvalidToken"),
        ({"start_s": 1, "end_s": 2}, "AccessDenied"),
    ],
)
def test_a_wrong_signature_is_refused_in_the_words_of_cos(
    shared_sandbox: Sandbox, task: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    url = presigned(shared_sandbox, task["TaskResult"]["OutputUrl"], **changes)
    answer = requests.get(url, timeout=10)
    assert answer.status_code == 403
    assert f"<Code>{code}</Code>" in answer.text


def test_nothing_is_read_without_a_signature(shared_sandbox: Sandbox, task: dict[str, Any]) -> None:
    answer = requests.get(task["TaskResult"]["OutputUrl"], timeout=10)
    assert (answer.status_code, "AccessDenied" in answer.text) == (403, True)


@pytest.mark.parametrize("path", ["/bucket/none.log", "/bucket/..%2f..%2fsandbox.sqlite3"])
def test_there_is_nothing_but_objects(shared_sandbox: Sandbox, path: str) -> None:
    answer = requests.get(presigned(shared_sandbox, shared_sandbox.endpoint + path), timeout=10)
    assert answer.status_code == 404


def test_a_bucket_that_does_not_exist_refuses_the_run(shared_sandbox: Sandbox) -> None:
    from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
        TencentCloudSDKException,
    )

    official = Official(shared_sandbox)
    with pytest.raises(TencentCloudSDKException) as refused:
        official(
            "RunCommand",
            Content=base64_text("true"),
            InstanceIds=ready_instances(official),
            OutputCOSBucketUrl=BUCKET.replace("logs", "missing-logs"),
        )
    assert refused.value.code == "ResourceNotFound.CosBucketNotFoundCode"

"""Temporary keys: asked for with and without an MFA code, used, expired, forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import ByHand, Official

ROLE = {"RoleArn": "qcs::cam::uin/100000000001:roleName/operator", "RoleSessionName": "night"}
DEVICE = {"SerialNumber": "qcs::cam:uin/100000000001::mfa/softToken"}


def test_a_temporary_key_signs_with_its_token(shared_sandbox: Sandbox) -> None:
    reply = Official(shared_sandbox, "sts")("AssumeRole", **ROLE, DurationSeconds=600)
    key = reply["Credentials"]
    borrowed: dict[str, Any] = {
        "secret_id": key["TmpSecretId"],
        "secret_key": key["TmpSecretKey"],
        "service": "sts",
        "action": "GetCallerIdentity",
    }
    token = {"x-tc-token": key["Token"]}

    _, identity = ByHand(shared_sandbox, **borrowed, signed=token).send()

    assert identity["Arn"].endswith("assumed-role/operator/night")
    assert identity["Type"] == "CAMRole"
    assert ByHand(shared_sandbox, **borrowed).code() == "AuthFailure.TokenFailure"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"RoleArn": "operator"}, "InvalidParameter"),
        ({"RoleSessionName": "x"}, "InvalidParameter"),
        ({"RoleArn": ROLE["RoleArn"] + "-mfa"}, "AuthFailure.MFAFailure"),
        (DEVICE, "AuthFailure.MFAFailure"),
        ({**DEVICE, "TokenCode": "000000"}, "AuthFailure.MFAFailure"),
        ({**DEVICE, "TokenCode": "12345"}, "AuthFailure.MFAFailure"),
    ],
)
def test_what_is_wrong_is_refused(
    shared_sandbox: Sandbox, parameters: dict[str, str], code: str
) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        Official(shared_sandbox, "sts")("AssumeRole", **(ROLE | parameters))
    assert refused.value.code == code


def test_a_role_with_mfa_takes_its_code(shared_sandbox: Sandbox) -> None:
    role = {**ROLE, "RoleArn": ROLE["RoleArn"] + "-mfa"}
    reply = Official(shared_sandbox, "sts")("AssumeRole", **role, **DEVICE, TokenCode="123456")
    assert reply["Credentials"]["TmpSecretId"].startswith("AKID")

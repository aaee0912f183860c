"""Keys of other programs: found, read where they lie, and explained where they are not good."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from tat_console.ports.profiles import Credential, FoundKey, KeySource, SourceKind
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.support.errors import ConsoleError

KEY = "a-key-nobody-may-find"
SDK_FILE = KeySource(kind=SourceKind.SDK_FILE)


def reader(home: Path, **environment: str) -> KeysElsewhere:
    return KeysElsewhere(home, environment, home / "etc-credentials")


def found(home: Path, **environment: str) -> tuple[FoundKey, ...]:
    return asyncio.run(reader(home, **environment).found())


def read(home: Path, source: KeySource, **environment: str) -> Credential:
    return asyncio.run(reader(home, **environment).read(source))


def tccli_profile(home: Path, name: str, **content: object) -> KeySource:
    folder = home / ".tccli"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.credential"
    path.write_text(json.dumps({"secretId": "AKIDtccli", "secretKey": KEY, **content}))
    return KeySource(kind=SourceKind.TCCLI, name=name)


def sdk_file(home: Path, text: str, mode: int = 0o600) -> Path:
    path = home / ".tencentcloud" / "credentials"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def test_an_empty_home_has_no_keys(tmp_path: Path) -> None:
    assert found(tmp_path) == ()
    with pytest.raises(ConsoleError, match="not on this computer any more"):
        read(tmp_path, SDK_FILE)
    with pytest.raises(ConsoleError, match="not on this computer any more"):
        read(tmp_path, KeySource(kind=SourceKind.ENVIRONMENT))


def test_the_environment_with_token_region_and_role(tmp_path: Path) -> None:
    environment = {
        "TENCENTCLOUD_SECRET_ID": "AKIDenv",
        "TENCENTCLOUD_SECRET_KEY": KEY,
        "TENCENTCLOUD_TOKEN": "the-token",
        "TENCENTCLOUD_REGION": "ap-shanghai",
        "TENCENTCLOUD_ROLE_ARN": "qcs::cam::uin/1:roleName/ops",
    }
    (key,) = found(tmp_path, **environment)
    assert (key.secret_id, key.region, key.problem) == ("AKIDenv", "ap-shanghai", "")
    assert key.role is not None
    assert key.role.role_arn == "qcs::cam::uin/1:roleName/ops"
    credential = read(tmp_path, key.source, **environment)
    assert credential.secret_key.reveal() == KEY
    assert credential.token is not None
    assert credential.token.reveal() == "the-token"
    assert KEY not in repr(key)


def test_half_a_key_in_the_environment_says_which_half_is_missing(tmp_path: Path) -> None:
    (key,) = found(tmp_path, TENCENTCLOUD_SECRET_ID="AKIDenv")
    assert key.problem == "It has no SecretKey."


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (f"[default]\nsecret_id = AKIDsdk\nsecret_key = {KEY}\n", ""),
        (f"[default]\nsecret_id = \"AKIDsdk\"\nsecret_key = '{KEY}'\n", "in quotes"),
        (f"# mine\nsecret_id=AKIDsdk\nsecret_key={KEY}\n", "no section"),
        (f"[Default]\nSECRET_ID=AKIDsdk\nSecret_Key={KEY}\n[b]\nsecret_id=other", ""),
        (f"\ufeff[default]\r\nsecret_id=AKIDsdk\r\nsecret_key={KEY}\r\ntoken=t-1\r\n", "token"),
    ],
)
def test_the_sdk_file_is_read_tolerantly(tmp_path: Path, text: str, warning: str) -> None:
    sdk_file(tmp_path, text)
    (key,) = found(tmp_path)
    assert (key.secret_id, key.problem) == ("AKIDsdk", "")
    assert read(tmp_path, SDK_FILE).secret_key.reveal() == KEY
    assert [part for part in (warning,) if part and part not in " ".join(key.warnings)] == []
    assert bool(key.warnings) == bool(warning)


def test_a_file_without_keys_and_one_that_is_no_text(tmp_path: Path) -> None:
    path = sdk_file(tmp_path, "[other]\nsecret_id = AKIDsdk\n")
    assert found(tmp_path)[0].problem == "It has no SecretId, SecretKey."
    path.write_bytes(b"\xff\xfe\x00secret")
    assert "no text in UTF-8" in found(tmp_path)[0].problem
    with pytest.raises(ConsoleError, match="cannot be used"):
        read(tmp_path, SDK_FILE)


def test_the_shared_file_serves_where_there_is_none_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "etc-credentials").write_text(f"[default]\nsecret_id=AKIDetc\nsecret_key={KEY}")
    assert found(tmp_path)[0].secret_id == "AKIDetc"
    sdk_file(tmp_path, f"[default]\nsecret_id=AKIDown\nsecret_key={KEY}")
    assert read(tmp_path, SDK_FILE).secret_id == "AKIDown"


def test_a_file_that_others_can_read_is_told_of(tmp_path: Path) -> None:
    path = sdk_file(tmp_path, f"[default]\nsecret_id=AKIDsdk\nsecret_key={KEY}", mode=0o644)
    path.parent.chmod(0o755)
    (warning,) = found(tmp_path)[0].warnings
    assert warning.startswith("Other users of this computer can read it")
    assert f"chmod 600 {path}" in warning
    path.parent.chmod(0o700)
    assert found(tmp_path)[0].warnings[0].startswith("Only its folder")


@pytest.mark.parametrize("kind", ["oauth", "sso"])
def test_temporary_keys_of_tccli_are_used_until_they_end(tmp_path: Path, kind: str) -> None:
    source = tccli_profile(
        tmp_path, "work", type=kind, token="t-1", expiresAt=int(time.time()) + 600
    )
    assert read(tmp_path, source).expires is not None
    tccli_profile(tmp_path, "work", type=kind, token="t-1", expiresAt=int(time.time()) - 1)
    with pytest.raises(ConsoleError, match=r"tccli sts GetCallerIdentity --profile work"):
        read(tmp_path, source)
    login = {"oauth": "tccli auth login", "sso": "tccli sso login"}[kind]
    assert login in found(tmp_path)[0].problem


def test_the_role_of_the_machine_is_passed_on_to_who_can_ask_for_it(tmp_path: Path) -> None:
    source = tccli_profile(tmp_path, "cvm", type="cvm-role", secretId="", secretKey="")
    (key,) = found(tmp_path)
    assert (key.source.kind, key.problem) == (SourceKind.MACHINE_ROLE, "")
    with pytest.raises(ConsoleError, match="role of this machine"):
        read(tmp_path, source)


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", '{"secretKey": "a-key-nobody-may-find"', "[" * 9999]
)
def test_a_damaged_file_of_tccli_is_a_sentence_and_shows_no_key(tmp_path: Path, text: str) -> None:
    tccli_profile(tmp_path, "good")
    source = tccli_profile(tmp_path, "bad")
    (tmp_path / ".tccli" / "bad.credential").write_text(text)
    keys = {key.source.name: key for key in found(tmp_path)}
    assert "no JSON of tccli" in keys["bad"].problem
    assert KEY not in keys["bad"].problem
    assert keys["good"].problem == ""
    with pytest.raises(ConsoleError) as caught:
        read(tmp_path, source)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("moment", ["soon", True, 1e300, float("inf"), None])
def test_an_end_that_is_no_time_is_passed_over(tmp_path: Path, moment: object) -> None:
    source = tccli_profile(tmp_path, "odd", expiresAt=moment)
    assert read(tmp_path, source).expires is None

"""Key files written by the real tccli and read by the real SDK are the ones we read."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tencentcloud.common.credential import Credential as SdkCredential
from tencentcloud.common.credential import EnvironmentVariableCredential, ProfileCredential

from tat_console.cloud.connect import Connector
from tat_console.ports.profiles import Credential, FoundKey
from tat_console.services.imports import profile_of
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.support.clock import SystemClock
from tat_console.tat.account import GetCallerIdentity
from tests.contracts.clients import profile_of as sandbox_profile
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"


def tccli(*arguments: str) -> str:
    program = str(Path(sys.executable).with_name("tccli"))
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def configure(sandbox: Sandbox, profile: str) -> None:
    for name, value in (
        ("secretId", sandbox.secret_id),
        ("secretKey", sandbox.secret_key),
        ("region", REGION),
    ):
        tccli("configure", "set", name, value, "--profile", profile)


def found_and_read(home: Path) -> tuple[FoundKey, Credential]:
    reader = KeysElsewhere(home, os.environ, home / "none")
    (found,) = asyncio.run(reader.found())
    return found, asyncio.run(reader.read(found.source))


def account_of(sandbox: Sandbox, credential: Credential) -> str:
    """Whose key the sandbox says it is."""

    async def ask() -> str:
        cloud = Connector(SystemClock())(sandbox_profile(sandbox), credential).cloud
        try:
            return (await cloud.call(GetCallerIdentity(), region=REGION)).account_id
        finally:
            await cloud.close()

    return asyncio.run(ask())


def test_a_profile_that_tccli_wrote(home: Path, shared_sandbox: Sandbox) -> None:
    configure(shared_sandbox, "office")
    found, credential = found_and_read(home)
    assert (found.source.name, found.region, found.problem) == ("office", REGION, "")
    assert found.secret_id == shared_sandbox.secret_id
    theirs = json.loads(
        tccli(
            *("sts", "GetCallerIdentity", "--profile", "office"),
            *("--endpoint", shared_sandbox.endpoint),
        )
    )
    assert account_of(shared_sandbox, credential) == theirs["AccountId"]
    assert profile_of(found).regions == (REGION,)


def test_files_that_tccli_writes_are_said_to_be_open(home: Path, shared_sandbox: Sandbox) -> None:
    configure(shared_sandbox, "default")
    path = home / ".tccli" / "default.credential"
    found, _credential = found_and_read(home)
    assert bool(path.stat().st_mode & 0o077) == bool(found.warnings)


def test_what_the_oauth_login_of_tccli_leaves_behind(home: Path, shared_sandbox: Sandbox) -> None:
    script = (
        "import sys, time; from tccli import oauth;"
        "oauth.save_credential({'openId': 'o', 'accessToken': 'a', 'refreshToken': 'r',"
        " 'expiresAt': int(time.time()) + 9999, 'site': 'cn'}, {'secretId': sys.argv[1],"
        " 'secretKey': sys.argv[2], 'token': 't', 'expiresAt': int(time.time()) + 3600}, 'me')"
    )
    (home / ".tccli").mkdir(mode=0o700)
    subprocess.run(
        [sys.executable, "-c", script, shared_sandbox.secret_id, shared_sandbox.secret_key],
        check=True,
    )
    found, credential = found_and_read(home)
    assert (found.source.name, found.problem) == ("me", "")
    assert found.expires is not None
    assert credential.token is not None
    assert credential.token.reveal() == "t"


def test_the_file_and_the_environment_that_the_sdk_reads(
    home: Path, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / ".tencentcloud" / "credentials"
    path.parent.mkdir()
    path.write_text(
        f"[default]\nsecret_id = {shared_sandbox.secret_id}\n"
        f"secret_key = {shared_sandbox.secret_key}\n"
    )
    path.chmod(0o600)
    found, credential = found_and_read(home)
    assert found.warnings == ()
    assert same(credential, ProfileCredential().get_credential())
    assert account_of(shared_sandbox, credential)
    path.unlink()
    monkeypatch.setenv("TENCENTCLOUD_SECRET_ID", shared_sandbox.secret_id)
    monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", shared_sandbox.secret_key)
    _found, credential = found_and_read(home)
    assert same(credential, EnvironmentVariableCredential().get_credential())


def same(ours: Credential, theirs: SdkCredential) -> bool:
    return (ours.secret_id, ours.secret_key.reveal()) == (theirs.secret_id, theirs.secret_key)

"""Profiles where no keyring answers, and what is wrong with one as it was typed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tat_console.ports.profiles import (
    AssumedRole,
    Credential,
    KeySource,
    Profile,
    SourceKind,
)
from tat_console.services.profile_checks import TypedKey, problems
from tat_console.services.profiles import Profiles
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.secrets import KeyringSecrets
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret

KEY = Credential(secret_id="AKIDone", secret_key=Secret("a-key-nobody-may-find"))


def profile(**more: object) -> Profile:
    given: dict = {"profile_id": "p-1", "name": "harbor", "secret_id": "AKIDone"}
    return Profile(**(given | more))


def role(arn: str = "qcs::cam::uin/100000000001:roleName/operator", **more: Any) -> AssumedRole:
    return AssumedRole(role_arn=arn, **more)


def test_a_key_for_one_session_needs_no_keyring_and_reaches_no_file(tmp_path: Path) -> None:
    async def work() -> None:
        profiles = Profiles(JsonDocuments(tmp_path), KeyringSecrets())
        assert "No keyring answers" in (await profiles.keyring_problem() or "")
        kept = profile(session_only=True)
        await profiles.save(kept, KEY)
        assert await profiles.credential(kept) == KEY
        again = Profiles(JsonDocuments(tmp_path), KeyringSecrets())
        assert list(again) == [kept]
        with pytest.raises(ConsoleError, match="is not here"):
            await again.credential(kept)
        await again.remove(kept.profile_id)
        assert list(again) == []

    asyncio.run(work())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"nobody-may-find" in path.read_bytes()]


def test_without_a_keyring_a_key_that_is_to_stay_is_refused_and_nothing_changes(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        profiles = Profiles(JsonDocuments(tmp_path), KeyringSecrets())
        with pytest.raises(ConsoleError, match="keyring"):
            await profiles.save(profile(), KEY)
        assert list(profiles) == []

    asyncio.run(work())


@pytest.mark.parametrize(
    ("changes", "key", "field", "words"),
    [
        ({"name": "  "}, "k", "name", "empty"),
        ({"name": "Taken"}, "k", "name", "Another profile"),
        ({"secret_id": ""}, "k", "secret_id", "empty"),
        ({"secret_id": "AKID one"}, "k", "secret_id", "space"),
        ({"secret_id": "密钥"}, "k", "secret_id", "never have"),
        ({}, "", "secret_key", "empty"),
        ({}, "two\nlines", "secret_key", "line break"),
        ({"regions": ("guangzhou",)}, "k", "regions", "ap-guangzhou"),
        ({"proxy": "10.0.0.1:3128"}, "k", "proxy", "http://HOST:PORT"),
        ({"proxy": "http://10.0.0.1"}, "k", "proxy", "http://HOST:PORT"),
        ({"proxy": "http://10.0.0.1:99999"}, "k", "proxy", "http://HOST:PORT"),
        ({"proxy": "http://host:80/path"}, "k", "proxy", "http://HOST:PORT"),
        ({"proxy": "socks5://10.0.0.1:1080"}, "k", "proxy", "SOCKS"),
        ({"endpoint": "tat.example.com"}, "k", "endpoint", "https://HOST"),
        ({"endpoint": "https://tat.example.com/path"}, "k", "endpoint", "https://HOST"),
        ({"endpoint": "http://host:port"}, "k", "endpoint", "https://HOST"),
        ({"ca_file": "/nowhere/ca.pem"}, "k", "ca_file", "no file"),
        ({"ca_file": "/"}, "k", "ca_file", "no file"),
        ({"ca_file": __file__}, "k", "ca_file", "PEM"),
        ({"source": KeySource(kind=SourceKind.TCCLI)}, "", "source_name", "default"),
        ({"role": role("operator")}, "k", "role_arn", "roleName/NAME"),
        ({"role": role(session_name="me and you")}, "k", "role_session", "may hold only"),
        ({"role": role(duration_s=0)}, "k", "role_duration", "43,200"),
        ({"role": role(external_id="two words")}, "k", "role_external_id", "space"),
        ({"role": role(mfa_serial="my phone")}, "k", "role_mfa", "softToken"),
    ],
)
def test_one_sentence_beside_the_field_that_is_wrong(
    changes: dict, key: str, field: str, words: str
) -> None:
    changed = profile(**changes)
    needs_key = changed.source.kind is SourceKind.KEYRING
    typed = TypedKey(secret_key=key)
    found = problems(changed, typed, needs_key=needs_key, taken_names=["taken"])
    assert list(found) == [field]
    assert words in found[field]


def test_a_profile_that_is_fine_has_no_problems() -> None:
    fine = profile(regions=("ap-guangzhou", "eu-frankfurt"), proxy="http://user:pw@10.0.0.1:3128")
    assert problems(fine, TypedKey(), needs_key=False) == {}
    assert problems(fine, TypedKey(secret_key="k", token="t"), needs_key=True) == {}


def test_a_profile_with_an_address_of_its_own_is_kept_and_one_that_is_provided_is_not(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        profiles = Profiles(JsonDocuments(tmp_path), KeyringSecrets())
        own = profile(session_only=True, endpoint="https://tat.example.com")
        provided = profile(profile_id="sandbox", name="Sandbox", endpoint="http://127.0.0.1:1")
        profiles.provide(provided, KEY)
        await profiles.save(own, KEY)
        assert list(Profiles(JsonDocuments(tmp_path), KeyringSecrets())) == [own]

    asyncio.run(work())


def test_a_key_that_is_read_elsewhere_from_now_on_is_forgotten_here(tmp_path: Path) -> None:
    async def work() -> None:
        profiles = Profiles(JsonDocuments(tmp_path), KeyringSecrets())
        await profiles.save(profile(session_only=True), KEY)
        moved = profile(source=KeySource(kind=SourceKind.ENVIRONMENT))
        await profiles.save(moved, None)
        with pytest.raises(ConsoleError, match="cannot be read here"):
            await profiles.credential(moved)
        back = profile(session_only=True)
        with pytest.raises(ConsoleError, match="is not here"):
            await profiles.credential(back)

    asyncio.run(work())

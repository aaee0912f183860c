"""Profiles where no keyring answers, and what is wrong with one as it was typed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tat_console.ports.profiles import Credential, Profile
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
    ],
)
def test_one_sentence_beside_the_field_that_is_wrong(
    changes: dict, key: str, field: str, words: str
) -> None:
    found = problems(
        profile(**changes), TypedKey(secret_key=key), needs_key=True, taken_names=["taken"]
    )
    assert list(found) == [field]
    assert words in found[field]


def test_a_profile_that_is_fine_has_no_problems() -> None:
    fine = profile(regions=("ap-guangzhou", "eu-frankfurt"), proxy="http://user:pw@10.0.0.1:3128")
    assert problems(fine, TypedKey(), needs_key=False) == {}
    assert problems(fine, TypedKey(secret_key="k", token="t"), needs_key=True) == {}

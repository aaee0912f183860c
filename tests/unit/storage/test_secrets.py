"""Keys are kept by the operating system's keyring, and by nothing else."""

from __future__ import annotations

import asyncio
import base64
import gc
import logging
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from tat_console.ports.profiles import SecretStore
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.secrets import SERVICE, KeyringSecrets
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret, log_to_file
from tat_console.support.paths import AppPaths
from tests.unit.storage.records import full_run

KEY = Secret("k3y-of-the-harbour/+=Ω")
TOKEN = Secret("t0ken " * 200)


class PlainFile(KeyringBackend):
    """A third party's backend, as keyring may be set up to use; it does keep what it gets."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def use_backend() -> Iterator[object]:
    earlier = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(earlier)


@contextmanager
def logged_to(folder: Path) -> Iterator[None]:
    logger = logging.getLogger("tat_console")
    level = logger.level
    log_to_file(folder)
    try:
        yield
    finally:
        logger.handlers.pop().close()
        logger.setLevel(level)


def traces(secret: Secret, folder: Path) -> list[Path]:
    """The files that hold the secret, in plain, as UTF-16 or as Base64."""
    wanted = {
        *(secret.reveal().encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")),
        *base64_forms(secret.reveal().encode()),
        repr(secret.reveal()).encode("ascii", "backslashreplace"),
    }
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path for path in files if any(form in path.read_bytes() for form in wanted)]


def base64_forms(content: bytes) -> Iterator[bytes]:
    """The middle of the content's Base64 at each of the three places it can begin at."""
    for offset in range(3):
        yield base64.b64encode(bytes(offset) + content)[4:-4]


@pytest.mark.parametrize("token", [TOKEN, None], ids=["token", "no token"])
def test_a_key_is_stored_read_and_forgotten(secret_service: str, token: Secret | None) -> None:
    async def scenario(store: SecretStore) -> None:
        assert await store.problem() is None
        assert await store.read("profile-1") is None
        await store.write("profile-1", Secret("earlier"), TOKEN)
        await store.write("profile-1", KEY, token)
        await store.write("profile-2", Secret("other"), None)
        assert await store.read("profile-1") == (KEY, token)
        await store.forget("profile-1")
        assert await store.read("profile-1") is None
        await store.forget("profile-1")
        assert await store.read("profile-2") == (Secret("other"), None)

    asyncio.run(scenario(KeyringSecrets()))


def test_a_key_outlives_the_program(secret_service: str) -> None:
    asyncio.run(KeyringSecrets().write("profile-1", KEY, TOKEN))
    assert asyncio.run(KeyringSecrets().read("profile-1")) == (KEY, TOKEN)


def test_the_key_is_in_no_file(secret_service: str, home: Path) -> None:
    paths = AppPaths.find()

    async def scenario() -> None:
        archive = await SqliteArchive.open(paths.archive)
        await archive.add_run(full_run())
        await KeyringSecrets().write("profile-1", KEY, TOKEN)
        logging.getLogger("tat_console.test").info("The key is %r", KEY)
        JsonDocuments(paths.config).write("profiles", {"profile-1": {"secret_id": "AKID"}})
        assert traces(KEY, home) == traces(TOKEN, home) == []
        await archive.close()

    with logged_to(paths.logs):
        asyncio.run(scenario())
    assert traces(KEY, home) == traces(TOKEN, home) == []


@pytest.mark.parametrize("encode", ["utf-8", "utf-16-le", "base64"])
def test_a_key_in_a_file_would_be_found(home: Path, encode: str) -> None:
    leak = home / "leak"
    text = f"x{KEY.reveal()}y"
    leak.write_bytes(base64.b64encode(text.encode()) if encode == "base64" else text.encode(encode))
    assert traces(KEY, home) == [leak]


def test_a_locked_keyring_is_told(secret_service: str) -> None:
    import secretstorage

    asyncio.run(KeyringSecrets().write("profile-1", KEY, None))
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    with pytest.raises(ConsoleError) as caught:
        asyncio.run(KeyringSecrets().read("profile-1"))
    assert caught.value.title == "The keyring is locked"
    assert "this session only" in caught.value.next_step
    del caught
    # keyring itself leaves its connection open where the keyring stays locked.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_a_keyring_that_went_away_is_told(
    secret_service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    for act in (
        KeyringSecrets().read("profile-1"),
        KeyringSecrets().write("profile-1", KEY, None),
        KeyringSecrets().forget("profile-1"),
    ):
        with pytest.raises(ConsoleError, match="The keyring did not do") as caught:
            asyncio.run(act)
        assert KEY.reveal() not in str(caught.value)


@pytest.mark.parametrize("entry", ["not json", '{"token": "only"}', "[]", '"\\ud800'])
def test_an_entry_that_another_program_changed_is_told(secret_service: str, entry: str) -> None:
    keyring.set_password(SERVICE, "profile-1", entry)
    with pytest.raises(ConsoleError, match="The kept key cannot be read"):
        asyncio.run(KeyringSecrets().read("profile-1"))
    asyncio.run(KeyringSecrets().write("profile-1", KEY, None))
    assert asyncio.run(KeyringSecrets().read("profile-1")) == (KEY, None)


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        (fail.Keyring(), "No keyring answers on this computer."),
        (ChainerBackend(), "No keyring answers on this computer."),
        (null.Keyring(), "keyring.backends.null, which is not the keyring of the operating system"),
        (PlainFile(), "test_secrets, which is not the keyring of the operating system"),
    ],
    ids=["fail", "empty chain", "null", "plain file"],
)
def test_what_is_no_real_keyring_is_refused(
    use_backend: object, backend: KeyringBackend, sentence: str
) -> None:
    keyring.set_keyring(backend)

    async def scenario() -> None:
        store = KeyringSecrets()
        problem = await store.problem()
        assert problem is not None
        assert sentence in problem
        assert "Keys will be kept for this session only." in problem
        for act in (store.read("p"), store.write("p", KEY, TOKEN), store.forget("p")):
            with pytest.raises(ConsoleError, match="no keyring to keep keys in") as caught:
                await act
            assert caught.value.what == problem

    asyncio.run(scenario())
    assert getattr(backend, "kept", {}) == {}

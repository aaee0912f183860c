"""The form of a script's parameters, its presets and its secrets."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tat_console.ports.profiles import Environment, SecretStore
from tat_console.services.parameters import (
    fill_form,
    visible_values,
)
from tat_console.services.presets import DOCUMENT, Preset, Presets
from tat_console.services.script_secrets import ScriptSecrets
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.secrets import KeyringSecrets
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import MASK, REDACTOR, Secret
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType

SCRIPT = "curl -H '{{tat-hidden:token}}' {{url}} --port {{port}} {{verbose}} # {{tat-region}}\n"
ROWS = (
    ParameterDefinition(key="port", kind=ParameterKind.NUMBER, default="80", most=65535),
    ParameterDefinition(key="verbose", kind=ParameterKind.SWITCH, on="-v", off="-s"),
    ParameterDefinition(key="gone"),
)


def test_the_form_follows_the_script_and_says_what_is_wrong() -> None:
    entered: dict[str, str | bool] = {
        "url": "http://a/?x=1&y=2",
        "verbose": True,
        "token": "it's s3cret",
    }
    fields = fill_form(SCRIPT, CommandType.SHELL, ROWS, entered, {"tat-region": "ap-guangzhou"})
    rows = {field.definition.key: field for field in fields}
    assert list(rows) == ["token", "url", "port", "verbose", "tat-region"]
    assert (rows["port"].sent, rows["verbose"].sent) == ("80", "-v")
    assert "without quotes" in rows["url"].warnings[0]
    assert rows["token"].is_secret
    assert "“'”" in rows["token"].warnings[0]
    (landing,) = rows["token"].landings
    assert landing.text.startswith(f"curl -H '{MASK}' http://a/?x=1&y=2 --port 80 -v")
    assert rows["tat-region"].is_built_in
    assert rows["tat-region"].sent == "ap-guangzhou"
    assert rows["tat-region"].definition.description
    assert not any(field.problem for field in fields)
    assert visible_values(fields) == {"url": "http://a/?x=1&y=2", "port": "80", "verbose": "-v"}


def test_what_is_missing_or_wrong_keeps_the_run_from_starting() -> None:
    fields = fill_form(SCRIPT, CommandType.SHELL, ROWS, {"port": "99999"})
    problems = {field.definition.key: field.problem for field in fields if field.problem}
    assert set(problems) == {"token", "url", "port"}
    assert "at most 65535" in problems["port"]


def test_presets_are_kept_for_each_environment_and_without_secrets(home: Path) -> None:
    documents = JsonDocuments(home / "config")
    presets = Presets(documents)
    preset = Preset(
        values={"url": "http://a", "token": "top-s3cret"}, secret_names={"token": "web token"}
    )
    presets.save("Web/a.sh", Environment.PRODUCTION, " night ", preset, SCRIPT)
    presets.save("Web/a.sh", Environment.PRODUCTION, "Day", preset, SCRIPT)
    again = Presets(JsonDocuments(home / "config"))
    assert again.names("Web/a.sh", Environment.PRODUCTION) == ("Day", "night")
    assert again.names("Web/a.sh", Environment.SANDBOX) == ()
    assert again.get("Web/a.sh", Environment.PRODUCTION, "night") == Preset(
        values={"url": "http://a"}, secret_names={"token": "web token"}
    )
    assert "top-s3cret" not in (home / f"config/{DOCUMENT}.json").read_text()
    again.move("Web/a.sh", "Web/b.sh")
    again.remove("Web/b.sh", Environment.PRODUCTION, "Day")
    assert Presets(documents).names("Web/b.sh", Environment.PRODUCTION) == ("night",)
    assert Presets(documents).get("Web/b.sh", Environment.PRODUCTION, "Day") is None
    with pytest.raises(ConsoleError, match="no name"):
        again.save("x", Environment.SANDBOX, " ", preset, SCRIPT)


@pytest.mark.parametrize(
    "kept", [{"presets": 5}, {"presets": {"a.sh": {"sandbox": {"one": {"values": [1]}}}}}]
)
def test_presets_edited_into_nonsense_are_passed_over(home: Path, kept: dict[str, object]) -> None:
    documents = JsonDocuments(home / "config")
    documents.write(DOCUMENT, kept)
    presets = Presets(documents)
    assert presets.get("a.sh", Environment.SANDBOX, "one") is None
    presets.save("a.sh", Environment.SANDBOX, "two", Preset(values={"a": "1"}), "{{a}}")
    assert presets.get("a.sh", Environment.SANDBOX, "two") == Preset(values={"a": "1"})


def test_secrets_are_in_the_keyring_and_their_names_in_a_document(
    secret_service: str, home: Path
) -> None:
    assert secret_service
    keyring: SecretStore = KeyringSecrets()
    secret = Secret("top-s3cret-of-the-web")

    async def work() -> None:
        secrets = ScriptSecrets(JsonDocuments(home / "config"), keyring)
        assert await secrets.problem() is None
        await secrets.keep(" web token ", secret)
        again = ScriptSecrets(JsonDocuments(home / "config"), keyring)
        assert list(again.names) == ["web token"]
        assert await again.read("web token") == secret
        assert REDACTOR.redact("x top-s3cret-of-the-web") == f"x {MASK}"
        await again.forget("web token")
        assert not again.names
        with pytest.raises(ConsoleError, match="not in the keyring"):
            await again.read("web token")
        with pytest.raises(ConsoleError, match="no name"):
            await again.keep(" ", secret)

    asyncio.run(work())
    written = [path for path in (home / "config").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"top-s3cret" in path.read_bytes()]


def test_without_a_keyring_nothing_is_kept(home: Path) -> None:
    async def work() -> None:
        secrets = ScriptSecrets(JsonDocuments(home / "config"), KeyringSecrets())
        assert await secrets.problem()
        with pytest.raises(ConsoleError):
            await secrets.keep("web", Secret("top-s3cret"))
        assert secrets.names == ()

    asyncio.run(work())

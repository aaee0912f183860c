"""Filled scripts: ours against those of the sandbox's service, through the wire and back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tat_console.ports.cloud import Cloud
from tat_console.services.command_texts import CommandText
from tat_console.services.commands import Commands
from tat_console.services.preview import compare, difference
from tat_console.services.services import Services
from tat_console.support.logs import MASK
from tat_console.tat import templating
from tat_console.tat.commands import PreviewReplacedCommandContent
from tat_console.tat.errors import ServiceError
from tat_console.tat.parameter_types import ParameterDefinition
from tests.contracts.clients import connected
from tests.fixtures.sandbox import Sandbox
from tests.unit.services.conftest import RunWith

REGION = "ap-guangzhou"
KEYS = [f"k{number}" for number in range(18)] + ["中", "A-_" + "x" * 61, "a"]
PIECES = [
    *(f"{{{{{key}}}}}" for key in KEYS),
    *("{{tat-hidden:k1}}", "{{tat-hidden:a}}", "{{ a }}", "{{{a}}}", "{{{{a}}}}", "{{a}", "{a}}"),
    *(
        "{",
        "}",
        "{{",
        "}}",
        "tat-hidden:",
        "a",
        "\n",
        "\r\n",
        " ",
        "é",
        "中",
        "🙂",
        "\\",
        "'",
        "$",
        "&",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)
NAMES = [key for key in KEYS if key.isascii()]
VALUES = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    min_size=1,
    max_size=20,
)


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=TEXTS, values=VALUES)
def test_our_templating_is_the_services(
    sandbox: Sandbox, loop: asyncio.Runner, script: str, values: dict[str, str]
) -> None:
    """Nested braces, Unicode, up to 20 parameters, values that hold placeholders."""

    async def ask() -> bytes:
        async with connected(sandbox) as connection:
            request = PreviewReplacedCommandContent(
                content=script.encode(), parameters=templating.write_parameters(values)
            )
            return (await connection.cloud.call(request, region=REGION)).replaced_content

    assert loop.run(ask()).decode() == templating.fill(script, values, masked=True).text


class Overheard:
    """A cloud whose requests are remembered."""

    def __init__(self, cloud: Cloud) -> None:
        self.requests: list[Any] = []
        self._cloud = cloud

    async def call(self, request: Any, *, region: str) -> Any:
        self.requests.append(request)
        return await self._cloud.call(request, region=region)


def test_both_sides_of_a_text_and_of_a_saved_command(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        overheard = Overheard(services.session.require().cloud)
        cloud: Any = overheard
        script = b"df {{folder}} {{tat-hidden:pw}} {{left}}\n"
        preview = await compare(cloud, REGION, script, {"folder": "/中", "pw": "s3cret"})
        assert preview.theirs == preview.ours.text == f"df /中 {MASK} {{{{left}}}}\n"
        assert preview.difference == ""
        assert "s3cret" not in str(overheard.requests)
        empty = await compare(cloud, REGION, b"uptime\n", {"unused": "1"})
        assert (empty.theirs, empty.ours.text) == (None, "uptime\n")
        assert len(overheard.requests) == 1

        commands = Commands(services.session, services.clock)
        row = ParameterDefinition(key="folder", default="/var")
        saved = await commands.create(
            CommandText(name="df", content=b"df {{folder}} {{x}}\n", parameters=(row,)), REGION
        )
        asked = {"command_id": saved.command.command_id}
        same = await compare(
            cloud, REGION, saved.command.content, {"folder": "/var", "x": "1"}, **asked
        )
        assert same.theirs == "df /var 1\n"
        assert same.difference == ""
        other = await compare(cloud, REGION, b"df {{x}} {{folder}}\n", {"x": "1"}, **asked)
        assert "Line 1 differs" in other.difference
        fixed = await commands.create(CommandText(name="up", content=b"uptime\n"), REGION)
        with pytest.raises(ServiceError):
            await compare(cloud, REGION, b"{{x}}", {"x": "1"}, command_id=fixed.command.command_id)

    with_services(work)


def test_a_difference_names_the_first_line() -> None:
    assert difference("a\nb", "a\nb") == ""
    assert difference("a\nb", "a\nc") == "Line 2 differs: here “b”, at the service “c”."
    assert "nothing more" in difference("a", "a\n")

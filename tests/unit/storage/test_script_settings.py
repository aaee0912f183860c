"""Settings files come back as they were written, over whatever a hand had written before."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tat_console.ports.library import CloudLink, Expectation, ScriptSettings
from tat_console.storage.script_settings import read_settings, write_settings
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
KINDS = st.sampled_from([kind for kind in ParameterKind if kind is not ParameterKind.SECRET])
DEFINITIONS = st.builds(
    ParameterDefinition,
    key=KEYS,
    kind=KINDS,
    description=TEXT,
    default=TEXT,
    required=st.booleans(),
    least=st.none() | st.integers(-5, 5).map(float),
    choices=WORDS,
)
EXPECTATIONS = st.builds(
    Expectation,
    exit_codes=st.lists(st.integers(0, 255), max_size=3).map(tuple),
    contains=WORDS,
    values=st.dictionaries(KEYS, TEXT, max_size=3),
)
LINKS = st.builds(
    CloudLink,
    region=st.just("ap-guangzhou"),
    command_id=KEYS,
    local_sha256=KEYS,
    cloud_sha256=KEYS,
    updated_time=st.none()
    | st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC)),
)
SETTINGS = st.builds(
    ScriptSettings,
    name=TEXT,
    description=TEXT,
    timeout_s=st.integers(1, 86400),
    tags=WORDS,
    parameters=st.lists(DEFINITIONS, max_size=3).map(tuple),
    expectation=st.none() | EXPECTATIONS,
    link=st.none() | LINKS,
)


@given(SETTINGS, SETTINGS)
def test_settings_come_back(settings: ScriptSettings, earlier: ScriptSettings) -> None:
    fresh = write_settings(settings)
    assert read_settings(fresh)[0] == settings
    over = write_settings(settings, write_settings(earlier))
    assert read_settings(over)[0] == settings
    assert write_settings(settings, over) == over


@given(st.binary(max_size=60))
def test_any_bytes_are_read_and_can_be_written_over(text: bytes) -> None:
    read_settings(text)
    wanted = ScriptSettings(description="after", tags=("x",))
    assert read_settings(write_settings(wanted, text))[0] == wanted

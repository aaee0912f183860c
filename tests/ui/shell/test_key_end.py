"""The end of a temporary key, in the status line."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tat_console.ports.profiles import KeySource, Profile, SourceKind
from tat_console.support.errors import ConsoleError
from tat_console.tour.hand import Hand
from tat_console.ui.shell.key_end import KeyEnd
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage, on_stage

__all__ = ["on_stage"]


def test_it_warns_before_the_end_and_says_what_to_do_after_it(
    on_stage: OnStage, home: Path, sandbox: Sandbox
) -> None:
    path = home / "services" / ".tccli" / "office.credential"

    def write(lasts_s: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"secretId": sandbox.secret_id, "secretKey": sandbox.secret_key}
        path.write_text(json.dumps(content | {"expiresAt": time.time() + lasts_s}))

    async def work(stage: Stage) -> None:
        services = stage.services
        end = KeyEnd(services)
        end.refresh()
        assert end.isHidden()
        profile = Profile(
            profile_id="p-1",
            name="office",
            endpoint=sandbox.endpoint,
            source=KeySource(kind=SourceKind.TCCLI, name="office"),
        )
        await services.profiles.save(profile, None)
        for lasts_s, words in ((7200, "shortly before"), (400, "asked for"), (3, "asked for")):
            write(lasts_s)
            await services.session.forget("p-1")
            await services.session.activate("p-1")
            assert words in end.accessibleName()
            assert not end.isHidden()

        def has_ended() -> bool:
            end.refresh()
            return end.text.text().startswith("Key ended ")

        await Hand(end).until(has_ended, "the key has ended")
        assert "Settings, Profiles" in end.toolTip()
        await services.session.forget("p-1")
        with pytest.raises(ConsoleError, match=r"has ended|cannot be used"):
            await services.session.activate("p-1")
        end.deleteLater()

    on_stage(work)

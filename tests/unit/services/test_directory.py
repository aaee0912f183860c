"""Which machines are known, and whose they are."""

from __future__ import annotations

import msgspec
import pytest

from tat_console.ports.profiles import Credential
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tests.unit.services.conftest import PROFILE_ID, RunWith


def provide_unreachable(services: Services) -> str:
    """Offer a profile whose address nobody listens at, and give its id."""
    profile = msgspec.structs.replace(
        services.session.require().profile,
        profile_id="p-1",
        name="nobody",
        endpoint="http://127.0.0.1:9",
    )
    credential = Credential(secret_id="AKIDone", secret_key=Secret("some-key"))
    services.profiles.provide(profile, credential)
    return profile.profile_id


def test_machines_of_one_profile_are_gone_as_soon_as_another_is_used(
    with_services: RunWith,
) -> None:
    async def work(services: Services) -> None:
        some = services.directory.machines[0].instance_id
        services.chosen.set([some])
        with pytest.raises(ConsoleError):
            await services.session.activate(provide_unreachable(services))
        assert services.directory.machines == ()
        assert services.chosen.ids == ()
        assert not services.session.is_loading
        await services.session.activate(PROFILE_ID)
        await services.directory.refresh()
        assert services.directory.get(some) is not None

    with_services(work)

"""What a replay asks for before anything can be done with it, read once more to be recorded."""

from __future__ import annotations

from tat_console.services.gallery import read_gallery
from tat_console.services.session import Session


async def read_for_replay(session: Session, profile_id: str) -> None:
    """Read account, regions, machines and public commands of a connected profile.

    Raises ConsoleError where the account or the commands cannot be read.
    """
    await session.load_account_of(profile_id)
    connection = await session.connection_of(profile_id)
    regions = session.regions_of(profile_id)
    if connection is None or not regions:
        return
    for region in regions:
        await connection.inventory.machines(region)
    await read_gallery(connection.cloud, regions[0])

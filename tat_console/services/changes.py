"""Who may change something in the cloud: a profile that only looks may not."""

from __future__ import annotations

from tat_console.ports.cloud import Connection
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _


def connection_for_changes(session: Session) -> Connection:
    """The active connection; raises ConsoleError where its profile may only look."""
    return for_changes(session.require())


def for_changes(connection: Connection) -> Connection:
    """The same connection; raises ConsoleError where its profile may only look."""
    if connection.profile.read_only:
        raise ConsoleError(
            _("The profile “{name}” may only look.").format(name=connection.profile.name),
            _("Nothing was changed."),
            _("Choose another profile, or let this one change things in Settings → Profiles."),
        )
    return connection

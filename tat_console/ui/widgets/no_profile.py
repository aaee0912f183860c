"""What stands on a page of the account while no account is spoken to."""

from __future__ import annotations

from tat_console.support.i18n import _
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import Navigator, OpenProfiles, PageKey


def no_profile(navigator: Navigator) -> EmptyState:
    """Say that no profile is connected, with a button that opens the profiles."""
    return EmptyState(
        "ph.cloud-slash",
        _("No profile is connected"),
        _("Choose a profile at the top of the window, or set one up."),
        _("Open profiles"),
        lambda: navigator.go(PageKey.SETTINGS, OpenProfiles()),
    )

"""Icon and word of every environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tat_console.ports.profiles import Environment
from tat_console.support.i18n import N_, _


@dataclass(frozen=True, slots=True)
class EnvironmentLook:
    """How an environment is shown; its colours are the theme's of the same name."""

    icon: str
    message: str

    @property
    def word(self) -> str:
        """The environment in the user's language."""
        return _(self.message)


ENVIRONMENT_LOOKS: Final = {
    Environment.SANDBOX: EnvironmentLook("ph.flask-fill", N_("Sandbox")),
    Environment.DEVELOPMENT: EnvironmentLook("ph.wrench-fill", N_("Development")),
    Environment.STAGING: EnvironmentLook("ph.stack-fill", N_("Staging")),
    Environment.PRODUCTION: EnvironmentLook("ph.shield-warning-fill", N_("Production")),
}

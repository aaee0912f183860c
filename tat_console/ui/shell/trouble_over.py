"""Takes back what was said of the connection above all pages, once a profile is connected."""

from __future__ import annotations

from typing import Final

from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.tat.errors import NotSent, ReplyLost, ServiceError
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.lifetime import listen

_KEY_REFUSED: Final = "AuthFailure"


class TroubleOver:
    """Looks at each answer to whose key it is: a new one means that the service can be had."""

    def __init__(self, banners: BannerStrip, session: Session) -> None:
        self._banners = banners
        self._session = session
        self._identity = session.identity
        listen(banners, session.changed, lambda _none: self._look())

    def _look(self) -> None:
        before, self._identity = self._identity, self._session.identity
        if self._identity is None or self._identity is before:
            return
        for banner in self._banners.banners():
            if _is_of_the_connection(banner.error):
                self._banners.drop(banner)


def _is_of_the_connection(error: ConsoleError) -> bool:
    """Whether an error is about getting through to the service at all."""
    if isinstance(error, ServiceError):
        return error.code.startswith(_KEY_REFUSED)
    return isinstance(error, (NotSent, ReplyLost))

"""What is gone can be brought back while its banner stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tat_console.support.errors import ConsoleError
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.undo import AT_MOST, UndoBanner, offer_undo


def offers(strip: BannerStrip) -> list[UndoBanner]:
    return [one for one in strip.findChildren(UndoBanner) if not one.is_over]


def test_it_comes_back_once(page: Page, qtbot):
    back: list[str] = []
    offer_undo(page.banners, "“web” was deleted.", lambda: back.append("web"))
    (offer,) = offers(page.banners)
    assert offer.accessibleName() == "“web” was deleted."
    offer.button.click()
    offer.button.click()
    assert back == ["web"]
    assert not offers(page.banners)


def test_the_offer_ends_with_time_and_with_its_cross(page: Page, qtbot):
    offer_undo(page.banners, "Gone.", lambda: None)
    (offer,) = offers(page.banners)
    offer._end.setInterval(0)
    qtbot.waitUntil(lambda: not offers(page.banners))


def test_errors_stay_beside_offers_and_old_offers_go(page: Page):
    page.banners.show_error(ConsoleError("It failed."))
    for number in range(AT_MOST + 2):
        offer_undo(page.banners, f"Gone {number}.", lambda: None)
    assert {one.accessibleName() for one in offers(page.banners)} == {
        f"Gone {number}." for number in range(2, AT_MOST + 2)
    }
    assert len(page.banners.banners()) == 1


def test_a_page_that_goes_takes_its_offers_along(page: Page):
    back: list[str] = []
    offer_undo(page.banners, "Gone.", lambda: back.append("x"))
    (offer,) = offers(page.banners)
    offer.leave()
    QApplication.sendPostedEvents(offer, QEvent.Type.DeferredDelete)
    assert not page.banners.findChildren(UndoBanner)
    assert back == []

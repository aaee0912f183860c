"""The tabs above the editor where there are many of them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tat_console.services.drafts import Draft
from tat_console.ui.pages.scripts.draft_tabs import LEAST_WIDTH, DraftTabs


def test_many_tabs_scroll_before_their_names_say_nothing(qtbot):
    tabs = DraftTabs()
    qtbot.addWidget(tabs)
    tabs.resize(720, 37)
    tabs.show()
    names = [f"renew-certificate-of-site-{number}" for number in range(9)]
    drafts = [Draft(draft_id=name, name=name) for name in names]
    tabs.show_drafts(drafts, names[0], unsaved=names)
    widths = [tabs.bar.tabRect(place).width() for place in range(tabs.bar.count())]
    assert min(widths) >= LEAST_WIDTH
    assert tabs.bar.elideMode() is Qt.TextElideMode.ElideMiddle
    tabs.show_drafts(drafts[:1], names[0])
    assert tabs.bar.tabRect(0).width() > LEAST_WIDTH

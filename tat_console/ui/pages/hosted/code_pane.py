"""Beside the codes: what one allows, who has joined with it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from tat_console.services.hosting import CodeState, HostedInstance, RegisterCode
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, row
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
from tat_console.ui.pages.hosted.words import code_look, minute_word
from tat_console.ui.widgets.detail_pane import DetailPane
from tat_console.ui.widgets.key_value import Fact, KeyValueList
from tat_console.ui.widgets.share_bar import ShareBar


class CodePane(DetailPane):
    """`asked` tells what is wanted, by the name of the button: machines, disable, delete."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Details of the code"))
        self._notice = Notice(ToneName.GOOD, "")
        self._used = Label("", Type.NAME)
        self._bar = ShareBar()
        self._facts = KeyValueList()
        self._joined = Label("", Type.BASE, "text_2", wrap=True)
        self.machines = button(_("Show them"), kind=ButtonKind.LINK)
        self.disable = button(_("Disable…"))
        self.delete = button(_("Delete…"), kind=ButtonKind.FLAT)
        self.delete.setToolTip(_("Delete the chosen codes (Delete)"))
        for name in ("machines", "disable", "delete"):
            made = getattr(self, name)
            made.setObjectName(f"code_{name}_button")
            made.clicked.connect(lambda _on, name=name: self.asked.emit(name))
        self.body.addWidget(self._notice)
        self.body.addLayout(column(self._used, self._bar, gap=HALF))
        self.body.addWidget(self._facts)
        joined = row(self._joined, self.machines)
        joined.setStretch(0, 1)
        self.body.addLayout(joined)
        self.body.addStretch(1)
        self.foot.addWidget(self.disable)
        self.foot.addStretch(1)
        self.foot.addWidget(self.delete)

    def show_codes(
        self, codes: Sequence[RegisterCode], joined: Sequence[HostedInstance], now: datetime
    ) -> None:
        """Show the code the user is on; the buttons are for all that are chosen."""
        code = codes[0]
        self.set_head(code.info.description or _("No description"), code.info.register_code_id)
        look = code_look(code.state(now))
        self._notice.set_message(look.tone, look.word, code.sentence(now), look.icon)
        used, limit = code.info.registered_count, code.info.register_limit
        words = _("{used} of {limit} registrations used")
        self._used.setText(words.format(used=f"{used:,}", limit=f"{limit:,}"))
        self._bar.set_share(used / max(limit, 1), _tone(code, now))
        self._facts.set_facts(_facts(code))
        text = ngettext(
            "{count:,} machine that joined is still hosted.",
            "{count:,} machines that joined are still hosted.",
            len(joined),
        )
        none = _("No machine that joined with it is hosted now.")
        self._joined.setText(text.format(count=len(joined)) if joined else none)
        self.machines.setVisible(bool(joined))
        self.disable.setEnabled(any(each.info.enabled for each in codes))
        self._say_how_many(len(codes))

    def _say_how_many(self, count: int) -> None:
        several = count > 1
        self.disable.setText(
            _("Disable {count}…").format(count=count) if several else _("Disable…")
        )
        self.delete.setText(_("Delete {count}…").format(count=count) if several else _("Delete…"))


def _tone(code: RegisterCode, now: datetime) -> ToneName:
    return ToneName.LATE if code.state(now) is CodeState.RUNS_OUT else ToneName.BUSY


def _facts(code: RegisterCode) -> list[Fact]:
    info = code.info
    return [
        Fact(_("Region"), region_word(code.region)),
        Fact(_("Expires"), minute_word(info.expired_time) or _("never")),
        Fact(_("Only from"), info.ip_address_range or _("any address")),
        Fact(_("Name prefix"), info.instance_name_prefix or _("none")),
        Fact(_("Made"), minute_word(info.created_time)),
    ]

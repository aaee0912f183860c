"""The strip under the table: what is ticked, and in how many calls it will be sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from tat_console.ports.profiles import Profile
from tat_console.ports.waves import Guards
from tat_console.runs.plan import parts
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, row
from tat_console.ui.kit.words import kind_word
from tat_console.ui.pages.instances.columns import Surroundings

HEIGHT: Final = 40


class SelectionStrip(QFrame):
    """Says what is ticked; its buttons tick all, show who cannot, and untick all."""

    tick_all_asked = Signal()
    blocked_asked = Signal()
    save_asked = Signal()
    clear_asked = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.setProperty("ground", "panel")
        self.setProperty("edge", "top")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(_("Chosen machines"))
        self._count = Label("", Type.NAME)
        self._count.setObjectName("chosen_count")
        self._summary = ElidedLabel("", Type.BASE, "text_2")
        self._summary.setObjectName("chosen_summary")
        self._blocked = button("", kind=ButtonKind.FLAT, strip=True)
        self._blocked.setObjectName("blocked_count")
        self._blocked.setProperty("tone", "late")
        self._blocked.setIcon(icon("ph.prohibit", "late_text"))
        self._blocked.setToolTip(_("Show only the machines that cannot take a run"))
        self._all = button("", strip=True)
        self._all.setObjectName("tick_all_ready")
        self._all.setToolTip(_("Tick every shown machine that can take a run (Ctrl+A)"))
        self._save = button(_("Save set…"), strip=True)
        self._save.setObjectName("save_set_button")
        self._save.setToolTip(_("Keep these machines, or the filter, as a set"))
        self._save.clicked.connect(self.save_asked)
        self._clear = button(_("Clear"), kind=ButtonKind.FLAT, strip=True)
        self._clear.setObjectName("clear_ticks")
        self._clear.setToolTip(_("Untick all machines, those that are hidden too (Escape)"))
        self._blocked.clicked.connect(self.blocked_asked)
        self._all.clicked.connect(self.tick_all_asked)
        self._clear.clicked.connect(self.clear_asked)
        parts = (self._count, self._summary, self._blocked, self._all, self._save, self._clear)
        line = row(*parts, gap=GRID, margins=(MARGIN, 0, GAP, 0))
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_counts(
        self, ticked: Sequence[Machine], shown: Sequence[Machine], ready: Sequence[Machine]
    ) -> None:
        """Tell about the ticked machines, and about the shown ones and the ready among them."""
        self._count.setText(_("{count} selected").format(count=f"{len(ticked):,}"))
        shown_ids = {machine.instance_id for machine in shown}
        hidden = sum(machine.instance_id not in shown_ids for machine in ticked)
        self._summary.setText(
            sending_summary(ticked, self._around.profiles) + _hidden_words(hidden)
        )
        blocked = len(shown) - len(ready)
        self._blocked.setText(
            ngettext("{count} cannot take a run", "{count} cannot take a run", blocked).format(
                count=f"{blocked:,}"
            )
        )
        self._blocked.setVisible(blocked > 0)
        self._all.setText(_("Select all {count} ready").format(count=f"{len(ready):,}"))
        chosen = {machine.instance_id for machine in ticked}
        self._all.setVisible(any(machine.instance_id not in chosen for machine in ready))


def sending_summary(
    machines: Sequence[Machine], profiles: Mapping[str, Profile] | None = None
) -> str:
    """What will be sent: "8 CVM, 1 hosted in 3 regions: sent as 5 invocations".

    `profiles` are those that the machines belong to, by instance id; no call is for two of them.
    """
    if not machines:
        return ""
    kinds = Counter(machine.kind for machine in machines)
    words = listed(f"{count:,} {_kind_inside(kind)}" for kind, count in kinds.most_common())
    regions = len({machine.region for machine in machines})
    calls = len(list(parts(machines, Guards(), profiles=profiles)))
    where = ngettext("in {count} region", "in {count} regions", regions).format(count=regions)
    how = ngettext("sent as {count} invocation", "sent as {count} invocations", calls).format(
        count=calls
    )
    return _("{machines} {where}: {how}").format(machines=words, where=where, how=how)


def _kind_inside(kind: InstanceKind) -> str:
    """The kind inside a sentence: two are names, one is a plain word."""
    return _("hosted") if kind is InstanceKind.HOSTED else kind_word(kind)


def _hidden_words(count: int) -> str:
    if not count:
        return ""
    return _("; {count} not shown by the filter").format(count=f"{count:,}")

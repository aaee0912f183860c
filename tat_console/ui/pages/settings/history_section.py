"""What the history takes in, how long it keeps it, and how large it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QVBoxLayout

from tat_console.ports.history import ArchiveSize
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.ask import confirm
from tat_console.ui.kit.controls import Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, MARGIN, column, row, rule
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.words import size_word

_WIDTH: Final = 640
_CONTROL_WIDTH: Final = 200
_MONTHS: Final = (0, 3, 6, 12, 24, 60)
_GIGABYTES: Final = (0, 1, 2, 5, 10, 50)


class HistorySection(QFrame):
    """A rule is kept at once and takes effect within the hour, or when one tidies."""

    def __init__(self, page: Page, services: Services) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._page = page
        self._services = services
        self._keeping = services.keeping
        box = column(self._mirror_part(), rule(), self._keep_part(), rule(), gap=MARGIN)
        box.addLayout(self._size_part())
        box.addStretch(1)
        box.setContentsMargins(0, 0, 0, 0)
        inside = QFrame()
        inside.setLayout(box)
        inside.setMaximumWidth(_WIDTH)
        line = row(inside, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        line.addStretch()
        line.setStretch(0, 1)
        self.setLayout(line)
        page.listen(services.settings.changed, self._follow)
        page.listen(services.sync.arrived, lambda _count: self.refresh())
        self._follow("sync_others")
        self._follow("keep_months")
        self._follow("keep_gb")

    def showEvent(self, event: object) -> None:
        """Tell the size as it is now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Read again how large the archive is."""
        self._page.start(self._show_size(), key="archive size")

    # -- building

    def _mirror_part(self) -> QVBoxLayout:
        self.mirror = QCheckBox(_("Read what others ran"))
        self.mirror.setObjectName("setting_sync_others")
        self.mirror.toggled.connect(lambda on: self._services.settings.set("sync_others", on))
        words = _(
            "Runs that schedules, colleagues and other programs started are read in the "
            "background, slowly, for the service forgets them after three months."
        )
        help_text = Label(words, Type.BASE, "text_2", wrap=True)
        return column(row(self.mirror, None), help_text, gap=HALF)

    def _keep_part(self) -> QVBoxLayout:
        months = [(number, _months(number)) for number in _MONTHS]
        sizes = [(number, _gigabytes(number)) for number in _GIGABYTES]
        self.months = self._choice("keep_months", _("Keep runs for"), months)
        self.sizes = self._choice("keep_gb", _("Keep no more than"), sizes)
        words = _(
            "Older runs go, the oldest first, with their outputs. Runs with a star and live ones "
            "stay, whatever the rules say."
        )
        rules = QGridLayout()
        rules.setHorizontalSpacing(GRID)
        rules.setVerticalSpacing(GRID)
        rules.setColumnStretch(2, 1)
        for line, choice in enumerate((self.months, self.sizes)):
            rules.addWidget(Label(choice.accessibleName()), line, 0)
            rules.addWidget(choice, line, 1)
        return column(
            Label(_("How long runs are kept"), Type.NAME),
            Label(words, Type.BASE, "text_2", wrap=True),
            rules,
            gap=GRID,
        )

    def _choice(self, key: str, name: str, choices: list[tuple[int, str]]) -> QComboBox:
        made = QComboBox()
        made.setObjectName(f"setting_{key}")
        made.setAccessibleName(name)
        made.setFixedWidth(_CONTROL_WIDTH)
        for value, words in choices:
            made.addItem(words, value)
        made.activated.connect(lambda: self._services.settings.set(key, made.currentData()))
        return made

    def _size_part(self) -> QVBoxLayout:
        self.size_words = Label("", Type.BASE, wrap=True)
        self.size_words.setObjectName("archive_size")
        self.going = Label("", Type.BASE, "text_2", wrap=True)
        self.going.setObjectName("archive_going")
        self.tidy_button = button(_("Tidy now"))
        self.tidy_button.setObjectName("tidy_now")
        self.tidy_button.clicked.connect(lambda: self._page.start(self._tidy(), key="tidy"))
        line = row(self.going, self.tidy_button)
        line.setStretch(0, 1)
        return column(Label(_("The archive"), Type.NAME), self.size_words, line, gap=GRID)

    # -- showing

    def _follow(self, key: str) -> None:
        value = self._services.settings.get(key)
        if key == "sync_others":
            self.mirror.setChecked(value)
        elif key == "keep_months":
            self.months.setCurrentIndex(self.months.findData(value))
        elif key == "keep_gb":
            self.sizes.setCurrentIndex(self.sizes.findData(value))
        if key in ("keep_months", "keep_gb") and self.isVisible():
            self.refresh()

    async def _show_size(self) -> None:
        size = await self._keeping.size()
        too_old = await self._keeping.too_old()
        limit = self._keeping.rules.keep_bytes
        used = size.file_bytes - size.free_bytes
        self.size_words.setText(_size_words(size))
        self.going.setText(_going_words(too_old, is_too_large=0 < limit < used))
        self.tidy_button.setEnabled(too_old > 0 or 0 < limit < used)

    async def _tidy(self) -> None:
        agreed = await confirm(
            self,
            _("Remove old runs?"),
            _("{what} They cannot be brought back.").format(what=self.going.text()),
            _("Remove them"),
            danger=True,
        )
        if agreed:
            removed = await self._keeping.tidy()
            await self._show_size()
            words = ngettext("{count} run was removed.", "{count} runs were removed.", removed)
            self.going.setText(words.format(count=f"{removed:,}"))


def _months(number: int) -> str:
    if not number:
        return _("For ever")
    return ngettext("{count} month", "{count} months", number).format(count=number)


def _gigabytes(number: int) -> str:
    return _("{count} GB").format(count=number) if number else _("Any size")


def _size_words(size: ArchiveSize) -> str:
    if not size.free_bytes:
        words = ngettext(
            "{runs} run, {size} on the disk.", "{runs} runs, {size} on the disk.", size.runs
        )
        return words.format(runs=f"{size.runs:,}", size=size_word(size.file_bytes))
    words = ngettext(
        "{runs} run, {size} on the disk, of which {free} are empty and will be used again.",
        "{runs} runs, {size} on the disk, of which {free} are empty and will be used again.",
        size.runs,
    )
    return words.format(
        runs=f"{size.runs:,}", size=size_word(size.file_bytes), free=size_word(size.free_bytes)
    )


def _going_words(too_old: int, *, is_too_large: bool) -> str:
    if is_too_large:
        return _("The oldest runs go until the archive is as small as the rule says.")
    if too_old:
        words = ngettext("{count} run is too old.", "{count} runs are too old.", too_old)
        return words.format(count=f"{too_old:,}")
    return _("By the rules, nothing goes.")

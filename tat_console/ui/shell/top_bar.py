"""The top bar: whose machines these are, in which regions, and the way to everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import IconLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GRID, HALF, row
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.words import region_word
from tat_console.ui.kit.writing import CENTRED, write
from tat_console.ui.navigation import Navigator
from tat_console.ui.shell.bell import BellButton
from tat_console.ui.shell.profile_switch import ProfileSwitch, profiles_menu, regions_menu

STRIPE: Final = 3
HEIGHT: Final = 46


class Logo(QWidget):
    """The mark of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(32, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.text)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        write(painter, QRectF(self.rect()), "tat", Type.NAME, colours.bg_surface, CENTRED)


class PaletteButton(QPushButton):
    """Looks like a search field and opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("palette_button")
        self.setAccessibleName(_("Find a machine, script, run or action (Ctrl+K)"))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFixedHeight(28)
        self.setMinimumWidth(200)
        self.setMaximumWidth(376)
        key = Label("Ctrl+K", Type.SMALL, "text_3")
        key.setProperty("kind", "key")
        key.setFixedHeight(18)
        parts = (
            IconLabel("ph.magnifying-glass", "text_2", 16),
            Label(_("Find a machine, script, run or action"), Type.BASE, "text_3"),
        )
        self.setLayout(row(*parts, None, key, gap=GRID, margins=(9, 0, 6, 0)))

    def sizeHint(self) -> QSize:
        """The design width."""
        return QSize(376, 28)


class TopBar(QFrame):
    """Stripe in the colour of the environment, profile, regions, palette, account, bell, help."""

    def __init__(
        self,
        services: Services,
        *,
        use_profile: Callable[[str], None],
        look_at: Callable[[str, bool], None],
        open_palette: Callable[[], None],
        edit_profiles: Callable[[bool], None],
        navigator: Navigator,
        fill_help: Callable[[QMenu], None],
    ) -> None:
        super().__init__()
        self._services = services
        self._use_profile = use_profile
        self._look_at = look_at
        self._edit_profiles = edit_profiles
        self._fill_help = fill_help
        self.setProperty("ground", "chrome")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(HEIGHT)
        self.switch = ProfileSwitch()
        self.switch.setFont(font(Type.NAME))
        self.switch.clicked.connect(self._list_profiles)
        self.regions = button("", "ph.globe-hemisphere-east", opens_menu=True)
        self.regions.setObjectName("regions_button")
        self.regions.clicked.connect(self._list_regions)
        self.palette_button = PaletteButton()
        self.palette_button.clicked.connect(open_palette)
        self.account_icon = IconLabel("ph.user-circle", "text_2", 16)
        self.account = Label("", Type.BASE, "text_2")
        left = row(Logo(), 20, self.switch, self.regions, gap=GRID)
        self.bell = BellButton(services.notices, services.clock, navigator)
        self.help = tool_button("ph.question", _("Help (F1), keys, first steps"))
        self.help.setObjectName("help_button")
        self.help.clicked.connect(self._list_help)
        ends = row(self.bell, self.help, gap=HALF)
        right = row(self.account_icon, self.account, GRID, ends, gap=6)
        middle = row(None, self.palette_button, None)
        self.setLayout(row(left, middle, right, gap=GRID, margins=(20, STRIPE, 16, 0)))
        listen(self, services.session.changed, lambda _none: self.refresh())
        listen(self, services.profiles.changed, lambda _none: self.refresh())
        self.refresh()

    def set_narrow(self, is_narrow: bool) -> None:
        """The account becomes its icon."""
        self.account.setVisible(not is_narrow)

    def refresh(self) -> None:
        """Show the profile, its regions and its account as they are now."""
        session = self._services.session
        self.switch.show_profiles(session.profiles_in_use)
        self._show_regions()
        self._show_accounts()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the stripe of the environment over it."""
        super().paintEvent(event)
        if (environment := self.switch.environment) is not None:
            stripe = QRectF(0, 0, self.width(), STRIPE)
            QPainter(self).fillRect(stripe, current().environment(environment).fill)

    def _show_regions(self) -> None:
        session = self._services.session
        regions = {
            region
            for profile in session.profiles_in_use
            for region in session.regions_of(profile.profile_id)
        }
        count = len(regions)
        text = ngettext("{count} region", "{count} regions", count).format(count=count)
        self.regions.setText(region_word(*regions) if count == 1 else text)
        self.regions.setVisible(bool(regions))

    def _show_accounts(self) -> None:
        session = self._services.session
        accounts = {
            one.name: identity.account_id
            for one in session.profiles_in_use
            if (identity := session.account_of(one.profile_id).identity)
        }
        count = len(set(accounts.values()))
        text = ngettext("{count} account", "{count} accounts", count).format(count=count)
        if count == 1:
            text = _("uin {account}").format(account=next(iter(accounts.values())))
        self.account.setText(text if accounts else "")
        lines = [
            _("{name}: uin {account}").format(name=name, account=uin)
            for name, uin in accounts.items()
        ]
        self.account_icon.setToolTip("\n".join(lines) if len(lines) > 1 else self.account.text())
        self.account_icon.setVisible(bool(accounts))

    def _list_profiles(self) -> None:
        menu = profiles_menu(self, self._services, use=self._use_profile, look_at=self._look_at)
        menu.addSeparator()
        menu.addAction(_("Add a profile…"), lambda: self._edit_profiles(True))
        menu.addAction(_("Manage profiles…"), lambda: self._edit_profiles(False))
        self._pop_up(menu, self.switch)

    def _list_regions(self) -> None:
        self._pop_up(regions_menu(self, self._services.session), self.regions)

    def _list_help(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("help_menu")
        self._fill_help(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        # It ends where the button does: the window ends there too.
        corner = self.help.mapToGlobal(self.help.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def _pop_up(self, menu: QMenu, anchor: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

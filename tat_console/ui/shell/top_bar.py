"""The top bar: whose machines these are, in which regions, and the way to everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QPushButton, QWidget

from tat_console.ports.profiles import Environment, Profile
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import IconLabel, Label, button
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.theme import current

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
        painter.setFont(font(Type.NAME))
        painter.setPen(colours.bg_surface)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, "tat")


class ProfileSwitch(QAbstractButton):
    """The environment on its colour beside the profile's name; a click lists the profiles."""

    def __init__(self) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self.setFixedHeight(28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("profile_switch")

    def show_profile(self, profile: Profile | None) -> None:
        """Show which profile is in use."""
        self._profile = profile
        self.setAccessibleName(
            _("Profile {name}, {environment}").format(
                name=profile.name, environment=ENVIRONMENT_LOOKS[profile.environment].word
            )
            if profile
            else _("No profile")
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as both texts."""
        environment, name = self._widths()
        return QSize(round(environment + name), 28)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def _texts(self) -> tuple[str, str]:
        if self._profile is None:
            return "", _("No profile")
        return ENVIRONMENT_LOOKS[self._profile.environment].word, self._profile.name

    def _widths(self) -> tuple[float, float]:
        environment, name = self._texts()
        metrics = self.fontMetrics()
        first = metrics.horizontalAdvance(environment) + 42 if environment else 0
        return first, metrics.horizontalAdvance(name) + 48

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint block, name and caret."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        environment, name = self._texts()
        first, _rest = self._widths()
        key = self._profile.environment if self._profile else Environment.DEVELOPMENT
        tone = colours.environment(key)
        painter.setPen(colours.accent if self.hasFocus() else tone.fill)
        painter.setBrush(tone.soft)
        painter.drawRoundedRect(body, 5, 5)
        if environment:
            self._paint_block(painter, first, environment)
        painter.setFont(font(Type.NAME))
        painter.setPen(colours.text)
        text = QRectF(first + 9, 0, self.width() - first - 32, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)
        caret = QRectF(self.width() - 22, 8, 12, 12)
        paint_icon(painter, caret, "ph.caret-down", colours.text_2)

    def _paint_block(self, painter: QPainter, width: float, word: str) -> None:
        if self._profile is None:
            return
        colours = current()
        look = ENVIRONMENT_LOOKS[self._profile.environment]
        painter.save()
        painter.setClipRect(QRectF(0, 0, width, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.environment(self._profile.environment).fill)
        painter.drawRoundedRect(QRectF(0, 0, width + 10, self.height()), 5, 5)
        paint_icon(painter, QRectF(9, 6, 16, 16), look.icon, colours.accent_on)
        painter.setFont(font(Type.NAME))
        painter.setPen(colours.accent_on)
        text = QRectF(31, 0, width - 36, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, word)
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open the list like Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)


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
    """Stripe in the colour of the environment, profile, regions, palette, account."""

    def __init__(
        self,
        services: Services,
        *,
        use_profile: Callable[[str], None],
        open_palette: Callable[[], None],
        edit_profiles: Callable[[bool], None],
    ) -> None:
        super().__init__()
        self._services = services
        self._use_profile = use_profile
        self._edit_profiles = edit_profiles
        self.setProperty("ground", "chrome")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(HEIGHT)
        self.switch = ProfileSwitch()
        self.switch.setFont(font(Type.NAME))
        self.switch.clicked.connect(self._list_profiles)
        self.regions = button("", "ph.globe-hemisphere-east")
        self.regions.setObjectName("regions_button")
        self.regions.clicked.connect(self._list_regions)
        self.palette_button = PaletteButton()
        self.palette_button.clicked.connect(open_palette)
        self.account_icon = IconLabel("ph.user-circle", "text_2", 16)
        self.account = Label("", Type.BASE, "text_2")
        left = row(Logo(), 12, self.switch, self.regions, gap=GRID)
        right = row(self.account_icon, self.account, gap=6)
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
        self.switch.show_profile(session.profile)
        chosen = session.chosen_regions
        names = {region.region: region.region_name for region in session.regions}
        if len(chosen) == 1:
            self.regions.setText(names.get(chosen[0]) or chosen[0])
        else:
            count = len(chosen)
            text = ngettext("{count} region", "{count} regions", count)
            self.regions.setText(text.format(count=count))
        self.regions.setVisible(bool(chosen))
        identity = session.identity
        text = _("uin {account}").format(account=identity.account_id) if identity else ""
        self.account.setText(text)
        self.account_icon.setToolTip(text)
        self.account_icon.setVisible(bool(text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the stripe of the environment over it."""
        super().paintEvent(event)
        profile = self._services.session.profile
        if profile is not None:
            stripe = QRectF(0, 0, self.width(), STRIPE)
            QPainter(self).fillRect(stripe, current().environment(profile.environment).fill)

    def _list_profiles(self) -> None:
        menu = QMenu(self)
        active = self._services.session.profile
        for profile in self._services.profiles:
            word = ENVIRONMENT_LOOKS[profile.environment].word
            action = QAction(f"{profile.name}  ·  {word}", menu)
            action.setCheckable(True)
            action.setChecked(active is not None and profile.profile_id == active.profile_id)
            action.triggered.connect(
                lambda _checked, key=profile.profile_id: self._use_profile(key)
            )
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Add a profile…"), lambda: self._edit_profiles(True))
        menu.addAction(_("Manage profiles…"), lambda: self._edit_profiles(False))
        self._pop_up(menu, self.switch)

    def _list_regions(self) -> None:
        menu = QMenu(self)
        session = self._services.session
        chosen = set(session.chosen_regions)
        for region in session.regions:
            action = QAction(f"{region.region_name}  ·  {region.region}", menu)
            action.setCheckable(True)
            action.setChecked(region.region in chosen)
            action.toggled.connect(lambda is_on, key=region.region: self._choose_region(key, is_on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("All regions"), lambda: session.choose_regions(()))
        self._pop_up(menu, self.regions)

    def _choose_region(self, region: str, is_on: bool) -> None:
        session = self._services.session
        others = [key for key in session.chosen_regions if key != region]
        chosen = [*others, region] if is_on else others
        if chosen:
            session.choose_regions(
                tuple(row.region for row in session.regions if row.region in chosen)
            )

    def _pop_up(self, menu: QMenu, anchor: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

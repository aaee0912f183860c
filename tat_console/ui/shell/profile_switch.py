"""Which profiles are in use, and the menus that choose them and their regions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from tat_console.ports.profiles import Environment, Profile
from tat_console.runs.rules import strictest
from tat_console.services.services import Services
from tat_console.services.session import Session
from tat_console.support.i18n import _, listed
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.words import region_word
from tat_console.ui.kit.writing import width_of, write
from tat_console.ui.widgets.chip import StayingMenu


class ProfileSwitch(QAbstractButton):
    """The strictest environment on its colour beside the names; a click lists the profiles."""

    def __init__(self) -> None:
        super().__init__()
        self._profiles: tuple[Profile, ...] = ()
        self.setFixedHeight(28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("profile_switch")

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """Show which profiles are in use, the one in front first."""
        self._profiles = tuple(profiles)
        self.setAccessibleName(self._spoken())
        names = (_line(one) for one in profiles)
        self.setToolTip("\n".join(names) if len(profiles) > 1 else "")
        self.updateGeometry()
        self.update()

    @property
    def environment(self) -> Environment | None:
        """The environment that wants the most care, None without a profile."""
        return environment_of(self._profiles)

    def sizeHint(self) -> QSize:
        """As wide as both texts."""
        environment, name = self._widths()
        return QSize(round(environment + name), 28)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def _spoken(self) -> str:
        environment, _name = self._texts()
        if not self._profiles:
            return _("No profile")
        if len(self._profiles) == 1:
            text = _("Profile {name}, {environment}")
            return text.format(name=self._profiles[0].name, environment=environment)
        return _("Profiles {names}; the strictest is {environment}").format(
            names=listed(one.name for one in self._profiles), environment=environment
        )

    def _texts(self) -> tuple[str, str]:
        if self.environment is None:
            return "", _("No profile")
        word = ENVIRONMENT_LOOKS[self.environment].word
        name, others = self._profiles[0].name, len(self._profiles) - 1
        if not others:
            return word, name
        return word, _("{name} and {count} more").format(name=name, count=others)

    def _widths(self) -> tuple[float, float]:
        environment, name = self._texts()
        first = width_of(environment, Type.NAME) + 42 if environment else 0
        return first, width_of(name, Type.NAME) + 44

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint block, name and caret."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        environment, name = self._texts()
        first, _rest = self._widths()
        tone = colours.environment(self.environment or Environment.DEVELOPMENT)
        painter.setPen(colours.accent if self.hasFocus() else tone.fill)
        painter.setBrush(tone.soft)
        painter.drawRoundedRect(body, 5, 5)
        if environment:
            self._paint_block(painter, first, environment)
        text = QRectF(first + 9, 0, self.width() - first - 32, self.height())
        write(painter, text, name, Type.NAME, colours.text)
        caret = QRectF(self.width() - 22, 8, 12, 12)
        paint_icon(painter, caret, "ph.caret-down", colours.text_2)

    def _paint_block(self, painter: QPainter, width: float, word: str) -> None:
        if self.environment is None:
            return
        colours = current()
        look = ENVIRONMENT_LOOKS[self.environment]
        painter.save()
        painter.setClipRect(QRectF(0, 0, width, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.environment(self.environment).fill)
        painter.drawRoundedRect(QRectF(0, 0, width + 10, self.height()), 5, 5)
        paint_icon(painter, QRectF(9, 6, 16, 16), look.icon, colours.accent_on)
        text = QRectF(31, 0, width - 36, self.height())
        write(painter, text, word, Type.NAME, colours.accent_on)
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open the list like Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)


def environment_of(profiles: Sequence[Profile]) -> Environment | None:
    """The environment that wants the most care of some profiles, None without any."""
    return strictest(one.environment for one in profiles) if profiles else None


def profiles_menu(
    parent: QWidget,
    services: Services,
    *,
    use: Callable[[str], None],
    look_at: Callable[[str, bool], None],
) -> QMenu:
    """A menu of the profiles: a click puts one in front, ticks look at others beside it."""
    menu = QMenu(parent)
    front = services.session.profile
    for profile in services.profiles:
        action = _checkable(menu, _line(profile), is_on=profile == front)
        action.triggered.connect(lambda _checked, key=profile.profile_id: use(key))
    others = [profile for profile in services.profiles if profile != front]
    if front is not None and others:
        together = StayingMenu(menu)
        together.setObjectName("look_together")
        together.setTitle(_("Machines of others too"))
        for profile in others:
            is_on = services.session.is_in_use(profile.profile_id)
            action = _checkable(together, _line(profile), is_on=is_on)
            action.setObjectName(f"together_{profile.profile_id}")
            action.toggled.connect(lambda on, key=profile.profile_id: look_at(key, on))
        menu.addSeparator()
        menu.addMenu(together)
    return menu


def regions_menu(parent: QWidget, session: Session) -> QMenu:
    """A menu of regions to tick; where several profiles are in use, one below each."""
    profiles = session.profiles_in_use
    if len(profiles) == 1:
        return _fill_regions(QMenu(parent), session, profiles[0].profile_id)
    menu = QMenu(parent)
    for profile in profiles:
        below = StayingMenu(menu)
        below.setTitle(profile.name)
        menu.addMenu(_fill_regions(below, session, profile.profile_id))
    return menu


def _fill_regions(menu: QMenu, session: Session, profile_id: str) -> QMenu:
    chosen = set(session.regions_of(profile_id))
    for region in session.account_of(profile_id).regions:
        words = f"{region_word(region.region)}  ·  {region.region}"
        action = _checkable(menu, words, is_on=region.region in chosen)
        action.toggled.connect(
            lambda on, key=region.region: _choose_region(session, profile_id, key, is_on=on)
        )
    menu.addSeparator()
    menu.addAction(_("All regions"), lambda: session.choose_regions((), profile_id))
    return menu


def _choose_region(session: Session, profile_id: str, region: str, *, is_on: bool) -> None:
    """At least one region stays chosen."""
    chosen = {key for key in session.regions_of(profile_id) if key != region}
    if is_on:
        chosen.add(region)
    if chosen:
        known = session.account_of(profile_id).regions
        wanted = tuple(one.region for one in known if one.region in chosen)
        session.choose_regions(wanted, profile_id)


def _checkable(menu: QMenu, words: str, *, is_on: bool) -> QAction:
    action = QAction(words, menu)
    action.setCheckable(True)
    action.setChecked(is_on)
    menu.addAction(action)
    return action


def _line(profile: Profile) -> str:
    return f"{profile.name}  ·  {_environment_word(profile)}"


def _environment_word(profile: Profile) -> str:
    return ENVIRONMENT_LOOKS[profile.environment].word

"""The style sheet: a template that the roles of the theme fill, once a theme.

Style sheets have no variables. Only buttons, tabs, headers, tool tips, menus, scroll bars and such
are here: a rule on a widget switches all of Fusion's own drawing off for it, so fields and boxes
stay with `style`.
"""

from __future__ import annotations

from string import Template
from typing import Final

from tat_console.ui.kit.theme import ROLES, Theme


def style_sheet(colours: Theme) -> str:
    """The whole style sheet in the colours of a theme."""
    names = {name: colours.colour(name).name() for name in ROLES}
    inks = "\n".join(
        f'QLabel[ink="{name}"] {{ color: {names[name]}; }}'
        for name in ROLES
        if "text" in name or "accent" in name
    )
    return Template(_TEMPLATE).substitute(names) + inks


_TEMPLATE: Final = """
QToolTip {
    background: $bg_raised; color: $text; border: 1px solid $line_control; padding: 4px 6px;
}
QMainWindow, QDialog { background: $bg_surface; }

/* Buttons: plain, with kind=primary, danger, flat, link or icon; strip makes them lower. */
QPushButton {
    background: $bg_raised; color: $text; border: 1px solid $line_control; border-radius: 5px;
    padding: 0 11px; min-height: 26px; outline: none;
}
QPushButton:hover { background: $bg_hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 0 10px; min-height: 24px; }
QPushButton:disabled { color: $text_3; background: $bg_panel; border-color: $line; }
QPushButton[kind="primary"], QPushButton[kind="danger"] {
    color: $accent_on; font-weight: 600; border-color: transparent;
}
QPushButton[kind="primary"] { background: $accent_fill; }
QPushButton[kind="danger"] { background: $env_production; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $busy_fill; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $bad_fill; }
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
    background: $idle_soft; color: $text_3; border-color: $line;
}
QPushButton[kind="flat"], QPushButton[kind="link"] {
    background: transparent; border-color: transparent; padding: 0 7px;
}
QPushButton[kind="flat"]:hover { background: $bg_hover; }
QPushButton[kind="flat"]:focus, QPushButton[kind="link"]:focus {
    border-color: $accent; padding: 0 6px;
}
QPushButton[kind="link"] { color: $accent; padding: 0 2px; min-height: 18px; }
QPushButton[kind="link"]:focus { padding: 0 1px; min-height: 16px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:disabled, QPushButton[kind="flat"]:disabled {
    color: $text_3; background: transparent; border-color: transparent;
}
QPushButton[tone="late"] { color: $late_text; }
QPushButton[strip="true"] { min-height: 22px; }
QPushButton[strip="true"]:focus { min-height: 20px; }
QPushButton[opens="menu"] { padding-right: 27px; }
QPushButton[opens="menu"]:focus { padding-right: 26px; }
QPushButton::menu-indicator { image: none; width: 0; }

/* Qt makes a styled tool button 3 px larger than its rule says: 23, 3 and two borders are 28. */
QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 5px;
    padding: 0 5px; min-height: 23px; min-width: 16px; outline: none;
}
QToolButton:hover { background: $bg_hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 2px solid $accent; padding: 0 4px; min-height: 21px; }
QToolButton:disabled { color: $text_3; }
QToolButton[kind="framed"] { background: $bg_raised; border-color: $line_control; }
QToolButton[kind="framed"]:hover { background: $bg_hover; }
QToolButton[kind="framed"]:focus { border-color: $accent; }
QToolButton[kind="mark"] { padding: 0; min-height: 11px; min-width: 11px; }
QToolButton[kind="mark"]:focus { padding: 0; min-height: 9px; min-width: 9px; }
QToolButton[kind="fold"] { padding: 0 5px 0 0; }
QToolButton[kind="fold"]:focus { padding: 0 4px 0 0; }
QToolButton::menu-indicator { image: none; width: 0; }
QLineEdit QToolButton { border: none; padding: 0; min-height: 0; min-width: 0; }

/* Facet chips: 24 px high; a radius above half the height would turn the corners square. */
QToolButton[kind="chip"] {
    background: transparent; color: $text_2; border: 1px solid $line_control; border-radius: 12px;
    padding: 0 9px; min-height: 22px; max-height: 22px;
}
QToolButton[kind="chip"]:hover { background: $bg_hover; }
QToolButton[kind="chip"][active="true"] {
    background: $accent_soft; color: $text; border-color: $accent;
}
QToolButton[kind="chip"]:focus {
    border: 2px solid $accent; padding: 0 8px; min-height: 20px; max-height: 20px;
}

/* One strip of buttons that share their borders. */
QToolButton[kind="segment"] {
    background: $bg_raised; color: $text_2; border: 1px solid $line_control; border-radius: 0;
    padding: 0 10px; min-height: 23px; margin-left: -1px;
}
QToolButton[kind="segment"]:hover { background: $bg_hover; }
QToolButton[kind="segment"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton[kind="segment"]:focus { border: 2px solid $accent; padding: 0 9px; min-height: 21px; }
QToolButton[kind="segment"][place="first"] {
    border-top-left-radius: 5px; border-bottom-left-radius: 5px; margin-left: 0;
}
QToolButton[kind="segment"][place="last"] {
    border-top-right-radius: 5px; border-bottom-right-radius: 5px;
}
QToolButton[kind="segment"][place="only"] { border-radius: 5px; margin-left: 0; }

QLabel { background: transparent; }
QLabel[kind="key"] {
    background: $bg_panel; color: $text_2; border: 1px solid $line; border-radius: 3px;
    padding: 0 4px;
}
QLabel[kind="tag"] {
    background: $bg_surface; color: $text_2; border: 1px solid $line; border-radius: 3px;
    padding: 0 5px; min-height: 16px;
}
QCheckBox, QRadioButton { background: transparent; spacing: 8px; }

QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $text_2; padding: 0 12px; min-height: 34px;
    border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; background: $bg_hover; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 2px solid $accent; }
QTabBar::tab:disabled { color: $text_3; }
QTabBar::tear { width: 0; border: none; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }

QHeaderView { background: $bg_panel; border: none; }
QHeaderView::section {
    background: $bg_panel; color: $text_2; border: none; border-right: 1px solid $line;
    border-bottom: 1px solid $line; padding: 0 7px; min-height: 25px; font-weight: 500;
}
QHeaderView::section:hover { background: $bg_hover; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: $bg_panel; border: none; }

QAbstractItemView {
    background: $bg_surface; color: $text; border: none; outline: 0;
    selection-background-color: $bg_current; selection-color: $text;
}
QTableWidget::item { padding: 0 4px; }
QAbstractItemView::item:hover { background: $bg_hover; }
QAbstractItemView::item:selected { background: $bg_current; color: $text; }
QComboBox QAbstractItemView {
    background: $bg_raised; border: 1px solid $line_control; padding: 4px;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 3px; }
QListView[kind="panel"], QTreeView[kind="panel"] { background: $bg_panel; }
QPlainTextEdit, QTextEdit {
    background: $bg_surface; color: $text; border: none;
    selection-background-color: $diff_a_word; selection-color: $text;
}
QPlainTextEdit[kind="field"], QTextEdit[kind="field"] {
    border: 1px solid $line_control; border-radius: 5px; padding: 2px 4px;
}
QPlainTextEdit[kind="field"]:focus, QTextEdit[kind="field"]:focus {
    border: 2px solid $accent; padding: 1px 3px;
}

QMenu { background: $bg_raised; color: $text; border: 1px solid $line_control; padding: 4px; }
QMenu::item { padding: 5px 20px 5px 10px; border-radius: 3px; }
QMenu::item:selected { background: $bg_current; }
QMenu::item:disabled { color: $text_3; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text_3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }

/* The grip is 5 px, the line in its middle 1 px. */
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { border-left: 1px solid $line_control; margin-left: 2px; }
QSplitter::handle:vertical { border-top: 1px solid $line_control; margin-top: 2px; }
QSplitter::handle:hover { border-color: $accent; }

QGroupBox {
    border: 1px solid $line; border-radius: 6px; margin-top: 9px; padding: 12px 12px 10px 12px;
    font-weight: 600;
}
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; }

QProgressBar { background: $idle_soft; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $busy_fill; border-radius: 3px; }

QFrame[ground="chrome"] { background: $bg_chrome; }
QFrame[ground="panel"] { background: $bg_panel; }
QFrame[ground="surface"] { background: $bg_surface; }
QFrame[ground="card"] { background: $bg_surface; border: 1px solid $line; border-radius: 6px; }
QFrame[edge="bottom"] { border: none; border-bottom: 1px solid $line; }
QFrame[edge="top"] { border: none; border-top: 1px solid $line; }
QFrame[edge="left"] { border: none; border-left: 1px solid $line; }
QFrame[edge="right"] { border: none; border-right: 1px solid $line; }
QFrame[rule="across"] { background: $line; min-height: 1px; max-height: 1px; border: none; }
QFrame[rule="down"] { background: $line; min-width: 1px; max-width: 1px; border: none; }
"""

"""Parts of a window get back what the user made of them, and foreign values change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.memory import Memory, memory_of, remember
from tat_console.ui.kit.splitter import Splitter


class Room(QWidget):
    """A window with a field and two panes."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.memory = Memory(self, settings)
        self.field = QLineEdit()
        self.field.setObjectName("words")
        remember(self.field, str, self.field.text, self.field.setText, self.field.textEdited)
        self.panes = Splitter(Qt.Orientation.Horizontal, "panes")
        for _pane in range(2):
            self.panes.addWidget(QWidget())
        self.panes.share([300, 100])
        box = column(self.field, self.panes)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.resize(405, 300)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a document of their own."""
    return Settings(JsonDocuments(tmp_path))


@pytest.fixture
def open_room(qtbot, settings):
    """`open_room()`: the window on show, as often as wanted."""

    rooms = []  # held, or Python ends them as soon as only a part of them is used

    def opened() -> Room:
        made = Room(settings)
        rooms.append(made)
        qtbot.addWidget(made)
        made.show()
        return made

    return opened


def drag(panes: Splitter, by: int) -> list[int]:
    """Move the handle as the mouse does; the sizes after it."""
    panes.moveSplitter(panes.handle(1).x() + by, 1)
    return panes.sizes()


def test_what_was_typed_and_dragged_is_there_again(qtbot, open_room):
    first = open_room()
    qtbot.keyClicks(first.field, "status:failed")
    sizes = drag(first.panes, -80)
    first.memory.flush()
    second = open_room()
    assert second.field.text() == "status:failed"
    assert second.panes.sizes() == sizes


def test_it_is_written_soon_without_being_asked(qtbot, open_room, settings):
    room = open_room()
    with qtbot.waitSignal(room.field.textEdited):
        qtbot.keyClicks(room.field, "w")
    qtbot.waitUntil(lambda: settings.get("remembered") == {"words": "w"})


def test_what_the_program_does_by_itself_is_not_kept(open_room, settings):
    room = open_room()
    room.panes.share([100, 300])
    room.field.setText("set by the program")
    room.memory.flush()
    assert settings.get("remembered") == {}


@pytest.mark.parametrize(
    "damaged",
    [
        {"words": 7, "layout/panes": "wide"},
        {"words": None, "layout/panes": {"horizontal": [1, 2, 3]}},
        {"words": ["a"], "layout/panes": {"horizontal": [-1, 5], "across": [1, 2]}},
        {"words": {}, "layout/panes": {"horizontal": [0, 0]}},
        {"others": {"of": "another program"}},
    ],
)
def test_values_that_do_not_fit_are_ignored(open_room, settings, damaged):
    as_new = open_room().panes.sizes()
    settings.set("remembered", damaged)
    room = open_room()
    assert room.field.text() == ""
    assert room.panes.sizes() == as_new


def test_a_reset_is_about_the_layout_and_about_parts_not_on_show_too(qtbot, open_room, settings):
    as_new = open_room().panes.sizes()
    room = open_room()
    qtbot.keyClicks(room.field, "web")
    drag(room.panes, -80)
    room.memory.flush()
    settings.set("remembered", {**settings.get("remembered"), "layout/elsewhere": [1]})
    room.memory.reset_layout()
    assert room.panes.sizes() == as_new
    assert room.field.text() == "web"
    assert settings.get("remembered") == {"words": "web"}
    assert open_room().panes.sizes() == as_new


def test_each_orientation_has_sizes_of_its_own(open_room):
    room = open_room()
    across = drag(room.panes, -80)
    room.panes.setOrientation(Qt.Orientation.Vertical)
    room.panes.share([50, 200])
    QApplication.processEvents()
    assert room.panes.sizes() != across
    room.panes.setOrientation(Qt.Orientation.Horizontal)
    room.panes.share([300, 100])
    assert room.panes.sizes() == across


def test_two_windows_keep_what_each_changed(qtbot, open_room, settings):
    first, second = open_room(), open_room()
    qtbot.keyClicks(first.field, "mine")
    drag(second.panes, -50)
    first.memory.flush()
    second.memory.flush()
    assert set(settings.get("remembered")) == {"words", "layout/panes"}


def test_a_dialog_has_the_memory_of_its_window(qtbot, open_room):
    room = open_room()
    dialog = QDialog(room)
    assert memory_of(dialog) is room.memory
    alone = QWidget()
    qtbot.addWidget(alone)
    assert memory_of(alone) is None


def test_a_part_that_is_gone_is_not_asked_any_more(qtbot, open_room, settings):
    room = open_room()
    qtbot.keyClicks(room.field, "w")
    room.memory.flush()
    room.field.deleteLater()
    QApplication.sendPostedEvents(room.field, QEvent.Type.DeferredDelete)
    room.memory.reset_layout()
    assert settings.get("remembered") == {"words": "w"}

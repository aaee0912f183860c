"""The list of system packages is complete and true, and what is missing is said in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from installer import system_packages
from installer.system_packages import PACKAGES_FILE, Package, main, missing_sentence, read_packages
from tests.fixtures.system import skip_without

GROUPS, PACKAGES = read_packages(PACKAGES_FILE)

LIST = """
[groups]
window = {{ essential = {essential}, for = "draw its window" }}

[[package]]
name = "libpretend1"
group = "window"
proof = {{ library = "libpretend.so.1" }}
reason = "nobody has it"
"""


@pytest.fixture
def no_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "can_install", lambda: False)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_row_is_of_a_group_and_says_why(package: Package) -> None:
    assert package.group in GROUPS
    assert package.reason


def test_no_package_is_listed_twice() -> None:
    names = [package.name for package in PACKAGES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("kind", "there", "missing"),
    [
        ("library", "libc.so.6", "libpretend.so.1"),
        ("command", "sh", "no-such-command"),
        ("module", "json", "no_such_module"),
    ],
)
def test_a_proof_tells_there_from_missing(kind: str, there: str, missing: str) -> None:
    assert Package("name", "group", kind, there, "reason").is_here()
    assert not Package("name", "group", kind, missing, "reason").is_here()


def test_a_font_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font = Package("fonts-pretend", "fonts", "font", "Pretend-Regular.*", "reason")
    monkeypatch.setattr(system_packages, "FONT_FOLDERS", (tmp_path, tmp_path / "missing"))
    assert not font.is_here()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/Pretend-Regular.otf").touch()
    assert font.is_here()


def test_the_sentence_names_purposes_packages_and_the_command() -> None:
    missing = [package for package in PACKAGES if package.name in ("libegl1", "libxcb-cursor0")]
    assert missing_sentence(missing, GROUPS) == (
        "To draw its window and to open its window on this display, tat-console needs Debian "
        "packages that are missing here; install them with: "
        "sudo apt-get install libegl1 libxcb-cursor0"
    )


@pytest.mark.parametrize(
    ("essential", "options", "status"),
    [("true", [], 1), ("true", ["--advise"], 0), ("false", [], 0)],
)
@pytest.mark.usefixtures("no_apt")
def test_only_the_essential_stops(
    essential: str,
    options: list[str],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "packages.toml"
    path.write_text(LIST.format(essential=essential))
    monkeypatch.setattr(system_packages, "PACKAGES_FILE", path)
    assert main([*options, "window"]) == status
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith("sudo apt-get install libpretend1\n")


def test_nothing_is_said_when_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["venv"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("platform", ["xcb", "wayland", "offscreen"])
def test_qt_needs_no_library_beyond_the_list(platform: str) -> None:
    """Ask the loader itself what it does not find for Qt's platform plugin."""
    libraries = [row for row in PACKAGES if row.group in ("window", "display")]
    skip_without([row.name for row in libraries if not row.is_here()])
    import PySide6

    plugins = Path(PySide6.__file__).parent / "Qt/plugins/platforms"
    found = subprocess.run(
        ["ldd", plugins / f"libq{platform}.so"], capture_output=True, text=True, check=True
    )
    assert "not found" not in found.stdout


OPEN_A_WINDOW = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("tat-console")
label.show()
app.processEvents()
print(app.platformName(), label.windowHandle().isExposed() or label.isVisible())
"""


@pytest.mark.needs_system("Xvfb", "xauth")
def test_a_window_opens_on_a_real_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    opened = subprocess.run(
        ["xvfb-run", "--auto-servernum", sys.executable, "-c", OPEN_A_WINDOW],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (opened.stdout.strip(), opened.returncode) == ("xcb True", 0), opened.stderr

"""Resources are found in a checkout, in a wheel and in whatever is unpacked from one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tat_console.support import resources
from tat_console.support.resources import resource_path
from tests.rules.source import ROOT


def test_a_checkout_has_them_at_its_top() -> None:
    assert resource_path() == ROOT / "resources"


def test_an_installed_package_has_them_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "tat_console/_resources/icons/app.svg"
    inside.parent.mkdir(parents=True)
    inside.touch()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "tat_console")
    assert resource_path("icons", "app.svg") == inside


def test_a_missing_one_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/no-such\.svg"):
        resource_path("icons", "no-such.svg")


def test_the_wheel_has_them_all(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    packed = {
        name.removeprefix("tat_console/_resources/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("tat_console/_resources/")
    }
    files = (ROOT / "resources").rglob("*")
    assert packed == {
        path.relative_to(ROOT / "resources").as_posix() for path in files if path.is_file()
    }

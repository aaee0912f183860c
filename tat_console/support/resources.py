"""Where the files are that ship with the program: icons, pictures, sandbox data."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_path(*parts: str) -> Path:
    """The file or folder of that name under `resources/`, wherever the program was installed.

    A wheel and a frozen program carry the files inside the package, a checkout at its top level.
    Raises FileNotFoundError when there is no such file: it means a broken installation.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"This installation has no resource {'/'.join(parts)}")

"""Where the program keeps what it keeps."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The program's folders; none is made before it is needed.

    Several windows may share them: those after the first have a `seat` of their own from 2 on.
    """

    config: Path
    data: Path
    state: Path
    logs: Path
    seat: int = 1

    @property
    def archive(self) -> Path:
        """The database of runs, invocations, tasks and outputs."""
        return self.data / "archive.sqlite3"

    @property
    def claims(self) -> Path:
        """The locked files of the runs that are carried out now."""
        return self.state / "claims"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def drafts(self) -> Path:
        """The unsaved texts of the script editor."""
        return self.state / f"drafts{self._suffix}.json"

    @property
    def sandbox(self) -> Path:
        """The disks and the records of the embedded sandbox."""
        return self.data / f"sandbox{self._suffix}"

    @property
    def scripts(self) -> Path:
        """The library of scripts, unless the user chose another folder."""
        return self.data / "scripts"

    @property
    def script_versions(self) -> Path:
        """The earlier states of the library's scripts."""
        return self.state / "script-versions"

    @property
    def _suffix(self) -> str:
        return "" if self.seat == 1 else f"-{self.seat}"

    @classmethod
    def find(cls, environment: Mapping[str, str] = os.environ) -> AppPaths:
        """The user's own folders, or everything below TAT_CONSOLE_HOME where that is set."""
        if home := environment.get("TAT_CONSOLE_HOME"):
            return cls.below(Path(home))
        dirs = platformdirs.PlatformDirs("tat-console", appauthor=False)
        return cls(
            dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, dirs.user_log_path
        )

    @classmethod
    def below(cls, home: Path) -> AppPaths:
        """All folders inside one."""
        return cls(home / "config", home / "data", home / "state", home / "logs")

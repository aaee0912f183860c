"""The ladder of the archive's schema: each rung leads from one version to the next.

A rung, once released, is never edited: a change of the schema is one more rung.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from tat_console.storage.history_schema import HISTORY
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

Rung = Sequence[str]

# Times are whole microseconds since 1970 in UTC: they sort as numbers, take few bytes, and give
# back exactly the datetime that was saved. States, kinds and statuses are the service's own words,
# so that words added later need no migration.
#
# tasks.task_no grows in the order of the plan and outputs.output_no is short: the index from
# outputs to tasks stays small with a million tasks, and both can be the row of a search index.
_FIRST: Final[Rung] = (
    """
    CREATE TABLE runs (
        run_no        INTEGER PRIMARY KEY,
        run_id        TEXT NOT NULL UNIQUE,
        profile_id    TEXT NOT NULL,
        profile_name  TEXT NOT NULL,
        environment   TEXT NOT NULL,
        created_at    INTEGER NOT NULL,
        state         TEXT NOT NULL,
        ended_at      INTEGER,
        parent_run_id TEXT NOT NULL,
        relation      TEXT,
        script        TEXT NOT NULL
    )
    """,
    "CREATE INDEX runs_by_time ON runs (created_at)",
    "CREATE INDEX runs_not_ended ON runs (created_at) WHERE state <> 'ended'",
    """
    CREATE TABLE batches (
        run_no        INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        batch_no      INTEGER NOT NULL,
        region        TEXT NOT NULL,
        kind          TEXT NOT NULL,
        state         TEXT NOT NULL,
        invocation_id TEXT NOT NULL,
        command_id    TEXT NOT NULL,
        intent_at     INTEGER,
        sent_at       INTEGER,
        request_id    TEXT NOT NULL,
        error         TEXT NOT NULL,
        PRIMARY KEY (run_no, batch_no)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX batches_by_invocation ON batches (invocation_id) WHERE invocation_id <> ''",
    """
    CREATE TABLE outputs (
        output_no  INTEGER PRIMARY KEY,
        sha256     TEXT NOT NULL UNIQUE,
        size_bytes INTEGER NOT NULL,
        data       BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE tasks (
        task_no            INTEGER PRIMARY KEY,
        run_no             INTEGER NOT NULL,
        batch_no           INTEGER NOT NULL,
        instance_id        TEXT NOT NULL,
        instance_name      TEXT NOT NULL,
        private_ip         TEXT NOT NULL,
        status             TEXT NOT NULL,
        invocation_task_id TEXT NOT NULL,
        exit_code          INTEGER,
        output_no          INTEGER REFERENCES outputs,
        output_bytes       INTEGER NOT NULL,
        dropped_bytes      INTEGER NOT NULL,
        output_url         TEXT NOT NULL,
        is_partial         INTEGER NOT NULL,
        error_info         TEXT NOT NULL,
        started_at         INTEGER,
        ended_at           INTEGER,
        UNIQUE (run_no, batch_no, instance_id),
        FOREIGN KEY (run_no, batch_no) REFERENCES batches ON DELETE CASCADE
    )
    """,
    "CREATE INDEX tasks_by_status ON tasks (run_no, status)",
    "CREATE INDEX tasks_by_output ON tasks (output_no) WHERE output_no IS NOT NULL",
    """
    CREATE TABLE exclusions (
        run_no        INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        position      INTEGER NOT NULL,
        instance_id   TEXT NOT NULL,
        instance_name TEXT NOT NULL,
        region        TEXT NOT NULL,
        reason        TEXT NOT NULL,
        PRIMARY KEY (run_no, position)
    ) WITHOUT ROWID
    """,
)

# Waves, guards, decisions, values of single targets, verdicts. Runs are found by their script's
# fingerprint to tell how long it took before; those from before this rung are not.
_FLEETS: Final[Rung] = (
    "ALTER TABLE runs ADD COLUMN guards TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE runs ADD COLUMN content_sha256 TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX runs_by_content ON runs (content_sha256, run_no) WHERE content_sha256 <> ''",
    "ALTER TABLE batches ADD COLUMN wave_no INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE batches ADD COLUMN profile_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE batches ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE batches ADD COLUMN settled_at INTEGER",
    "ALTER TABLE tasks ADD COLUMN verdict TEXT",
    "ALTER TABLE tasks ADD COLUMN verdict_note TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE decisions (
        decision_no INTEGER PRIMARY KEY,
        run_no      INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        at          INTEGER NOT NULL,
        turn        TEXT NOT NULL,
        wave_no     INTEGER NOT NULL,
        note        TEXT NOT NULL
    )
    """,
    "CREATE INDEX decisions_by_run ON decisions (run_no)",
)

# Few tasks end with a code of their own, and those are looked for.
_EXIT_CODES: Final[Rung] = (
    "CREATE INDEX tasks_by_exit_code ON tasks (exit_code, run_no) WHERE exit_code <> 0",
)

# The service still lists what the rules let go of: these runs and invocations are not mirrored.
_REMOVED: Final[Rung] = (
    """
    CREATE TABLE removed_records (
        record_id  TEXT PRIMARY KEY,
        removed_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
)

LADDER: Final[tuple[Rung, ...]] = (_FIRST, _FLEETS, HISTORY, _EXIT_CODES, _REMOVED)


def migrate(connection: sqlite3.Connection, path: Path, ladder: Sequence[Rung] = LADDER) -> None:
    """Bring the database to the ladder's top, in one step; a backup of an older one is kept.

    Raises ConsoleError for a database from a newer version of the program, which stays untouched.
    """
    found = _version(connection)
    if found > len(ladder):
        raise _newer(path, found, len(ladder))
    if found == len(ladder):
        return
    if found:
        back_up(connection, backup_path(path, found))
    connection.execute("BEGIN IMMEDIATE")
    # Another program may have climbed the ladder while this one waited for the lock.
    for number, rung in enumerate(ladder[_version(connection) :], _version(connection) + 1):
        for statement in rung:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("COMMIT")


def backup_path(path: Path, version: int) -> Path:
    """Where the backup of a database of that version is kept: beside it."""
    return path.with_name(f"{path.name}.version-{version}.backup")


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the database; the copy appears under its name only when it is whole."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(target)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _newer(path: Path, found: int, known: int) -> ConsoleError:
    return ConsoleError(
        _("The archive is from a newer version of this program"),
        _(
            "{path} has version {found} of its layout; this program knows {known}. "
            "Nothing was changed."
        ).format(path=path, found=found, known=known),
        _("Install the newer version, or move the file away to start with an empty archive."),
    )

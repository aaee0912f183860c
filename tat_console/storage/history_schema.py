"""The rung of the ladder that makes the archive searchable, marked, and a mirror of the service.

The search tables hold no text: it is in the rows they were made from. A text that goes is kept in
`search_gone` until the search has forgotten it, for only the same text can be taken out again.
`search_done` tells up to which number rows were taken in.
"""

from __future__ import annotations

from typing import Final

_TOKENS: Final = "tokenize = 'unicode61 remove_diacritics 2'"
_NO_TEXT: Final = f"content = '', columnsize = 0, {_TOKENS}"

HISTORY: Final = (
    "CREATE INDEX runs_by_name ON runs (json_extract(script, '$.name'))",
    "CREATE INDEX runs_by_parent ON runs (parent_run_id) WHERE parent_run_id <> ''",
    "CREATE INDEX tasks_by_instance ON tasks (instance_id)",
    """
    CREATE TABLE annotations (
        run_no     INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
        is_starred INTEGER NOT NULL,
        note       TEXT NOT NULL,
        labels     TEXT NOT NULL
    )
    """,
    f"CREATE VIRTUAL TABLE search_notes USING fts5 (text, {_TOKENS})",
    """
    CREATE TRIGGER note_gone AFTER DELETE ON annotations BEGIN
        DELETE FROM search_notes WHERE rowid = old.run_no;
    END
    """,
    f"CREATE VIRTUAL TABLE search_scripts USING fts5 (text, {_NO_TEXT})",
    f"CREATE VIRTUAL TABLE search_outputs USING fts5 (text, {_NO_TEXT})",
    """
    CREATE TABLE machines (
        machine_no    INTEGER PRIMARY KEY,
        instance_id   TEXT NOT NULL,
        instance_name TEXT NOT NULL,
        UNIQUE (instance_id, instance_name)
    )
    """,
    f"CREATE VIRTUAL TABLE search_machines USING fts5 (text, {_NO_TEXT})",
    """
    CREATE TABLE search_gone (
        kind   TEXT NOT NULL,
        number INTEGER NOT NULL,
        data   BLOB NOT NULL,
        PRIMARY KEY (kind, number)
    )
    """,
    "CREATE TABLE search_done (kind TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO search_done VALUES ('output', 0), ('script', 0), ('task', 0)",
    """
    CREATE TRIGGER output_gone AFTER DELETE ON outputs
    WHEN old.output_no <= (SELECT number FROM search_done WHERE kind = 'output') BEGIN
        INSERT OR IGNORE INTO search_gone VALUES ('output', old.output_no, old.data);
    END
    """,
    """
    CREATE TRIGGER script_gone AFTER DELETE ON runs
    WHEN old.run_no <= (SELECT number FROM search_done WHERE kind = 'script') BEGIN
        INSERT OR IGNORE INTO search_gone VALUES ('script', old.run_no, old.script);
    END
    """,
    # Runs that this console did not start. `is_settled` tells that nothing of it will change.
    """
    CREATE TABLE foreign_runs (
        run_no     INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
        source     TEXT NOT NULL,
        updated_at INTEGER,
        is_settled INTEGER NOT NULL
    )
    """,
    "CREATE INDEX foreign_runs_unsettled ON foreign_runs (run_no) WHERE NOT is_settled",
    # Tasks of such runs whose result was not read yet.
    """
    CREATE TABLE foreign_unread (
        task_no INTEGER PRIMARY KEY REFERENCES tasks ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE foreign_passes (
        profile_id TEXT NOT NULL,
        region     TEXT NOT NULL,
        list_offset INTEGER NOT NULL,
        newest_at  INTEGER,
        known_at   INTEGER,
        ended_at   INTEGER,
        PRIMARY KEY (profile_id, region)
    ) WITHOUT ROWID
    """,
)

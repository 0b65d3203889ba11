"""Bytes that nothing refers to: an upload that broke off between the store and the record, a file that was never posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg.rows import TupleRow

from db.files_folder import FolderFiles

LEFT_FOR = timedelta(days=1)


def sweep(connection: psycopg.Connection[TupleRow], files: FolderFiles, *, before: datetime | None = None) -> int:
    """Remove from the folder what no record names and what was put there before a day ago; how many files."""
    return files.sweep(_unnamed(connection), before or datetime.now(UTC) - LEFT_FOR)


def left_in_storage(connection: psycopg.Connection[TupleRow]) -> int:
    """How many objects of Supabase Storage no record names. Their bytes can be removed by Storage alone, by its owner's hand."""
    row = connection.execute("select to_regclass('storage.objects') is not null").fetchone()
    if row != (True,):
        return 0
    found = connection.execute(
        "select count(*) from storage.objects o where o.bucket_id = 'evidence' and o.created_at < now() - %s and not exists ("
        "select from portal.attachment a where private.file_digest(o.name) in (a.original_key, a.cleaned_key))"
        " and not exists (select from portal.sealed_file f where private.file_digest(o.name) in (f.key, f.original_key))",
        [LEFT_FOR],
    ).fetchone()
    return int(found[0]) if found else 0


def _unnamed(connection: psycopg.Connection[TupleRow]) -> Callable[[Iterable[str]], set[str]]:
    def ask(keys: Iterable[str]) -> set[str]:
        rows = connection.execute(
            "select k from unnest(%s::text[]) k where not exists ("
            "select from portal.attachment a where k = a.original_key) and not exists ("
            "select from portal.attachment a where k = a.cleaned_key) and not exists ("
            "select from portal.sealed_file f where k in (f.key, f.original_key))",
            [list(keys)],
        ).fetchall()
        connection.commit()
        return {row[0] for row in rows}

    return ask

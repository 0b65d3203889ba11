"""Flaws that a part of the matrix must find: each is planted, looked for, and rolled back."""

from __future__ import annotations

READS = (
    "drop policy case_no_tip_off on portal.case_; update portal.party set hidden = false",
    "drop policy message_note on portal.message; create policy careless on portal.message for select to anon using (true)",
    "create policy careless on portal.release for select to authenticated using (true)",
    "alter table portal.identity disable row level security; grant select on portal.identity to authenticated",
    "grant select (author_person) on portal.message to authenticated",
    "create policy careless on portal.party for select to authenticated using (side = 'brand')",
    "alter policy consent_worker on portal.consent using (true)",
)
WRITES = (
    "grant truncate on portal.event to authenticated",
    "grant update (hash) on portal.event to anon",
    "grant delete on portal.message to anon",
)
ROWS = (
    "alter policy message_posts on portal.message with check (true)",
    "alter policy contact_desk on portal.contact with check (true)",
)
FILES = (
    "alter policy attachment_reader on portal.attachment using (message_id is not null)",
    (
        "create or replace function private.file_open_to(reader portal.party, owner uuid, media_type text) returns boolean "
        "language sql stable as 'select true'"
    ),
)
CALLS = (
    "alter policy release_reader on portal.release using (true)",
    "alter policy party_own on portal.party using (true)",
    "create policy careless on portal.message for select to anon, authenticated using (true)",
    "create or replace function private.is_supervisor() returns boolean language sql stable as 'select true'",
)

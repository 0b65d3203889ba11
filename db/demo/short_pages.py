"""While stories are played nobody looks at a screen: deeds answer with what the next line of the story needs, and no page is drawn.

Every deed of a case answers with the whole page of whoever did it, read through that person's policies. Drawing it costs far more than
the deed. Within the transaction that plays, and nowhere else, a short page stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg.rows import TupleRow

_SHORT: Final = b"""
create or replace function private.page_of(one_case uuid) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  own uuid := (select p.id from portal.party p where p.case_id = one_case and p.until is null
    and (p.organization_id = me.organization or p.id = me.party));
begin
  perform private.mark_read(one_case);
  return jsonb_build_object(
    'case', (select jsonb_build_object('revision', c.revision) from portal.case_ c where c.id = one_case),
    'parties', private.party_names(one_case),
    'messages', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'mine', coalesce(m.author_party = own, false), 'kind', m.kind,
        'state', m.state, 'body', m.body, 'entered', m.entered, 'revision', m.revision) order by m.posted_at, m.id), '[]')
      from portal.message m where m.case_id = one_case),
    'plan', (select jsonb_build_object('version', p.version, 'actions', (
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'deed', a.deed)), '[]') from portal.action a where a.case_id = one_case))
      from portal.plan p where p.case_id = one_case),
    'remedy', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id) order by r.what, c.label, r.id), '[]')
      from portal.remedy_entry r left join portal.remedy_claim c on c.entry_id = r.id where r.case_id = one_case),
    'identity', jsonb_build_object('requests', (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'mine', u.asked_by = me.person)
        order by u.asked_at, u.id), '[]') from portal.unlock u where u.case_id = one_case and u.ended_at is null)),
    'group', jsonb_build_object('label', private.label_of(own)),
    'linked', jsonb_build_object('check_ins', (select coalesce(jsonb_agg(private.check_in_json(k) order by k.due_at), '[]')
      from portal.check_in k where k.case_id = one_case and k.void_at is null)));
end
$$
"""


@contextmanager
def short_pages(connection: psycopg.Connection[TupleRow]) -> Iterator[None]:
    """Inside of it, within the transaction of `connection`, pages are short; outside nobody ever sees one."""
    kept = connection.execute("select pg_get_functiondef('private.page_of(uuid)'::regprocedure)").fetchone()
    assert kept is not None
    connection.execute(_SHORT)
    yield
    # Not on a fault: it takes the whole transaction with it.
    connection.execute(str(kept[0]).encode())

"""A group in the world of the procedure: how others join a case, and all that an outsider can learn of it."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID, uuid4

from psycopg import sql

from tests.policies.scene import Persona
from tests.procedure.world import Case, World, digest

_SECRET = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d(:\d\d)?)?")
_NAMED = re.compile(r"HS-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f]{64}")


def join(world: World, case: Case, words: str = "Me too.", *, factory: bool = False, brands: tuple[str, ...] = ()) -> Persona:
    """One more caller in the group, with an open receipt of her own."""
    code, session = digest(f"code {uuid4()}"), digest(f"session {uuid4()}")
    page = world.write(
        "lin", "add_complainant", reference=case.reference, receipt_hash=code, channel="phone", language="zh-Hans",
        statement=words, consent_factory=factory, consent_brands=[world.organizations[one] for one in brands],
        sealed_identity="sealed-more",
    )  # fmt: skip
    world.call("public", "open_receipt", receipt_hash=code, session_hash=session)
    party = UUID(page["group"]["complainants"][-1]["party"])
    return Persona("more", "worker", receipt=session, case=case.id, party=party)


def mine(world: World, who: Persona | Case) -> dict[str, Any]:
    """Her own page."""
    page: dict[str, Any] = world.call(who, "case_page", reference=None)
    return page


def tell(world: World, case: Case, who: Persona | Case, words: str, *to: str) -> UUID:
    """A message of hers; returns it."""
    after = world.write(who, "post_message", reference=None, body=words, audience=[world.seat(case, one) for one in to])
    return UUID(next(one["id"] for one in after["messages"] if one["mine"] and one["body"] == words))


def words_of(page: dict[str, Any]) -> list[str]:
    return [one["body"] for one in page["messages"]]


def seen_outside(world: World, who: str, case: Case) -> str:
    """Everything that somebody can read of a case, at the front door and at the back one, without names, ids and hours."""
    found = [json.dumps(world.call(who, "case_page", reference=case.reference), sort_keys=True)]
    persona = world.people[who]
    with world.database.connect() as admin:
        tables = admin.execute(
            "select table_name, array_agg(column_name::text order by column_name) from information_schema.column_privileges "
            "where table_schema = 'portal' and grantee = 'authenticated' and privilege_type = 'SELECT' group by 1 order by 1"
        ).fetchall()
    with world.database.acting(persona.user) as raw:
        for table, columns in tables:
            if "case_id" in columns or table == "case_":
                order = sql.SQL(", ").join(sql.Identifier(one) for one in columns)
                query = sql.SQL("select {} from portal.{} where {} = %s").format(
                    order, sql.Identifier(table), sql.Identifier("id" if table == "case_" else "case_id")
                )
                rows = [json.dumps(row, default=str) for row in raw.execute(query, [case.id]).fetchall()]
                found.append("\n".join([f"{table}: {len(rows)}", *rows]))
    return _without_names(world, case, found)


def _without_names(world: World, case: Case, found: list[str]) -> str:
    """Ids become what they are: a party its side and place, a message its place; hours and hashes one word each.

    Every worker of the case keeps a name of her own, so that a second one would show.
    """
    known = {
        str(row[0]): f"{row[1]}-{row[2]}"
        for row in world.rows(
            "select id, side, row_number() over (partition by side order by since, id) from portal.party where case_id = %s "
            "union all select id, 'message', row_number() over (order by released_at, id) from ("
            "select message_id as id, min(released_at) as released_at from portal.release where case_id = %s group by 1) r",
            case.id, case.id,
        )
    }  # fmt: skip

    def told(text: str) -> str:
        text = _NAMED.sub("NAMED", _WHEN.sub("WHEN", text))
        return _SECRET.sub(lambda one: known.get(one.group(), "ID"), text)

    page = _in_order(json.loads(told(found[0])))
    lines = [json.dumps(page, sort_keys=True, indent=1)]
    for table in found[1:]:
        name, *rows = told(table).splitlines()
        lines += [name, *sorted(json.dumps(_in_order(json.loads(row))) for row in rows)]
    return "\n".join(lines)


def _in_order(value: Any) -> Any:
    """Lists of ids have no order of their own."""
    if isinstance(value, dict):
        return {key: _in_order(one) for key, one in value.items()}
    if isinstance(value, list):
        alike = value and all(isinstance(one, str) and "-" in one for one in value)
        return sorted(value) if alike else [_in_order(one) for one in value]
    return value

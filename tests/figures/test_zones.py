"""A month begins at midnight at the workplace, not in Shanghai."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.real_database import Connection

EDGES = [
    # zone, instant in UTC, month at the workplace
    ("Asia/Shanghai", "2026-03-31 15:30+00", "2026-03"),  # 23:30
    ("Asia/Shanghai", "2026-03-31 16:30+00", "2026-04"),  # 00:30
    ("America/Los_Angeles", "2026-04-01 06:30+00", "2026-03"),  # 23:30, in Shanghai it is the afternoon of the first
    ("America/Los_Angeles", "2026-04-01 07:30+00", "2026-04"),
    ("Pacific/Kiritimati", "2026-03-31 09:30+00", "2026-03"),  # 23:30, in Shanghai still the evening of the last
    ("Pacific/Kiritimati", "2026-03-31 10:30+00", "2026-04"),
    ("Asia/Kolkata", "2026-02-28 18:00+00", "2026-02"),  # 23:30
    ("Asia/Kolkata", "2026-02-28 18:30+00", "2026-03"),  # 00:00
    ("Europe/Berlin", "2026-10-31 22:30+00", "2026-10"),  # 23:30, a week after the clocks went back
    ("Europe/Berlin", "2026-10-31 23:30+00", "2026-11"),
]


def received(admin: Connection, zone: str, at: str) -> UUID:
    """A case of a workplace in that zone, received and answered and closed at that instant."""
    admin.execute("insert into portal.organization (kind, name) values ('handshake', 'Handshake') on conflict do nothing")
    case, place = uuid4(), uuid4()
    admin.execute(
        "insert into portal.organization (id, kind, name, time_zone) values (%s, 'workplace', %s, %s)", [place, str(place), zone]
    )
    admin.execute(
        "insert into portal.case_ (id, reference, workplace_id, state, main_issue, first_answer_at, closed_at, closed_reason)"
        " values (%s, private.new_reference(), %s, 'closed', 'F1', %s, %s, 'remedied')",
        [case, place, at, at],
    )
    admin.execute("insert into portal.case_desk (case_id, received_at, channel) values (%s, %s, 'phone')", [case, at])
    admin.execute(
        "insert into portal.party (case_id, side, organization_id, since) select %s::uuid, o.kind, o.id, %s::timestamptz"
        " from portal.organization o where o.kind = 'handshake' union all select %s, 'factory', %s, %s",
        [case, at, case, place, at],
    )
    return place


def months(admin: Connection, place: UUID) -> dict[str, set[str]]:
    rows = admin.execute(
        "select measure, to_char(month, 'YYYY-MM') from private.figures_now() where workplace = %s", [place]
    ).fetchall()
    return {measure: {month for name, month in rows if name == measure} for measure, _ in rows}


@pytest.mark.parametrize(("zone", "at", "month"), EDGES)
def test_what_comes_and_happens_counts_in_the_month_of_the_workplace(admin: Connection, zone: str, at: str, month: str) -> None:
    found = months(admin, received(admin, zone, at))
    assert found["received"] == {month}
    assert found["answered"] == found["closed"] == found["ending"] == {month}


def test_a_workplace_that_gets_its_right_zone_is_counted_anew(admin: Connection) -> None:
    place = received(admin, "Asia/Shanghai", "2026-04-01 06:30+00")
    assert months(admin, place)["received"] == {"2026-04"}
    admin.execute("update portal.organization set time_zone = 'America/Los_Angeles' where id = %s", [place])
    assert months(admin, place)["received"] == {"2026-03"}
    assert admin.execute("select * from private.figure_flaws() where what = 'figure'").fetchall() == []

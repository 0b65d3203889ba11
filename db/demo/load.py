"""Load the demonstration once: people first, then the stories, then enough cases for the charts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow

from db.connect import Backend
from db.demo.cast import DEMO_PASSWORD, LINKS, ORGANIZATIONS, PLAYERS
from db.demo.short_pages import short_pages
from db.demo.stage import Stage
from db.gateway import Credentials
from db.ports import AccountExists
from db.sealing import FileSealer
from db.settings import SettingsRefused

DEMO_PEOPLE = PLAYERS


def load_demo(backend: Backend) -> bool:
    """Play the demonstration into an empty database; True when it did, False when people live there already.

    Raises RuntimeError without the owner's connection: a hosted database gets no demonstration.
    """
    from db.demo.impact import play_impact  # noqa: PLC0415
    from db.demo.newsletter import play_newsletter  # noqa: PLC0415
    from db.demo.ordinary_cases import play_ordinary_cases  # noqa: PLC0415  (many words, needed once)
    from db.demo.reports import play_reports  # noqa: PLC0415
    from db.demo.story_child import play_child  # noqa: PLC0415
    from db.demo.story_desk import play_desk, play_silence  # noqa: PLC0415
    from db.demo.story_group import play_group  # noqa: PLC0415
    from db.demo.story_housing_fund import play_housing_fund  # noqa: PLC0415
    from db.demo.story_others import play_others  # noqa: PLC0415
    from db.demo.story_social_insurance import play_social_insurance  # noqa: PLC0415
    from db.demo.story_stoppages import play_stoppages  # noqa: PLC0415
    from db.demo.warnings import play_warnings  # noqa: PLC0415

    if backend.owner_conninfo is None:
        raise RuntimeError("The demonstration needs the owner's connection to the database.")
    with psycopg.connect(backend.owner_conninfo) as connection:
        connection.execute("select pg_advisory_xact_lock(7420)")
        if connection.execute("select exists (select from portal.organization)").fetchone() == (True,):
            return False
        with ThreadPoolExecutor(4) as several:  # hashing a password is slow on purpose, and uses one core each
            emails = [player.email for player in PLAYERS]
            accounts = dict(zip(emails, several.map(lambda email: _account(backend, email), emails), strict=True))
        _cast(connection, accounts)
        stage = Stage(connection, accounts, backend.settings.app_key())
        with short_pages(connection):
            play_ordinary_cases(stage)
            connection.execute("analyze")  # plans that are kept were made for empty tables
            play_silence(stage)
            play_others(stage)
            play_group(stage)
            play_child(stage)
            play_stoppages(stage)
            play_social_insurance(stage)
            play_housing_fund(stage)
            play_desk(stage)
            play_warnings(stage)
            play_reports(stage, _store(backend), FileSealer(backend.settings.app_key()), datetime.now(UTC))
            play_impact(stage, datetime.now(UTC))
            play_newsletter(stage, datetime.now(UTC))
        connection.execute("select set_config('portal.now', '', true)")
        connection.execute("select private.tick()")
    # Cases are counted when what wrote them is done.
    with psycopg.connect(backend.owner_conninfo) as connection:
        connection.execute("select private.publish()")
    return True


def _store(backend: Backend) -> Callable[[str, bytes], None]:
    """Puts sealed files where the portal will look for them."""
    files = backend.files

    def put(key: str, sealed: bytes) -> None:
        files.put(key, sealed, "application/octet-stream", Credentials())

    return put


def refuse_known_passwords(backend: Backend) -> None:
    """Raise SettingsRefused where the demonstration's people still live although it is switched off: everybody knows their password."""
    if backend.owner_conninfo is None:
        return
    with psycopg.connect(backend.owner_conninfo) as connection:
        known = [player.email for player in PLAYERS]
        found = connection.execute(
            "select exists (select from portal.person where email = any (%s) and suspended_at is null)", [known]
        ).fetchone()
    if found == (True,):
        raise SettingsRefused(
            "The demonstration was loaded into this folder, and its people have a password that everybody knows. "
            "Choose another PORTAL_DATA_DIR for real cases."
        )


def _account(backend: Backend, email: str) -> UUID:
    # An interrupted loading leaves accounts without people; they are taken up again.
    try:
        tokens = backend.identity.sign_up(email, DEMO_PASSWORD)
    except AccountExists:
        tokens = backend.identity.sign_in(email, DEMO_PASSWORD)
    return UUID(str(tokens.user_id))


def _cast(connection: psycopg.Connection[TupleRow], accounts: dict[str, UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into portal.organization (kind, name, city, country, headcount) values (%s, %s, %s, %s, %s)",
            ORGANIZATIONS,
        )
        cursor.executemany(
            "insert into portal.supply_link (brand_id, workplace_id, since) select b.id, w.id, date '2019-01-01'"
            " from portal.organization b, portal.organization w"
            " where b.kind = 'brand' and b.name = %s and w.kind = 'workplace' and w.name = %s",
            LINKS,
        )
        cursor.executemany(
            "insert into portal.person (user_id, organization_id, role, name, email, language)"
            " select %s, o.id, %s, %s, %s, %s from portal.organization o where o.name = %s",
            [(accounts[p.email], p.role, p.name, p.email, p.language, p.organization) for p in PLAYERS],
        )

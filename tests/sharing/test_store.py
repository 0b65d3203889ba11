"""What lies in the store: kept as long as something names it, forgotten when it was never used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from db.gateway import Credentials
from db.sweeping import sweep
from tests.sharing.conftest import Sharing
from tests.sharing.paper import pdf


def keys(sharing: Sharing, file: object) -> list[str]:
    found = sharing.world.rows("select key, original_key from portal.sealed_file where id = %s", file)
    return [key for row in found for key in row if key]


def test_the_sweeper_leaves_what_a_report_names_and_takes_what_was_never_used(sharing: Sharing) -> None:
    world = sharing.world
    used, left = sharing.paper("weber", "report", pdf("Used.")), sharing.paper("weber", "report", pdf("Left."))
    sharing.kept(file=used)
    places = {"used": keys(sharing, used), "left": keys(sharing, left)}
    later = datetime.now(UTC) + timedelta(days=2)
    with world.database.connect("postgres") as owner:
        assert sweep(owner, sharing.files, before=later) == 0
        owner.execute("select private.tick(%s)", [later])
        assert sweep(owner, sharing.files, before=later) == len(set(places["left"]))
    for key in places["used"]:
        assert sharing.files.exists(key, Credentials())
    for key in places["left"]:
        assert not sharing.files.exists(key, Credentials())


def test_the_same_file_sent_twice_is_one(sharing: Sharing) -> None:
    content = pdf("Once.")
    first, second = sharing.paper("weber", "report", content), sharing.paper("weber", "report", content)
    assert keys(sharing, first) == keys(sharing, second)

"""A report is read by one named reader, on a ground, after the factory could answer, and as long as allowed. DOMAIN 9."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from db.errors import Absent, PortalError, Refused
from tests.sharing.conftest import PAGES, Sharing
from tests.sharing.paper import pdf


def said(sharing: Sharing, who: str, function: str, **arguments: object) -> str:
    """The key of a refusal that must come."""
    return sharing.world.refused(who, function, **arguments).key


@pytest.mark.parametrize(
    ("basis", "words"), [(None, "Supplier agreement of 2024"), ("friendship", "x" * 20), ("contract", None), ("law", "short")]
)
def test_no_report_is_shared_without_consent_or_a_named_legal_basis(
    sharing: Sharing, basis: str | None, words: str | None
) -> None:
    terms = sharing.terms(sharing.kept(), basis=basis, basis_words=words)
    copy = sharing.paper("weber", "copy", pdf(*PAGES))
    assert said(sharing, "weber", "share_report", file=copy, **terms) == "guard_basis_missing"
    # The same with a ground is granted.
    sharing.world.write(
        "weber", "share_report", file=copy, **terms | {"basis": "law", "basis_words": "Supply chain act, section 6"}
    )


def test_the_factory_reads_at_once_and_the_reader_learns_nothing_before_it_answered(sharing: Sharing) -> None:
    grant = sharing.granted()
    assert sharing.seen("sara", grant) is None
    with pytest.raises(Absent):
        sharing.reads("sara", grant)
    told = sharing.seen("chen", grant)
    assert told is not None
    assert told["reader"] == "brand_a"
    assert sharing.reads("chen", grant)["part"] == "factory"
    sharing.world.write("chen", "answer_grant", grant_id=grant, words="Mended.")
    shown = sharing.seen("sara", grant)
    assert shown is not None
    assert (shown["state"], shown["answer"]) == ("terms", None)


def test_silence_ends_the_waiting_after_ten_days_and_not_before(sharing: Sharing) -> None:
    grant = sharing.granted()
    sharing.world.travel(days=9, hours=23)
    assert sharing.seen("sara", grant) is None
    sharing.world.travel(hours=2)
    shown = sharing.seen("sara", grant)
    assert shown is not None
    assert shown["state"] == "terms"


def test_nobody_reads_before_agreeing_to_the_terms(sharing: Sharing) -> None:
    grant = sharing.granted()
    sharing.world.write("chen", "answer_grant", grant_id=grant, words="Mended.")
    assert said(sharing, "sara", "open_copy", grant_id=grant) == "guard_terms"
    sharing.world.write("sara", "acknowledge_grant", grant_id=grant)
    assert sharing.reads("sara", grant)["part"] == "reader"


def test_a_consent_is_asked_for_given_and_taken_back(sharing: Sharing) -> None:
    grant = sharing.granted(basis="consent", basis_words=None)
    sharing.world.travel(days=11)
    assert sharing.seen("sara", grant) is None, "time alone is no consent"
    sharing.world.write("chen", "consent_grant", grant_id=grant, yes=True)
    sharing.world.write("sara", "acknowledge_grant", grant_id=grant)
    sharing.reads("sara", grant)
    sharing.world.write("chen", "consent_grant", grant_id=grant, yes=False)
    assert said(sharing, "sara", "open_copy", grant_id=grant) == "grant_over"
    shown = sharing.seen("weber", grant)
    assert shown is not None
    assert shown["state"] == "withdrawn"


def test_a_no_of_the_factory_is_never_told_to_the_reader(sharing: Sharing) -> None:
    grant = sharing.granted(basis="consent", basis_words=None)
    before = sharing.world.call("sara", "reports")
    sharing.world.write("chen", "consent_grant", grant_id=grant, yes=False)
    assert sharing.world.call("sara", "reports") == before
    sharing.world.travel(days=11)
    assert sharing.seen("sara", grant) is None
    with pytest.raises(Absent):
        sharing.reads("sara", grant)


def test_a_share_on_a_legal_basis_asks_for_no_consent(sharing: Sharing) -> None:
    assert said(sharing, "chen", "consent_grant", grant_id=sharing.granted(), yes=False) == "guard_no_consent"


def test_reading_ends_with_the_last_day(sharing: Sharing) -> None:
    grant = sharing.open_to(expires_on=(datetime.now(UTC) + timedelta(days=3)).date())
    sharing.reads("sara", grant)
    sharing.world.travel(days=5)
    assert said(sharing, "sara", "open_copy", grant_id=grant) == "grant_over"


def test_the_last_day_of_reading_is_the_workplaces_own(sharing: Sharing) -> None:
    # Given a workplace where the day ends 19 hours after Shanghai's
    world = sharing.world
    zone = "update portal.organization set time_zone = %s where id = %s"
    grant = sharing.open_to(expires_on=(last := (datetime.now(UTC) + timedelta(days=3)).date()))
    world.arranged(zone, "Pacific/Pago_Pago", world.organizations["lianfeng"])
    try:
        for hours, open_ in ((20, True), (36, False)):
            # When it is the evening of the last day in Greenwich, and noon of the day after
            world.travel(seconds=(datetime.combine(last, time(), UTC) + timedelta(hours=hours) - world.now).total_seconds())
            # Then it can be read until the day is over there
            assert sharing.seen("weber", grant)["state"] == ("open" if open_ else "expired")  # type: ignore[index]
    finally:
        world.arranged(zone, "Asia/Shanghai", world.organizations["lianfeng"])


@pytest.mark.parametrize("days", [0, 400])
def test_a_grant_lasts_a_day_at_least_and_a_year_at_most(sharing: Sharing, days: int) -> None:
    day = (datetime.now(UTC) + timedelta(days=days)).date()
    copy = sharing.paper("weber", "copy", pdf(*PAGES))
    assert said(sharing, "weber", "share_report", file=copy, **sharing.terms(sharing.kept(), expires_on=day)) == "value_invalid"


@pytest.mark.parametrize("who", ["weber", "ada"])
def test_taking_back_ends_reading_at_once(sharing: Sharing, who: str) -> None:
    grant = sharing.open_to()
    sharing.world.write(who, "revoke_grant", grant_id=grant)
    assert said(sharing, "sara", "open_copy", grant_id=grant) == "grant_over"
    assert sharing.seen("sara", grant)["answer"] is None  # type: ignore[index]


def test_what_was_taken_back_before_it_could_be_read_was_never_there(sharing: Sharing) -> None:
    grant = sharing.granted()
    sharing.world.write("weber", "revoke_grant", grant_id=grant)
    sharing.world.travel(days=11)
    assert sharing.seen("sara", grant) is None


@pytest.mark.parametrize("who", ["sara", "chen", "wu", "lin", "mei"])
def test_only_who_shares_and_a_supervisor_take_back(sharing: Sharing, who: str) -> None:
    grant = sharing.open_to()
    assert said(sharing, who, "revoke_grant", grant_id=grant) in ("absent", "not_allowed")


def test_a_supply_link_that_ends_ends_what_was_shared_for_good(sharing: Sharing) -> None:
    world = sharing.world
    sharing.kept("sara", "tianhe")
    grant = sharing.granted(sharing.kept("sara", "tianhe"), "brand_k", "sara")
    world.write("wu", "answer_grant", grant_id=grant, words="Mended.")
    world.write("weber", "acknowledge_grant", grant_id=grant)
    sharing.reads("weber", grant)
    link = next(
        one["id"] for one in world.call("ada", "people")["links"]
        if (one["brand"], one["workplace"]) == (str(world.organizations["brand_a"]), str(world.organizations["tianhe"]))
    )  # fmt: skip
    world.write("ada", "end_supply", link=link)
    assert said(sharing, "weber", "open_copy", grant_id=grant) == "grant_over"
    with pytest.raises(Absent):
        sharing.reads("sara", grant)
    assert not [one for one in world.call("sara", "reports")["reports"] if one["workplace"]["name"] == "tianhe"]
    world.write("ada", "link_supply", brand=world.organizations["brand_a"], workplace=world.organizations["tianhe"])
    assert said(sharing, "weber", "open_copy", grant_id=grant) == "grant_over", "a new link needs a new grant"


def test_a_factory_without_an_account_is_told_by_handshake_first(sharing: Sharing) -> None:
    world = sharing.world
    world.arranged("update portal.person set suspended_at = now() where name = 'Wu'")
    grant = sharing.granted(sharing.kept("sara", "tianhe"), "brand_k", "sara")
    world.arranged("update portal.person set suspended_at = null where name = 'Wu'")
    assert sharing.seen("sara", grant)["state"] == "not_notified"  # type: ignore[index]
    world.travel(days=30)
    assert sharing.seen("weber", grant) is None, "nobody was told, so no time has run"
    assert said(sharing, "sara", "note_factory_told", grant_id=grant, how="phone") == "not_allowed"
    world.write("ada", "note_factory_told", grant_id=grant, how="letter")
    assert sharing.seen("weber", grant) is None
    world.travel(days=11)
    assert sharing.seen("weber", grant)["state"] == "terms"  # type: ignore[index]


def test_readers_learn_who_shares_and_nothing_of_one_another(sharing: Sharing) -> None:
    report = sharing.kept()
    first, second = sharing.granted(report, "brand_a"), sharing.granted(report, "handshake")
    for grant in (first, second):
        sharing.world.write("chen", "answer_grant", grant_id=grant, words="Mended.")
    page = sharing.world.call("sara", "reports")
    assert sharing.seen("sara", first)["brand"] == "brand_k"  # type: ignore[index]
    assert str(second) not in str(page)
    assert "handshake" not in str(page["shared"])
    for who in ("chen", "weber", "ada"):
        assert {sharing.seen(who, one)["reader"] for one in (first, second)} == {"brand_a", "handshake"}, who  # type: ignore[index]


def test_a_reader_sees_its_own_copies_and_the_factory_all(sharing: Sharing) -> None:
    grant = sharing.open_to()
    for who in ("sara", "chen", "weber"):
        sharing.reads(who, grant)
    copies = {who: sharing.seen(who, grant)["copies"] for who in ("sara", "chen", "weber", "ada")}  # type: ignore[index]
    assert copies == {"sara": 1, "chen": 3, "weber": 3, "ada": 3}


def test_a_file_of_a_case_never_travels_as_a_report(sharing: Sharing) -> None:
    world = sharing.world
    case = world.case_in("notified")
    slip, clean = pdf("A wage slip."), pdf("A wage slip, cleaned.")
    file = world.write(
        "weber", "reserve_file", reference=case.reference, name="slip.pdf", bytes=len(slip), media_type="application/pdf",
        sha256=sha256(slip).hexdigest(), cleaned_sha256=sha256(clean).hexdigest(), cleaned_bytes=len(clean),
    )["id"]  # fmt: skip
    world.write("weber", "post_message", reference=case.reference, body="See.", audience=[], files=[file])
    for content in (slip, clean):
        with pytest.raises(Refused) as refused:
            sharing.paper("weber", "report", content)
        assert refused.value.key == "guard_case_material"
    # Whoever has no part in the case is not told whether its content is here.
    sharing.paper("sara", "report", slip)


@pytest.mark.parametrize("field", ["title", "purpose", "basis_words", "words"])
def test_no_words_of_a_share_name_a_case(sharing: Sharing, field: str) -> None:
    words = "As told in hs-7k4m 29qx, page 2"
    grant = sharing.granted()
    if field == "title":
        key = said(
            sharing, "weber", "keep_report", file=sharing.paper("weber", "report", pdf(*PAGES)), title=words,
            workplace=sharing.world.organizations["lianfeng"], period_from="2026-01-01", period_to="2026-01-02",
        )  # fmt: skip
    elif field == "words":
        key = said(sharing, "chen", "answer_grant", grant_id=grant, words=words)
    else:
        terms = sharing.terms(sharing.kept(), **{field: words})
        key = said(sharing, "weber", "share_report", file=sharing.paper("weber", "copy", pdf(*PAGES)), **terms)
    assert key == "guard_case_material"


def test_a_document_without_pages_is_shared_as_a_summary_alone(sharing: Sharing) -> None:
    report = sharing.kept(file=sharing.paper("weber", "report", pdf(*PAGES), None))
    copy = sharing.paper("weber", "copy", pdf("In short."), 1)
    assert said(sharing, "weber", "share_report", file=copy, **sharing.terms(report)) == "guard_summary_only"
    sharing.world.write("weber", "share_report", file=copy, **sharing.terms(report, profile="summary"))


@pytest.mark.parametrize("left_out", [[], [0], [4], [1, 2, 3]])
def test_what_is_left_out_are_pages_of_the_report_and_not_all(sharing: Sharing, left_out: list[int]) -> None:
    terms = sharing.terms(sharing.kept(), profile="pages", left_out=left_out)
    assert said(sharing, "weber", "share_report", file=sharing.paper("weber", "copy", pdf(*PAGES)), **terms) == "value_invalid"


def test_only_member_brands_handshake_and_the_factory_itself_are_readers(sharing: Sharing) -> None:
    for to in ("tianhe", "brand_k"):
        copy = sharing.paper("weber", "copy", pdf(*PAGES))
        assert said(sharing, "weber", "share_report", file=copy, **sharing.terms(sharing.kept(), to)) == "guard_reader_unknown"
    grant = sharing.granted(to="lianfeng")
    assert sharing.reads("chen", grant)["part"] == "factory"


def test_a_supervisor_shares_for_a_brand_and_reads_a_share_with_handshake_by_its_rules(sharing: Sharing) -> None:
    grant = sharing.granted(sharing.kept("ada", brand=sharing.world.organizations["brand_k"]), "handshake", "ada")
    with pytest.raises(Absent):
        sharing.reads("ada", grant)
    sharing.world.write("chen", "answer_grant", grant_id=grant, words="Mended.")
    assert said(sharing, "ada", "open_copy", grant_id=grant) == "guard_terms"
    sharing.world.write("ada", "acknowledge_grant", grant_id=grant)
    assert sharing.reads("ada", grant)["part"] == "reader"


def test_an_answer_is_given_once_and_by_the_factory_it_is_about(sharing: Sharing) -> None:
    grant = sharing.granted()
    for who in ("wu", "weber", "sara", "ada"):
        assert said(sharing, who, "answer_grant", grant_id=grant, words="Not mine.") in ("absent", "not_allowed")
    request = uuid4()
    for _ in range(2):
        sharing.world.call("chen", "answer_grant", request_id=request, grant_id=grant, words="Mended.")
    assert said(sharing, "chen", "answer_grant", grant_id=grant, words="Otherwise.") == "answered_already"


def test_the_factory_is_told_of_a_share_and_the_reader_when_it_may_read(sharing: Sharing) -> None:
    def news(who: str) -> list[str]:
        return [one["kind"] for one in sharing.world.call(who, "notices")["notices"]]

    grant = sharing.granted()
    assert "report_about" in news("chen")
    sharing.world.arranged("delete from portal.notice where kind = 'report_shared'")
    sharing.world.travel(days=11)
    with sharing.world.database.connect("postgres") as owner:
        owner.execute("select private.tick(%s)", [sharing.world.now])
        owner.execute("select private.tick(%s)", [sharing.world.now])
    found = sharing.world.rows("select count(*) from portal.notice where kind = 'report_shared' and thing = %s", str(grant))
    assert found == [(1,)]
    assert "report_shared" in news("sara")
    assert "report_shared" not in news("wu")


def test_a_copy_is_asked_for_once(sharing: Sharing) -> None:
    grant, request = sharing.open_to(), uuid4()
    sharing.world.call("sara", "open_copy", request_id=request, grant_id=grant)
    with pytest.raises(PortalError):
        sharing.world.call("sara", "open_copy", request_id=request, grant_id=grant)


def test_a_copy_in_the_making_does_not_leave_after_the_grant_was_taken_back(sharing: Sharing) -> None:
    grant = sharing.open_to()
    asked, fine = sharing.reads("sara", grant), sharing.reads("sara", grant)
    sharing.world.call("sara", "copy_left", download=fine["download"], sha256="a" * 64)
    sharing.world.write("weber", "revoke_grant", grant_id=grant)
    with pytest.raises(Refused) as refused:
        sharing.world.call("sara", "copy_left", download=asked["download"], sha256="b" * 64)
    assert refused.value.key == "grant_over"
    left = sharing.world.rows("select copy_sha256 from portal.report_download where grant_id = %s and as_ = 'reader'", grant)
    assert sorted(row[0] or "" for row in left) == ["", "a" * 64]

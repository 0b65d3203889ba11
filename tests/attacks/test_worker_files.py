"""ATTACKS 17, 26 to 28 where a worker's files are concerned: the raw backend through both doors, and the light door with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Absent, BadRequest, PortalError, Refused, TooMany
from tests.policies.scene import Scene, digest

Call = Callable[..., Any]
READERS = {"chen": "lianfeng", "weber": "brand_k"}


def reserve(call: Call, who: str, name: str = "slip.pdf", media_type: str = "application/pdf", **more: Any) -> UUID:
    made = call(
        who, "reserve_file", request_id=uuid4(), name=name, bytes=1000, media_type=media_type, sha256=digest(str(uuid4())),
        cleaned_sha256=digest(str(uuid4())), cleaned_bytes=900, **more,
    )  # fmt: skip
    return UUID(made["id"])


def send(call: Call, stage: Scene, *files: UUID, to: tuple[str, ...] = ("lianfeng", "brand_k")) -> UUID:
    """The worker of `open` posts these files to these readers; the id of her message."""
    words = f"Files {uuid4()}"
    page = call(
        "worker_open", "post_message", request_id=uuid4(), reference=None, body=words, files=list(files),
        audience=[stage.seat("open", one) for one in to],
    )  # fmt: skip
    return UUID(next(each["id"] for each in page["messages"] if each["body"] == words))


def release(call: Call, stage: Scene, message: UUID, to: tuple[str, ...] = ("lianfeng", "brand_k")) -> None:
    revision = next(
        each["revision"]
        for each in call("lin", "case_page", reference=stage.cases["open"].reference)["messages"]
        if each["id"] == str(message)
    )
    call(
        "lin", "decide", request_id=uuid4(), message=message, outcome="release", revision=revision, body="Released.",
        audience=[stage.seat("open", one) for one in to],
    )  # fmt: skip


def allow(call: Call, stage: Scene, item: str, organization: str) -> UUID:
    recipient = str(stage.organizations[organization])
    page = call("worker_open", "give_consent", request_id=uuid4(), item=item, recipient=recipient)
    return UUID(
        next(
            each["id"]
            for each in page["consents"]
            if (each["item"], each["recipient"]["id"], each["withdrawn_at"]) == (item, recipient, None)
        )
    )


def opens(call: Call, who: str, file: UUID, *, original: bool = False) -> bool:
    try:
        call(who, "file_content", attachment=file, original=original)
    except Absent:
        return False
    return True


def shown(call: Call, stage: Scene, who: str, message: UUID) -> list[str]:
    """The files that stand beside a message on this person's screen."""
    page = call(who, "case_page", reference=stage.cases["open"].reference)
    return [file["id"] for each in page["messages"] if each["id"] == str(message) for file in each["files"]]


@pytest.fixture(autouse=True)
def nothing_allowed(call: Call) -> None:
    """Each test begins without a permission about files."""
    for each in call("worker_open", "case_page")["consents"]:
        if each["item"] in ("photo", "file") and each["withdrawn_at"] is None:
            call("worker_open", "withdraw_consent", request_id=uuid4(), consent=each["id"])


def test_a_file_reaches_nobody_outside_before_its_message_is_released(call: Call, stage: Scene) -> None:
    allow(call, stage, "file", "lianfeng")
    file = reserve(call, "worker_open")
    message = send(call, stage, file)
    assert not opens(call, "chen", file)
    assert opens(call, "worker_open", file)
    assert opens(call, "lin", file)
    release(call, stage, message)
    assert opens(call, "chen", file)


@pytest.mark.parametrize(
    ("item", "media_type", "goes"),
    [("photo", "image/jpeg", True), ("photo", "application/pdf", False), ("file", "image/jpeg", True),
     ("file", "application/pdf", True)],
)  # fmt: skip
def test_each_yes_opens_what_it_names_to_that_reader_alone(
    call: Call, stage: Scene, item: str, media_type: str, goes: bool
) -> None:
    file = reserve(call, "worker_open", media_type=media_type)
    message = send(call, stage, file)
    release(call, stage, message)
    for who in READERS:
        assert not opens(call, who, file)
        assert shown(call, stage, who, message) == []
    consent = allow(call, stage, item, "lianfeng")
    assert opens(call, "chen", file) is goes
    assert shown(call, stage, "chen", message) == ([str(file)] if goes else [])
    assert not opens(call, "weber", file)
    call("worker_open", "withdraw_consent", request_id=uuid4(), consent=consent)
    assert not opens(call, "chen", file)
    assert shown(call, stage, "chen", message) == []


def test_the_sealed_original_is_hers_and_handshakes_whatever_she_allows(call: Call, stage: Scene) -> None:
    allow(call, stage, "file", "lianfeng")
    file = reserve(call, "worker_open")
    release(call, stage, send(call, stage, file))
    assert opens(call, "chen", file)
    assert [opens(call, who, file, original=True) for who in ("worker_open", "lin", "chen", "weber", "public")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_file_of_another_case_is_absent_and_cannot_be_bound(call: Call, stage: Scene) -> None:
    hers = reserve(call, "worker_open")
    for who in ("worker_foreign", "chen", "weber", "ben", "public"):
        assert not opens(call, who, hers)
        assert not opens(call, who, uuid4())
    for who in ("worker_foreign", "chen"):
        reference = None if who.startswith("worker") else stage.cases["open"].reference
        with pytest.raises(BadRequest) as refused:
            call(who, "post_message", request_id=uuid4(), reference=reference, body="Mine?", files=[hers])
        assert refused.value.key == "file_refused"
    with pytest.raises(PortalError) as there:
        reserve(call, "worker_open", reference=stage.cases["foreign"].reference)
    assert isinstance(there.value, Absent)
    # It still waits for her own message
    send(call, stage, hers, to=("handshake",))


def test_a_file_is_bound_once(call: Call, stage: Scene) -> None:
    file = reserve(call, "worker_open")
    send(call, stage, file)
    with pytest.raises(BadRequest):
        send(call, stage, file)


def test_nobody_but_she_or_a_coordinator_allows_her_files(call: Call, stage: Scene) -> None:
    recipient = stage.organizations["lianfeng"]
    for who in ("chen", "weber", "worker_foreign", "mei", "public"):
        with pytest.raises((Absent, Refused)):
            call(
                who, "give_consent", request_id=uuid4(), item="file", recipient=recipient,
                reference=stage.cases["open"].reference,
            )  # fmt: skip
    file = reserve(call, "worker_open")
    release(call, stage, send(call, stage, file))
    assert not opens(call, "chen", file)
    # Said by phone, written down by a coordinator
    call(
        "lin", "give_consent", request_id=uuid4(), item="photo", reference=stage.cases["open"].reference,
        recipient=recipient, given_how="phone",
    )  # fmt: skip
    noted = [
        each for each in call("worker_open", "case_page")["consents"] if each["item"] == "photo" and not each["withdrawn_at"]
    ]
    assert [each["given_how"] for each in noted] == ["phone"]


@pytest.mark.parametrize("item", ["none", "photo", "file"])
def test_the_desk_is_told_beforehand_what_will_then_happen(call: Call, stage: Scene, item: str) -> None:
    if item != "none":
        allow(call, stage, item, "brand_k")
    files = {reserve(call, "worker_open"): "pdf", reserve(call, "worker_open", media_type="image/png"): "png"}
    message = send(call, stage, *files)
    told = call("lin", "moderation", message=message)["kept_back"]
    kept_back = {(each["party"], each["file"]) for each in told}
    release(call, stage, message)
    for who, organization in READERS.items():
        for file in files:
            assert opens(call, who, file) is ((str(stage.seat("open", organization)), str(file)) not in kept_back)


def test_her_ledger_names_each_disclosure_of_a_file_once_with_her_permission(call: Call, stage: Scene) -> None:
    def ledger(item: str) -> list[dict[str, Any]]:
        return [each for each in call("worker_open", "case_page")["exposures"] if each["item"] == item]

    before = len(ledger("photo"))
    picture = reserve(call, "worker_open", media_type="image/jpeg")
    release(call, stage, send(call, stage, picture, to=("lianfeng",)), to=("lianfeng",))
    assert len(ledger("photo")) == before
    allow(call, stage, "photo", "lianfeng")
    after = ledger("photo")
    # Other pictures of this module may have become open by the same yes; each of them is one line
    assert len(after) > before
    assert all(each["consent_at"] for each in after)
    allow(call, stage, "file", "lianfeng")
    assert len(ledger("photo")) == len(after)


def test_reservations_that_are_never_posted_come_to_an_end(call: Call, stage: Scene) -> None:
    def forty_more() -> None:
        for _ in range(40):
            reserve(call, "worker_hidden")
        reserve(call, "worker_hidden")

    with pytest.raises(TooMany):
        forty_more()
    # Others are not held up by it
    reserve(call, "worker_foreign")
    assert isinstance(reserve(call, "worker_open"), UUID)

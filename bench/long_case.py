"""A case with a long thread, brought about by the calls that people make: it asks nothing of the demonstration's stories."""

from __future__ import annotations

from uuid import UUID, uuid4

from db.connect import Backend
from db.demo import DEMO_PASSWORD
from db.demo.cast import LIANFENG
from db.gateway import Credentials, Gateway
from db.receipts import TEXT_VERSION, hash_code, new_code

MESSAGES = 50
COORDINATOR, FACTORY, BRAND = "lin.yue@handshake.example", "chen@lianfeng.example", "Brand K"
BODY = "第{}条。已核对九月和十月的工资单，差额随十一月工资补发。 We checked the pay slips of both months."


def as_person(backend: Backend, email: str) -> Gateway:
    """The backend as somebody of the demonstration."""
    return backend.gateway(Credentials(user_id=backend.identity.sign_in(email, DEMO_PASSWORD).user_id))


def long_case(backend: Backend, organizations: dict[str, UUID], messages: int = MESSAGES) -> tuple[str, str]:
    """The reference and the receipt of a new case of Lianfeng and Brand K with that many messages, half of them the factory's."""
    desk, factory = as_person(backend, COORDINATOR), as_person(backend, FACTORY)
    reference, code = _admitted(desk, organizations[LIANFENG], organizations[BRAND])
    page = desk.call("case_page", reference=reference)
    party = {each["side"]: UUID(each["id"]) for each in page["parties"]}
    sides = ((factory, party["handshake"]), (desk, party["factory"]))
    for number in range(messages - len(page["messages"])):
        writer, reader = sides[number % 2]
        body = BODY.format(number + 1)
        writer.call("post_message", request_id=uuid4(), reference=reference, body=body, audience=[reader])
    return reference, code


def _admitted(desk: Gateway, workplace: UUID, brand: UUID) -> tuple[str, str]:
    """Taken by phone, screened, admitted, its factory and brand let in, its statement released to them."""

    def do(function: str, **arguments: object) -> None:
        desk.call(function, request_id=uuid4(), reference=reference, **arguments)

    def revision() -> int:
        return int(desk.call("case_page", reference=reference)["case"]["revision"])

    code = new_code()
    taken = desk.call(
        "take_call", request_id=uuid4(), receipt_hash=hash_code(code), channel="phone", language="zh-Hans",
        statement="九月和十月的加班费没有发。", issues=["F1"], severity=3, workplace=workplace, consent_factory=True,
        consent_brands=[brand], text_version=TEXT_VERSION,
    )  # fmt: skip
    reference = str(taken["reference"])
    do("move", to_state="triage", revision=revision(), reason=None)
    do("check_triage", revision=revision(), covered=True, specific=True, internal_channel="tried")
    do("move", to_state="admitted", revision=revision(), reason=None)
    for organization in (workplace, brand):
        do("admit", organization=organization)
    held = next(each for each in desk.call("case_page", reference=reference)["messages"] if each["kind"] == "statement")
    desk.call(
        "decide", request_id=uuid4(), message=UUID(held["id"]), outcome="release", revision=held["revision"], body=held["body"]
    )
    return reference, code

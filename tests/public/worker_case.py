"""A worker's case as the database would tell it, and a backend that counts how often it is asked."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

from db.errors import Absent, PortalError

REFERENCE = "HS-7K4M-29QX"
CODE = "7K4M29QX0A1B2C3D"
WORKER, HANDSHAKE, FACTORY, BRAND = (str(UUID(int=number)) for number in range(1, 5))
LIANFENG, BRAND_K, BRAND_A = (str(UUID(int=number)) for number in range(11, 14))
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> ![x](https://evil.example/x.png) **b**"


def organization(ident: str, kind: str, name: str, country: str = "CN", city: str | None = None) -> dict[str, Any]:
    return {"id": ident, "kind": kind, "name": name, "city": city, "country": country}


LIANFENG_FOOTWEAR = organization(LIANFENG, "workplace", "Lianfeng Footwear", city="Huizhou")
BRANDS = [organization(BRAND_K, "brand", "Brand K", "DE"), organization(BRAND_A, "brand", "Brand A", "GB")]


def party(ident: str, side: str, name: str | None = None, country: str | None = None) -> dict[str, Any]:
    return {
        "id": ident, "side": side, "name": name, "country": country, "mine": side == "worker",
        "since": "2026-11-02T08:00:00+00:00",
    }  # fmt: skip


def message(number: int, author: str, body: str, readers: list[str], **more: Any) -> dict[str, Any]:
    return {
        "id": str(UUID(int=1000 + number)), "author": author, "author_party": WORKER if author == "worker" else HANDSHAKE,
        "author_name": None, "mine": author == "worker", "kind": "message", "state": "released", "body": body,
        "released_body": None, "removed": 0, "readers": readers,
        "posted_at": f"2026-11-{min(4 + number, 21):02d}T01:00:00+00:00",
        "decided_at": None, "reason": None, "note": None, "files": [], "hints": [], "fresh": False, **more,
    }  # fmt: skip


def reserved(asked: dict[str, Any]) -> dict[str, str]:
    """What is answered to a reservation: where the bytes go, original and cleaned."""
    request = str(asked["request_id"])
    keys = {key: sha256(f"{request} {asked[digest]}".encode()).hexdigest() for key, digest in _DIGESTS.items()}
    return {"id": request, **keys}


_DIGESTS = {"key": "sha256", "cleaned_key": "cleaned_sha256"}


def case_page(**more: Any) -> dict[str, Any]:
    """One worker's page: two messages, one held, one brand admitted, one disclosure."""
    page: dict[str, Any] = {
        "viewer": "worker",
        "case": {
            "id": str(UUID(int=99)), "reference": REFERENCE, "revision": 7, "state": "remediating", "phase": "remedy",
            "severity": 2, "issues": ["G1"], "workplace": LIANFENG_FOOTWEAR, "received_at": "2026-11-02T08:00:00+00:00",
            "channel": "phone", "anonymous": True, "badges": [], "closed_reason": None,
        },
        "parties": [
            party(WORKER, "worker"), party(FACTORY, "factory", "Lianfeng Footwear", "CN"),
            party(BRAND, "brand", "Brand K", "DE"), party(HANDSHAKE, "handshake"),
        ],
        "messages": [
            message(1, "worker", "412 of us have no social insurance since March.", [FACTORY, BRAND, HANDSHAKE], removed=1),
            message(2, "handshake", "The plan is agreed. You give up no right by it.", [WORKER], fresh=True),
            message(3, "worker", "The line leader asked who called.", [FACTORY, HANDSHAKE], state="held"),
        ],
        "clocks": [
            {"kind": "moderation", "due_at": "2030-11-27T10:00:00+00:00", "owner": "handshake", "basis": "ours"},
            {"kind": "arbitration", "due_at": "2027-11-02T08:00:00+00:00", "owner": "worker", "basis": "law"},
        ],
        "consents": [
            {"id": str(UUID(int=501)), "item": "statement", "recipient": LIANFENG_FOOTWEAR, "given_how": "web",
             "given_at": "2026-11-04T02:00:00+00:00", "withdrawn_at": None},
        ],
        "exposures": [
            {"item": "statement", "recipient_side": "factory", "recipient_name": "Lianfeng Footwear",
             "at": "2026-11-05T02:00:00+00:00", "consent_at": "2026-11-04T02:00:00+00:00"},
        ],
        "timeline": [], "steps": [], "admissible": [], "chain_head": "ab" * 32, "tip": "1",
    }  # fmt: skip
    return {**page, **more}


class CountingGateway:
    """Answers like the database and remembers what it was asked; `refuse` makes one function fail."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refuse: dict[str, PortalError] = {}
        self.page = case_page()
        self.known_hash = ""
        self.arrived_before = False
        self.places: list[dict[str, Any]] = [{"id": LIANFENG, "name": "Lianfeng Footwear", "city": "Huizhou"}]
        self.brands = BRANDS
        self.reached: list[dict[str, Any]] = []

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.calls]

    def call(self, function: str, /, **arguments: object) -> Any:
        self.calls.append((function, dict(arguments)))
        if function in self.refuse:
            raise self.refuse[function]
        answers: dict[str, Callable[[], Any]] = {
            "file_case": lambda: {"reference": REFERENCE, "queued": False, "changed": self.arrived_before},
            "open_receipt": lambda: self._open(arguments),
            "close_receipt": dict,
            "find_workplaces": lambda: self.places,
            "covered_brands": lambda: self.brands,
            "impact": lambda: self.reached,
            "reserve_file": lambda: reserved(arguments),
        }
        return answers.get(function, lambda: self.page)()

    def _open(self, arguments: dict[str, object]) -> Any:
        if arguments["receipt_hash"] != self.known_hash:
            raise Absent("receipt_unknown")
        return {"reference": REFERENCE}

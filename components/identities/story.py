"""What was done with an identity, in plain words: for the worker, and for Handshake in its own tone."""

from __future__ import annotations

from components.i18n import Words
from components.mine.line import Line
from db.models import Identity, IdentityStep

# What is not a step towards opening is told elsewhere: an opening stands in the ledger itself.
TOLD = (
    "identity_asked", "identity_granted", "identity_declined", "identity_denied", "identity_revoked", "identity_expired",
    "identity_lapsed", "identity_kept", "identity_removed", "plan_kept", "plan_removed",
    "identity_forgotten",
)  # fmt: skip


def told(identity: Identity | None) -> tuple[IdentityStep, ...]:
    """The steps of the two keys but the openings."""
    return tuple(each for each in identity.history if each.kind in TOLD) if identity else ()


def who(step: IdentityStep, words: Words) -> str:
    """By the role of a colleague, or by side for everybody else; the worker herself is "you"."""
    if step.side is None:
        return words.t("side-handshake")
    if step.side.value == "worker":
        return words.t("mine-you-author")
    if step.side.value == "handshake" and step.role:
        return words.t("identity-by-role", role=words.t(f"role-{step.role}"))
    return words.t(f"side-{step.side.value}")


def reason(key: str | None, words: Words) -> str:
    """The kind of reason as half a sentence."""
    return words.t(f"identity-reason-{key}") if key and words.has(f"identity-reason-{key}") else ""


def line(step: IdentityStep, words: Words) -> Line:
    """When, which role, what kind of reason; never a colleague's name."""
    head = words.t("mine-learnt-head", day=words.say_instant(step.at), who=who(step, words))
    more = words.t("identity-why", reason=reason(step.reason, words)) if step.reason else ""
    if step.kind == "identity_denied":
        more = words.t(f"identity-denied-{step.why}") if step.why and words.has(f"identity-denied-{step.why}") else ""
    return Line("lock", head, words.t(f"identity-step-{step.kind.replace('_', '-')}"), more)


def sealed_line(identity: Identity | None, opened: bool, words: Words) -> tuple[Line, ...]:
    """The last line of her ledger, said only when it is true."""
    if opened:
        return ()
    kept = identity is None or identity.kept or identity.plan_kept
    return (Line("lock", words.t("mine-sealed-head"), words.t("mine-sealed" if kept else "mine-sealed-none")),)

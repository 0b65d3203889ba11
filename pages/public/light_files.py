"""Files at the light door: taken one by one before the text is judged, and kept while it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from components.case.composer import MEGABYTES
from components.mine.files import MOST, refused
from db.errors import BadRequest, Unavailable
from pages.public.light_visit import Fields, LightVisit

__all__ = ["MEGABYTES", "MOST", "Kept", "kept_before", "take"]

# A picture unfolds to 75 MB while it is cleaned, and any number of phones may send at once.
AT_ONCE = 2
_TURNS: RunVar[CapacityLimiter] = RunVar("light files")


@dataclass(frozen=True)
class Kept:
    """A file that has arrived and waits for its message; `name` only tells her which one it is."""

    id: UUID
    name: str

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


def kept_before(form: Fields) -> list[Kept]:
    """The files of an earlier try that she still wants. The database binds them only if they are hers."""
    kept = []
    for each in form.many("kept")[: 2 * MOST]:
        ident, _, name = each.partition(" ")
        try:
            kept.append(Kept(UUID(ident), name[:120]))
        except ValueError:
            raise BadRequest("value_invalid") from None
    return kept


async def take(visit: LightVisit, form: Fields, request_id: UUID, kept: list[Kept]) -> tuple[str, ...]:
    """Put each new file in its place and add it to `kept`; returns a sentence for each one that was refused."""
    said = []
    for each in form.files:
        try:
            ident = await to_thread.run_sync(
                visit.keeper.attach, visit.request, request_id, each.name, each.content, limiter=_turns()
            )
        except BadRequest as error:
            said.append(refused(visit.words, each.name, error.facts))
            continue
        except Unavailable:
            said.append(refused(visit.words, each.name, {"reason": "not_stored"}))
            continue
        if ident not in [known.id for known in kept]:
            kept.append(Kept(ident, each.name.replace("\\", "/").rpartition("/")[2][:120]))
    return (*said, visit.words.t("mine-add-again")) if said else ()


def _turns() -> CapacityLimiter:
    try:
        return _TURNS.get()
    except LookupError:
        _TURNS.set(CapacityLimiter(AT_ONCE))
        return _TURNS.get()

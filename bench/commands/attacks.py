"""48 lines of attack, each at every door that it concerns (the screens, the API, the pages without a script), with a control that
shows that the tests can fail. `docs/attacks.md` is the table. `--quick` runs a fixed sample of what needs neither browser nor
scene, since the tests themselves run all of it with each change."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.attacks import measure  # noqa: PLC0415

    with proving("attacks", quick=quick, write=write):
        measure(quick=quick, write=write)
